"""CSV as lines of text; and CSV for spreadsheet programs: semicolons and a byte order mark, as German Excel expects, no
cell a formula."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from kommanmap.formats.pieces import encoded

MEDIA_TYPE = "text/csv; charset=utf-8"
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What begins a formula, also as full-width twins (https://owasp.org/www-community/attacks/CSV_Injection)."""


def sheet(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The file. A cell that begins like a formula gets an apostrophe in front, which the import takes off again."""
    return b"".join(parts(header, rows))


def parts(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """The same, piece by piece."""
    yield codecs.BOM_UTF8
    yield from encoded(lines(header, ([defused(cell) for cell in row] for row in rows), delimiter=";"))


def defused(cell: str) -> str:
    """The cell as text for a program that would compute what looks like a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell


def lines(header: Sequence[str], rows: Iterable[Sequence[str]], *, delimiter: str = ",") -> Iterator[str]:
    """Records as RFC 4180 writes them, each with its line break; cells as they are."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(header)
    yield out.getvalue()
    for record in rows:
        out.seek(0)
        out.truncate()
        writer.writerow(record)
        yield out.getvalue()
