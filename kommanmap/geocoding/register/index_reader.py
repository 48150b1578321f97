"""One opened address index: what it can be asked for. Knows the layout of the file, no towns and no typed words.

A question uses one reader from its beginning to its end, so that an import in between changes nothing for it.
"""

import json
import sqlite3
import struct
import threading
import weakref
from array import array
from collections.abc import Sequence
from dataclasses import fields
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from kommanmap.domain.errors import KommAnMapError
from kommanmap.geocoding.register.index_file import (
    APPLICATION_ID,
    HIGHEST_NUMBER,
    HOUSE,
    HOUSE_NAME,
    LAYOUT,
    SEPARATOR,
    STREET_BITS,
    IndexOrigin,
)

CACHE_KB = 20_000
"""SQLite's own memory per process; the operating system keeps the rest of the file at hand."""

MOST_REMEMBERED_TOWNS = 48
_AFTER_ALL = "\U0010ffff"
_STREET_MASK = (1 << STREET_BITS) - 1
_IN_CELLS = "WHERE id IN (SELECT street_in_cell & ? FROM cell WHERE street_in_cell >= ? AND street_in_cell < ?)"
_COLUMNS = "id, ags, key, name, district, folded, lat, lon, houses"


class NoAddressIndex(KommAnMapError):
    """No address file has been imported."""


class BrokenAddressIndex(KommAnMapError):
    """The file is damaged, from another version, or no address index at all."""


class Key(StrEnum):
    """By what streets are looked for; the names of the columns."""

    FOLDED = "folded"
    COARSE = "coarse"
    SOUND = "sound"


class Street(NamedTuple):
    """A street as it stands in the file; `lat`, `lon` (1e-7 degrees) are those of its middle house."""

    id: int
    ags: str
    key: str
    name: str
    district: str
    folded: str
    lat: int
    lon: int
    packed: bytes


class House(NamedTuple):
    """A house of a street, position in 1e-7 degrees; `postcode` "" where the file has none."""

    number: int
    addition: str
    lat: int
    lon: int
    postcode: str

    @property
    def text(self) -> str:
        """As people write it: "12a", "12 1/2"."""
        return f"{self.number}{' ' if self.addition[:1].isdigit() else ''}{self.addition}"


class TownStreets(NamedTuple):
    """All streets of a municipality: their ids and, in the same order, their folded names."""

    ids: Sequence[int]
    names: list[str]


_NO_STREETS = TownStreets((), [])


