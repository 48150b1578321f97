"""CSV for spreadsheet programs: semicolons and a byte order mark, as German Excel expects, no cell a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

MEDIA_TYPE = "text/csv; charset=utf-8"
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What begins a formula, also as full-width twins (https://owasp.org/www-community/attacks/CSV_Injection)."""


def sheet(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The file. A cell that begins like a formula gets an apostrophe in front, which the import takes off again."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([defused(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def defused(cell: str) -> str:
    """The cell as text for a program that would compute what looks like a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell
