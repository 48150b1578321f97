"""Wordings of opening times with what a person understood of them, and how a reading is compared with that.

The files lie in `tests/data`, see the README there. A label holds only what differs from a plain weekly session.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kommanmap.domain.hours.plain import plain_session
from kommanmap.domain.hours.reading.result import Reading
from kommanmap.domain.hours.session import ReadingStatus

DATA = Path(__file__).parent / "data"
USUAL: dict[str, Any] = {
    "freq": None, "nth": [], "interval": 1, "anchor": None, "start": None, "end": None, "part": None, "from": None,
    "until": None, "season": None, "public_holidays": "closed", "school_holidays": "open", "audience": [],
    "languages": [], "registration": "unknown", "cancelled": [], "extra": [],
}  # fmt: skip
KINDS = {
    "anchor": {"which_week", "week_parity", "every_other_or_nth"},
    "appointment": {"by_appointment"},
    "clock": {"no_time", "no_start", "which_hour"},
    "date": {"no_year", "once_or_weekly", "no_day", "which_holidays", "which_months"},
    "day_of_month": {"which_day_of_month"},
    "days": {"no_day"},
    "end": {"fuzzy_end"},
    "every_other_or_nth": {"every_other_or_nth"},
    "holidays": {"which_holidays"},
    "hour": {"which_hour"},
    "months": {"which_months"},
    "once": {"once_or_weekly"},
    "past": {"all_past"},
    "pause": {"paused"},
    "saturday": {"saturday_too"},
    "start": {"no_start"},
    "which": {"for_which"},
    "year": {"no_year"},
    "open_closed": {"open_and_closed"},
    "rhythm": {"fortnight_is_not_nth", "two_rhythms"},
    "weekday_date": {"weekday_not_of_date"},
}
"""The words of the labels for questions and contradictions, and the codes that mean the same."""


@dataclass(frozen=True)
class Labelled:
    """One line of a file."""

    id: str
    text: str
    status: ReadingStatus
    sessions: tuple[dict[str, Any], ...]
    left_over: bool
    questions: tuple[str, ...]
    contradictions: tuple[str, ...]
    problems: tuple[str, ...]
    states_day_and_time: bool


def labelled(name: str) -> tuple[Labelled, ...]:
    """All lines of a file in `tests/data`."""
    return tuple(_of_line(json.loads(line)) for line in (DATA / name).read_text(encoding="utf-8").splitlines())


def _of_line(line: dict[str, Any]) -> Labelled:
    lists = ("sessions", "questions", "contradictions", "problems")
    return Labelled(**{**line, "status": ReadingStatus(line["status"]), **{name: tuple(line[name]) for name in lists}})


def expected(label: Labelled) -> list[str]:
    """What the label says, a line for every weekday and date."""
    return sorted(line for session in label.sessions for line in _by_day(session))


def got(reading: Reading) -> list[str]:
    """What was read, in the same form. Notes are free words and not compared."""
    return sorted(line for session in reading.sessions for line in _by_day(_like_a_label(plain_session(session))))


def _like_a_label(plain: dict[str, Any]) -> dict[str, Any]:
    days = {kind: [item["date"] for item in plain["exceptions"] if item["kind"] == kind] for kind in USUAL}
    return plain | {"cancelled": days["cancelled"], "extra": days["extra"]}


def _by_day(session: dict[str, Any]) -> Iterator[str]:
    """`MO 10:00-12:00 nth=[2]`: one session for two days says the same as two sessions."""
    values = {name: session.get(name, usual) for name, usual in USUAL.items()}
    values |= {name: sorted(values[name]) for name in ("audience", "languages", "cancelled", "extra")}
    rest = "".join(
        f" {name}={json.dumps(value)}"
        for name, value in values.items()
        if name not in {"freq", "start", "end"} and value != USUAL[name]
    )
    for day in session.get("weekdays") or session.get("dates") or ("?",):
        yield f"{day} {session['start'] or '?'}-{session['end'] or '?'}{rest}"


def agrees(label: Labelled, reading: Reading) -> bool:
    """Whether the sessions are those that a person understood."""
    return expected(label) == got(reading)


def wrongly_complete(label: Labelled, reading: Reading) -> bool:
    """Whether the reader is sure of something that a person does not read there."""
    if reading.status is not ReadingStatus.COMPLETE:
        return False
    return label.status is not ReadingStatus.COMPLETE or not agrees(label, reading)


def unasked(label: Labelled, reading: Reading) -> list[str]:
    """The questions and contradictions of the label that the reading does not name."""
    named = {item.code.removeprefix("times_") for item in (*reading.questions, *reading.contradictions)}
    return [kind for kind in (*label.questions, *label.contradictions) if not KINDS[kind] & named]


def shown(label: Labelled, reading: Reading) -> str:
    """Both sides, for the message of a test that fails."""
    wanted, read = f"{label.status} {expected(label)}", f"{reading.status} {got(reading)}"
    return f"{label.id} {label.text!r}\n  wanted {wanted}\n  got    {read}"
