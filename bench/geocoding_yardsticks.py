"""What the local geocoder is measured against in the same run: the same rows in plain SQLite, and a Nominatim if given.

Two honest ways to look for an address without an index of one's own: a flat table of all houses with a B-tree over
lower-case street, town and number, which finds only what is spelled as in the file and gets its parts already taken
apart; and SQLite's full text search by trigrams over "street town", re-ranked by distance, for typing mistakes.
"""

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from geopy.exc import GeopyError
from geopy.geocoders import Nominatim
from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from bench.address_spellings import DrawnAddress
from kommanmap.geocoding.names.gazetteer import Gazetteer
from kommanmap.geocoding.register.index_reader import IndexReader

AT_ONCE = 500
MOST_GRAMS, MOST_CANDIDATES = 24, 50


class FlatTable:
    """All rows of an index in one table, and its streets in a full text index. `build_seconds`, `megabytes`."""

    def __init__(self, reader: IndexReader, gazetteer: Gazetteer, path: Path) -> None:
        begun = time.perf_counter()
        self._db = sqlite3.connect(path, isolation_level=None)
        run = self._db.execute
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -64000"):
            run(f"PRAGMA {pragma}")
        run("CREATE TABLE address (street TEXT, town TEXT, number TEXT, lat REAL, lon REAL)")
        run("CREATE VIRTUAL TABLE street USING fts5(name, town UNINDEXED, tokenize = 'trigram')")
        run("BEGIN")
        self._db.executemany("INSERT INTO address VALUES (?, ?, ?, ?, ?)", self._houses(reader, gazetteer))
        run("CREATE INDEX address_of ON address (street, town, number)")
        run("INSERT INTO street SELECT DISTINCT street || ' ' || town, town FROM address")
        run("COMMIT")
        self.build_seconds = time.perf_counter() - begun
        self.megabytes = path.stat().st_size / 1e6

    def _houses(self, reader: IndexReader, gazetteer: Gazetteer) -> Iterator[tuple[str, str, str, float, float]]:
        ids = list(reader.house_counts())
        for start in range(0, len(ids), AT_ONCE):
            for street in reader.with_ids(ids[start : start + AT_ONCE]):
                town = gazetteer.towns_by_ags.get(street.ags)
                for house in reader.houses(street) if town else ():
                    yield street.name.lower(), town.name.lower(), house.text, house.lat / 1e7, house.lon / 1e7

    def exact(self, drawn: DrawnAddress) -> bool:
        """Look up parts that are spelled as in the table."""
        query = "SELECT lat, lon FROM address WHERE street = ? AND town = ? AND number = ?"
        return bool(self._db.execute(query, (drawn.street.lower(), drawn.town.lower(), drawn.number)).fetchall())

    def fuzzy(self, street: str, drawn: DrawnAddress) -> bool:
        """Look for a misspelt street: its trigrams, the best by rank, the nearest of these, its house."""
        typed = f"{street} {drawn.town}".lower()
        grams = [typed[at : at + 3].replace('"', '""') for at in range(min(len(typed) - 2, MOST_GRAMS))]
        query = " OR ".join(f'"{gram}"' for gram in grams)
        rows = self._db.execute(
            "SELECT name, town FROM street WHERE street MATCH ? ORDER BY rank LIMIT ?", (query, MOST_CANDIDATES)
        ).fetchall()
        best = extractOne(typed, [name for name, _ in rows], scorer=OSA.distance)
        if best is None:
            return False
        name, town = rows[best[2]]
        found = self._db.execute(
            "SELECT lat, lon FROM address WHERE street = ? AND town = ? AND number = ?",
            (name.removesuffix(f" {town}"), town, drawn.number),
        ).fetchall()
        return any(abs(lat - drawn.position.lat) < 3e-4 and abs(lon - drawn.position.lon) < 5e-4 for lat, lon in found)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()


def ask_nominatim(url: str) -> Callable[[str], bool]:
    """A question to one's own Nominatim; a failure counts as not found."""
    parts = urlsplit(url)
    geocoder = Nominatim(
        domain=f"{parts.netloc}{parts.path}".rstrip("/"), scheme=parts.scheme, user_agent="kommanmap-bench", timeout=10
    )

    def ask(text: str) -> bool:
        try:
            return geocoder.geocode(text) is not None
        except GeopyError:
            return False

    return ask


def timed(ask: Callable[[], bool]) -> tuple[float, bool]:
    """Milliseconds of one question, and what it gave."""
    begun = time.perf_counter()
    found = ask()
    return (time.perf_counter() - begun) * 1e3, found


def all_timed(questions: Iterable[Callable[[], bool]]) -> tuple[list[float], float]:
    """Milliseconds of each, and the share that was found."""
    answers = [timed(question) for question in questions]
    return [ms for ms, _ in answers], sum(found for _, found in answers) / max(1, len(answers))
