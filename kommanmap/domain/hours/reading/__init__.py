"""German words about opening times → sessions, and what could not be understood of them."""
