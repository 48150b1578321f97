"""iCalendar (RFC 5545, 7986): one event a session, for calendars that people subscribe to. Knows no clock.

The same data give the same bytes: an event begins in the week in which its place was last changed. What has no clock
time is no event, and the calendar says how many places it had to leave out.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from kommanmap.domain.hours.calendar import NrwCalendar, nrw_calendar
from kommanmap.domain.hours.recurrence import Recurrence, known_until, minds_holidays, recurrences
from kommanmap.domain.hours.session import HolidayRule
from kommanmap.domain.hours.slots import BERLIN, instant
from kommanmap.formats.base import Dataset, Format, leads_there
from kommanmap.formats.ical_text import BERLIN_ZONE, BREAK, folded, local, text, utc
from kommanmap.formats.pieces import encoded, kept
from kommanmap.i18n import gettext, long_date, ngettext
from kommanmap.presenters.hours_sentences import sentence
from kommanmap.presenters.public_point import PublicPoint

PRODUCT = "-//KommAnMap//Ankommenstreffpunkte//DE"
REFRESH = "P1D"
"""How often a program that subscribes should look again."""

_ZONED = ";TZID=Europe/Berlin:"


def parts(dataset: Dataset) -> Iterator[bytes]:
    """A calendar with the events of all places, in their order; a valid empty one where there are none."""
    calendar, as_of = nrw_calendar(), _as_of(dataset)
    known = _Known(as_of, calendar)
    silent = 0

    def events() -> Iterator[str]:
        nonlocal silent
        for point in dataset.points:
            found = _recurrences(point, as_of, calendar)
            silent += not found
            for line in _events(point, found, dataset, known):
                yield f"{line}{BREAK}"

    body = kept(encoded(events()))
    head = [folded(line) for line in _head(dataset, silent, calendar)]
    yield f"{BREAK.join([*head, BERLIN_ZONE])}{BREAK}".encode("utf-8", "replace")
    yield from body
    yield f"END:VCALENDAR{BREAK}".encode()


def holds(point: PublicPoint, dataset: Dataset) -> bool:
    """Whether the place has an event."""
    return bool(_recurrences(point, _as_of(dataset), nrw_calendar()))


class _Known:
    """How far holidays are known, in words, put together once a file."""

    def __init__(self, as_of: date, calendar: NrwCalendar) -> None:
        public, school = (long_date(day) for day in (known_until(as_of, calendar), calendar.last_school))
        self._public = gettext("Feiertage sind eingetragen bis %(date)s.", date=public)
        self._school = gettext("Ferien und Feiertage sind eingetragen bis %(date)s.", date=school)

    def until(self, item: Recurrence) -> str:
        """A sentence on the end of this recurrence, "" where it goes on."""
        if not (item.until or item.besides) or not minds_holidays(item.session):
            return ""
        return self._public if item.session.school_holidays is HolidayRule.OPEN else self._school


def _as_of(dataset: Dataset) -> date:
    return dataset.as_of_utc.astimezone(UTC).date()


def _recurrences(point: PublicPoint, as_of: date, calendar: NrwCalendar) -> tuple[Recurrence, ...]:
    since = point.updated_utc.astimezone(BERLIN).date()
    return recurrences(point.timetable, since=since, as_of=as_of, calendar=calendar)


def _head(dataset: Dataset, silent: int, calendar: NrwCalendar) -> Iterator[str]:
    name, about = text(_name(dataset)), text("\n".join(_about(dataset, silent, calendar)))
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield f"PRODID:{PRODUCT}"
    yield "CALSCALE:GREGORIAN"
    yield f"NAME:{name}"
    yield f"X-WR-CALNAME:{name}"
    yield f"DESCRIPTION:{about}"
    yield f"X-WR-CALDESC:{about}"
    yield "X-WR-TIMEZONE:Europe/Berlin"
    yield f"URL:{dataset.home}"
    yield f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}"
    yield f"X-PUBLISHED-TTL:{REFRESH}"


def _name(dataset: Dataset) -> str:
    asked = ", ".join(dataset.asked)
    return gettext("Treffpunkte: %(what)s", what=asked) if asked else dataset.title


def _about(dataset: Dataset, silent: int, calendar: NrwCalendar) -> Iterator[str]:
    if silent:
        yield ngettext(
            "Für %(num)d Treffpunkt sind keine festen Termine bekannt. Er steht nicht im Kalender.",
            "Für %(num)d Treffpunkte sind keine festen Termine bekannt. Sie stehen nicht im Kalender.",
            silent,
        )
    yield gettext("Die Schulferien sind bekannt bis %(date)s.", date=long_date(calendar.last_school))
    if dataset.holds_examples:
        yield gettext("Das sind Beispiele von früher. Sie gelten vielleicht nicht mehr.")
    yield from dataset.notes
    yield dataset.attribution
    yield gettext("Lizenz: %(licence)s", licence=dataset.licence.said)
    yield gettext("Stand: %(date)s", date=long_date(_as_of(dataset)))


def _events(point: PublicPoint, found: tuple[Recurrence, ...], dataset: Dataset, known: _Known) -> Iterator[str]:
    if not found:
        return
    stamp = utc(point.updated_utc)
    same = [f"SUMMARY:{text(point.name)}", f"LOCATION:{text(_location(point))}"]
    if point.position is not None and leads_there(point):  # a calendar cannot say how exact a position is
        same.append(f"GEO:{point.position.lat:.6f};{point.position.lon:.6f}")
    same.append(f"URL:{dataset.absolute(point.url)}")
    always = [folded(line) for line in same]
    always.append(f"LAST-MODIFIED:{stamp}{BREAK}SEQUENCE:{max(0, point.version - 1)}")
    always.append(f"STATUS:CONFIRMED{BREAK}TRANSP:TRANSPARENT{BREAK}END:VEVENT")
    shared = BREAK.join(always)
    words = text("\n".join(_words(point)))
    for item in found:
        about = text("\n".join(_about_event(item, known)))
        yield "BEGIN:VEVENT"
        yield folded(f"UID:{point.id}-{item.identity}")
        yield f"DTSTAMP:{stamp}"
        yield from _when(item)
        yield folded(f"DESCRIPTION:{about}\\n{words}" if about and words else f"DESCRIPTION:{about or words}")
        yield shared


def _when(item: Recurrence) -> Iterator[str]:
    begins = local(item.day, item.start)
    yield f"DTSTART{_ZONED}{begins}"
    if item.end is not None:
        ends_on = item.day if item.end > item.start else item.day + timedelta(days=1)
        yield f"DTEND{_ZONED}{local(ends_on, item.end)}"
    if item.rule:
        until = ""
        if item.until is not None:
            until = f";UNTIL={utc(datetime.fromtimestamp(instant(item.until, item.start), UTC))}"
        yield folded(f"RRULE:{item.rule}{until}")
    for name, days in (("EXDATE", item.without), ("RDATE", item.besides)):
        if days:
            clock = begins[8:]
            written = ",".join([day.isoformat() for day in days]).replace("-", "").replace(",", f"{clock},")
            yield folded(f"{name}{_ZONED}{written}{clock}")


def _location(point: PublicPoint) -> str:
    address = point.address
    return ", ".join(part for part in (address.building, address.one_line, address.way_in) if part)


def _words(point: PublicPoint) -> Iterator[str]:
    """What the description of every event of a place ends with."""
    if not point.timetable.complete:
        yield gettext("Vielleicht gibt es noch andere Zeiten.")
    if point.times:
        yield gettext("So steht es beim Treffpunkt: %(words)s", words="; ".join(point.times))
    if point.is_example:
        yield gettext("Dies ist ein Beispiel von früher. Es gilt vielleicht nicht mehr.")


def _about_event(item: Recurrence, known: _Known) -> Iterator[str]:
    yield sentence(item.session)
    if item.note:
        yield item.note
    if item.session.note:
        yield item.session.note
    if item.end is None:
        yield gettext("Das Ende ist nicht bekannt.")
    until = known.until(item)
    if until:
        yield until


FORMAT = Format("ics", "text/calendar; charset=utf-8", "iCalendar", attachment=False, parts=parts, holds=holds)
