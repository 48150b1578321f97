"""An address file in the official layout (gebref, 21 columns) with invented streets and houses, of any size.

Towns are the real ones; their number of postcodes says how many streets they get. Names come from word lists and are
more alike than those of life, some stand twice in a town. Used by `bench.geocoding` where no larger file is at hand.
"""

import csv
import importlib.resources
import io
import math
import random
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bench.words import STREET_ENDS, STREET_STARTS
from kommanmap.geocoding.register.utm32 import to_wgs84

REGIONS = {"1": "Düsseldorf", "3": "Köln", "5": "Münster", "7": "Detmold", "9": "Arnsberg"}
HOUSES_PER_STREET = 20
DATE = "2026-07-01"
METRES_PER_DEGREE = 111_200
_BEGINNINGS = ("", "Alte", "Neue", "Obere", "Untere", "Große", "Kleine", "Am", "Im", "Zum", "An der", "Auf dem")
_FAMOUS = ("Goethe", "Schiller", "Mozart", "Beethoven", "Adenauer", "Stauffenberg", "Droste-Hülshoff", "Röntgen")


def write_small_twin(path: Path, rows: int, seed: int) -> int:
    """Write about so many rows as `gebref.txt` in a ZIP; gives how many."""
    chance = random.Random(seed)
    written = 0
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("gebref.txt", "w") as raw:
        out = io.TextIOWrapper(raw, encoding="utf-8", newline="\r\n")
        for line in _lines(rows, chance):
            out.write(line)
            written += 1
        out.flush()
        out.detach()
    return written


def _lines(rows: int, chance: random.Random) -> Iterator[str]:
    folder = importlib.resources.files("kommanmap") / "reference"
    towns = list(csv.DictReader((folder / "municipalities.csv").read_text(encoding="utf-8").splitlines()))
    codes = csv.DictReader((folder / "postcodes.csv").read_text(encoding="utf-8").splitlines())
    weights = Counter(row["ags"] for row in codes)
    share = rows / HOUSES_PER_STREET / sum(weights.values())
    number = 0
    for town in towns:
        for key in range(1, max(2, round(share * weights[town["ags"]])) + 1):
            street = _name(chance)
            for house, addition, east, north in _houses(town, chance):
                number += 1
                if number > rows:
                    return
                yield (
                    f"N;DENW{number:012d};A;05;Nordrhein-Westfalen;{town['ags'][2]};{REGIONS[town['ags'][2]]};"
                    f"{town['ags'][3:5]};{town['kreis']};{town['ags'][5:]};{town['name']};0000;;{key:05d};{street};"
                    f"{house};{addition};32;{east:.3f};{north:.3f};{DATE}\n"
                )


def _name(chance: random.Random) -> str:
    start = chance.choice(_FAMOUS) if chance.random() < 0.1 else chance.choice(STREET_STARTS)
    if chance.random() < 0.5:
        start += chance.choice(STREET_STARTS).lower()
    beginning = chance.choice(_BEGINNINGS) if chance.random() < 0.3 else ""
    end = chance.choice(STREET_ENDS)
    return f"{beginning} {start}{end}".strip()


def _houses(town: dict[str, str], chance: random.Random) -> Iterator[tuple[int, str, float, float]]:
    """Numbers, additions and positions along a line through the town."""
    lat = float(town["lat"]) + chance.uniform(-0.04, 0.04)
    lon = float(town["lon"]) + chance.uniform(-0.06, 0.06)
    east, north = _to_utm32(lat, lon)
    angle = chance.random() * math.tau
    for number in range(1, min(300, int(chance.expovariate(1 / HOUSES_PER_STREET)) + 2)):
        side = 12 if number % 2 else -12
        place = (
            east + math.cos(angle) * number * 9 - math.sin(angle) * side,
            north + math.sin(angle) * number * 9 + math.cos(angle) * side,
        )
        for addition in ("", "a") if chance.random() < 0.06 else ("",):
            yield number, addition, *place


def _to_utm32(lat: float, lon: float) -> tuple[float, float]:
    """Easting and northing, by asking the other direction a few times; to a millimetre, which is more than needed."""
    narrow = METRES_PER_DEGREE * math.cos(math.radians(lat))
    east, north = 500_000 + (lon - 9) * narrow, lat * METRES_PER_DEGREE
    for _ in range(6):
        lat_there, lon_there = to_wgs84(east, north)
        east += (lon - lon_there) * narrow
        north += (lat - lat_there) * METRES_PER_DEGREE
    return east, north
