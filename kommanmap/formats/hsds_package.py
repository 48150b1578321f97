"""HSDS 3.1 as a package of tables: the records of `hsds` laid flat, one CSV a table, described in `datapackage.json`.

https://docs.openreferral.org, https://specs.frictionlessdata.io/tabular-data-package/. Cells are data for programs and
stand as they are.
"""

import csv
import io
import json
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from kommanmap.formats.about import about_lines
from kommanmap.formats.base import Dataset, Format
from kommanmap.formats.fields import utc_text
from kommanmap.formats.hsds import service
from kommanmap.formats.pieces import LARGE_MEMBER, TemporaryBytes, member, on_disk, read_back

Record = Mapping[str, Any]

TABLES: Mapping[str, tuple[str, ...]] = {
    "organization": ("id", "name", "description", "website"),
    "service": (
        "id", "organization_id", "name", "alternate_name", "description", "url", "email", "status",
        "application_process", "fees_description", "assured_date", "licenses", "alert", "last_modified",
    ),
    "location": (
        "id", "location_type", "url", "name", "description", "transportation", "latitude", "longitude",
        "external_identifier", "external_identifier_type",
    ),
    "service_at_location": ("id", "service_id", "location_id", "description"),
    "address": (
        "id", "location_id", "address_1", "address_2", "city", "state_province", "postal_code", "country",
        "address_type",
    ),
    "phone": ("id", "service_id", "number"),
    "schedule": (
        "id", "service_at_location_id", "valid_from", "valid_to", "dtstart", "timezone", "until", "count", "freq",
        "interval", "byday", "description", "opens_at", "closes_at", "notes",
    ),
    "service_area": ("id", "service_id", "name", "description", "extent", "extent_type"),
    "language": ("id", "service_id", "name", "code"),
    "accessibility": ("id", "location_id", "description"),
    "attribute": ("id", "link_id", "link_entity", "taxonomy_term_id"),
    "taxonomy_term": ("id", "code", "name", "description", "taxonomy"),
}  # fmt: skip
"""The tables with their columns, as HSDS names them; columns that we never fill are left out."""

NUMBERS = {"latitude": "number", "longitude": "number", "timezone": "number", "count": "number", "interval": "number"}
LISTS = {
    "phones": "phone",
    "languages": "language",
    "service_areas": "service_area",
    "service_at_locations": "service_at_location",
    "schedules": "schedule",
    "addresses": "address",
    "accessibility": "accessibility",
    "attributes": "attribute",
}
"""Members of a record that hold records of another table, which name their owner."""

SHARED = ("organization", "location", "taxonomy_term")
"""Members that hold one record of another table, which their owner names."""


def parts(dataset: Dataset) -> Iterator[bytes]:
    """A zip archive; every record of `hsds.json` stands in it once."""
    files = {table: on_disk() for table in TABLES}
    _fill(files, dataset)
    out = on_disk()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member("datapackage.json", dataset.as_of_utc), _described(dataset))
        for table, file in files.items():
            _add(archive, f"{table}.csv", file, dataset.as_of_utc)
    return read_back(out)


def _fill(files: Mapping[str, TemporaryBytes], dataset: Dataset) -> None:
    texts = {table: io.TextIOWrapper(file, "utf-8", "replace", newline="") for table, file in files.items()}
    writers = {table: csv.DictWriter(texts[table], columns, restval="") for table, columns in TABLES.items()}
    for writer in writers.values():
        writer.writeheader()
    known: set[str] = set()
    for point in dataset.points:
        for table, record in laid_flat("service", service(point, dataset)):
            if table not in SHARED or record["id"] not in known:
                writers[table].writerow(record)
            if table in ("organization", "taxonomy_term"):  # a location has one place
                known.add(record["id"])
    for text in texts.values():
        text.detach()


def laid_flat(table: str, record: Record, owner: str = "", owner_id: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """(table, row) of a record and of all that hangs on it."""
    row = {name: value for name, value in record.items() if name not in LISTS and name not in SHARED}
    if f"{owner}_id" in TABLES[table]:
        row[f"{owner}_id"] = owner_id
    yield table, row
    for name in SHARED:
        if name in record:
            yield from laid_flat(name, record[name])
    for name, of in LISTS.items():
        for each in record.get(name, ()):
            yield from laid_flat(of, each, table, record["id"])


def _add(archive: zipfile.ZipFile, name: str, file: TemporaryBytes, made_utc: datetime) -> None:
    large = file.tell() > LARGE_MEMBER
    file.seek(0)
    with file, archive.open(member(name, made_utc), "w", force_zip64=large) as copy:
        shutil.copyfileobj(file, copy)


def _described(dataset: Dataset) -> str:
    """What program and reader want to know of the package and its tables."""
    licence = dataset.licence
    document: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": "kommanmap-hsds",
        "title": dataset.title,
        "description": "\n".join(about_lines(dataset)),
        "homepage": dataset.home,
        "version": "3.1",
        "created": utc_text(dataset.as_of_utc),
        "resources": [_resource(table, columns) for table, columns in TABLES.items()],
    }
    if licence.is_chosen:
        document["licenses"] = [{"name": licence.code, "title": licence.name, "path": licence.url}]
    return json.dumps(document, ensure_ascii=False, indent=1)


def _resource(table: str, columns: tuple[str, ...]) -> dict[str, Any]:
    foreign = [
        {"fields": column, "reference": {"resource": column.removesuffix("_id"), "fields": "id"}}
        for column in columns
        if column.removesuffix("_id") in TABLES and column.endswith("_id")
    ]
    return {
        "profile": "tabular-data-resource",
        "name": table,
        "path": f"{table}.csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [{"name": column, "type": NUMBERS.get(column, "string")} for column in columns],
            "primaryKey": "id",
            "foreignKeys": foreign,
            "missingValues": [""],
        },
    }


FORMAT = Format("hsds.zip", "application/zip", "HSDS 3.1 (CSV)", attachment=True, parts=parts)
