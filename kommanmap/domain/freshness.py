"""When a place has to be checked again. Plain days; knows no table and no sentence.

Centres report to the state once a year what was there. So a place is to be checked once a year, and what was checked
after the day of the report (31 October) is to be checked before that day of the next year, year over or not.
"""

from dataclasses import dataclass
from datetime import date, timedelta

NEVER_CHECKED = date.min


@dataclass(frozen=True, slots=True)
class FreshnessRule:
    """every_days: how long a check is good. month, day: of the report; month 0: there is none."""

    every_days: int = 365
    month: int = 10
    day: int = 31

    @classmethod
    def of(cls, every_days: int, before: str) -> "FreshnessRule":
        """before: "10-31" (month and day), or "" for none.

        Raises:
            ValueError: that is no day of every year, or no sensible number of days.
        """
        if not 30 <= every_days <= 3650:
            raise ValueError("check_every_days goes from 30 to 3650")
        if not before:
            return cls(every_days, 0, 0)
        try:
            parsed = date.fromisoformat(f"2001-{before}")
        except ValueError:
            raise ValueError("check_before is a month and a day such as 10-31, or empty") from None
        return cls(every_days, parsed.month, parsed.day)

    def due_on(self, checked: date | None) -> date:
        """The last day on which the check is good; for a place that nobody has checked it was over long ago."""
        if checked is None:
            return NEVER_CHECKED
        year_later = checked + timedelta(days=self.every_days)
        return min(year_later, date(checked.year + 1, self.month, self.day)) if self.month else year_later

    def fresh_since(self, today: date) -> date:
        """The earliest day of a check that is still good: who was checked before is overdue."""
        start = today - timedelta(days=self.every_days)
        if not self.month:
            return start
        is_over = today > date(today.year, self.month, self.day)
        return max(start, date(today.year if is_over else today.year - 1, 1, 1))

    def is_overdue(self, checked: date | None, today: date) -> bool:
        """Whether it should have been checked again before today."""
        return self.due_on(checked) < today


@dataclass(frozen=True, slots=True)
class WorkDay:
    """A day in North Rhine-Westphalia as lists of work look at it."""

    today: date
    fresh_since: date
