"""One file per representation. To add one: write a module with `FORMAT` and list it here; contract tests wait."""

from kommanmap.formats import csv_file, geojson, ical
from kommanmap.formats.base import Dataset, Format

__all__ = ["FORMATS", "FORMAT_BY_EXTENSION", "Dataset", "Format"]

FORMATS: tuple[Format, ...] = (geojson.FORMAT, csv_file.FORMAT, ical.FORMAT)

FORMAT_BY_EXTENSION = {item.extension: item for item in FORMATS}
