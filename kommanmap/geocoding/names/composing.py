"""Rows of the reference data (tables or shipped files) → a Gazetteer. Knows neither tables nor files."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from kommanmap.domain.folding import key, sort_key
from kommanmap.domain.values import Coordinates
from kommanmap.domain.vocabulary import AliasKind
from kommanmap.geocoding.names.gazetteer import Gazetteer
from kommanmap.geocoding.names.place_names import centre_names, short_names
from kommanmap.geocoding.names.places import CentreEntry, Place, PlaceKind, Town


class CentreRow(NamedTuple):
    """A centre as the reference data say it."""

    slug: str
    name: str
    serves: str


class TownRow(NamedTuple):
    """A municipality; its position in degrees."""

    ags: str
    slug: str
    name: str
    centre_slug: str
    lat: float
    lon: float


class AliasRow(NamedTuple):
    """Another name of a municipality; `kind` is a value of `AliasKind`."""

    ags: str
    alias: str
    kind: str


class PostcodeRow(NamedTuple):
    """The part of a postcode area that lies in a municipality, and whether it is the larger part."""

    postcode: str
    ags: str
    lat: float
    lon: float
    main: bool


def composed(
    centre_rows: Iterable[CentreRow],
    town_rows: Iterable[TownRow],
    alias_rows: Iterable[AliasRow],
    postcode_rows: Iterable[PostcodeRow],
) -> Gazetteer:
    """Everything that these rows know by name. The same rows, in whatever order, give the same object: an index built
    anew because places changed need not fold names again, and tables that hold the shipped data need no second one."""
    return _composed(
        tuple(sorted(centre_rows)), tuple(sorted(town_rows)), tuple(sorted(alias_rows)), tuple(sorted(postcode_rows))
    )


@lru_cache(maxsize=2)
def _composed(
    centre_rows: Sequence[CentreRow],
    town_rows: Sequence[TownRow],
    alias_rows: Sequence[AliasRow],
    postcode_rows: Sequence[PostcodeRow],
) -> Gazetteer:
    in_order = sorted(centre_rows, key=lambda row: (sort_key(row.name), row.slug))
    centres = [CentreEntry(slug=row.slug, name=row.name, order=at) for at, row in enumerate(in_order)]
    towns = [
        Town(row.ags, row.slug, row.name, row.centre_slug, Coordinates(row.lat, row.lon))
        for row in sorted(town_rows, key=lambda row: sort_key(row.name))
    ]
    by_ags = {town.ags: town for town in towns}
    places = {town.ags: _town_place(town) for town in towns}
    return Gazetteer(
        centres=centres,
        towns=towns,
        names=[
            *_town_names(towns, places),
            *_centre_names(centres, {row.slug: row.serves for row in centre_rows}, towns),
            *_alias_names(alias_rows, by_ags, places),
        ],
        postcodes=_postcodes(postcode_rows, by_ags),
    )


def _town_place(town: Town) -> Place:
    keys = frozenset(key(name) for name in (town.name, *short_names(town.name)))
    return Place(PlaceKind.MUNICIPALITY, town.name, town.name, (town.ags,), town.centre_slug, town.position, keys=keys)


def _town_names(towns: list[Town], places: dict[str, Place]) -> Iterator[tuple[str, Place]]:
    for town in towns:
        for name in (town.name, *short_names(town.name), town.slug):
            yield name, places[town.ags]


def _centre_names(centres: list[CentreEntry], serves: dict[str, str], towns: list[Town]) -> Iterator[tuple[str, Place]]:
    places = {
        centre.slug: Place(PlaceKind.CENTRE, centre.name, centre.name, (), centre.slug, None) for centre in centres
    }
    for slug, place in places.items():
        for name in (*centre_names(place.label, serves[slug]), slug):
            yield name, place
    for town in towns:  # "KI Siegen" means the centre that serves Siegen
        for name in (town.name, *short_names(town.name)):
            yield f"KI {name}", places[town.centre_slug]


def _alias_names(
    rows: Sequence[AliasRow], by_ags: dict[str, Town], places: dict[str, Place]
) -> Iterator[tuple[str, Place]]:
    for row in rows:
        town = by_ags[row.ags]
        if row.kind != AliasKind.DISTRICT:
            yield row.alias, places[row.ags]
            continue
        name = row.alias.removeprefix(f"{town.name}-").removeprefix(f"{town.name} ")
        label = f"{town.name}-{name}"
        place = Place(
            PlaceKind.DISTRICT,
            label,
            label,
            (town.ags,),
            town.centre_slug,
            town.position,
            keys=frozenset((key(name), key(label))),
        )
        for spelling in (row.alias, name, label):
            yield spelling, place


def _postcodes(rows: Sequence[PostcodeRow], by_ags: dict[str, Town]) -> dict[str, Place]:
    areas: dict[str, list[tuple[bool, str, Coordinates]]] = {}
    for row in rows:
        areas.setdefault(row.postcode, []).append((not row.main, row.ags, Coordinates(row.lat, row.lon)))
    places = {}
    for code, parts in areas.items():
        parts.sort(key=lambda part: part[:2])
        names = " / ".join(by_ags[ags].name for _, ags, _ in parts)
        places[code] = Place(
            PlaceKind.POSTCODE,
            f"{code} {names}",
            code,
            tuple(ags for _, ags, _ in parts),
            by_ags[parts[0][1]].centre_slug,
            parts[0][2],
        )
    return places
