"""How long the calendar file of 3,000 places takes to write: `python -m bench.ical`. Without a database, one process.

Judged is the first time, when nothing is remembered yet, in seconds of the processor, because machines are shared.
The places differ in weekday, rule, clock time, holiday rules and in the week of their last change, as real ones do.
Both parsers that the tests use read it back; their time is shown for comparison and not judged.
"""

import argparse
import random
import sys
import time
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from typing import Any

import vobject
from icalendar import Calendar

from kommanmap.domain.hours.session import Frequency, HolidayRule, Session, Timetable
from kommanmap.domain.values import Coordinates
from kommanmap.domain.vocabulary import Accuracy, Status
from kommanmap.formats.base import Dataset
from kommanmap.formats.ical import FORMAT
from kommanmap.presenters.public_point import Fact, PlaceLink, PublicAddress, PublicPoint

PLACES = 3_000
MOST_SECONDS = 1.0
ROUNDS = 5
SEED = 20_260_318
CHANGED = datetime(2024, 11, 4, 9, tzinfo=UTC)
CHANGED_WITHIN_DAYS = 700
ARABIC = "مقهى اللغة في بيت الجيران"


def session(chance: random.Random) -> Session:
    """A rule as places have them."""
    start = clock(chance.randint(8, 18), chance.choice((0, 0, 0, 15, 30)))
    ends: clock | None = clock(start.hour + chance.randint(1, 3), start.minute)
    fields: dict[str, Any] = {
        "weekdays": tuple(chance.sample(range(7), chance.choice((1, 1, 1, 2, 3)))),
        "start": start,
        "end": chance.choice((ends, ends, ends, None)),
        "school_holidays": chance.choices(tuple(HolidayRule), (70, 27, 3))[0],
        "public_holidays": chance.choices(tuple(HolidayRule), (5, 94, 1))[0],
    }
    kind = chance.random()
    if kind < 0.25:
        fields |= {"freq": Frequency.MONTHLY, "nth": tuple(chance.sample((1, 2, 3, 4, -1), chance.choice((1, 2))))}
    elif kind < 0.4:
        fields |= {"interval": 2, "anchor": date(2026, 1, 5) + timedelta(weeks=chance.randint(0, 50))}
    return Session(**fields)


def place(number: int, chance: random.Random) -> PublicPoint:
    """A place that does not exist."""
    sessions = tuple(session(chance) for _ in range(chance.choice((1, 1, 2, 3))))
    centre = PlaceLink("siegen", "siegen", "KI Siegen", "/de/zentren/siegen")
    words = ("jeden Dienstag von 15 bis 18 Uhr, außer in den Ferien", "jeden 2. und 4. Freitag im Monat ab 17 Uhr")
    keys = ("step_free", "accessible_toilet", "childcare", "cost", "registration")
    return PublicPoint(
        id=f"{number:08x}-0000-4000-8000-000000000000", slug=f"ort-{number}",
        name=f"{ARABIC} {number}" if number % 10 == 0 else f"Café Mosaik; Treff, Haus {number}",
        url=f"/de/treffpunkte/ort-{number}", status=Status.PUBLIC, status_label="In Betrieb", status_reason="",
        centre=centre, town=PlaceLink("burbach", "05970008", "Burbach", "/de/orte/burbach"),
        address=PublicAddress(f"Gassenweg {number}", "57299", "Burbach", "", "Gemeindehaus St. Martin", ""),
        position=Coordinates(50.7 + number / 1e5, 8.1), accuracy=Accuracy.HOUSE, accuracy_text="",
        times=words, sessions=(), timetable=Timetable(sessions, complete=number % 3 != 0), weekdays=(),
        audiences=(), languages=(), languages_as_typed="", offers=(), offers_as_typed="", access_as_typed="",
        description=None,
        facts=tuple(Fact(key, key, "unknown", "nicht bekannt") for key in keys),
        carrier="", phone="", phone_uri="", email="", websites=(), last_checked_on=None, last_checked_by=None,
        last_checked_label="", sources=(), source_date="", is_example=number % 5 == 0,
        updated_utc=CHANGED + timedelta(days=chance.randint(0, CHANGED_WITHIN_DAYS)), version=1 + number % 7,
    )  # fmt: skip


def dataset(places: int = PLACES) -> Dataset:
    """So many places, the same ones every time."""
    chance = random.Random(SEED)
    return Dataset(
        points=tuple(place(number, chance) for number in range(places)),
        as_of_utc=CHANGED + timedelta(days=CHANGED_WITHIN_DAYS),
        title="Treffpunkte",
        home="http://localhost/de/",
        notes=(),
        absolute=lambda path: f"http://localhost{path}",
    )


def main() -> None:
    """Measure, print, and end with 1 where the goal is missed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--places", type=int, default=PLACES)
    options.add_argument("--parse", action="store_true", help="read the file back with both parsers")
    told = options.parse_args()
    data = dataset(told.places)
    begun, waited = time.process_time(), time.perf_counter()
    first = FORMAT.write(data)
    seconds, waited = [time.process_time() - begun], time.perf_counter() - waited
    for _ in range(ROUNDS - 1):
        begun = time.process_time()
        again = FORMAT.write(data)
        seconds.append(time.process_time() - begun)
        assert again == first, "the same data must give the same bytes"
    events = first.count(b"BEGIN:VEVENT")
    print(f"{told.places} places, {events} events, {len(first) / 1e6:.2f} MB")
    print(f"first time {seconds[0]:.3f} s (goal: {MOST_SECONDS} s), by the clock {waited:.3f} s")
    print(f"later {min(seconds[1:]):.3f} s")
    if told.parse:
        for name, parse in (("icalendar", Calendar.from_ical), ("vobject", vobject.readOne)):
            begun = time.perf_counter()
            parse(first.decode())
            print(f"read by {name} in {time.perf_counter() - begun:.2f} s")
    sys.exit(seconds[0] > MOST_SECONDS)


if __name__ == "__main__":
    main()
