"""What may be typed: the fields of a sent form → values and problems. No Flask objects, no tables."""
