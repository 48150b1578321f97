"""What a person typed about a place → a draft that can be saved: times read, pin found, doubts named. Writes nothing.

To be called before the transaction: services may be asked for the address, and that must lock nobody out.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.domain.drafts import PointDraft
from kommanmap.domain.hours.reading.result import Reading
from kommanmap.domain.problems import Problem
from kommanmap.domain.rules import checked
from kommanmap.geocoding.answers import GeocodeAnswer
from kommanmap.geocoding.chain import Chain
from kommanmap.geocoding.checks import warnings_about
from kommanmap.models import JobKind, MeetingPoint
from kommanmap.services import jobs, points
from kommanmap.services.geocoding import geocode_draft, should_be_tried_again
from kommanmap.services.point_times import TimesReader


@dataclass(frozen=True, slots=True)
class Entry:
    """A draft in order with what was found out about it.

    problems: what keeps it from being saved. notes, place_warnings, time_warnings: what its author should know. reading
    and time_warnings are None where the words about times were not read.
    """

    draft: PointDraft
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    place_warnings: tuple[Problem, ...]
    time_warnings: tuple[Problem, ...] | None = None
    reading: Reading | None = None
    answer: GeocodeAnswer | None = None


def prepare(
    draft: PointDraft, *, before: PointDraft | None, chain: Chain, today: date, read_times: bool, outside: bool = True
) -> Entry:
    """before: what is stored, None for a new place. outside: whether services may be asked for the address."""
    found = checked(draft)
    tidy, reading, said = found.draft, None, None
    if read_times:
        verdict = TimesReader(today).read(tidy.times)
        tidy, reading, said = verdict.on(tidy), verdict.reading, verdict.warnings
    placed, answer = geocode_draft(tidy, chain=chain, before=before, outside=outside)
    problems = tuple(each for each in checked(placed).problems)
    return Entry(placed, problems, found.notes, warnings_about(placed, answer=answer), said, reading, answer)


def create(
    session: DatabaseSession, *, entry: Entry, actor: str, now: datetime, batch: points.Batch | None = None
) -> MeetingPoint:
    """The new place; a job asks again where a service did not answer.

    Raises:
        InvalidDraft: a rule is broken.
    """
    point = points.create(
        session, draft=entry.draft, actor=actor, now=now, batch=batch, warnings=entry.place_warnings,
        time_warnings=entry.time_warnings or (),
    )  # fmt: skip
    _ask_again(session, point, entry, now)
    return point


def update(
    session: DatabaseSession, *, point: MeetingPoint, entry: Entry, actor: str, now: datetime, expected_version: int
) -> None:
    """The place says what was typed.

    Raises:
        InvalidDraft: a rule is broken.
        Conflict: somebody else was faster.
    """
    points.update(
        session, point=point, draft=entry.draft, actor=actor, now=now, expected_version=expected_version,
        warnings=entry.place_warnings, time_warnings=entry.time_warnings,
    )  # fmt: skip
    _ask_again(session, point, entry, now)


def _ask_again(session: DatabaseSession, point: MeetingPoint, entry: Entry, now: datetime) -> None:
    if should_be_tried_again(entry.draft, entry.answer):
        jobs.enqueue(session, kind=JobKind.GEOCODE_POINT, point_id=point.id, now=now)
