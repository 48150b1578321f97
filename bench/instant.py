"""The instant at which benches ask what is open: a Wednesday afternoon in term time, when most places are."""

from datetime import UTC, datetime

AT = datetime(2026, 3, 18, 15, 30, tzinfo=UTC)
