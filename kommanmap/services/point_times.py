"""Words about times → the sessions to keep with a place, and what its staff should know. Shows nothing to readers.

Reading happens when the words come in or change, never again on its own: sessions that somebody has set by hand stay.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Engine, Select, select
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.database import reading_only
from kommanmap.domain.drafts import PointDraft
from kommanmap.domain.hours.osm_read import from_osm
from kommanmap.domain.hours.reading.reader import read_hours
from kommanmap.domain.hours.reading.result import Reading
from kommanmap.domain.hours.session import ReadingStatus
from kommanmap.domain.hours.slots import BERLIN
from kommanmap.domain.problems import InvalidDraft, Problem
from kommanmap.domain.rules import MOST_SESSIONS, session_refusals
from kommanmap.models import MeetingPoint
from kommanmap.services import points

FIELD = "times"
JOINT = "; "
"""Between the fragments that a place keeps: joined they are the text that was typed."""

MOST_WARNINGS = 20
LONGEST_WORDS = 200
BATCH_SIZE = 200


@dataclass(frozen=True, slots=True)
class Verdict:
    """A reading, cut down to what a place can keep; `warnings` say what is missing, for its staff."""

    reading: Reading
    status: ReadingStatus
    warnings: tuple[Problem, ...]

    def on(self, draft: PointDraft) -> PointDraft:
        """The draft with what was read."""
        return replace(draft, sessions=self.reading.sessions, times_status=self.status)


@dataclass(frozen=True, slots=True)
class TimesRead:
    """How many places were read, how many of them completely; `kept_back` break a rule and stay unread."""

    places: int
    complete: int
    kept_back: int


_NOTHING = Verdict(Reading("", ReadingStatus.NONE), ReadingStatus.NONE, ())


class TimesReader:
    """Reads the times of many places on one day; equal words are read once."""

    def __init__(self, today: date) -> None:
        self._today = today
        self._known: dict[tuple[str, ...], Verdict] = {}

    def read(self, times: tuple[str, ...]) -> Verdict:
        """What the words mean; words in order, as `domain.rules.checked` gives them. No words mean nothing."""
        if not times:
            return _NOTHING
        if times not in self._known:
            self._known[times] = _verdict(_read(JOINT.join(times), self._today))
        return self._known[times]


def berlin_day(instant: datetime) -> date:
    """The date of an instant in North Rhine-Westphalia."""
    return instant.astimezone(BERLIN).date()


def words_changed(before: PointDraft | None, after: PointDraft) -> bool:
    """Whether the words have to be read: they are new, or nobody has read them yet."""
    return before is None or before.times != after.times or before.times_status is ReadingStatus.UNREAD


def read_stored_times(engine: Engine, *, actor: str, now: datetime) -> TimesRead:
    """Read the times of all places that nobody has read yet, `BATCH_SIZE` places in a transaction.

    Harmless to repeat and to interrupt. To be called without an open transaction.
    """
    reader = TimesReader(berlin_day(now))
    places = complete = kept_back = 0
    with reading_only(), DatabaseSession(engine) as session:
        ids = list(session.scalars(_unread().with_only_columns(MeetingPoint.id)))
    batch_name = ""
    for start in range(0, len(ids), BATCH_SIZE):
        with DatabaseSession(engine) as session, session.begin():
            batch = points.open_batch(session, now=now, name=batch_name)
            batch_name = batch.name
            for point in session.scalars(_unread().where(MeetingPoint.id.in_(ids[start : start + BATCH_SIZE]))).all():
                before = points.draft_of(point)
                verdict = reader.read(before.times)
                try:
                    points.update(
                        session, point=point, draft=verdict.on(before), actor=actor, now=now, batch=batch,
                        time_warnings=verdict.warnings,
                    )  # fmt: skip
                except InvalidDraft:
                    kept_back += 1
                    continue
                places += 1
                complete += verdict.status is ReadingStatus.COMPLETE
    return TimesRead(places, complete, kept_back)


def _unread() -> Select[MeetingPoint]:
    unread = select(MeetingPoint).where(MeetingPoint.times_status == ReadingStatus.UNREAD)
    return unread.order_by(MeetingPoint.id).options(*points.WHOLE)


def _read(text: str, today: date) -> Reading:
    """German words, or an expression as OpenStreetMap writes them, which hardly a German text looks like."""
    reading = read_hours(text, today=today)
    if reading.status is ReadingStatus.COMPLETE:
        return reading
    expression = from_osm(text)
    if not expression.sessions or expression.left_over or expression.problems:
        return reading
    certain = all(each.start is not None and not each.needs_anchor for each in expression.sessions)
    return Reading(text, ReadingStatus.COMPLETE if certain else ReadingStatus.PARTIAL, expression.sessions)


def _verdict(reading: Reading) -> Verdict:
    """What of a reading a place can keep; a session that breaks a rule is not among it."""
    kept = tuple(each for each in reading.sessions if not session_refusals(each))[:MOST_SESSIONS]
    said = [*reading.contradictions, *reading.problems, *reading.questions]
    named = {each.params.get("words") for each in said}
    left_over = [words for words in reading.left_over if words not in named]
    if left_over:
        said.append(Problem(FIELD, "times_left_over", {"words": " … ".join(left_over)}))
    status = reading.status
    if len(kept) < len(reading.sessions):
        said += [problem for each in reading.sessions for problem in session_refusals(each)]
        status = ReadingStatus.PARTIAL
    if reading.is_doubtful:
        status = ReadingStatus.DOUBTFUL
    if not kept:
        status = ReadingStatus.NONE
    return Verdict(replace(reading, sessions=kept), status, _kept_short(said))


def _kept_short(said: Sequence[Problem]) -> tuple[Problem, ...]:
    """Each once and not too many: a warning points at the words, which stand with the place in full."""
    short = [replace(each, field=FIELD, params=dict(_short_params(each.params.items()))) for each in said]
    once = {(each.code, *map(str, each.params.items())): each for each in short}
    return tuple(once.values())[:MOST_WARNINGS]


def _short_params(params: Iterable[tuple[str, str | int]]) -> Iterable[tuple[str, str | int]]:
    for name, value in params:
        cut = isinstance(value, str) and len(value) > LONGEST_WORDS
        yield name, f"{str(value)[: LONGEST_WORDS - 1]}…" if cut else value
