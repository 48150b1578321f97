"""Letters: written in the transaction that causes them, handed over later, tried again with patience.

A letter is never lost because a mail server rests, and never written because a transaction that was undone wanted it.
Two processes never send the same: whoever takes one holds its lease. Knows no page and no words of a letter.
"""

import random
import uuid
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

from sqlalchemy import Engine, Select, delete, or_, select
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.clock import Clock
from kommanmap.database import reading_connection
from kommanmap.domain.errors import Unavailable
from kommanmap.domain.rules import is_mail_address
from kommanmap.mail import LONGEST_SUBJECT, Mailer, MailRefused, letter
from kommanmap.models import MailKind, MailState, OutboxMail
from kommanmap.services.jobs import LEASE, LONGEST_CODE, delay_seconds

MOST_AT_ONCE = 200
GIVE_UP_AFTER = timedelta(days=7)
"""A letter that no server took for so long is not sent any more: its links are too old. It stays to be seen."""

KEPT = timedelta(days=90)
"""How long it is known that a letter went."""

LONGEST_ADDRESS = 254
TROUBLES_IN_A_ROW = 3
"""After so many the server rests, and so does the round."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """How many letters went, how many will be tried again, how many never will."""

    sent: int = 0
    again: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class OutboxStatus:
    """Letters by state; of those that wait the oldest, the next moment, and errors by code."""

    states: Mapping[MailState, int]
    oldest_utc: datetime | None
    next_try_utc: datetime | None
    errors: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Taken:
    id: int
    lease: str
    message: EmailMessage | None


def post(session: DatabaseSession, *, kind: MailKind, to: str, subject: str, text: str, now: datetime) -> OutboxMail:
    """Write a letter, in the caller's transaction; it goes when that is over.

    Raises:
        ValueError: `to` is not one plain address, or the subject is more than one line.
    """
    if not is_mail_address(to) or len(to) > LONGEST_ADDRESS or not to.isprintable():
        raise ValueError("a letter goes to one plain address")
    if not subject.isprintable() or not subject:
        raise ValueError("a subject is one line of text")
    row = OutboxMail(
        number=str(uuid.uuid4()), kind=kind, state=MailState.WAITING, to=to, subject=subject[:LONGEST_SUBJECT],
        text=text, asked_utc=now, next_try_utc=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def deliver_due(
    engine: Engine,
    *,
    mailer: Mailer,
    sender: str,
    clock: Clock,
    most: int = MOST_AT_ONCE,
    chance: Callable[[], float] = random.random,
) -> Delivered:
    """Hand over what is due, one letter after the other. No transaction is open while a server is waited for."""
    sent = again = failed = troubles = 0
    for _ in range(most):
        taken = _take(engine, sender, clock.now()) if troubles < TROUBLES_IN_A_ROW else None
        if taken is None:
            break
        try:
            if taken.message is None:
                raise MailRefused("bad address")
            mailer.send(taken.message)
        except MailRefused:
            _end(engine, taken, MailState.FAILED, now=clock.now(), code="refused")
            failed += 1
        except Unavailable as error:
            gone = _again(engine, taken, now=clock.now(), code=str(error), chance=chance)
            again, failed, troubles = again + (not gone), failed + gone, troubles + 1
        else:
            _end(engine, taken, MailState.SENT, now=clock.now())
            sent, troubles = sent + 1, 0
    return Delivered(sent, again, failed)


def is_anything_due(engine: Engine, *, now: datetime) -> bool:
    """A cheap look that locks nothing."""
    with reading_connection(engine) as connection:
        return connection.execute(_due(now).with_only_columns(OutboxMail.id)).first() is not None


def status(engine: Engine) -> OutboxStatus:
    """What waits, and why."""
    wanted = select(OutboxMail.state, OutboxMail.asked_utc, OutboxMail.next_try_utc, OutboxMail.last_error)
    with reading_connection(engine) as connection:
        rows = connection.execute(wanted).all()
    waiting = [row for row in rows if row.state is MailState.WAITING]
    return OutboxStatus(
        states=Counter(row.state for row in rows),
        oldest_utc=min((row.asked_utc for row in waiting), default=None),
        next_try_utc=min((row.next_try_utc for row in waiting), default=None),
        errors=dict(sorted(Counter(row.last_error for row in waiting if row.last_error).items())),
    )


def forget(session: DatabaseSession, *, now: datetime) -> None:
    """Forget letters that went, or failed, long ago."""
    ended = (OutboxMail.state != MailState.WAITING, OutboxMail.ended_utc <= now - KEPT)
    session.execute(delete(OutboxMail).where(*ended))


def _due(now: datetime) -> Select[Any]:
    free = or_(OutboxMail.leased_until_utc.is_(None), OutboxMail.leased_until_utc <= now)
    waiting = (OutboxMail.state == MailState.WAITING, OutboxMail.next_try_utc <= now, free)
    return select(OutboxMail).where(*waiting).order_by(OutboxMail.next_try_utc, OutboxMail.id).limit(1)


def _take(engine: Engine, sender: str, now: datetime) -> _Taken | None:
    if not is_anything_due(engine, now=now):
        return None
    with DatabaseSession(engine) as session, session.begin():
        # What another process is just taking is skipped; on SQLite it is the write lock that keeps us apart.
        row: OutboxMail | None = session.scalars(_due(now).with_for_update(skip_locked=True)).first()
        if row is None:
            return None
        row.lease, row.leased_until_utc = str(uuid.uuid4()), now + LEASE
        return _Taken(row.id, row.lease, _message(row, sender))


def _message(row: OutboxMail, sender: str) -> EmailMessage | None:
    """The letter; None for one that cannot be written (a row from elsewhere, an address that mail does not take)."""
    try:
        return letter(number=row.number, sender=sender, to=row.to, subject=row.subject, text=row.text, at=row.asked_utc)
    except ValueError:
        return None


def _held(session: DatabaseSession, taken: _Taken) -> OutboxMail | None:
    row = session.get(OutboxMail, taken.id, with_for_update=True)
    return row if row is not None and row.lease == taken.lease else None


def _end(engine: Engine, taken: _Taken, state: MailState, *, now: datetime, code: str = "") -> None:
    with DatabaseSession(engine) as session, session.begin():
        row = _held(session, taken)
        if row is not None:
            _finish(row, state, now, code)


def _again(engine: Engine, taken: _Taken, *, now: datetime, code: str, chance: Callable[[], float]) -> bool:
    """Say when it is tried again; True where it never will be."""
    with DatabaseSession(engine) as session, session.begin():
        row = _held(session, taken)
        if row is None:
            return False
        row.attempts += 1
        if now - row.asked_utc >= GIVE_UP_AFTER:
            _finish(row, MailState.FAILED, now, code)
            return True
        row.lease, row.leased_until_utc, row.last_error = "", None, code[:LONGEST_CODE]
        row.next_try_utc = now + timedelta(seconds=delay_seconds(row.attempts, chance()))
        return False


def _finish(row: OutboxMail, state: MailState, now: datetime, code: str) -> None:
    row.state, row.ended_utc, row.text = state, now, ""
    row.lease, row.leased_until_utc, row.last_error = "", None, code[:LONGEST_CODE]
