"""Which places are due, by the mailbox of their carrier: whom a centre asks, whom it asked, whom it cannot ask."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.domain.freshness import FreshnessRule
from kommanmap.domain.rules import is_mail_address
from kommanmap.domain.staff import Scope
from kommanmap.domain.vocabulary import LISTED_STATUSES
from kommanmap.models import Centre, MeetingPoint, Municipality, Reminder, ReminderPlace
from kommanmap.queries.reach import within
from kommanmap.queries.worklists import overdue

LEAD = timedelta(days=30)
"""So long before the day a place is asked about."""

ASK_AGAIN_AFTER = timedelta(days=14)
"""A mailbox that does not answer is left in peace for so long."""

MOST_PLACES = 20_000


@dataclass(frozen=True, slots=True)
class DuePlace:
    """asked_utc: when its carrier was asked last, since the last check."""

    point_id: int
    public_id: str
    name: str
    town: str
    due_on: date
    is_overdue: bool
    asked_utc: datetime | None


@dataclass(frozen=True, slots=True)
class Mailbox:
    """The due places of one centre that share a carrier's address; email "" for those that have none."""

    centre_id: int
    centre: str
    email: str
    places: tuple[DuePlace, ...]

    @property
    def key(self) -> str:
        """Names it in a form."""
        return f"{self.centre_id}:{self.email}"

    def to_ask(self, now: datetime) -> tuple[DuePlace, ...]:
        """The places that may be asked about today."""
        if not self.email:
            return ()
        return tuple(each for each in self.places if each.asked_utc is None or each.asked_utc <= now - ASK_AGAIN_AFTER)


def mailboxes(
    session: DatabaseSession, scope: Scope, *, rule: FreshnessRule, today: date, centre: str = ""
) -> list[Mailbox]:
    """By centre, those with the most places first. Examples are nobody's, and are left out.

    centre: the slug of the only one that is wanted.
    """
    wanted = (
        select(
            MeetingPoint.id, MeetingPoint.public_id, MeetingPoint.name, MeetingPoint.email,
            MeetingPoint.last_checked_on, Municipality.name.label("town"),
            Centre.id.label("centre_id"), Centre.name.label("centre"),
        )
        .join(Municipality, Municipality.ags == MeetingPoint.ags)
        .join(Centre, Centre.id == Municipality.centre_id)
        .where(within(scope), MeetingPoint.status.in_(LISTED_STATUSES), MeetingPoint.is_example.is_(False))
        .where(overdue(rule.fresh_since(today + LEAD)))
        .order_by(Centre.name, MeetingPoint.name, MeetingPoint.id)
        .limit(MOST_PLACES)
    )  # fmt: skip
    rows = session.execute(wanted.where(Centre.slug == centre) if centre else wanted).all()
    asked = _asked(session, [row.id for row in rows])
    boxes: defaultdict[tuple[str, int, str], list[DuePlace]] = defaultdict(list)
    for row in rows:
        email = row.email.strip().lower()
        key = (row.centre, row.centre_id, email if is_mail_address(email) else "")
        boxes[key].append(_due(row, rule, today, asked))
    found = [Mailbox(key[1], key[0], key[2], tuple(places)) for key, places in boxes.items()]
    return sorted(found, key=lambda box: (box.centre, not box.email, -len(box.places), box.email))


def _due(row: Any, rule: FreshnessRule, today: date, asked: Mapping[int, datetime]) -> DuePlace:
    due_on, asked_utc = rule.due_on(row.last_checked_on), asked.get(row.id)
    if asked_utc is not None and row.last_checked_on is not None and asked_utc.date() <= row.last_checked_on:
        asked_utc = None  # what was asked before the last check is answered
    return DuePlace(row.id, row.public_id, row.name, row.town, due_on, due_on < today, asked_utc)


def _asked(session: DatabaseSession, point_ids: Iterable[int]) -> dict[int, datetime]:
    """When each was asked about last."""
    wanted = frozenset(point_ids)
    rows = session.execute(
        select(ReminderPlace.point_id, func.max(Reminder.sent_utc))
        .join(Reminder, Reminder.id == ReminderPlace.reminder_id)
        .group_by(ReminderPlace.point_id)
    )
    return {point_id: sent for point_id, sent in rows if point_id in wanted}
