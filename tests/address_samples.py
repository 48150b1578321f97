"""A small address index: about thirty hand-written streets in nine towns, for whoever needs one in a test.

Street names are common ones, houses and positions are made up. In it stand: two Talstraßen in Siegen and three
Hauptstraßen in other towns, numbers with additions, gaps in the numbers, official names in short and in long form,
towns with and without postcodes at their houses.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from kommanmap.geocoding.register.index_file import E7, Houses, IndexOrigin, IndexWriter

SIEGEN, KREUZTAL, NETPHEN, BURBACH = "05970040", "05970024", "05970032", "05970008"
GUETERSLOH, KOELN, MUELHEIM, WETTER, MUENSTER = "05754008", "05315000", "05117000", "05954032", "05515000"

SAMPLE_ORIGIN = IndexOrigin(
    source="Probe-Hauskoordinaten",
    licence="dl-de/zero-2-0",
    imported_at_utc="2026-03-18T09:30:00+00:00",
    as_of="2026-01-01",
    file_name="probe.txt",
)

HOUSE_SPACING = 0.0002
"""Degrees of longitude from one house number to the next, about 14 metres."""


class SampleStreet(NamedTuple):
    """A street that runs eastwards from `lat`, `lon`, where number 0 would stand. `numbers`: (number, addition)."""

    ags: str
    key: str
    name: str
    lat: float
    lon: float
    numbers: tuple[tuple[int, str], ...]
    postcode: str = ""
    district: str = ""


def numbers(last: int, *additions: tuple[int, str], without: Iterable[int] = ()) -> tuple[tuple[int, str], ...]:
    """1 … last except those in `without`, and further ones with an addition."""
    missing = set(without)
    return tuple(sorted((*((number, "") for number in range(1, last + 1) if number not in missing), *additions)))


SAMPLE_STREETS = (
    SampleStreet(SIEGEN, "00010", "Hauptstraße", 50.8410, 7.9900, numbers(30), "57080"),
    SampleStreet(SIEGEN, "00020", "Talstraße", 50.9250, 7.9960, numbers(20), "57078", "Geisweid"),
    SampleStreet(SIEGEN, "00030", "Talstraße", 50.8430, 7.9930, numbers(12, (14, "a")), "57080", "Eiserfeld"),
    SampleStreet(SIEGEN, "00040", "Sandstraße", 50.8790, 8.0200, numbers(60, (12, "a"), (12, "b")), "57072"),
    SampleStreet(SIEGEN, "00050", "Koblenzer Straße", 50.8700, 8.0150, numbers(150, without=range(40, 60)), "57072"),
    SampleStreet(SIEGEN, "00060", "St.-Johann-Straße", 50.8720, 8.0100, numbers(25), "57074"),
    SampleStreet(SIEGEN, "00070", "Dr.-Ernst-Straße", 50.9000, 8.0300, numbers(9), "57076"),
    SampleStreet(SIEGEN, "00080", "Hagener Str.", 50.9010, 8.0250, numbers(40, without=range(11, 20)), "57076"),
    SampleStreet(SIEGEN, "00090", "Bergstraße", 50.8800, 8.0300, numbers(18), "57074"),
    SampleStreet(SIEGEN, "00100", "Burgstraße", 50.8760, 8.0250, numbers(22), "57072"),
    SampleStreet(SIEGEN, "00110", "An der Alche", 50.8780, 8.0000, numbers(8), "57072"),
    SampleStreet(KREUZTAL, "00010", "Hauptstraße", 50.9650, 7.9880, numbers(44), "57223"),
    SampleStreet(KREUZTAL, "00020", "Marburger Straße", 50.9640, 7.9900, numbers(80), "57223"),
    SampleStreet(KREUZTAL, "00030", "Leystraße", 50.9620, 7.9920, numbers(10), "57223"),
    SampleStreet(NETPHEN, "00010", "Lahnstraße", 50.9130, 8.1010, numbers(70), "57250"),
    SampleStreet(NETPHEN, "00020", "Neumarkt", 50.9120, 8.1030, numbers(14), "57250"),
    SampleStreet(BURBACH, "00010", "Nassauische Straße", 50.7440, 8.0860, numbers(28), "57299"),
    SampleStreet(BURBACH, "00020", "Heimhoftheaterweg", 50.7450, 8.0800, numbers(6), "57299"),
    SampleStreet(GUETERSLOH, "00010", "Kirchstraße", 51.9060, 8.3800, numbers(24, (10, "a"))),
    SampleStreet(GUETERSLOH, "00020", "Berliner Straße", 51.9070, 8.3820, numbers(120)),
    SampleStreet(GUETERSLOH, "00030", "Blessenstätte", 51.9055, 8.3785, numbers(40)),
    SampleStreet(KOELN, "00010", "Hauptstr.", 50.8680, 7.0000, numbers(90), "50996"),
    SampleStreet(KOELN, "00020", "Mühlenstr.", 50.8830, 7.0600, numbers(15), "51143"),
    SampleStreet(KOELN, "00030", "Venloer Str.", 50.9480, 6.9200, numbers(300, (151, "a")), "50823"),
    SampleStreet(KOELN, "00040", "Alter Markt", 50.9385, 6.9600, numbers(60), "50667"),
    SampleStreet(KOELN, "00050", "An St. Magdalenen", 50.9300, 6.9500, numbers(5), "50676"),
    SampleStreet(MUELHEIM, "00010", "Friedrichstraße", 51.4270, 6.8810, numbers(35), "45468"),
    SampleStreet(MUELHEIM, "00020", "Mühlenstraße", 51.4300, 6.8700, numbers(20), "45473"),
    SampleStreet(WETTER, "00010", "Kaiserstraße", 51.3860, 7.3940, numbers(90), "58300"),
    SampleStreet(MUENSTER, "00010", "Prinzipalmarkt", 51.9620, 7.6280, numbers(45), "48143"),
)


def write_sample_index(path: Path) -> None:
    """Write the sample as an index file."""
    with IndexWriter(path, SAMPLE_ORIGIN) as writer:
        for street in SAMPLE_STREETS:
            houses = Houses()
            for number, addition in street.numbers:
                lat, lon = sample_position(street, number)
                code, postcode = writer.addition_code(addition), writer.postcode_code(street.postcode)
                houses.add(number, code, round(lat * E7), round(lon * E7), postcode)
            writer.add_street(ags=street.ags, key=street.key, name=street.name, district=street.district, houses=houses)
        writer.finish()


def sample_position(street: SampleStreet, number: int) -> tuple[float, float]:
    """Latitude and longitude of a house; odd numbers stand some metres further north."""
    return street.lat + (0.0001 if number % 2 else 0.0), street.lon + number * HOUSE_SPACING


def sample_street(ags: str, name: str) -> SampleStreet:
    """The first street of this name in a town."""
    return next(street for street in SAMPLE_STREETS if street.ags == ags and street.name == name)
