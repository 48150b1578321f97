"""CSV for programs (RFC 4180, UTF-8, comma): cells stand as they are. Its rows also fill the tables for people."""

from collections.abc import Iterable, Iterator

from kommanmap.formats.base import Dataset, Format
from kommanmap.formats.fields import FIELDS, Value, utc_text
from kommanmap.formats.pieces import encoded
from kommanmap.formats.spreadsheet_csv import lines
from kommanmap.presenters.public_point import PublicPoint

LIST_SEPARATOR = "; "
HEADER = ("id", "lat", "lon", *(field.name for field in FIELDS), "license", "as_of")
"""The last two say the same in every row: a table has no other place for what holds for all of it."""


def parts(dataset: Dataset) -> Iterator[bytes]:
    """A header line, then one line a place."""
    return encoded(lines(HEADER, rows(dataset)))


def rows(dataset: Dataset) -> Iterable[list[str]]:
    """The cells of all places."""
    return (row(point, dataset) for point in dataset.points)


def row(point: PublicPoint, dataset: Dataset) -> list[str]:
    """The cells of a place: id, position, `kommanmap.formats.fields`, licence and date."""
    position = point.position
    where = [str(position.lat), str(position.lon)] if position is not None else ["", ""]
    cells = [_cell(field.read(point, dataset)) for field in FIELDS]
    return [point.id, *where, *cells, dataset.licence.said, utc_text(dataset.as_of_utc)]


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return LIST_SEPARATOR.join(value) if isinstance(value, list) else str(value)


FORMAT = Format("csv", "text/csv; charset=utf-8", "CSV", attachment=True, parts=parts)
