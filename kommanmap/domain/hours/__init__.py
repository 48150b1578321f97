"""When a place is open: sessions, the calendar of North Rhine-Westphalia, questions to them, ways in and out."""
