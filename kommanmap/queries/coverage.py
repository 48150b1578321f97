"""Where there are places and where there are none: per municipality, and how far it is to the nearest one.

Counts come from the tables, positions from the index, which holds only what everybody may see: a place whose pin is not
public counts as lying in the middle of its town. Changes nothing.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.domain.values import Coordinates
from kommanmap.domain.vocabulary import LISTED_STATUSES, Status
from kommanmap.geocoding.boundaries import circle_around, is_near
from kommanmap.geocoding.names.places import Town
from kommanmap.models import MeetingPoint
from kommanmap.queries.bits import positions
from kommanmap.queries.facets import Facet
from kommanmap.queries.index import PointIndex
from kommanmap.queries.worklists import overdue

NEAR_M = 2000.0
"""A place of another municipality that lies no further beyond the boundary is one just over it."""


class Standing(StrEnum):
    """How a municipality stands, best first. The values are words of addresses and files."""

    SERVED = "mit"
    """At least one listed place that was checked in time."""
    OVERDUE = "veraltet"
    """Places, but all of them unchecked for too long."""
    NEAR = "nah"
    """No place of its own, one just over the boundary."""
    NONE = "ohne"


@dataclass(frozen=True, slots=True)
class TownCoverage:
    """A municipality. places: listed ones, of which `overdue`; unfinished: drafts and what waits for a look.

    nearest_km: from the middle of the town to the nearest place that is not paused; None if there is no such place.
    """

    ags: str
    slug: str
    name: str
    centre_slug: str
    standing: Standing
    places: int
    overdue: int
    unfinished: int
    checked_on: date | None
    nearest_km: float | None
    position: Coordinates


def coverage(index: PointIndex) -> dict[str, int]:
    """Listed places by AGS, for every municipality in the order of names; 0 where there are none."""
    counts = index.town_counts(index.parts(index.alive))
    return {town.ags: counts.get(town.ags, 0) for town in index.gazetteer.towns.values()}


def town_coverage(session: DatabaseSession, index: PointIndex, fresh_since: date) -> tuple[TownCoverage, ...]:
    """Every municipality in the order of names."""
    counts = _counts(session, fresh_since)
    opened = index.alive & index.having(Facet.STATUS, Status.PUBLIC.value)
    parts = index.parts(opened)
    return tuple(
        _town(index, town, counts.get(town.ags, _Counts()), opened, parts) for town in index.gazetteer.towns.values()
    )


@dataclass(frozen=True, slots=True)
class _Counts:
    places: int = 0
    overdue: int = 0
    unfinished: int = 0
    checked_on: date | None = None


def _counts(session: DatabaseSession, fresh_since: date) -> dict[str, _Counts]:
    """By AGS; municipalities without any place are left out."""
    listed = MeetingPoint.status.in_(LISTED_STATUSES)
    late = overdue(fresh_since)
    rows = session.execute(
        select(
            MeetingPoint.ags,
            func.sum(case((listed, 1), else_=0)),
            func.sum(case((listed & late, 1), else_=0)),
            func.sum(case((MeetingPoint.status.in_((Status.DRAFT, Status.REVIEW)), 1), else_=0)),
            func.max(case((listed, MeetingPoint.last_checked_on))),
        ).group_by(MeetingPoint.ags)
    )
    return {ags: _Counts(places, overdue, unfinished, day) for ags, places, overdue, unfinished, day in rows}


def _town(index: PointIndex, town: Town, counts: _Counts, opened: int, parts: list[tuple[int, ...]]) -> TownCoverage:
    return TownCoverage(
        ags=town.ags,
        slug=town.slug,
        name=town.name,
        centre_slug=town.centre_slug,
        standing=_standing(index, town, counts, opened),
        places=counts.places,
        overdue=counts.overdue,
        unfinished=counts.unfinished,
        checked_on=counts.checked_on,
        nearest_km=_nearest_km(index, town.position, parts),
        position=town.position,
    )


def _standing(index: PointIndex, town: Town, counts: _Counts, opened: int) -> Standing:
    if counts.places:
        return Standing.OVERDUE if counts.overdue == counts.places else Standing.SERVED
    middle, radius_km = circle_around(town.ags)
    beside = positions(index.within(middle, radius_km + NEAR_M / 1000) & opened)
    if any(is_near(town.ags, index.position(document), NEAR_M) for document in beside):
        return Standing.NEAR
    return Standing.NONE


def _nearest_km(index: PointIndex, middle: Coordinates, parts: list[tuple[int, ...]]) -> float | None:
    """Asks centre by centre, those first that can be nearest, and no more once none of the others can be nearer."""
    bounds = sorted((index.at_least_km(middle, order), order) for order, sides in enumerate(parts) if any(sides))
    nearest: float | None = None
    for bound, order in bounds:
        if nearest is not None and bound > nearest:
            break
        found = next((km for km, _document in index.nearest_first(middle, order, parts[order])), None)
        if found is not None and (nearest is None or found < nearest):
            nearest = found
    return nearest
