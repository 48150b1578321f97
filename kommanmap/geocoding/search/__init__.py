"""One parsed address → the places it may mean, ranked. Reads the index and the gazetteer, changes nothing."""
