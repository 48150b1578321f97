"""Addresses drawn from an index and written in ten ways, as people write them; how many lead to the right house.

Drawn are houses, not streets: a long street is drawn more often. Where the file has no postcodes, an address gets that
of the nearest middle of a postcode area of its municipality, which is right for most and flatters nobody else; a
district is any of the municipality's, which is harsh. Used by `bench.geocoding`.
"""

import csv
import importlib.resources
import random
import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate

from kommanmap.domain.values import Coordinates
from kommanmap.domain.vocabulary import Accuracy
from kommanmap.geocoding.answers import GeocodeAnswer, Outcome
from kommanmap.geocoding.names.gazetteer import Gazetteer
from kommanmap.geocoding.register.index_reader import House, IndexReader
from kommanmap.geocoding.search.candidates import position_of

RIGHT_KM, FAR_KM = 0.03, 0.5
LETTERS = "abcdefghijklmnopqrstuvwxyzäöü"
_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_BARE = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "Ä": "A", "Ö": "O", "Ü": "U"})
_STREET_END = re.compile(r"(?P<first>s|S)(?:traße|trasse)$")


@dataclass(frozen=True)
class DrawnAddress:
    """A house of the file with its address."""

    street: str
    number: str
    postcode: str
    town: str
    district: str
    position: Coordinates


class Draw:
    """Draws houses of an index by chance, each as likely as any other."""

    def __init__(self, reader: IndexReader, gazetteer: Gazetteer, seed: int) -> None:
        self.chance = random.Random(seed)
        self._reader = reader
        self._gazetteer = gazetteer
        counts = sorted(reader.house_counts().items())
        self._ids = [street for street, _ in counts]
        self._sums = list(accumulate(houses for _, houses in counts))
        self._areas = _rows_by_town("postcodes.csv")
        self._districts = {
            ags: [row["alias"] for row in rows if row["kind"] == "district"]
            for ags, rows in _rows_by_town("aliases.csv").items()
        }

    def one(self) -> DrawnAddress:
        """The next address."""
        while True:
            at = bisect(self._sums, self.chance.randrange(self._sums[-1]))
            street = self._reader.with_ids([self._ids[at]])[0]
            town = self._gazetteer.towns_by_ags.get(street.ags)
            if town is None:
                continue
            house = self.chance.choice(self._reader.houses(street))
            district = self.chance.choice(self._districts.get(street.ags) or [""])
            postcode = house.postcode or self._postcode(street.ags, house)
            return DrawnAddress(street.name, house.text, postcode, town.name, district, position_of(house))

    def _postcode(self, ags: str, house: House) -> str:
        place = position_of(house)
        areas = self._areas.get(ags, ())
        nearest = min(
            ((place.distance_km(Coordinates(float(row["lat"]), float(row["lon"]))), row["postcode"]) for row in areas),
            default=(0.0, ""),
        )
        return nearest[1]


def _rows_by_town(file: str) -> dict[str, list[dict[str, str]]]:
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    text = (importlib.resources.files("kommanmap") / "reference" / file).read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        rows[row["ags"]].append(row)
    return rows


def slip(text: str, chance: random.Random) -> str:
    """A text with one letter missing, wrong or too many, or two neighbours swapped."""
    letters = [at for at, sign in enumerate(text) if sign.isalpha()]
    if len(letters) < 2:
        return text
    kind, at = chance.randrange(4), chance.choice(letters)
    if kind == 0:
        return text[:at] + text[at + 1 :]
    if kind == 1:
        return text[:at] + chance.choice([letter for letter in LETTERS if letter != text[at].lower()]) + text[at + 1 :]
    if kind == 2:
        return text[:at] + chance.choice(LETTERS) + text[at:]
    pairs = [p for p in letters if text[p + 1 : p + 2].isalpha() and text[p] != text[p + 1]]
    swap = chance.choice(pairs or letters)
    return text[:swap] + text[swap + 1 : swap + 2] + text[swap] + text[swap + 2 :]


def _abbreviated(name: str) -> str:
    """ "Hauptstraße" as "Hauptstr.", "Platz" as "Pl."; "" for a name that has nothing to abbreviate."""
    short = _STREET_END.sub(lambda end: f"{end['first']}tr.", name)
    return short if short != name else ""


