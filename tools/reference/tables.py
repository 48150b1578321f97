"""The lists of centres and municipalities, and how this tool reads and writes CSV files."""

import csv
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

Row = dict[str, str]

CENTRE_FIELDS = ("slug", "name", "serves", "regierungsbezirk", "kreis_key", "confirmed", "evidence")
MUNICIPALITY_FIELDS = ("ags", "name", "slug", "kreis", "regierungsbezirk", "centre_slug", "lat", "lon")

AACHEN_SLUGS = {"05334002": "stadt-aachen", "05334": "staedteregion-aachen"}
"""The only Kreis with two centres: its seat has one of its own."""

WEAK_EVIDENCE = {"inferred (count)", "S4"}
"""Evidence that does not name the centre itself (explained in SOURCES.md)."""

EVIDENCE_WORDING = {"SA, seed": "SA, press 2016-06-02"}
"""The raw list's shorthand for a press article, written out."""

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def slug(text: str) -> str:
    """ASCII words joined by hyphens: `Stolberg (Rhld.)` becomes `stolberg-rhld`."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower().translate(UMLAUTS)).strip("-")


def read_csv(path: Path) -> list[Row]:
    """All rows of a UTF-8 CSV file with a header line."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_csv(path: Path, fields: Sequence[str], rows: Iterable[Row]) -> None:
    """Write UTF-8, comma, LF, header line."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fields, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def build_centres(raw: Iterable[Row]) -> list[Row]:
    """Centres sorted by key, from rows `name, serves, ags_prefix, regierungsbezirk, evidence`."""
    rows = []
    for line in raw:
        key, evidence = line["ags_prefix"], line["evidence"]
        rows.append(
            {
                "slug": AACHEN_SLUGS.get(key) or centre_slug(line["serves"]),
                "name": line["name"],
                "serves": line["serves"],
                "regierungsbezirk": line["regierungsbezirk"],
                "kreis_key": key,
                "confirmed": "no" if evidence in WEAK_EVIDENCE else "yes",
                "evidence": EVIDENCE_WORDING.get(evidence, evidence),
            }
        )
    require_unique(row["slug"] for row in rows)
    return sorted(rows, key=lambda row: row["kreis_key"])


def centre_slug(serves: str) -> str:
    """`Kreis Olpe` becomes `olpe`, `Stadt Köln (kreisfrei)` becomes `stadt-koeln`."""
    return slug(serves.removesuffix(" (kreisfrei)").removeprefix("Kreis "))


def build_municipalities(raw: Iterable[Row], centres: Sequence[Row]) -> list[Row]:
    """Municipalities sorted by AGS, each with the slug of its centre."""
    rows = []
    for line in raw:
        centre = centre_of(line["ags"], centres)
        if centre["name"] != line["centre"]:
            raise SystemExit(f"{line['ags']} {line['name']}: centre {line['centre']} or {centre['name']}?")
        rows.append(
            {
                "ags": line["ags"],
                "name": line["name"],
                "slug": slug(line["name"]),
                "kreis": line["kreis"],
                "regierungsbezirk": line["regierungsbezirk"],
                "centre_slug": centre["slug"],
                "lat": f"{float(line['lat']):.5f}",
                "lon": f"{float(line['lon']):.5f}",
            }
        )
    require_unique(row["slug"] for row in rows)
    return sorted(rows, key=lambda row: row["ags"])


def centre_of(ags: str, centres: Sequence[Row]) -> Row:
    """The centre with the longest key that begins the AGS; the five-digit Kreis key alone is not enough."""
    matches = [row for row in centres if ags.startswith(row["kreis_key"])]
    return max(matches, key=lambda row: len(row["kreis_key"]))


def require_unique(values: Iterable[str]) -> None:
    """Stop when a value occurs twice."""
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise SystemExit(f"not unique: {value}")
        seen.add(value)
