"""Package data → tables: centres, municipalities, other names, postcodes. Harmless to repeat; knows no meeting point.

Rows that the package data no longer name stay as they are: a meeting point may hang on them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from importlib.resources.abc import Traversable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.domain.vocabulary import AliasKind
from kommanmap.geocoding.names.shipped import reference_folder, rows_of
from kommanmap.models import Base, Centre, Municipality, MunicipalityAlias, PostcodeArea
from kommanmap.services import data_version


@dataclass(frozen=True, slots=True)
class LoadedReference:
    """How many rows there are, and how many were added, changed or taken away by this run."""

    centres: int
    municipalities: int
    aliases: int
    postcodes: int
    changes: int


def load_reference(session: DatabaseSession, *, now: datetime, folder: Traversable | None = None) -> LoadedReference:
    """Bring the reference tables to the state of the package data; the second run changes nothing."""
    source = folder or reference_folder()
    data_version.lock(session, now=now)
    centres = list(rows_of(source / "centres.csv"))
    towns = list(rows_of(source / "municipalities.csv"))
    changes = _store(session, Centre, "slug", map(_centre, centres))
    session.flush()
    centre_ids = {slug: key for slug, key in session.execute(select(Centre.slug, Centre.id))}  # noqa: C416 - rows are no pairs to type checkers
    changes += _store(session, Municipality, "ags", (_municipality(row, centre_ids) for row in towns))
    session.flush()
    aliases = list(map(_alias, rows_of(source / "aliases.csv")))
    changes += _store_exactly(session, MunicipalityAlias, ("ags", "alias", "kind", "language"), aliases)
    postcodes = list(map(_postcode, rows_of(source / "postcodes.csv")))
    changes += _store_exactly(session, PostcodeArea, ("postcode", "ags", "lat", "lon", "main"), postcodes)
    session.flush()
    if changes:
        data_version.bump(session, now=now, reference=True)
    return LoadedReference(len(centres), len(towns), len(aliases), len(postcodes), changes)


def _centre(row: dict[str, str]) -> dict[str, Any]:
    wanted = ("slug", "name", "serves", "regierungsbezirk", "kreis_key")
    return {**{name: row[name] for name in wanted}, "confirmed": row["confirmed"] == "yes"}


def _municipality(row: dict[str, str], centre_ids: dict[str, int]) -> dict[str, Any]:
    return {
        **{name: row[name] for name in ("ags", "name", "slug", "kreis")},
        "centre_id": centre_ids[row["centre_slug"]],
        "lat": float(row["lat"]),
        "lon": float(row["lon"]),
    }


def _alias(row: dict[str, str]) -> dict[str, Any]:
    return {
        "ags": row["ags"], "alias": row["alias"], "kind": AliasKind(row["kind"]), "language": row["language"] or "",
    }  # fmt: skip


def _postcode(row: dict[str, str]) -> dict[str, Any]:
    return {
        "postcode": row["postcode"], "ags": row["ags"], "lat": float(row["lat"]), "lon": float(row["lon"]),
        "main": row["main"] == "yes",
    }  # fmt: skip


def _store(session: DatabaseSession, table: type[Base], key: str, wanted: Iterable[dict[str, Any]]) -> int:
    """Add or change rows found by `key`; give how many."""
    stored: dict[str, Any] = {getattr(row, key): row for row in session.scalars(select(table))}
    changes = 0
    for values in wanted:
        row = stored.get(values[key])
        if row is None:
            session.add(table(**values))
            changes += 1
        elif any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            changes += 1
    return changes


def _store_exactly(
    session: DatabaseSession, table: type[Base], names: tuple[str, ...], wanted: list[dict[str, Any]]
) -> int:
    """Make the table hold just these rows, leaving the equal ones alone; give how many came or went."""
    missing = {tuple(values[name] for name in names): values for values in wanted}
    changes = 0
    for row in session.scalars(select(table)).all():
        if missing.pop(tuple(getattr(row, name) for name in names), None) is None:
            session.delete(row)
            changes += 1
    session.flush()  # a changed postcode is a row that goes and one that comes with the same key
    session.add_all(table(**values) for values in missing.values())
    return changes + len(missing)
