"""Somebody outside says whether a place is still as it stands here: its carrier by a link, or a visitor by one tap.

A carrier's "all right" is a check of the place. A change, or an end, waits for staff, and the place stays as it is. A
visitor's word is a hint with a date and nothing more. Flushes only.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.domain.errors import Conflict
from kommanmap.domain.suggestions import ReportKind
from kommanmap.domain.vocabulary import LISTED_STATUSES, ChangeKind, CheckedBy
from kommanmap.models import MeetingPoint, ReminderAnswer, ReminderPlace, VisitHint
from kommanmap.services import data_version, points
from kommanmap.services.point_times import berlin_day
from kommanmap.services.suggestions import record_carrier_answer

BY_LINK = "carrier"
"""The actor in the history: the role, and no account."""


def confirm(session: DatabaseSession, *, place: ReminderPlace, now: datetime) -> None:
    """All of it is right: checked today by its carrier.

    Raises:
        Conflict: it is answered already, or the place is no longer listed.
    """
    _take(session, place, ReminderAnswer.RIGHT, now)
    today = berlin_day(now)
    draft = replace(points.draft_of(place.point), last_checked_on=today, last_checked_by=CheckedBy.CARRIER)
    points.update(session, point=place.point, draft=draft, actor=BY_LINK, now=now, kind=ChangeKind.CONFIRMED)


def report_change(
    session: DatabaseSession,
    *,
    place: ReminderPlace,
    fields: Mapping[str, str],
    message: str,
    language: str,
    now: datetime,
) -> None:
    """Something changed: what was typed waits for staff.

    Raises:
        InvalidDraft: a text breaks a rule.
        Conflict: it is answered already, or the place is no longer listed.
    """
    _take(session, place, ReminderAnswer.CHANGED, now)
    record_carrier_answer(session, point=place.point, fields=fields, message=message, now=now, language=language)


def report_end(session: DatabaseSession, *, place: ReminderPlace, message: str, language: str, now: datetime) -> None:
    """The place is no more; that waits for staff, too.

    Raises:
        InvalidDraft: the text breaks a rule.
        Conflict: it is answered already, or the place is no longer listed.
    """
    _take(session, place, ReminderAnswer.CLOSED, now)
    record_carrier_answer(
        session, point=place.point, fields={}, message=message, now=now, language=language,
        report_kind=ReportKind.DOES_NOT_EXIST,
    )  # fmt: skip


def _take(session: DatabaseSession, place: ReminderPlace, answer: ReminderAnswer, now: datetime) -> None:
    """Answer it, once: of two at the same moment one is told that it is done."""
    if place.point.status not in LISTED_STATUSES:
        raise Conflict("the place is no longer listed")
    unanswered = (ReminderPlace.id == place.id, ReminderPlace.answered_utc.is_(None))
    taken = session.execute(update(ReminderPlace).where(*unanswered).values(answer=answer, answered_utc=now))
    if not taken.rowcount:  # type: ignore[attr-defined]  # an update has it
        raise Conflict("answered already")


def note_visit(session: DatabaseSession, *, point: MeetingPoint, now: datetime) -> bool:
    """A visitor was there and it was right. Once a day and place is enough; False where that is known already."""
    today = berlin_day(now)
    data_version.lock(session, now=now)  # of two taps at once the second sees the first
    hint = session.get(VisitHint, point.id)
    if hint is not None and hint.last_on >= today:
        return False
    if hint is None:
        session.add(VisitHint(point_id=point.id, last_on=today, days=1))
    else:
        hint.last_on, hint.days = today, hint.days + 1
    data_version.bump(session, now=now)
    session.flush()
    return True
