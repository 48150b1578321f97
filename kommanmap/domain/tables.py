"""What a file of rows is once it has been read: header, rows, and what the reader noticed. Knows no file format."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `line` is the line of the file (the row of the sheet), 1-based; `cells` has one text per column.

    `surplus` counts filled cells beyond the last column: a sign of a separator inside an unquoted text.
    """

    line: int
    cells: tuple[str, ...]
    surplus: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A header and its rows, every cell as text. `encoding` and `delimiter` say how the file was read."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    encoding: str = ""
    delimiter: str = ""
    unread: tuple[str, ...] = field(default=())
    """Names of further sheets that hold something and were not read."""
