"""Plain Python under everything: words, values, rules. Knows neither Flask nor a database."""
