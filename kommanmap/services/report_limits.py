"""How many letters the public may send: few per sender, some more altogether. Counted in the database.

A sender is a keyed hash that means nothing on the next day; what is older than an hour is deleted.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.domain.suggestions import TooManyLetters
from kommanmap.models import Attempt

WINDOW = timedelta(hours=1)
MOST_PER_SENDER = 5
MOST_ALTOGETHER = 60
PREFIX = "report:"
EVERYBODY = f"{PREFIX}all"
_LOCK = 0x6B6F6D6D  # any number that no other advisory lock here uses


def claim(session: DatabaseSession, *, sender: str, now: datetime) -> None:
    """Count one more letter of a sender.

    Raises:
        TooManyLetters: of this sender, or of all together, within the last hour.
    """
    if session.get_bind().dialect.name == "postgresql":  # one after the other; on SQLite every writer waits anyway
        session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    forget(session, now=now)
    for bucket, most in ((f"{PREFIX}{sender}", MOST_PER_SENDER), (EVERYBODY, MOST_ALTOGETHER)):
        counted, oldest = session.execute(
            select(func.count(Attempt.id), func.min(Attempt.at_utc)).where(Attempt.bucket == bucket)
        ).one()
        if counted >= most:
            raise TooManyLetters(max(1, int((oldest + WINDOW - now).total_seconds())))
    session.add_all([Attempt(bucket=f"{PREFIX}{sender}", at_utc=now), Attempt(bucket=EVERYBODY, at_utc=now)])
    session.flush()


def forget(session: DatabaseSession, *, now: datetime) -> None:
    """Delete what no longer counts."""
    old = (Attempt.bucket >= PREFIX, Attempt.bucket < f"{PREFIX}~", Attempt.at_utc <= now - WINDOW)
    session.execute(delete(Attempt).where(*old))
