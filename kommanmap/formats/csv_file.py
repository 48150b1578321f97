"""CSV for programs (RFC 4180, UTF-8, comma): cells stand as they are."""

import csv
import io

from kommanmap.formats.base import Dataset, Format
from kommanmap.formats.fields import FIELDS, Value

LIST_SEPARATOR = "; "


def write(dataset: Dataset) -> bytes:
    """A header line, then one line a place: id, position, then `kommanmap.formats.fields`."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["id", "lat", "lon", *(field.name for field in FIELDS)])
    for point in dataset.points:
        position = point.position
        where = [position.lat, position.lon] if position is not None else ["", ""]
        writer.writerow([point.id, *where, *(_cell(field.read(point, dataset)) for field in FIELDS)])
    return out.getvalue().encode()


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return LIST_SEPARATOR.join(value) if isinstance(value, list) else str(value)


FORMAT = Format("csv", "text/csv; charset=utf-8", "CSV", attachment=True, write=write)
