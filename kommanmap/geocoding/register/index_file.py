"""The address index as a file: its layout, and the writer that an import fills. Knows no source formats and no queries.

One SQLite file. A street is one row; all its houses lie packed in one BLOB, sorted by number and addition, so that
4.5 million houses take 63 MB and an import inserts 225,000 rows. A grid of cells of about 280 metres says which
streets have a house there. The folded street names of a municipality stand in one text, which is compared at once.
The file is written once, never changed, and replaced by renaming: readers of the old one keep it.
"""

import json
import os
import sqlite3
import struct
from array import array
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from kommanmap.geocoding.register.street_keys import street_keys

APPLICATION_ID = 0x4B41_4D41
"""SQLite's mark for whose file it is: "KAMA"."""

LAYOUT = 1
"""Grows with every change of the layout; a reader refuses others."""

HOUSE = struct.Struct("<HHiiH")
"""number, addition code, latitude, longitude (1e-7 degrees), postcode code; 14 bytes."""

HOUSE_NAME = struct.Struct("<HH")
"""The first two of these: what a house is looked for by."""

E7 = 10_000_000
NO_CODE = 0
"""The code of "no addition" and of "postcode not known"."""

HIGHEST_NUMBER = HIGHEST_CODE = 0xFFFF
CELL_LAT_E7, CELL_LON_E7 = 25_000, 40_000
STREET_BITS, COLUMN_BITS = 24, 17
SEPARATOR = "\n"

_SCHEMA = """
CREATE TABLE origin (facts TEXT NOT NULL);
CREATE TABLE addition (code INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE postcode (code INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE street (
    id INTEGER PRIMARY KEY, ags TEXT NOT NULL, key TEXT NOT NULL, name TEXT NOT NULL, district TEXT NOT NULL,
    folded TEXT NOT NULL, coarse TEXT NOT NULL, sound TEXT NOT NULL,
    lat INTEGER NOT NULL, lon INTEGER NOT NULL,
    south INTEGER NOT NULL, west INTEGER NOT NULL, north INTEGER NOT NULL, east INTEGER NOT NULL,
    houses BLOB NOT NULL
);
CREATE TABLE municipality (ags TEXT PRIMARY KEY, houses INTEGER NOT NULL, ids BLOB NOT NULL, names TEXT NOT NULL);
CREATE TABLE spelling (length INTEGER PRIMARY KEY, names TEXT NOT NULL);
CREATE TABLE cell (street_in_cell INTEGER PRIMARY KEY);
"""
_INDEXED = ("folded", "coarse", "sound")


@dataclass(frozen=True, slots=True)
class IndexOrigin:
    """Where the addresses of an index come from; kept in the file.

    source: publisher and product. as_of: date of the data (ISO, "" if not known). imported_at_utc: ISO moment.
    The counts are rows of the source file. `houses` and `streets` are counted by the writer.
    """

    source: str
    licence: str
    imported_at_utc: str
    as_of: str = ""
    file_name: str = ""
    layout: str = ""
    rows: int = 0
    broken_rows: int = 0
    left_out_rows: int = 0
    with_postcode: int = 0
    sha256: str = ""
    houses: int = 0
    streets: int = 0


class Houses:
    """The houses of one street while a file streams by: 14 bytes each."""

    __slots__ = ("packed",)

    def __init__(self) -> None:
        self.packed = bytearray()

    def add(self, number: int, addition_code: int, lat_e7: int, lon_e7: int, postcode_code: int = NO_CODE, /) -> None:
        """Add one house; codes come from the writer.

        Raises:
            struct.error: a number or code outside 0 … 65535, or a position that is none.
        """
        self.packed += HOUSE.pack(number, addition_code, lat_e7, lon_e7, postcode_code)

    def __len__(self) -> int:
        return len(self.packed) // HOUSE.size

    def in_order(self) -> list[tuple[int, ...]]:
        """The houses by number and addition code."""
        return sorted(HOUSE.iter_unpack(self.packed))


