"""Alembic migrations, dated; `kommanmap setup` runs them."""
