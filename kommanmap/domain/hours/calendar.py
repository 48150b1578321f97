"""The calendar of North Rhine-Westphalia: public and school holidays, and how far they are known. Knows no sessions.

The dates come from the package `holidays`, which holds the school holidays as far as the ministers of education have
published them. A day beyond is not known, which is not the same as an ordinary day.
"""

from datetime import date
from functools import cache, cached_property

import holidays

_NAMES = {
    # The package names the German-wide kinds; these are what NRW calls its own.
    "Oster-/Frühjahrsferien": "Osterferien",
    "Himmelfahrts-/Pfingstferien": "Pfingstferien",
    "Erster Mai": "Tag der Arbeit",
}
_FIRST_PUBLIC = date(1991, 1, 1)
_LAST_PUBLIC = date(2100, 12, 31)
_FIRST_SCHOOL_YEAR = 2018
"""Sessions of earlier years are nobody's question."""


class NrwCalendar:
    """Names of holidays by day, in German. Years are read when they are first asked for."""

    first_public = _FIRST_PUBLIC
    """The first day for which public holidays are known, in the present territory of the Federal Republic."""
    last_public = _LAST_PUBLIC
    """The last day for which the package works out public holidays."""

    def __init__(self) -> None:
        self._public: dict[int, dict[date, str]] = {}

    def public_holiday(self, day: date) -> str | None:
        """The name of the public holiday in NRW on this day. None outside of what is known, see `knows_public`."""
        year = self._public.get(day.year)
        if year is None:
            year = self._read_public(day.year)
        return year.get(day)

    def school_holiday(self, day: date) -> str | None:
        """Which school holidays NRW has on this day. None outside of what is known, see `knows_school`."""
        return self._school.get(day)

    def knows_public(self, day: date) -> bool:
        """Whether None from `public_holiday` means an ordinary day."""
        return self.first_public <= day <= self.last_public

    def knows_school(self, day: date) -> bool:
        """Whether None from `school_holiday` means a school day."""
        return self.first_school <= day <= self.last_school

    @cached_property
    def first_school(self) -> date:
        """The first day for which school holidays are known."""
        return date(min(self._school).year, 1, 1)

    @cached_property
    def last_school(self) -> date:
        """The last day of the last school holidays that are published; what follows is not known."""
        return max(self._school)

    @cached_property
    def _school(self) -> dict[date, str]:
        found: dict[date, str] = {}
        year = _FIRST_SCHOOL_YEAR
        while of_year := _read(year, holidays.SCHOOL):
            found |= of_year
            year += 1
        return found

    def _read_public(self, year: int) -> dict[date, str]:
        if not _FIRST_PUBLIC.year <= year <= _LAST_PUBLIC.year:
            return {}
        return self._public.setdefault(year, _read(year, holidays.PUBLIC))


@cache
def nrw_calendar() -> NrwCalendar:
    """The one calendar of the process; asking for it costs nothing until a day is asked."""
    return NrwCalendar()


def _read(year: int, category: str) -> dict[date, str]:
    dates = holidays.country_holidays("DE", subdiv="NW", years=year, language="de", categories=(category,))
    return {day: _NAMES.get(name, name) for day, name in dates.items()}
