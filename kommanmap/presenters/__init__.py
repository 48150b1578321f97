"""What leaves the house: rows become frozen records in the reader's language that hold public fields only."""
