"""Lines of iCalendar (RFC 5545, 3.1): escaped, folded at 75 octets, never inside a character. Knows no places.

Written by hand: `icalendar` takes 3.7 s to write 3,000 places, this half a second. Tests read it back with two parsers.
"""

import re
from datetime import UTC, date, datetime, time

LONGEST_LINE = 75
"""Octets of a line without its break (RFC 5545, 3.1)."""

BREAK = "\r\n"
_CONTINUES = b"\r\n "
_NEEDS_CARE = re.compile("[\\\\;,\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")
_LINE_BREAKS = re.compile("\r\n|[\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")

BERLIN_ZONE = BREAK.join(
    (
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Berlin",
        "X-LIC-LOCATION:Europe/Berlin",
        "BEGIN:DAYLIGHT",
        "DTSTART:19810329T020000",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "TZNAME:CEST",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:19961027T030000",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "TZNAME:CET",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
        "END:STANDARD",
        "END:VTIMEZONE",
    )
)
"""The clock of Berlin as the European Union has set it since 1996; places of today need no earlier one."""


def text(value: str) -> str:
    """A value of type TEXT: every line break as `\\n`, other control characters gone."""
    if not _NEEDS_CARE.search(value):
        return value
    if _CONTROLS.search(value):
        value = _CONTROLS.sub("", _LINE_BREAKS.sub("\n", value))
    return value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> str:
    """A line in pieces of at most 75 octets."""
    if len(line) <= LONGEST_LINE and line.isascii():
        return line
    if line.isascii():
        pieces = [line[:LONGEST_LINE]]
        step = LONGEST_LINE - 1
        pieces += [line[at : at + step] for at in range(LONGEST_LINE, len(line), step)]
        return "\r\n ".join(pieces)
    octets = line.encode("utf-8", "replace")
    parts, begin, room = [], 0, LONGEST_LINE
    while len(octets) - begin > room:
        end = begin + room
        while octets[end] & 0xC0 == 0x80:
            end -= 1
        parts.append(octets[begin:end])
        begin, room = end, LONGEST_LINE - 1
    parts.append(octets[begin:])
    return _CONTINUES.join(parts).decode()


def utc(instant: datetime) -> str:
    """DATE-TIME in UTC."""
    return instant.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def local(day: date, clock: time) -> str:
    """DATE-TIME on the clock of the zone that the property names."""
    return f"{day.year:04}{day.month:02}{day.day:02}T{clock.hour:02}{clock.minute:02}{clock.second:02}"
