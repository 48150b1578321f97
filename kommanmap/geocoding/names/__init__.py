"""Names of towns, districts, centres and postcodes: the gazetteer. Knows no streets."""
