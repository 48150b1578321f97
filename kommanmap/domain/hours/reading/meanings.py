"""What a phrase of the text can mean, before it is known how phrases belong together. Values only."""

from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

from kommanmap.domain.hours.reading.findings import Found
from kommanmap.domain.hours.session import HolidayRule, PartOfDay, YearlySeason
from kommanmap.domain.vocabulary import Audience, Registration

EVERY_DAY = tuple(range(7))


@dataclass(frozen=True, slots=True)
class DaySpec:
    """Weekdays with one rule. ranged: written as "Mo-Fr" or "täglich", so that a day may be taken out again.

    asks_saturday: "werktags", which may or may not mean Saturday too. and_public_holidays: "sonn- und feiertags".
    """

    weekdays: tuple[int, ...]
    nth: tuple[int, ...] = ()
    part: PartOfDay | None = None
    interval: int = 1
    ranged: bool = False
    daily: bool = False
    asks_saturday: bool = False
    and_public_holidays: bool = False
    only_public_holidays: bool = False
    on_public_holidays: bool = False


@dataclass(frozen=True, slots=True)
class Days:
    """A list of days. once: said as "am Dienstag", which may be one Tuesday. every: "jeden", "immer", "dienstags".

    instead: "außer Mi 14-18 Uhr": on these days of a range another time holds; only: "Mi nur 9-12 Uhr". unjoined: "Mo
    Di Do", perhaps a line of a table.
    """

    specs: tuple[DaySpec, ...]
    once: bool = False
    every: bool = False
    found: tuple[Found, ...] = ()
    instead: bool = False
    only: bool = False
    unjoined: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """From a clock time to another. found: what is wrong or unclear with it. bare: a start alone, without "ab … Uhr".

    part: said of this time alone. end_day: the weekday that was named before the end.
    """

    start: time | None
    end: time | None = None
    note: str = ""
    found: tuple[Found, ...] = ()
    part: PartOfDay | None = None
    bare: bool = False
    end_day: int | None = None


@dataclass(frozen=True, slots=True)
class Times:
    """Clock times of a day, one after another."""

    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class OnlyEnd:
    """ "bis 18 Uhr", "Ende: 18 Uhr": an end whose beginning stands elsewhere or nowhere. clock None: not exact."""

    clock: time | None
    found: tuple[Found, ...] = ()
    spoken_end: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day on its own: "nachmittags". None for noon and night, which no part stands for."""

    part: PartOfDay | None


@dataclass(frozen=True, slots=True)
class DateList:
    """Single dates; year-less ones are in `found`."""

    days: tuple[date, ...]
    found: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True)
class Bounds:
    """ "ab 3. März 2026", "bis 31.12.2026", "von Mai bis September".

    begins: it is said that the first meeting is on `first`, so that weeks can be counted from there.
    """

    first: date | None = None
    last: date | None = None
    season: YearlySeason | None = None
    begins: bool = False
    found: tuple[Found, ...] = ()

    @property
    def one_month(self) -> bool:
        """One month of every year."""
        return self.season is not None and self.season.first[0] == self.season.last[0]


@dataclass(frozen=True, slots=True)
class NextDate:
    """ "nächster Termin: 7.1.2026": a date on which it takes place, for counting weeks."""

    day: date | None
    found: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Every how many weeks. monthly: "einmal im Monat", nobody says when. parity: by even or odd weeks."""

    interval: int = 1
    monthly: bool = False
    parity: bool = False


@dataclass(frozen=True, slots=True)
class Holidays:
    """What happens in holidays. rule None: they are only named, another word has to say what happens.

    named: some holidays by their name, for which sessions have no rule; "kept" are those that take nothing out.
    apart: said as the heading of other times, True with "nur", so that the times said before do not hold in them.
    """

    public: bool = False
    school: bool = False
    rule: HolidayRule | None = None
    named: tuple[str, ...] = ()
    apart: bool | None = None


@dataclass(frozen=True, slots=True)
class Without:
    """ "außer montags", "außer am 24.12.2026": days taken out."""

    weekdays: tuple[int, ...] = ()
    dates: tuple[date, ...] = ()
    found: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True)
class Whom:
    """Who a session is for. exact: False where it says less than the words."""

    audiences: tuple[Audience, ...]
    note: str = ""
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Spoken:
    """Languages of a session, BCP 47."""

    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signup:
    """Whether one registers."""

    registration: Registration


@dataclass(frozen=True, slots=True)
class Note:
    """Words that change nothing about the time and stay beside the session. before: it names what follows."""

    words: str = ""


class Sign(StrEnum):
    """Words that have their meaning in themselves."""

    CLOSED = "closed"
    """Shut; of what, the other words of the clause say."""
    PAUSED = "paused"
    """Shut for some time or for good, whatever else is said."""
    CANCELLED = "cancelled"
    OPEN = "open"
    APPOINTMENT = "appointment"
    PAST = "past"
    NOW = "now"
    EVERY = "every"
    """ "jeweils", "immer": what is said comes back."""
    ONCE = "once"
    """ "heute", "erstmals", "am kommenden": what is said does not come back."""
    ELSE = "else"
    """ "sonst": what follows holds where the former does not."""
    REGARDLESS = "regardless"
    """ "ganzjährig": nothing is taken out."""
    SEASON = "season"
    """ "im Winter": part of a year with no first and last day."""
    OPEN_END = "open_end"
    HARMLESS = "harmless"
    GLUE = "glue"
    """Articles and the like: harmless beside what is understood, left over beside what is not."""
    SOFT = "soft"
    """A comma, a colon, "und"."""
    BREAK = "break"
    """The end of a statement."""
    DOUBT = "doubt"
    """A question mark: who wrote it was not sure of the words before it."""
    UNKNOWN = "unknown"


Meaning = (
    Days | Times | OnlyEnd | Part | DateList | Bounds | NextDate | Rhythm | Holidays | Without | Whom | Spoken
    | Signup | Note | Sign
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Phrase:
    """A meaning and where its words stand in the cleaned text."""

    meaning: Meaning
    start: int
    end: int
    words: str = field(default="", compare=False)
