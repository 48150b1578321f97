"""Opening hours for schema.org: what the week view of a place says for certain, and for no day beyond it.

A rule for ever would be wrong on holidays, and schema.org has no words for them. So every statement carries the days
for which it holds, and what is not certain is left out.
"""

from collections import defaultdict
from datetime import date, time
from typing import Any

from kommanmap.domain.hours.calendar import NrwCalendar
from kommanmap.domain.hours.overview import week
from kommanmap.domain.hours.session import Timetable
from kommanmap.domain.hours.slots import Slot
from kommanmap.presenters.clock_texts import DAYS_OF_WEEK
from kommanmap.presenters.place_hours import DAYS

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ALL_DAY = (time(), time(23, 59))
"""As search engines write a whole day; 00:00 to 00:00 means closed there."""

_Hours = tuple[time, time]


def opening_hours(timetable: Timetable, today: date, calendar: NrwCalendar) -> list[dict[str, Any]]:
    """OpeningHoursSpecification objects: by weekday where it holds in all weeks of the view, else by date."""
    plans = week(timetable, today, calendar, DAYS)
    first, last = plans[0].day, plans[-1].day
    on: dict[_Hours, dict[int, list[date]]] = defaultdict(lambda: defaultdict(list))
    for plan in plans:
        for hours in sorted({known for slot in plan.slots if (known := _certain(slot)) is not None}):
            on[hours][plan.day.weekday()].append(plan.day)
    found: list[dict[str, Any]] = []
    for hours in sorted(on):
        always = [weekday for weekday, days in sorted(on[hours].items()) if len(days) * DAYS_OF_WEEK == len(plans)]
        if always:
            names = [f"https://schema.org/{_WEEKDAYS[weekday]}" for weekday in always]
            found.append(_specification(hours, first, last) | {"dayOfWeek": names})
        single = (day for weekday, days in on[hours].items() if weekday not in always for day in days)
        found.extend(_specification(hours, day, day) for day in sorted(single))
    return found


def _specification(hours: _Hours, first: date, last: date) -> dict[str, Any]:
    return {
        "@type": "OpeningHoursSpecification",
        "opens": f"{hours[0]:%H:%M}",
        "closes": f"{hours[1]:%H:%M}",
        "validFrom": first.isoformat(),
        "validThrough": last.isoformat(),
    }


def _certain(slot: Slot) -> _Hours | None:
    """From when to when, or None where any of it is not known."""
    if not (slot.certain and slot.has_clock) or slot.end is None:
        return None
    opens, closes = slot.start.time(), slot.end.time()
    if opens != closes:
        return opens, closes
    return _ALL_DAY if opens == time() else None
