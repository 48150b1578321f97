"""The form of a place ↔ `PointDraft`. What the form does not hold stays as it is stored. Knows no request, no table.

Pins: what the machine found is found anew at every sending; only a pin that a person moved or typed is taken from the
form, and it is `Accuracy.MANUAL`. So nobody can make a guess look exact.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Any, TypeVar

from kommanmap.domain.drafts import PointDraft
from kommanmap.domain.hours.session import ReadingStatus, Session
from kommanmap.domain.languages import LANGUAGES, SPOKEN_LANGUAGES
from kommanmap.domain.problems import Problem
from kommanmap.domain.rules import latin_digits
from kommanmap.domain.staff import Staff
from kommanmap.domain.vocabulary import (
    Accuracy,
    Audience,
    CheckedBy,
    Cost,
    Knowledge,
    Offer,
    PinVisibility,
    Registration,
    Status,
)
from kommanmap.forms.day_texts import day_words, read_day
from kommanmap.forms.sessions import COUNT, fingerprint, session_words, typed_sessions
from kommanmap.forms.words import Words

TEXTS = (
    "name", "status_reason", "ags", "street", "house_number", "postcode", "district", "building", "way_in", "carrier",
    "phone", "email", "website", "offers_as_typed", "languages_as_typed", "access_as_typed", "source_url",
    "source_date",
)  # fmt: skip
"""Fields that go from the form into the draft as they are typed."""

CHOICES: dict[str, type[StrEnum]] = {
    "status": Status,
    "pin_visibility": PinVisibility,
    "step_free": Knowledge,
    "accessible_toilet": Knowledge,
    "childcare": Knowledge,
    "cost": Cost,
    "registration": Registration,
}
STATUSES = (Status.DRAFT, Status.REVIEW, Status.PUBLIC, Status.PAUSED)
"""What the form may choose; a place is closed on a page of its own."""

MANUAL_SOURCE = "von Hand gesetzt"
PIN_SHOWN, PIN_BY_HAND = "pin_shown", "pin_by_hand"
TIMES_SEEN, ROWS_SEEN, STATUS_SEEN, ALL_TIMES = "times_seen", "rows_seen", "status_seen", "all_times"
CHECKED_TODAY = "checked_today"
TEXT_PREFIX = "text-"

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class TypedPoint:
    """What the form says: a draft that may break rules, and what of it could not even be read.

    reads_times: the words about times have changed and nobody touched the rows, so the words have to be read.
    """

    draft: PointDraft
    problems: tuple[Problem, ...]
    reads_times: bool


def words_of(draft: PointDraft, *, version: int | None = None) -> Words:
    """The form as it is first shown."""
    fields: dict[str, tuple[str, ...]] = {name: (getattr(draft, name),) for name in TEXTS}
    fields |= {name: (getattr(draft, name).value,) for name in CHOICES}
    fields |= {f"{TEXT_PREFIX}{code}": (text,) for code, text in draft.texts}
    fields |= {
        "paused_until": (day_words(draft.paused_until),),
        "times": ("\n".join(draft.times),),
        "offers": tuple(item.value for item in draft.offers),
        "audiences": tuple(item.value for item in draft.audiences),
        "languages": draft.languages,
        "version": (str(version) if version is not None else "",),
    }
    return with_times(with_pin(Words(fields), draft), draft)


def with_times(words: Words, draft: PointDraft) -> Words:
    """The form with rows that say what the draft's words mean."""
    fields = session_words(draft.sessions)
    fields |= {
        TIMES_SEEN: (_seen(draft.times),),
        ROWS_SEEN: (fingerprint(draft.sessions),),
        STATUS_SEEN: (draft.times_status.value,),
        ALL_TIMES: ("1",) if draft.times_status is ReadingStatus.COMPLETE else (),
    }
    return words.replaced(fields, without="zeit-")


def with_pin(words: Words, draft: PointDraft) -> Words:
    """The form with the draft's pin."""
    known = draft.lat is not None and draft.lon is not None
    lat, lon = (degrees(draft.lat), degrees(draft.lon)) if known else ("", "")
    by_hand = draft.position_accuracy is Accuracy.MANUAL
    return words.replaced(
        {
            "lat": (lat,),
            "lon": (lon,),
            PIN_SHOWN: (f"{lat} {lon}".strip(),),
            PIN_BY_HAND: ("1",) if by_hand else (),
        }
    )


def degrees(value: float | None) -> str:
    """Six decimals: ten centimetres."""
    return "" if value is None else f"{value:.6f}"


