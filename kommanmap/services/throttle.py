"""How often something may be tried: counted in the database, so that it holds for all processes. Flushes only.

A bucket says what is tried and by whom, the latter as a number or a keyed hash. What no longer counts is deleted.
Nothing is ever locked for good: whoever waits may try again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.domain.errors import KommAnMapError
from kommanmap.models import Attempt

_MINUTES, _HOUR, _DAY = timedelta(minutes=5), timedelta(hours=1), timedelta(days=1)
_LOCK = 0x74687274  # any number that no other advisory lock here uses
PREFIX = "entry:"
_SHARED = (f"{PREFIX}all", f"{PREFIX}from:")


class TooManyTries(KommAnMapError):
    """It may be tried again after `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"again in {seconds} s")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` tries of one bucket within a time."""

    bucket: str
    most: int
    within: timedelta


def login_limits(*, name: str, sender: str) -> tuple[Limit, ...]:
    """For a password. name, sender: keyed hashes of the typed mail address and of where it comes from."""
    return (
        Limit(f"{PREFIX}name:{name}", 10, _MINUTES),
        Limit(f"{PREFIX}from:{sender}", 10, _MINUTES),
        Limit(f"{PREFIX}all", 1000, _MINUTES),
    )


def factor_limits(user_id: int) -> tuple[Limit, ...]:
    """For a second factor, whichever it is."""
    bucket = f"{PREFIX}factor:{user_id}"
    return (Limit(bucket, 5, _MINUTES), Limit(bucket, 20, _HOUR), Limit(bucket, 50, _DAY))


def proof_limits(user_id: int) -> tuple[Limit, ...]:
    """For the password of somebody who is signed in already."""
    return (Limit(f"{PREFIX}proof:{user_id}", 10, _MINUTES),)


def link_limits(sender: str) -> tuple[Limit, ...]:
    """For links of invitations, which nobody could guess anyway."""
    return (Limit(f"{PREFIX}link:{sender}", 30, _MINUTES),)


def help_limits(*, name: str, sender: str) -> tuple[Limit, ...]:
    """For letters with a link for a new password. name, sender: as for a password."""
    return (
        Limit(f"{PREFIX}help:{name}", 5, _DAY),
        Limit(f"{PREFIX}helpfrom:{sender}", 10, _MINUTES),
        Limit(f"{PREFIX}helpall", 100, _MINUTES),
    )


def address_limits(user_id: int) -> tuple[Limit, ...]:
    """For letters to a new address of somebody who is signed in."""
    return (Limit(f"{PREFIX}address:{user_id}", 5, _MINUTES),)


def claim(session: DatabaseSession, *, limits: Sequence[Limit], now: datetime) -> None:
    """Count one more try; commit it before the try itself, so that it counts whatever happens.

    Raises:
        TooManyTries: of one of the limits.
    """
    if session.get_bind().dialect.name == "postgresql":  # one after the other; on SQLite every writer waits anyway
        session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    forget(session, now=now)
    waits = [wait for limit in limits if (wait := _wait(session, limit, now)) is not None]
    if waits:
        raise TooManyTries(max(1, int(max(waits).total_seconds())))
    session.add_all([Attempt(bucket=bucket, at_utc=now) for bucket in {limit.bucket for limit in limits}])
    session.flush()


def forgive(session: DatabaseSession, *, limits: Sequence[Limit]) -> None:
    """It was right: the person's tries before no longer count, and of those that others share this one."""
    for bucket in {limit.bucket for limit in limits}:
        if bucket.startswith(_SHARED):
            newest = select(Attempt.id).where(Attempt.bucket == bucket).order_by(Attempt.id.desc()).limit(1)
            session.execute(delete(Attempt).where(Attempt.id.in_(newest.scalar_subquery())))
        else:
            session.execute(delete(Attempt).where(Attempt.bucket == bucket))
    session.flush()


def forget(session: DatabaseSession, *, now: datetime) -> None:
    """Delete what is too old for every limit."""
    ours = (Attempt.bucket >= PREFIX, Attempt.bucket < f"{PREFIX}~")
    session.execute(delete(Attempt).where(*ours, Attempt.at_utc <= now - _DAY))


def _wait(session: DatabaseSession, limit: Limit, now: datetime) -> timedelta | None:
    """How long until the limit admits one more; None: it does now."""
    counting = (Attempt.bucket == limit.bucket, Attempt.at_utc > now - limit.within)
    newest = select(Attempt.at_utc).where(*counting).order_by(Attempt.at_utc.desc()).limit(limit.most)
    times = session.scalars(newest).all()
    return times[-1] + limit.within - now if len(times) >= limit.most else None
