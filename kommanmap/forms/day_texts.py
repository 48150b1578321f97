"""Days and clock times as people in Germany type them, and back: "24.12.2026", "15 Uhr", "1., 3., letzter". No form.

Each reader gives None for what it cannot read; "" is no value and is left to the caller.
"""

import re
from datetime import date, time

from kommanmap.domain.hours.session import DateException, ExceptionKind, YearlySeason
from kommanmap.domain.rules import latin_digits

_DAY = re.compile(r"(\d{1,2})\s*\.\s*(\d{1,2})\s*\.\s*(\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_CLOCK = re.compile(r"(\d{1,2})(?:\s*[:.]\s*(\d{2}))?\s*(?:uhr|h)?", re.IGNORECASE)
_SEASON = re.compile(r"(\d{1,2})\s*\.\s*(\d{1,2})\s*\.?\s*(?:-|–|bis)\s*(\d{1,2})\s*\.\s*(\d{1,2})\s*\.?")
_NTH = re.compile(r"(\d)\s*\.?|(?:(\d)\s*\.\s*)?(?:letzte[rn]?|vorletzte[rn]?)", re.IGNORECASE)
_EXCEPTION = re.compile(
    r"(?P<day>[\d.\-\s]+?)\s*:?\s*(?:(?P<off>fällt aus|entfällt)"
    r"|zusätzlich(?:\s+(?P<start>[\d:.]+)(?:\s*(?:-|–|bis)\s*(?P<end>[\d:.]+))?(?:\s*uhr)?)?)\s*(?:\((?P<note>.*)\))?",
    re.IGNORECASE,
)
_CENTURY = 2000


def read_day(typed: str) -> date | None:
    """ "24.12.2026", "24.12.26" or "2026-12-24"."""
    text = latin_digits(typed).strip()
    german, iso = _DAY.fullmatch(text), _ISO.fullmatch(text)
    if german:
        day, month, year = (int(part) for part in german.groups())
    elif iso:
        year, month, day = (int(part) for part in iso.groups())
    else:
        return None
    try:
        return date(year + _CENTURY if year < 100 else year, month, day)
    except ValueError:
        return None


def day_words(day: date | None) -> str:
    """ "24.12.2026"."""
    return f"{day:%d.%m.%Y}" if day else ""


def read_clock(typed: str) -> time | None:
    """ "15", "15 Uhr", "15:30", "15.30 Uhr"; 24 is midnight."""
    found = _CLOCK.fullmatch(latin_digits(typed).strip())
    if not found:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if (hour, minute) == (24, 0):
        return time()
    return time(hour, minute) if hour < 24 and minute < 60 else None


def clock_words(moment: time | None) -> str:
    """ "15:30"."""
    return f"{moment:%H:%M}" if moment else ""


def read_season(typed: str) -> YearlySeason | None:
    """ "1.4. – 30.9.", every year."""
    found = _SEASON.fullmatch(latin_digits(typed).strip())
    if not found:
        return None
    first_day, first_month, last_day, last_month = (int(part) for part in found.groups())
    return YearlySeason((first_month, first_day), (last_month, last_day))


def season_words(season: YearlySeason | None) -> str:
    """ "1.4.–30.9."."""
    if season is None:
        return ""
    (first_month, first_day), (last_month, last_day) = season.first, season.last
    return f"{first_day}.{first_month}.–{last_day}.{last_month}."


def read_nth(typed: str) -> tuple[int, ...] | None:
    """ "1., 3.", "letzter"; the second from the end is "vorletzter" or "2. letzter"."""
    found: list[int] = []
    for part in re.split(r"\s*(?:,|;|\+|\bund\b)\s*", latin_digits(typed).strip(" ,;")):
        match = _NTH.fullmatch(part)
        if not match:
            return None
        if match[1]:
            found.append(int(match[1]))
        elif part.lower().startswith("vorletzt"):
            found.append(-2)
        else:
            found.append(-int(match[2] or 1))
    return tuple(found)


def nth_words(numbers: tuple[int, ...]) -> str:
    """ "1., 3., letzter"."""
    return ", ".join(f"{n}." if n > 0 else ("letzter" if n == -1 else f"{-n}. letzter") for n in numbers)


def read_exception(typed: str) -> DateException | None:
    """ "24.12.2026 fällt aus (Heiligabend)" or "27.12.2026 zusätzlich 10:00–12:00 (im Pfarrheim)"."""
    found = _EXCEPTION.fullmatch(latin_digits(typed).strip())
    day = read_day(found["day"]) if found else None
    if found is None or day is None:
        return None
    note = (found["note"] or "").strip()
    if found["off"]:
        return DateException(day, ExceptionKind.CANCELLED, note=note)
    start, end = (read_clock(found[name]) if found[name] else None for name in ("start", "end"))
    if (found["start"] and start is None) or (found["end"] and end is None):
        return None
    return DateException(day, ExceptionKind.EXTRA, start, end, note)


def exception_words(item: DateException) -> str:
    """The line that `read_exception` understands."""
    note = f" ({item.note})" if item.note else ""
    if item.kind is ExceptionKind.CANCELLED:
        return f"{day_words(item.day)} fällt aus{note}"
    hours = f" {clock_words(item.start)}" if item.start else ""
    hours += f"–{clock_words(item.end)}" if item.start and item.end else ""
    return f"{day_words(item.day)} zusätzlich{hours}{note}"
