"""The reference data that travel in the package: their rows, and a Gazetteer of them for use without a database."""

import csv
import importlib.resources
import io
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources.abc import Traversable

from kommanmap.geocoding.names.composing import AliasRow, CentreRow, PostcodeRow, TownRow, composed
from kommanmap.geocoding.names.gazetteer import Gazetteer


def reference_folder() -> Traversable:
    """Where the package keeps its reference data."""
    return importlib.resources.files("kommanmap") / "reference"


def rows_of(path: Traversable) -> Iterator[dict[str, str]]:
    """The rows of one file of reference data, by column name."""
    yield from csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")))


@lru_cache(maxsize=1)
def shipped_gazetteer() -> Gazetteer:
    """Centres, municipalities, their other names and postcodes, without any database."""
    folder = reference_folder()
    return composed(
        [CentreRow(row["slug"], row["name"], row["serves"]) for row in rows_of(folder / "centres.csv")],
        [
            TownRow(row["ags"], row["slug"], row["name"], row["centre_slug"], float(row["lat"]), float(row["lon"]))
            for row in rows_of(folder / "municipalities.csv")
        ],
        [AliasRow(row["ags"], row["alias"], row["kind"]) for row in rows_of(folder / "aliases.csv")],
        [
            PostcodeRow(row["postcode"], row["ags"], float(row["lat"]), float(row["lon"]), row["main"] == "yes")
            for row in rows_of(folder / "postcodes.csv")
        ],
    )
