"""Dated migrations, oldest first."""
