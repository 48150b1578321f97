"""Clock times, days and lists as the reader's language writes them. Knows no session and no instant.

24 hours and Latin digits in every language; where the day or the number stands is up to the translation.
"""

from collections.abc import Iterable, Sequence
from datetime import date, time

from babel.dates import format_skeleton, get_day_names
from babel.lists import format_list

from kommanmap.i18n import current_language, gettext

DAYS_OF_WEEK = 7
_SHORTEST_RANGE = 3
_LEAP_YEAR = 2024
_MIDNIGHT = time()


def clock_text(moment: time) -> str:
    """„17“ or „17:30“ before „Uhr“ in German; other languages write „17:00“ too."""
    return _clock(moment.hour, moment.minute)


def end_text(moment: time) -> str:
    """The same for an end: a day ends at 24, not at 0."""
    return _clock(24, 0) if moment == _MIDNIGHT else clock_text(moment)


def span_text(start: time, end: time | None) -> str:
    """From when to when; says so where the end is not known and where it lies on the next day."""
    if end is None:
        return gettext("ab %(start)s Uhr, Ende nicht bekannt", start=clock_text(start))
    if start == end == _MIDNIGHT:
        return gettext("rund um die Uhr")
    words = {"start": clock_text(start), "end": end_text(end)}
    if end <= start and end != _MIDNIGHT:
        return gettext("%(start)s–%(end)s Uhr (am nächsten Tag)", **words)
    return gettext("%(start)s–%(end)s Uhr", **words)


def day_text(day: date) -> str:
    """Weekday and date without the year: „Donnerstag, 26. November“."""
    return gettext("%(weekday)s, %(date)s", weekday=weekday_text(day.weekday()), date=date_text(day))


def short_day_text(day: date) -> str:
    """The same for a narrow column: „Do, 26. Nov.“."""
    date = format_skeleton("MMMd", day, locale=current_language().locale)
    return gettext("%(weekday)s, %(date)s", weekday=short_weekday_text(day.weekday()), date=date)


def date_text(day: date) -> str:
    """The date without the year: „26. November“."""
    return format_skeleton("MMMMd", day, locale=current_language().locale)


def yearly_text(month: int, day: int) -> str:
    """A day of every year, the 29th of February too."""
    return date_text(date(_LEAP_YEAR, month, day))


def weekday_text(weekday: int) -> str:
    """„Donnerstag“. 0 is Monday."""
    return str(get_day_names("wide", "format", current_language().locale)[weekday])


def short_weekday_text(weekday: int) -> str:
    """„Do“; languages that do not cut their names have them whole."""
    return str(get_day_names("abbreviated", "format", current_language().locale)[weekday]).rstrip(".")


def weekdays_text(weekdays: Sequence[int]) -> str:
    """„Montag, Dienstag und Freitag“; three or more in a row are a range, as one says it."""
    if is_range(weekdays):
        return gettext("%(first)s bis %(last)s", first=weekday_text(weekdays[0]), last=weekday_text(weekdays[-1]))
    return listed(weekday_text(weekday) for weekday in weekdays)


def is_range(weekdays: Sequence[int]) -> bool:
    """Whether `weekdays_text` writes these as a range."""
    return len(weekdays) >= _SHORTEST_RANGE and weekdays[-1] - weekdays[0] == len(weekdays) - 1


def listed(parts: Iterable[str]) -> str:
    """„eins, zwei und drei“."""
    return format_list(list(parts), locale=current_language().locale)


def clauses(parts: Iterable[str]) -> str:
    """Parts of a sentence, one after the other."""
    return gettext(", ").join(parts)


def _clock(hour: int, minute: int) -> str:
    if minute:
        return f"{hour}:{minute:02}"
    return gettext("%(hour)s", hour=hour)