def _without_umlauts(drawn: DrawnAddress, chance: random.Random) -> str:
    table = chance.choice((_WRITTEN_OUT, _BARE))
    written = f"{drawn.street} {drawn.number}, {drawn.postcode} {drawn.town}"
    return written.translate(table) if drawn.street.translate(table) != drawn.street else ""


Writing = Callable[[DrawnAddress, random.Random], str]

WRITINGS: dict[str, Writing] = {
    "exact": lambda a, _: f"{a.street} {a.number}, {a.postcode} {a.town}",
    "abbreviation": lambda a, _: (short := _abbreviated(a.street)) and f"{short} {a.number}, {a.postcode} {a.town}",
    "no umlauts": _without_umlauts,
    "one typo in the street": lambda a, c: f"{slip(a.street, c)} {a.number}, {a.postcode} {a.town}",
    "two typos in the street": lambda a, c: f"{slip(slip(a.street, c), c)} {a.number}, {a.postcode} {a.town}",
    "typo in the town": lambda a, c: f"{a.street} {a.number}, {a.postcode} {slip(a.town, c)}",
    "no postcode": lambda a, _: f"{a.street} {a.number}, {a.town}",
    "postcode only": lambda a, _: f"{a.street} {a.number}, {a.postcode}",
    "district glued on": lambda a, _: a.district and f"{a.street} {a.number}, {a.postcode} {a.town}-{a.district}",
    "lower case, no commas": lambda a, _: f"{a.street} {a.number} {a.postcode} {a.town}".lower(),
}
"""The ten ways; "" where an address cannot be written so: then another is drawn."""

HARDER: dict[str, Writing] = {
    "one typo, no postcode": lambda a, c: f"{slip(a.street, c)} {a.number}, {a.town}",
    "typo in the town, no postcode": lambda a, c: f"{a.street} {a.number}, {slip(a.town, c)}",
    "typos in street and town, no postcode": lambda a, c: f"{slip(a.street, c)} {a.number}, {slip(a.town, c)}",
    "district glued on, no postcode": lambda a, _: a.district and f"{a.street} {a.number}, {a.town}-{a.district}",
    "lower case, no commas, no postcode": lambda a, _: f"{a.street} {a.number} {a.town}".lower(),
}
"""Not among the ten; printed because people write so too."""


@dataclass
class Score:
    """How a way of writing fared. `certain_and_wrong`: more than 500 m off, yet said to be found at the house."""

    kind: str
    asked: int = 0
    right: int = 0
    first: int = 0
    ambiguous: int = 0
    certain_and_wrong: int = 0
    misses: list[tuple[str, str]] = field(default_factory=list)

    def count(self, typed: str, drawn: DrawnAddress, answer: GeocodeAnswer) -> None:
        """Note one answer."""
        off = [drawn.position.distance_km(candidate.position) for candidate in answer]
        chosen = off[:1] if answer.outcome is Outcome.FOUND else off
        right = any(km < RIGHT_KM for km in chosen)
        self.asked += 1
        self.right += right
        self.first += bool(off) and off[0] < RIGHT_KM
        self.ambiguous += answer.outcome is Outcome.AMBIGUOUS
        certain = answer.outcome is Outcome.FOUND and answer.candidates[0].accuracy is Accuracy.HOUSE
        wrong = certain and off[0] > FAR_KM
        self.certain_and_wrong += wrong
        if not right:
            said = answer.candidates[0].label if answer.candidates else "-"
            sign = "WRONG " if wrong else ""
            meant = f"{drawn.street} {drawn.number}, {drawn.postcode} {drawn.town}"
            self.misses.append((typed, f"{sign}{answer.outcome}: {said} (meant {meant})"))


def written(draw: Draw, writing: Writing, count: int) -> Iterator[tuple[str, DrawnAddress]]:
    """So many addresses in one way of writing."""
    made = 0
    while made < count:
        drawn = draw.one()
        typed = writing(drawn, draw.chance)
        if typed:
            made += 1
            yield typed, drawn
