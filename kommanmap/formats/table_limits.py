"""How much of a table is read at most; the same for every file format."""

MOST_BYTES = 10 * 2**20
MOST_ROWS = 5000
MOST_COLUMNS = 60
LONGEST_CELL = 30_000
"""Characters; Excel itself ends at 32,767."""
