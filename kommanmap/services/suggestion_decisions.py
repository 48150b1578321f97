"""A letter of the public is right: what staff chose of it goes into the place, with a history of its own kind.

Only `services.points` writes places. No geocoding service is asked in here; where one would know better, a job does.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.domain.drafts import PointDraft
from kommanmap.domain.problems import Problem
from kommanmap.domain.rules import single_line, text_lines
from kommanmap.domain.suggestions import ReportKind, SuggestionKind, SuggestionStatus
from kommanmap.domain.vocabulary import ChangeKind, CheckedBy, Status
from kommanmap.geocoding.chain import Chain
from kommanmap.geocoding.checks import warnings_about
from kommanmap.geocoding.parser.parsing import parse
from kommanmap.models import JobKind, MeetingPoint, Suggestion
from kommanmap.services import jobs, points
from kommanmap.services.geocoding import geocode_draft, should_be_tried_again
from kommanmap.services.point_times import TimesReader, berlin_day
from kommanmap.services.suggestions import close, refuse_decided

PROPOSED_FIELDS = ("name", "street", "house_number", "postcode", "times", "offers_as_typed", "phone", "website")
"""The fields of a place that a letter can fill, in the order of the form."""

ADDRESS_FIELDS = frozenset({"street", "house_number", "postcode"})
SOURCE = "suggestion"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One field of a place: what it says, and what it would say. Times are one line each."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A draft that is ready to be written, with what the checks found."""

    draft: PointDraft
    warnings: tuple[Problem, ...] | None
    time_warnings: tuple[Problem, ...] | None
    wants_job: bool


def proposals(letter: Suggestion, before: PointDraft | None) -> tuple[Proposal, ...]:
    """What the letter would change; for a new place every field, for others those that it names."""
    said = _fields_of_place(letter)
    wanted = PROPOSED_FIELDS if letter.kind is SuggestionKind.NEW_PLACE else tuple(said)
    return tuple(Proposal(name, field_text(before, name) if before else "", said.get(name, "")) for name in wanted)


def says_gone(letter: Suggestion) -> bool:
    """Whether the letter says that a place is no more which still stands here."""
    is_gone = letter.point is None or letter.point.status is Status.CLOSED
    return letter.report_kind is ReportKind.DOES_NOT_EXIST and not is_gone


def field_text(draft: PointDraft, name: str) -> str:
    """A field of a place as it can be typed."""
    value = getattr(draft, name)
    return "\n".join(value) if isinstance(value, tuple) else str(value)


def _fields_of_place(letter: Suggestion) -> dict[str, str]:
    said = {name: str(text) for name, text in letter.fields.items()}
    if "offers" in said:
        said["offers_as_typed"] = said.pop("offers")
    if address := said.pop("address", ""):
        read = parse(address)
        said |= {"street": read.street or address, "house_number": read.number_text, "postcode": read.postcode}
    return {name: said[name] for name in PROPOSED_FIELDS if name in said}


def accept_changes(
    session: DatabaseSession,
    *,
    letter: Suggestion,
    changes: Mapping[str, str],
    reason: str,
    expected_version: int,
    chain: Chain,
    actor: str,
    now: datetime,
) -> None:
    """Write the chosen fields into the letter's place. No fields: what was said is right and seen to otherwise.

    Raises:
        InvalidDraft: a field breaks a rule.
        Conflict: the letter is decided, or the place changed since it was looked at.
    """
    refuse_decided(letter)
    point = _place_of(letter)
    if changes:
        before = points.draft_of(point)
        ready = _prepared(before, changes, chain=chain, now=now)
        points.update(
            session, point=point, draft=_checked(ready.draft, letter), actor=actor, now=now,
            expected_version=expected_version, warnings=ready.warnings, time_warnings=ready.time_warnings,
            kind=ChangeKind.SUGGESTED,
        )  # fmt: skip
        if ready.wants_job:
            jobs.enqueue(session, kind=JobKind.GEOCODE_POINT, point_id=point.id, now=now)
    close(session, letter=letter, status=SuggestionStatus.ACCEPTED, reason=reason, actor=actor, now=now)


def accept_end(
    session: DatabaseSession, *, letter: Suggestion, reason: str, expected_version: int, actor: str, now: datetime
) -> None:
    """The place is no more: close it for good, with the reason that readers are told.

    Raises:
        Conflict: the letter is decided, or the place changed since it was looked at.
    """
    refuse_decided(letter)
    points.retire(
        session, point=_place_of(letter), actor=actor, now=now, reason=reason, expected_version=expected_version
    )
    close(session, letter=letter, status=SuggestionStatus.ACCEPTED, reason=reason, actor=actor, now=now)


def accept_place(
    session: DatabaseSession,
    *,
    letter: Suggestion,
    ags: str,
    status: Status,
    changes: Mapping[str, str],
    reason: str,
    chain: Chain,
    actor: str,
    now: datetime,
) -> MeetingPoint:
    """Make a place of the letter, in the municipality and the status that staff chose.

    Raises:
        InvalidDraft: a field breaks a rule.
        Conflict: the letter is decided.
    """
    refuse_decided(letter)
    ready = _prepared(PointDraft(ags=ags, status=status), changes, chain=chain, now=now)
    point = points.create(
        session, draft=ready.draft, actor=actor, now=now, source=SOURCE, warnings=ready.warnings,
        time_warnings=ready.time_warnings or (), kind=ChangeKind.SUGGESTED,
    )  # fmt: skip
    if ready.wants_job:
        jobs.enqueue(session, kind=JobKind.GEOCODE_POINT, point_id=point.id, now=now)
    letter.point, letter.ags = point, ags
    close(session, letter=letter, status=SuggestionStatus.ACCEPTED, reason=reason, actor=actor, now=now)
    return point


def _checked(draft: PointDraft, letter: Suggestion) -> PointDraft:
    """What a carrier changed was looked over by the carrier, on the day of the answer."""
    day = berlin_day(letter.sent_utc)
    if letter.kind is not SuggestionKind.CARRIER or (draft.last_checked_on or day) > day:
        return draft
    return replace(draft, last_checked_on=day, last_checked_by=CheckedBy.CARRIER)


def _place_of(letter: Suggestion) -> MeetingPoint:
    if letter.point is None:
        raise ValueError(f"letter {letter.id} is about no place yet")
    return letter.point


def _prepared(before: PointDraft, changes: Mapping[str, str], *, chain: Chain, now: datetime) -> _Prepared:
    """The draft with the changes: times read, and a moved place found anew, whoever set the pin of the old one."""
    draft = replace(before, **{name: text for name, text in changes.items() if name != "times"})  # type: ignore[arg-type]  # texts all
    time_warnings = None
    if "times" in changes:
        lines = (single_line(line) for line in text_lines(changes["times"]).split("\n"))
        times = tuple(line for line in lines if line)
        if times != before.times:
            verdict = TimesReader(berlin_day(now)).read(times)
            draft, time_warnings = verdict.on(replace(draft, times=times)), verdict.warnings
    has_moved = any(getattr(before, name) != getattr(draft, name) for name in ADDRESS_FIELDS)
    if not has_moved and draft.lat is not None:
        return _Prepared(draft, None, time_warnings, wants_job=False)
    if has_moved:
        draft = replace(draft, lat=None, lon=None, position_accuracy=None, position_source="")
    draft, answer = geocode_draft(draft, chain=chain, before=before, outside=False)
    warnings = warnings_about(draft, answer=answer)
    return _Prepared(draft, warnings, time_warnings, wants_job=should_be_tried_again(draft, answer))
