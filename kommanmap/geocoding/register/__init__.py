"""The official address file: read, kept as an index, opened. Knows nothing of what people type."""
