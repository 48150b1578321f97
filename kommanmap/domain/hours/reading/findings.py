"""What reading cannot settle: questions, contradictions and impossible values, as codes of `domain.problems`."""

from dataclasses import dataclass
from enum import StrEnum

from kommanmap.domain.problems import Problem


class Question(StrEnum):
    """What only a person can answer."""

    NO_DAY = "times_no_day"
    NO_TIME = "times_no_time"
    NO_START = "times_no_start"
    FUZZY_END = "times_fuzzy_end"
    WHICH_WEEK = "times_which_week"
    WHICH_DAY_OF_MONTH = "times_which_day_of_month"
    EVERY_OTHER_OR_NTH = "times_every_other_or_nth"
    WEEK_PARITY = "times_week_parity"
    NO_YEAR = "times_no_year"
    ONCE_OR_WEEKLY = "times_once_or_weekly"
    SATURDAY_TOO = "times_saturday_too"
    WHICH_HOUR = "times_which_hour"
    BY_APPOINTMENT = "times_by_appointment"
    PAUSED = "times_paused"
    WHICH_MONTHS = "times_which_months"
    WHICH_HOLIDAYS = "times_which_holidays"
    FOR_WHICH = "times_for_which"
    ALL_PAST = "times_all_past"


class Contradiction(StrEnum):
    """What cannot be true together."""

    FORTNIGHT_IS_NOT_NTH = "times_fortnight_is_not_nth"
    TWO_RHYTHMS = "times_two_rhythms"
    WEEKDAY_NOT_OF_DATE = "times_weekday_not_of_date"
    OVERLAP = "times_overlap"
    OPEN_AND_CLOSED = "times_open_and_closed"
    PART_NOT_OF_TIME = "times_part_not_of_time"
    HOLIDAY_RULES_DIFFER = "times_holiday_rules_differ"


class Impossible(StrEnum):
    """Values that do not exist."""

    CLOCK_TIME = "times_no_such_time"
    END_BEFORE_START = "times_end_before_start"
    DATE = "times_no_such_date"
    NTH = "times_no_such_nth"
    SEASON = "times_season_backwards"
    TOO_LONG = "times_too_long"


@dataclass(frozen=True, slots=True)
class Found:
    """One finding and the words at fault."""

    code: Question | Contradiction | Impossible
    words: str

    @property
    def problem(self) -> Problem:
        """As the rest of the house knows it."""
        return Problem("times", self.code.value, {"words": _short(self.words)})


_MOST_LETTERS = 80


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _MOST_LETTERS else words[: _MOST_LETTERS - 1].rstrip() + "…"
