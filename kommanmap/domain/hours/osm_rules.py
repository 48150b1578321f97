"""The rules of an OpenStreetMap `opening_hours` expression as values, and their spelling. Knows no sessions.

Only the part of the grammar that staff of meeting points need: years, dates, weeks, weekdays with their place in the
month, PH and SH, clock times, open end, state and comment. Source: wiki.openstreetmap.org,
Key:opening_hours/specification.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

ALWAYS_BEGINS = date(2000, 1, 1)
NEVER_ENDS = date(2099, 12, 31)
"""A range with a year needs both ends; these two stand for one that nobody has said."""

_DAY = 24 * 60


class Separator(StrEnum):
    """How a rule follows the one before."""

    OVERRIDE = "; "
    """On its days nothing of the rules before is left."""
    ADD = ", "
    FALLBACK = " || "


class RuleState(StrEnum):
    """What holds while a rule matches."""

    OPEN = "open"
    UNKNOWN = "unknown"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class DateRange:
    """Dates of certain years, both included."""

    first: date
    last: date

    def __str__(self) -> str:
        first = _spell_date(self.first)
        return first if self.first == self.last else f"{first}-{_spell_date(self.last)}"


@dataclass(frozen=True, slots=True)
class YearlyRange:
    """(month, day) to (month, day) of every year, both included; may run over New Year."""

    first: tuple[int, int]
    last: tuple[int, int]

    def __str__(self) -> str:
        first, last = (f"{MONTHS[month - 1]} {day:02}" for month, day in (self.first, self.last))
        return first if first == last else f"{first}-{last}"


@dataclass(frozen=True, slots=True)
class Years:
    """Whole years, both included; last None: from then on."""

    first: int
    last: int | None

    def __str__(self) -> str:
        if self.last is None:
            return f"{self.first}+"
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


@dataclass(frozen=True, slots=True)
class Weeks:
    """Every `step`-th ISO week from one to another of each year."""

    first: int
    last: int
    step: int = 1

    def __str__(self) -> str:
        span = f"{self.first}" if self.first == self.last else f"{self.first}-{self.last}"
        return span if self.step == 1 else f"{span}/{self.step}"


@dataclass(frozen=True, slots=True)
class Span:
    """From minute to minute of the day; above 24 hours it is the next day. end None: open end."""

    start: int
    end: int | None

    def __str__(self) -> str:
        if self.end is None:
            return f"{_spell_clock(self.start)}+"
        over_midnight = _DAY < self.end < _DAY + self.start
        return f"{_spell_clock(self.start)}-{_spell_clock(self.end - _DAY if over_midnight else self.end)}"


@dataclass(frozen=True, slots=True)
class OsmRule:
    """One rule. weekdays: (day, nth) each, 0 is Monday, nth () means every one. holidays: "PH", "SH".

    either: PH or SH or a weekday ("PH,Sa"); otherwise both must hold ("PH Sa"). ranges and spans: any of them; without
    spans the whole day.
    """

    separator: Separator = Separator.OVERRIDE
    years: Years | None = None
    ranges: tuple[DateRange | YearlyRange, ...] = ()
    weeks: Weeks | None = None
    weekdays: tuple[tuple[int, tuple[int, ...]], ...] = ()
    holidays: tuple[str, ...] = ()
    either: bool = False
    spans: tuple[Span, ...] = ()
    state: RuleState = RuleState.OPEN
    comment: str = ""

    def __str__(self) -> str:
        wide = [str(self.years)] if self.years else []
        wide += [",".join(str(item) for item in self.ranges)] if self.ranges else []
        wide += [f"week {self.weeks}"] if self.weeks else []
        joined = (",".join(self.holidays), spell_weekdays(self.weekdays))
        days = ("," if self.either else " ").join(part for part in joined if part)
        spans = ",".join(str(span) for span in self.spans)
        state = "" if self.state is RuleState.OPEN and not self.comment else self.state.value
        comment = f'"{self.comment}"' if self.comment else ""
        return " ".join(part for part in (*wide, days, spans, state, comment) if part)

    @property
    def has_days(self) -> bool:
        """Whether it names days at all; otherwise it holds every day."""
        return bool(self.years or self.ranges or self.weeks or self.weekdays or self.holidays)

    def on(self, *ranges: DateRange | YearlyRange) -> "OsmRule":
        """The same on other dates."""
        return replace(self, ranges=ranges)


def spell(rules: Iterable[OsmRule]) -> str:
    """The expression. The separator of the first rule is not said."""
    text = ""
    for rule in rules:
        text += f"{rule.separator.value if text else ''}{rule}"
    return text


def spell_weekdays(weekdays: tuple[tuple[int, tuple[int, ...]], ...]) -> str:
    """`Mo-Fr`, `Mo,We`, `Fr[2,4]`: three days in a row and more become a range."""
    parts: list[str] = []
    run: list[int] = []
    for day, nth in weekdays:
        if nth:
            parts += _spell_run(run)
            run = []
            parts.append(f"{WEEKDAYS[day]}[{','.join(str(n) for n in nth)}]")
        elif run and day == run[-1] + 1:
            run.append(day)
        else:
            parts += _spell_run(run)
            run = [day]
    return ",".join(parts + _spell_run(run))


def last_of_month(month: int) -> int:
    """The last day that a month has in any year."""
    return monthrange(2000, month)[1]


def _spell_run(run: list[int]) -> list[str]:
    if len(run) > 2:
        return [f"{WEEKDAYS[run[0]]}-{WEEKDAYS[run[-1]]}"]
    return [WEEKDAYS[day] for day in run]


def _spell_date(day: date) -> str:
    return f"{day.year} {MONTHS[day.month - 1]} {day.day:02}"


def _spell_clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
