"""A session: one thing that happens again and again at a place, or on some dates. Values only; the engine asks them.

Times are wall-clock times in Europe/Berlin. Weekdays are those of `datetime`: 0 is Monday.
"""

from dataclasses import KW_ONLY, dataclass, replace
from datetime import date, time
from enum import StrEnum

from kommanmap.domain.vocabulary import Audience, Registration


class Frequency(StrEnum):
    """What makes a session come back."""

    WEEKLY = "weekly"
    """On `weekdays`, every `interval`-th week counted from the week of `anchor`."""
    MONTHLY = "monthly"
    """On the `nth` of each of `weekdays` in a month."""
    DATES = "dates"
    """On `dates` and on no other day."""


class HolidayRule(StrEnum):
    """What a session does on a public holiday, or in school holidays."""

    OPEN = "open"
    CLOSED = "closed"
    ONLY = "only"


class PartOfDay(StrEnum):
    """Said instead of a clock time ("donnerstags nachmittags")."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


class ExceptionKind(StrEnum):
    """How one date differs from the rule."""

    CANCELLED = "cancelled"
    EXTRA = "extra"
    """Happens on a date that the rule does not name, also at another time than usual."""


class ReadingStatus(StrEnum):
    """How much of the typed words the sessions hold. `UNREAD`: nobody has tried yet.

    `DOUBTFUL`: something was read, but a question or a contradiction says that it may not take place like that.
    """

    UNREAD = "unread"
    NONE = "none"
    DOUBTFUL = "doubtful"
    PARTIAL = "partial"
    COMPLETE = "complete"


@dataclass(frozen=True, slots=True)
class DateException:
    """One date on which a session is cancelled, or takes place besides its rule.

    A session that moved is CANCELLED on its old date and EXTRA on the new one. start, end: of an extra date, None as
    usual. note: why, or where instead.
    """

    day: date
    kind: ExceptionKind
    start: time | None = None
    end: time | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, order=True)
class YearlySeason:
    """From a day of the year to another, both included, every year; may run over New Year. (month, day) each."""

    first: tuple[int, int]
    last: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """What happens when. May hold what makes no sense: `hours.checks` says so.

    nth: 1 … 5 from the front of the month, -1 … -5 from its end. interval: 1 or more weeks; above 1 it needs `anchor`,
    any date in a week in which it takes place. start None: the clock time is not known, perhaps `part` is. end None:
    the end is not known; end not after start: it ends on the next day. first, last: the season, both included.
    languages: BCP 47 codes spoken in this session; none means: as at the place. audiences likewise.
    """

    freq: Frequency = Frequency.WEEKLY
    weekdays: tuple[int, ...] = ()
    nth: tuple[int, ...] = ()
    interval: int = 1
    anchor: date | None = None
    dates: tuple[date, ...] = ()
    start: time | None = None
    end: time | None = None
    part: PartOfDay | None = None
    first: date | None = None
    last: date | None = None
    season: YearlySeason | None = None
    public_holidays: HolidayRule = HolidayRule.CLOSED
    school_holidays: HolidayRule = HolidayRule.OPEN
    exceptions: tuple[DateException, ...] = ()
    audiences: tuple[Audience, ...] = ()
    languages: tuple[str, ...] = ()
    registration: Registration = Registration.UNKNOWN
    note: str = ""

    def __post_init__(self) -> None:
        for name in ("weekdays", "dates", "audiences", "languages"):
            object.__setattr__(self, name, tuple(sorted(set(getattr(self, name)))))
        by_day = sorted(set(self.exceptions), key=lambda item: (item.day, item.kind, item.start or time.min, item.note))
        object.__setattr__(self, "exceptions", tuple(by_day))
        object.__setattr__(self, "nth", tuple(sorted(set(self.nth), key=lambda n: (n < 0, n))))

    @property
    def needs_anchor(self) -> bool:
        """True where nobody can say in which weeks it takes place."""
        return self.freq is Frequency.WEEKLY and self.interval > 1 and self.anchor is None

    def at(self, start: time | None, end: time | None) -> "Session":
        """The same at another time of day."""
        return replace(self, start=start, end=end)


@dataclass(frozen=True, slots=True)
class Timetable:
    """All sessions of a place, and what is known about the rest of its times.

    complete: these are all; where False, nobody may conclude from silence that a place is closed. doubtful: nobody may
    conclude from a session either that it is open. paused: closed until further notice, or up to and including
    `paused_until`.
    """

    sessions: tuple[Session, ...] = ()
    _: KW_ONLY
    complete: bool = True
    doubtful: bool = False
    paused: bool = False
    paused_until: date | None = None
