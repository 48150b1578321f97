"""CSV as spreadsheets and people write it → `Table`: encoding, separator and line numbers found out. Text only."""

import codecs
import csv
import io
from collections.abc import Iterator

from kommanmap.domain.problems import UnreadableTable
from kommanmap.domain.tables import Row, Table
from kommanmap.formats.table_limits import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins like UTF-16, so it is asked first
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DELIMITERS = (";", ",", "\t", "|")
_SAMPLE = 4000


def read(data: bytes, *, cut_off: bool = False) -> Table:
    """Read the bytes of a CSV file; `cut_off` says that the file goes on beyond the limit.

    Raises:
        UnreadableTable: with the line where one can be named.
    """
    encoding, text = _decoded(data, cut_off)
    if "\0" in text:
        raise UnreadableTable("nul_bytes", _line_of(text, text.index("\0")))
    text, told = _without_separator_line(text)
    if not text.strip():
        raise UnreadableTable("empty")
    delimiter = told or _delimiter(text)
    skipped = 1 if told else 0
    records = _records(text, delimiter, skipped)
    header: tuple[str, ...] | None = None
    rows: list[Row] = []
    for line, cells in records:
        if header is None:
            header = _header(line, cells)
            continue
        if len(rows) >= MOST_ROWS:
            raise UnreadableTable("too_many_rows", line, limit=MOST_ROWS)
        rows.append(_row(line, cells, len(header)))
    if cut_off:
        raise UnreadableTable("file_too_large", limit=len(data) // 2**20)
    if header is None:
        raise UnreadableTable("empty")
    return Table(header, tuple(rows), encoding, delimiter)


def _decoded(data: bytes, cut_off: bool) -> tuple[str, str]:
    """Encoding and text; the last sign of a file that was cut off may be half and is left out."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return encoding, _decode(data[len(bom) :], encoding, cut_off)
    head = data[:_SAMPLE]
    if head.count(0) > len(head) // 4:
        encoding = "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
        return encoding, _decode(data, encoding, cut_off)
    try:
        return "utf-8", _decode(data, "utf-8", cut_off)
    except UnreadableTable as not_utf8:
        try:
            return "cp1252", data.decode("cp1252")
        except UnicodeDecodeError:
            raise UnreadableTable("encoding_unknown", not_utf8.line) from not_utf8


def _decode(data: bytes, encoding: str, cut_off: bool) -> str:
    try:
        return codecs.getincrementaldecoder(encoding)("strict").decode(data, final=not cut_off)
    except UnicodeDecodeError as error:
        raise UnreadableTable("encoding_broken", data.count(b"\n", 0, error.start) + 1, encoding=encoding) from error


def _line_of(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _without_separator_line(text: str) -> tuple[str, str]:
    """Excel's own first line `sep=;`, and what it tells."""
    first, _break, rest = text.partition("\n")
    told = first.strip().strip('"').lower()
    if told.startswith("sep=") and len(told) == len("sep=;") and told[-1] in _DELIMITERS:
        return rest, told[-1]
    return text, "\t" if told == "sep=\t" else ""


def _delimiter(text: str) -> str:
    """The separator that gives the header most columns."""
    counts = {sign: len(_first_record(text, sign)) for sign in _DELIMITERS}
    best = max(_DELIMITERS, key=lambda sign: counts[sign])
    if counts[best] < 2:
        raise UnreadableTable("one_column", 1, seen=_first_record(text, ";")[0][:80])
    return best


def _first_record(text: str, delimiter: str) -> list[str]:
    """The first line that holds anything, taken apart; lenient, because it is only counted."""
    reader = csv.reader(io.StringIO(text[: LONGEST_CELL * 2], newline=""), delimiter=delimiter)
    try:
        return next((cells for cells in reader if any(cell.strip() for cell in cells)), [""])
    except csv.Error:
        return [""]


def _records(text: str, delimiter: str, skipped: int) -> Iterator[tuple[int, list[str]]]:
    """(line where the record begins, cells); empty lines are left out."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1 + skipped
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            reason = "cell_too_long" if "field larger" in str(error) else "quotes_broken"
            raise UnreadableTable(reason, begins, limit=LONGEST_CELL) from error
        if cells is None:
            return
        if any(len(cell) > LONGEST_CELL for cell in cells):
            raise UnreadableTable("cell_too_long", begins, limit=LONGEST_CELL)
        if any(cell.strip() for cell in cells):
            yield begins, cells
        begins = reader.line_num + 1 + skipped


def _header(line: int, cells: list[str]) -> tuple[str, ...]:
    header = [cell.strip() for cell in cells]
    while header and not header[-1]:
        header.pop()
    if len(header) > MOST_COLUMNS:
        raise UnreadableTable("too_many_columns", line, limit=MOST_COLUMNS)
    return tuple(header)


def _row(line: int, cells: list[str], width: int) -> Row:
    """A short row is filled up; cells beyond the header count as surplus where they hold anything."""
    surplus = sum(1 for cell in cells[width:] if cell.strip())
    return Row(line, tuple((cells + [""] * width)[:width]), surplus)
