"""German words about times → sessions, with everything that was not understood."""