class IndexReader:
    """One opened index file. Safe between threads: one at a time asks SQLite, which takes microseconds.

    Every method may raise `BrokenAddressIndex`.
    """

    def __init__(self, path: Path) -> None:
        if not path.exists():
            raise NoAddressIndex(str(path))
        self._lock = threading.RLock()
        self._towns: dict[str, TownStreets] = {}
        self._spellings: dict[int, list[str]] = {}
        try:
            self._db = sqlite3.connect(
                f"{path.resolve().as_uri()}?mode=ro&immutable=1",
                uri=True,
                check_same_thread=False,
                isolation_level=None,
            )
        except sqlite3.Error as error:
            raise BrokenAddressIndex(f"{path}: {error}") from error
        self.close = weakref.finalize(self, self._db.close)
        try:
            self._check(path.stat().st_size)
            self._db.execute(f"PRAGMA cache_size = -{CACHE_KB}")
            self.origin = _origin(self._rows("SELECT facts FROM origin"))
            self._additions: dict[int, str] = dict(self._rows("SELECT code, text FROM addition"))
            self._addition_codes = {text: code for code, text in self._additions.items()}
            self._postcodes: dict[int, str] = dict(self._rows("SELECT code, text FROM postcode"))
            self.houses_by_town: dict[str, int] = dict(self._rows("SELECT ags, houses FROM municipality"))
        except (BrokenAddressIndex, sqlite3.Error, OSError, ValueError) as error:
            self.close()
            raise BrokenAddressIndex(f"{path}: {error}") from error

    def _check(self, size: int) -> None:
        mark, layout, pages, page_size = (
            self._db.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("application_id", "user_version", "page_count", "page_size")
        )
        if mark != APPLICATION_ID:
            raise BrokenAddressIndex("not an address index")
        if layout != LAYOUT:
            raise BrokenAddressIndex(f"layout {layout} instead of {LAYOUT}")
        if pages * page_size != size:
            raise BrokenAddressIndex("incomplete")

    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        try:
            with self._lock:
                return self._db.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise BrokenAddressIndex(str(error)) from error

    def named(self, by: Key, word: str, ags: str | None = None) -> list[Street]:
        """The streets with this key, in one municipality or everywhere."""
        if not word:
            return []
        here, values = ("", (word,)) if ags is None else (" AND ags = ?", (word, ags))
        return self._streets(f"WHERE {by.value} = ?{here}", values)

    def has_name(self, folded: str) -> bool:
        """Whether any street has this folded name."""
        return bool(folded and self._rows("SELECT 1 FROM street WHERE folded = ? LIMIT 1", (folded,)))

    def beginning(self, folded: str, limit: int) -> list[Street]:
        """Streets of any municipality whose folded name begins so, in the order of names."""
        bounds = (folded, folded + _AFTER_ALL, limit)
        return self._streets("WHERE folded >= ? AND folded < ? ORDER BY folded, ags LIMIT ?", bounds)

    def with_ids(self, ids: Sequence[int]) -> list[Street]:
        """The streets with these ids."""
        return self._streets(f"WHERE id IN ({','.join('?' * len(ids))})", ids) if ids else []

    def _streets(self, condition: str, values: Sequence[Any]) -> list[Street]:
        return [Street(*row) for row in self._rows(f"SELECT {_COLUMNS} FROM street {condition}", values)]  # noqa: S608 (columns and conditions are written in this module)

    def house_counts(self) -> dict[int, int]:
        """How many houses each street has, by id."""
        return {street: size // HOUSE.size for street, size in self._rows("SELECT id, length(houses) FROM street")}

    def town(self, ags: str) -> TownStreets:
        """All streets of a municipality, empty for one that the file does not have."""
        with self._lock:
            known = self._towns.pop(ags, None)
            if known is None:
                rows = self._rows("SELECT ids, names FROM municipality WHERE ags = ?", (ags,))
                known = TownStreets(array("I", rows[0][0]), rows[0][1].split(SEPARATOR)) if rows else _NO_STREETS
            self._towns[ags] = known
            if len(self._towns) > MOST_REMEMBERED_TOWNS:
                del self._towns[next(iter(self._towns))]
        return known

    def spellings(self, length: int) -> list[str]:
        """All different folded names of this length."""
        known = self._spellings.get(length)
        if known is None:
            rows = self._rows("SELECT names FROM spelling WHERE length = ?", (length,))
            known = self._spellings[length] = rows[0][0].split(SEPARATOR) if rows else []
        return known

    def houses(self, street: Street) -> list[House]:
        """The houses of a street by number; those of one number in the order in which they came."""
        try:
            return [self.unpacked(packed) for packed in HOUSE.iter_unpack(street.packed)]
        except struct.error as error:
            raise BrokenAddressIndex(f"houses of street {street.id}") from error

    def unpacked(self, packed: tuple[int, ...]) -> House:
        """A house with its words instead of codes."""
        number, addition, lat, lon, postcode = packed
        try:
            return House(number, self._additions[addition], lat, lon, self._postcodes[postcode])
        except KeyError as error:
            raise BrokenAddressIndex(f"unknown code {error}") from error

    def house(self, street: Street, number: int, addition: str) -> House | None:
        """The house with exactly this number and addition, without unpacking the others."""
        code = self._addition_codes.get(addition)
        if code is None or not 0 <= number <= HIGHEST_NUMBER:
            return None
        packed, sought = street.packed, HOUSE_NAME.pack(number, code)
        at = packed.find(sought)
        while at > 0 and at % HOUSE.size:
            at = packed.find(sought, at + 1)
        if at < 0:
            return None
        try:
            return self.unpacked(HOUSE.unpack_from(packed, at))
        except struct.error as error:
            raise BrokenAddressIndex(f"houses of street {street.id}") from error

    def streets_in_cells(self, first: int, last: int) -> list[Street]:
        """The streets with a house in one of these neighbouring cells, from west to east."""
        return self._streets(_IN_CELLS, (_STREET_MASK, first << STREET_BITS, (last + 1) << STREET_BITS))


def _origin(rows: list[Any]) -> IndexOrigin:
    facts = json.loads(rows[0][0]) if rows else {}
    known = {item.name for item in fields(IndexOrigin)}
    try:
        return IndexOrigin(**{name: value for name, value in facts.items() if name in known})
    except (TypeError, AttributeError) as error:
        raise BrokenAddressIndex("without its origin") from error