def typed_point(words: Words, *, before: PointDraft, staff: Staff, today: date) -> TypedPoint:
    """before: what is stored; an empty draft for a place that is new."""
    problems: list[Problem] = []
    values: dict[str, Any] = {name: words.one(name) for name in TEXTS if words.has(name)}
    for name, kind in CHOICES.items():
        values[name] = _member(kind, words.one(name), getattr(before, name))
    if values["status"] not in (*STATUSES, before.status):
        values["status"] = before.status
    values["offers"] = _members(Offer, words.many("offers"))
    values["audiences"] = _members(Audience, words.many("audiences"))
    values["languages"] = tuple(code for code in words.many("languages") if code in SPOKEN_LANGUAGES)
    values["texts"] = tuple((each.code, words.one(f"{TEXT_PREFIX}{each.code}")) for each in LANGUAGES)
    values["times"] = tuple(line.strip() for line in words.one("times").splitlines() if line.strip())
    values["paused_until"] = _until(words, values["status"], problems)
    if words.one(CHECKED_TODAY):
        values |= {"last_checked_on": today, "last_checked_by": CheckedBy(staff.role.value)}
    rows = typed_sessions(words)
    problems += rows.problems
    values["sessions"] = rows.sessions
    values["times_status"] = _times_status(words, rows.sessions)
    values |= _pin(words, before, problems)
    untouched = not rows.problems and fingerprint(rows.sessions) == words.one(ROWS_SEEN, fingerprint(()))
    is_new_text = _seen(values["times"]) != words.one(TIMES_SEEN, _seen(()))
    return TypedPoint(replace(before, **values), tuple(problems), untouched and is_new_text)


def expected_version(words: Words) -> int:
    """Which version the form was made of; 0, which none has, where it does not say."""
    typed = words.one("version")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def add_row(words: Words) -> Words:
    """One more empty row of times; the rows that are to go are gone."""
    sessions = typed_sessions(words)
    if sessions.problems:  # nothing that could not be read may be lost
        return words.replaced({COUNT: (str(int(words.one(COUNT, "0") or 0) + 1),)})
    count = len(sessions.sessions) + 1
    return words.replaced({**session_words(sessions.sessions), COUNT: (str(count),)}, without="zeit-")


def _seen(times: Iterable[str]) -> str:
    return sha256("\n".join(times).encode("utf-8", "replace")).hexdigest()[:16]


def _member(kind: type[E], typed: str, otherwise: E) -> E:
    return next((each for each in kind if each.value == typed), otherwise)


def _members(kind: type[E], typed: tuple[str, ...]) -> tuple[E, ...]:
    return tuple(each for each in kind if each.value in typed)


def _until(words: Words, status: StrEnum, problems: list[Problem]) -> date | None:
    typed = words.one("paused_until").strip()
    if not typed or status is not Status.PAUSED:
        return None
    day = read_day(typed)
    if day is None:
        problems.append(Problem("paused_until", "not_a_date", {"typed": typed[:80]}))
    return day


def _times_status(words: Words, sessions: tuple[Session, ...]) -> ReadingStatus:
    """As it was read, unless a person changed the rows or says otherwise."""
    seen = _member(ReadingStatus, words.one(STATUS_SEEN), ReadingStatus.NONE)
    untouched = fingerprint(sessions) == words.one(ROWS_SEEN)
    if untouched and bool(words.one(ALL_TIMES)) == (seen is ReadingStatus.COMPLETE):
        return seen
    if not sessions:
        return ReadingStatus.NONE
    return ReadingStatus.COMPLETE if words.one(ALL_TIMES) else ReadingStatus.PARTIAL


def _pin(words: Words, before: PointDraft, problems: list[Problem]) -> dict[str, Any]:
    typed = [words.one(name).strip() for name in ("lat", "lon")]
    if not typed[1]:  # both in one field, as maps give them
        typed = [*re.split(r"\s*[;\s]\s*|,\s+|,(?=\d+\.)", typed[0], maxsplit=1), ""][:2]
    nothing: dict[str, Any] = {"lat": None, "lon": None, "position_accuracy": None, "position_source": ""}
    if not any(typed):
        return nothing
    values = [_degrees(text) for text in typed]
    for name, text, value in zip(("lat", "lon"), typed, values, strict=True):
        if value is None and text:
            problems.append(Problem(name, "not_a_number", {"typed": text[:80]}))
    lat, lon = values
    if lat is None or lon is None:
        if not any(each.field in ("lat", "lon") for each in problems):
            problems.append(Problem("lat", "half_a_position"))
        return nothing
    if before.lat is not None and (degrees(before.lat), degrees(before.lon)) == (degrees(lat), degrees(lon)):
        return {name: getattr(before, name) for name in nothing}
    moved = f"{degrees(lat)} {degrees(lon)}" != words.one(PIN_SHOWN)
    if not moved and not words.one(PIN_BY_HAND):
        return nothing
    return {"lat": lat, "lon": lon, "position_accuracy": Accuracy.MANUAL, "position_source": MANUAL_SOURCE}


def _degrees(text: str) -> float | None:
    plain = latin_digits(text).replace(",", ".").rstrip("°NOEnoe ")
    return float(plain) if re.fullmatch(r"-?\d{1,3}(\.\d{1,15})?", plain) else None