class IndexWriter:
    """Writes a new index at `path`; the caller gives a temporary name and renames the finished file.

    Streets may come in any order, each (ags, key) once. Any method may raise `sqlite3.Error` or `OSError` (disk full):
    then `abort` and remove the file. Also a context manager that aborts what was not finished.
    """

    def __init__(self, path: Path, origin: IndexOrigin) -> None:
        self._path = path
        self._origin = origin
        self._additions: dict[str, int] = {"": NO_CODE}
        self._postcodes: dict[str, int] = {"": NO_CODE}
        self._cells = array("q")
        self._houses = 0
        self._streets = 0
        path.unlink(missing_ok=True)
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.executescript(
            "PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -32000;"
            f"PRAGMA temp_store = MEMORY; PRAGMA application_id = {APPLICATION_ID}; {_SCHEMA} BEGIN"
        )

    def __enter__(self) -> "IndexWriter":
        return self

    def __exit__(self, *_error: object) -> None:
        self.abort()

    def addition_code(self, text: str) -> int:
        """The code of an addition to a house number ("a", "" for none).

        Raises:
            ValueError: more than 65,535 different ones.
        """
        return self._additions.get(text) or _new_code(self._additions, text)

    def postcode_code(self, text: str) -> int:
        """The code of a postcode ("" where none is known).

        Raises:
            ValueError: more than 65,535 different ones.
        """
        return self._postcodes.get(text) or _new_code(self._postcodes, text)

    def add_street(self, *, ags: str, key: str, name: str, district: str = "", houses: Houses) -> None:
        """Write a street with all its houses; one without houses is left out.

        ags: 8 digits. key: the official street key, as text. name: as it is spelled officially.
        """
        in_order = houses.in_order()
        if not in_order:
            return
        self._streets += 1
        self._houses += len(in_order)
        lats = [house[2] for house in in_order]
        lons = [house[3] for house in in_order]
        middle = len(in_order) // 2
        self._db.execute(
            "INSERT INTO street VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                self._streets, ags, key, name, district, *street_keys(name), lats[middle], lons[middle],
                min(lats), min(lons), max(lats), max(lons), b"".join(HOUSE.pack(*house) for house in in_order),
            ),
        )  # fmt: skip
        cells = {cell_of(lat, lon) for lat, lon in zip(lats, lons, strict=True)}
        self._cells.extend(sorted(cell << STREET_BITS | self._streets for cell in cells))

    def finish(self, origin: IndexOrigin | None = None) -> IndexOrigin:
        """Complete the file and close it. `origin` replaces the first one by what became known meanwhile.

        Gives the origin as it was written, with the counts of streets and houses.
        """
        written = replace(origin or self._origin, houses=self._houses, streets=self._streets)
        db = self._db
        db.execute("INSERT INTO origin VALUES (?)", (json.dumps(asdict(written), ensure_ascii=False),))
        for table, codes in (("addition", self._additions), ("postcode", self._postcodes)):
            db.executemany(f"INSERT INTO {table} VALUES (?, ?)", ((code, text) for text, code in codes.items()))  # noqa: S608 (two names written here)
        db.executemany("INSERT INTO cell VALUES (?)", ((entry,) for entry in sorted(self._cells)))
        db.executemany("INSERT INTO municipality VALUES (?, ?, ?, ?)", list(self._municipalities()))
        for column in _INDEXED:
            db.execute(f"CREATE INDEX street_{column} ON street ({column}, ags)")
        db.executemany("INSERT INTO spelling VALUES (?, ?)", list(self._spellings()))
        db.execute(f"PRAGMA user_version = {LAYOUT}")
        db.execute("COMMIT")
        db.close()
        with self._path.open("rb+") as file:
            os.fsync(file.fileno())
        return written

    def abort(self) -> None:
        """Close the file, finished or not. Harmless after `finish`."""
        self._db.close()

    def _municipalities(self) -> Iterator[tuple[str, int, bytes, str]]:
        """Each municipality with the ids of its streets and their folded names, in the same order."""
        rows = self._db.execute("SELECT ags, id, folded, length(houses) FROM street ORDER BY ags, id")
        ids, names, houses = array("I"), list[str](), 0
        before = ""
        for ags, street, folded, size in rows:
            if ags != before and ids:
                yield before, houses, ids.tobytes(), SEPARATOR.join(names)
                ids, names, houses = array("I"), [], 0
            before = ags
            ids.append(street)
            names.append(folded)
            houses += size // HOUSE.size
        if ids:
            yield before, houses, ids.tobytes(), SEPARATOR.join(names)

    def _spellings(self) -> Iterator[tuple[int, str]]:
        """All different folded names by their length."""
        groups: dict[int, list[str]] = {}
        for (folded,) in self._db.execute("SELECT DISTINCT folded FROM street WHERE folded <> '' ORDER BY folded"):
            groups.setdefault(len(folded), []).append(folded)
        for length, names in groups.items():
            yield length, SEPARATOR.join(names)


def cell_of(lat_e7: int, lon_e7: int) -> int:
    """The number of the cell in which a position lies; the eastern neighbour's is one higher."""
    return (lat_e7 + 90 * E7) // CELL_LAT_E7 << COLUMN_BITS | (lon_e7 + 180 * E7) // CELL_LON_E7


def _new_code(codes: dict[str, int], text: str) -> int:
    if len(codes) > HIGHEST_CODE:
        raise ValueError(f"more than {HIGHEST_CODE} different ones")
    return codes.setdefault(text, len(codes))
