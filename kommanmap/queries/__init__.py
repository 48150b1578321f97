"""Questions about places and their answers, from memory. Knows the tables, never requests."""
