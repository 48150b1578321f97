"""What somebody typed as an address → its typed parts. Looks nothing up but names of towns."""
