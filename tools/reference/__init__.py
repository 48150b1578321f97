"""Steps of `tools/build_reference.py`: tables, boundaries, topology, postcodes, aliases."""
