"""When each document was checked last, and the set of those whose check is too old. Knows no rule and no table."""

from array import array
from datetime import date

from kommanmap.queries.bits import from_ids

NEVER = 0
"""Stands for no check at all; every real day has a greater number."""


class CheckDays:
    """days: per document the day of its last check as `date.toordinal`, or `NEVER`."""

    def __init__(self, days: "array[int]") -> None:
        self._days = days
        self._kept: tuple[int, int] = (-1, 0)

    def before(self, day: date) -> int:
        """The documents that were checked before a day or never. The same day is asked again and again, so the last
        answer is kept (replaced as a whole: threads at worst work it out twice)."""
        edge, kept = day.toordinal(), self._kept
        if kept[0] != edge:
            late = [document for document, checked in enumerate(self._days) if checked < edge]
            kept = self._kept = (edge, from_ids(late, len(self._days)))
        return kept[1]
