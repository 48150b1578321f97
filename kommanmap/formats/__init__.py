"""One file per representation. To add one: write a module with `FORMAT` and list it here; contract tests wait."""

from kommanmap.formats import (
    atom,
    csv_file,
    geojson,
    gpx,
    hsds,
    hsds_package,
    ical,
    integreat,
    kml,
    osm_tags,
    plain_json,
    spreadsheet,
    vcard,
)
from kommanmap.formats.base import Dataset, Format

__all__ = ["FORMATS", "FORMAT_BY_EXTENSION", "Dataset", "Format"]

FORMATS: tuple[Format, ...] = (
    spreadsheet.XLSX,
    csv_file.FORMAT,
    spreadsheet.CSV,
    geojson.FORMAT,
    plain_json.FORMAT,
    kml.FORMAT,
    gpx.FORMAT,
    ical.FORMAT,
    vcard.FORMAT,
    atom.FORMAT,
    hsds.FORMAT,
    hsds_package.FORMAT,
    integreat.FORMAT,
    osm_tags.FORMAT,
)

FORMAT_BY_EXTENSION = {item.extension: item for item in FORMATS}
