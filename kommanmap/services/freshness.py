"""Carriers are asked by mail whether their places are still right: one letter a mailbox, all its places in it.

Knows neither the words of the letter (`compose` writes them) nor any page. Flushes only.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session as DatabaseSession
from sqlalchemy.orm import joinedload, selectinload

from kommanmap.models import Centre, MailKind, MeetingPoint, Reminder, ReminderPlace
from kommanmap.queries.due_places import Mailbox
from kommanmap.services import outbox
from kommanmap.services.login_sessions import TOKEN_BYTES, token_hash

LIFE = timedelta(days=60)
"""How long the links of a letter are good."""

KEPT = timedelta(days=400)
"""How long it is known that a carrier was asked: until the next time, and a little more."""

MOST_PLACES_IN_A_LETTER = 40
OPENS_NOTHING = "…"


@dataclass(frozen=True, slots=True)
class Words:
    """What a letter says."""

    subject: str
    text: str


Compose = Callable[[str, Sequence[ReminderPlace]], Words]
"""The letter for a word that opens its links, and its places in their order."""


@dataclass(frozen=True, slots=True)
class Reminded:
    """How many letters were written, about how many places."""

    letters: int = 0
    places: int = 0

    def __add__(self, other: "Reminded") -> "Reminded":
        return Reminded(self.letters + other.letters, self.places + other.places)


def remind(session: DatabaseSession, *, box: Mailbox, compose: Compose, now: datetime) -> Reminded:
    """Write to a mailbox about whatever may be asked today. Earlier letters stay good until they expire."""
    done = Reminded()
    for part in _parts(box, now):
        token = secrets.token_urlsafe(TOKEN_BYTES)
        places = _numbered(session, part)
        session.add(
            Reminder(
                token_hash=token_hash(token), centre_id=box.centre_id, sent_utc=now, expires_utc=now + LIFE,
                places=places,
            )
        )  # fmt: skip
        session.flush()
        words = compose(token, places)
        outbox.post(session, kind=MailKind.REMINDER, to=box.email, subject=words.subject, text=words.text, now=now)
        done += Reminded(1, len(places))
    return done


def preview(session: DatabaseSession, *, box: Mailbox, compose: Compose, now: datetime) -> Words:
    """The first letter that `remind` would write, with a word that opens nothing; nothing is kept."""
    return compose(OPENS_NOTHING, _numbered(session, _parts(box, now)[0]))


def centre(session: DatabaseSession, centre_id: int) -> Centre:
    """Who writes."""
    return session.get_one(Centre, centre_id)


def _parts(box: Mailbox, now: datetime) -> list[list[int]]:
    asked = [each.point_id for each in box.to_ask(now)]
    return [asked[start : start + MOST_PLACES_IN_A_LETTER] for start in range(0, len(asked), MOST_PLACES_IN_A_LETTER)]


def _numbered(session: DatabaseSession, point_ids: Sequence[int]) -> list[ReminderPlace]:
    whole = select(MeetingPoint).where(MeetingPoint.id.in_(point_ids))
    with_times = whole.options(selectinload(MeetingPoint.times), joinedload(MeetingPoint.municipality))
    points = {point.id: point for point in session.scalars(with_times)}
    return [ReminderPlace(number=number, point=points[each]) for number, each in enumerate(point_ids, start=1)]


def reminder_of(session: DatabaseSession, *, token: str, now: datetime) -> Reminder | None:
    """The letter that this word belongs to, while its links are good."""
    wanted = select(Reminder).where(Reminder.token_hash == token_hash(token), Reminder.expires_utc > now)
    with_places = selectinload(Reminder.places).joinedload(ReminderPlace.point)
    return session.scalars(wanted.options(with_places.joinedload(MeetingPoint.municipality))).one_or_none()


def place_of(session: DatabaseSession, *, token: str, number: int, now: datetime) -> ReminderPlace | None:
    """One place of such a letter."""
    wanted = (
        select(ReminderPlace)
        .join(Reminder)
        .where(Reminder.token_hash == token_hash(token), Reminder.expires_utc > now, ReminderPlace.number == number)
        .options(joinedload(ReminderPlace.point).joinedload(MeetingPoint.municipality))
    )
    return session.scalars(wanted).one_or_none()


def forget(session: DatabaseSession, *, now: datetime) -> None:
    """Forget letters of long ago."""
    session.execute(delete(Reminder).where(Reminder.sent_utc <= now - KEPT))
