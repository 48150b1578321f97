"""An official address file → the address index: streamed once, built beside the old index, swapped in at the end.

Whatever goes wrong, the old index stays as it is. Knows neither the command line nor the database.
"""

import errno
import hashlib
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import chain
from pathlib import Path

from kommanmap.domain.problems import Problem, UnreadableTable
from kommanmap.geocoding.register.address_file import TextPart, text_parts
from kommanmap.geocoding.register.address_postcodes import PairReader, PostcodeTable
from kommanmap.geocoding.register.address_rows import MOST_SHOWN, AddressRows, BadLine
from kommanmap.geocoding.register.gebref import (
    Layout,
    is_key_file,
    layout_of,
    licence_of,
    municipality_keys,
    shortened,
    source_of,
)  # fmt: skip
from kommanmap.geocoding.register.index_file import HOUSE, IndexOrigin, IndexWriter
from kommanmap.geocoding.register.index_swap import replacing
from kommanmap.problem_texts import problem_text

MOST_BROKEN_PERCENT = 1
HOPELESS_FROM = 10_000
"""So many lines are read before a file is given up early because more than half of it is broken."""

SHORTEST_PAIR_BYTES = 23
"""A 16-letter object id, a separator, a postcode and the end of the line."""

_DISK_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class Stage(StrEnum):
    """What an import is busy with."""

    POSTCODES = "postcodes"
    ADDRESSES = "addresses"
    WRITING = "writing"


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` bytes (streets while writing), and the rows read so far."""

    stage: Stage
    done: int
    total: int
    rows: int


@dataclass(frozen=True, slots=True)
class Pairs:
    """What was found in the second file: lines, and how many of them are no pair of id and postcode."""

    rows: int = 0
    broken: int = 0
    bad_lines: tuple[BadLine, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import has done. `origin` is what the index keeps; `bad_lines` are the first of the broken rows."""

    origin: IndexOrigin
    target: Path
    size_bytes: int
    bad_lines: tuple[BadLine, ...]
    pairs: Pairs
    seconds: float


def import_addresses(
    source: Path,
    target: Path,
    *,
    postcodes: Path | None = None,
    now: datetime,
    progress: Callable[[Progress], None] = lambda _progress: None,
) -> ImportReport:
    """Read `source` (gebref or HK-DE, ZIP or text) into the index at `target`.

    postcodes: a second file, `object id;postcode`. now: aware moment that the index remembers.

    Raises:
        UnreadableTable: why a file is refused, another import runs, or the new index cannot be written.
        OSError: a file cannot be read or written.
    """
    begun = time.monotonic()
    try:
        with replacing(target) as unfinished:
            job = _Import(source, postcodes, now, progress)
            with IndexWriter(unfinished, IndexOrigin(source="", licence="", imported_at_utc="")) as writer:
                origin = job.run(writer)
    except sqlite3.Error as error:
        raise _not_written(target, str(error), full="full" in str(error)) from error
    except OSError as error:
        if error.errno in _DISK_FULL:
            raise _not_written(target, str(error), full=True) from error
        raise
    seconds = time.monotonic() - begun
    return ImportReport(origin, target, target.stat().st_size, tuple(job.bad_lines), job.pairs, seconds)


def _not_written(target: Path, reason: str, *, full: bool) -> UnreadableTable:
    folder = str(target.parent)
    return UnreadableTable("disk_full", folder=folder) if full else UnreadableTable("index_not_written", reason=reason)


class _Import:
    """One run of an import: the files, and what was found in them."""

    def __init__(
        self, source: Path, postcodes: Path | None, now: datetime, progress: Callable[[Progress], None]
    ) -> None:
        self.bad_lines: list[BadLine] = []
        self.pairs = Pairs()
        self._source = source
        self._postcodes = postcodes
        self._now = now
        self._progress = progress

    def run(self, writer: IndexWriter) -> IndexOrigin:
        """Fill the writer; gives the finished origin."""
        part, layout, municipalities = _address_part(self._source)
        table = self._table(writer)
        rows = AddressRows(layout, writer, municipalities=municipalities, postcode_of_id=table.find if table else None)
        for lines, done in part.chunks():
            rows.take(lines)
            self._progress(Progress(Stage.ADDRESSES, done, part.size, rows.lines))
            if rows.lines > HOPELESS_FROM and rows.broken * 2 > rows.lines:
                break
        good = rows.good
        self.bad_lines = rows.bad_lines
        _check(rows.broken, good + rows.broken + rows.elsewhere, rows.bad_lines)
        if not good:
            raise UnreadableTable("no_addresses_here", rows=rows.elsewhere)
        with_postcode = self._write(writer, rows)
        return writer.finish(
            IndexOrigin(
                source=source_of(layout.product),
                licence=licence_of(layout.product, rows.as_of),
                imported_at_utc=self._now.isoformat(timespec="seconds"),
                as_of=rows.as_of,
                file_name=self._source.name,
                layout=layout.product.value,
                rows=good + rows.broken + rows.elsewhere,
                broken_rows=rows.broken,
                left_out_rows=rows.elsewhere,
                with_postcode=with_postcode,
                sha256=_sha256(self._source),
            )
        )

    def _write(self, writer: IndexWriter, rows: AddressRows) -> int:
        """Write all streets; gives how many houses have a postcode."""
        with_postcode, total = 0, rows.street_count
        for written, street in enumerate(rows.streets()):
            writer.add_street(
                ags=street.ags, key=street.key, name=street.name, district=street.district, houses=street.houses
            )
            if rows.have_postcodes:
                with_postcode += sum(1 for *_, code in HOUSE.iter_unpack(street.houses.packed) if code)
            if written % 4096 == 0:
                self._progress(Progress(Stage.WRITING, written, total, rows.lines))
        self._progress(Progress(Stage.WRITING, total, total, rows.lines))
        return with_postcode

    def _table(self, writer: IndexWriter) -> PostcodeTable | None:
        """The postcodes of the second file, if there is one."""
        if self._postcodes is None:
            return None
        readers = [(part, PairReader(part.beginning)) for part in text_parts(self._postcodes)]
        readers = [(part, reader) for part, reader in readers if reader.understood]
        if len(readers) != 1:
            raise UnreadableTable("not_postcodes", file=self._postcodes.name)
        part, reader = readers[0]
        table = PostcodeTable(part.size // SHORTEST_PAIR_BYTES)
        lines_read, broken, shown = 0, 0, list[BadLine]()
        for lines, done in part.chunks():
            bad = reader.read(lines, table=table, code_of=writer.postcode_code)
            broken += len(bad)
            shown += [
                BadLine(lines_read + place + 1, Problem("", "row_pair", {"typed": shortened(lines[place])}))
                for place in bad[: MOST_SHOWN - len(shown)]
            ]
            lines_read += len(lines)
            self._progress(Progress(Stage.POSTCODES, done, part.size, lines_read))
        self.pairs = Pairs(lines_read, broken, tuple(shown))
        _check(broken, lines_read, shown)
        return table


def _address_part(source: Path) -> tuple[TextPart, Layout, frozenset[str]]:
    """The one text with addresses in a file, its layout, and the municipalities of the key file beside it."""
    parts = text_parts(source)
    found = [(part, layout) for part in parts if (layout := layout_of(part.beginning))]
    if len(found) > 1:
        raise UnreadableTable("zip_two_address_files", names=", ".join(part.name for part, _ in found))
    if not found and len(parts) == 1:
        raise UnreadableTable("not_addresses", seen=_seen(parts[0]))
    if not found:
        raise UnreadableTable("zip_without_addresses", names=", ".join(part.name for part in parts[:5]) or "–")
    keys = [part for part in parts if is_key_file(part.beginning)]
    lines = chain.from_iterable(lines for part in keys for lines, _ in part.chunks())
    return *found[0], municipality_keys(lines)


def _seen(part: TextPart) -> str:
    line = next((line for line in part.beginning if line.strip()), "")
    return "".join(letter if letter.isprintable() else "·" for letter in line[:60])


def _check(broken: int, rows: int, bad_lines: list[BadLine]) -> None:
    """Refuse a file of which too much is broken."""
    if broken * 100 > rows * MOST_BROKEN_PERCENT:
        first = bad_lines[0]
        raise UnreadableTable(
            "too_many_broken", broken=broken, rows=rows, first=first.line, reason=problem_text(first.problem)
        )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
