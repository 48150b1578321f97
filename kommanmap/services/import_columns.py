"""Header of a table → which column holds which field, and the cells of one row by field. Knows no rule of a field."""

from collections import Counter
from dataclasses import dataclass

from kommanmap.domain.column_words import field_of_header, is_computed_header, is_personal_header
from kommanmap.domain.problems import UnreadableTable
from kommanmap.domain.tables import Row, Table

_PLACE_FIELDS = ("ags", "town", "postcode", "postcode_and_town", "whole_address")
_DEFUSED = tuple("=+-@\t\r")
CLEARED = "-"
"""A cell holding just a hyphen empties the field; an empty cell says nothing and leaves it alone."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Field → position, and the headers that lead nowhere."""

    positions: dict[str, int]
    unknown: tuple[str, ...]
    personal: tuple[str, ...]


def columns_of(table: Table) -> Columns:
    """Recognise the header.

    Raises:
        UnreadableTable: no name column, nothing that tells the place, or two columns for the same field.
    """
    positions: dict[str, int] = {}
    unknown: list[str] = []
    personal: list[str] = []
    filled = _filled_columns(table)
    for position, header in enumerate(table.header):
        field = field_of_header(header)
        if field is not None:
            if field in positions:
                raise UnreadableTable("two_columns", first=table.header[positions[field]], second=header)
            positions[field] = position
        elif is_personal_header(header):
            personal.append(header)
        elif not is_computed_header(header) and (header or position in filled):
            unknown.append(header or f"({position + 1})")
    for plain in ("offers", "languages"):  # where no typed words stand beside, these hold the typed words
        if plain in positions and f"{plain}_as_typed" not in positions:
            positions[f"{plain}_as_typed"] = positions.pop(plain)
    expression = positions.pop("opening_hours", None)  # beside typed words it says what our own files made of them
    if expression is not None:
        positions.setdefault("times", expression)
    seen = ", ".join(header for header in table.header if header)
    if "name" not in positions:
        raise UnreadableTable("no_name_column", seen=seen)
    if not any(field in positions for field in _PLACE_FIELDS):
        raise UnreadableTable("no_place_column", seen=seen)
    return Columns(positions, tuple(unknown), tuple(personal))


def cells_of(row: Row, columns: Columns) -> dict[str, str]:
    """Field → what the row says; fields of empty cells are left out, `CLEARED` cells are kept as such."""
    cells: dict[str, str] = {}
    for field, position in columns.positions.items():
        text = row.cells[position].strip() if position < len(row.cells) else ""
        if text.startswith("'") and text[1:].startswith(_DEFUSED):
            text = text[1:]  # the apostrophe with which spreadsheet exports defuse formulas
        if text:
            cells[field] = text
    return cells


def _filled_columns(table: Table) -> set[int]:
    counts = Counter(position for row in table.rows for position, cell in enumerate(row.cells) if cell.strip())
    return set(counts)
