"""Coverage as pages and files show it: rows, sums, the drawing, CSV. Asks nothing, knows no request."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel.speaklater import LazyString

from kommanmap.domain.rings import Point
from kommanmap.i18n import lazy_gettext
from kommanmap.models import Centre
from kommanmap.presenters.areas import REGION_ORDER, short_centre_name
from kommanmap.presenters.coverage_map import Drawing, draw, on_drawing
from kommanmap.queries.coverage import Standing, TownCoverage

STANDING_LABELS: Mapping[Standing, LazyString] = {
    Standing.SERVED: lazy_gettext("mit Treffpunkt"),
    Standing.OVERDUE: lazy_gettext("nur lange nicht geprüfte"),
    Standing.NEAR: lazy_gettext("einer gleich hinter der Grenze"),
    Standing.NONE: lazy_gettext("ohne Treffpunkt"),
}
NAMED_TOWNS = frozenset(
    {"05111000", "05154036", "05315000", "05334002", "05515000", "05711000", "05913000", "05970040"}
)
"""Written on the map, to find one's way: Düsseldorf, Kleve, Köln, Aachen, Münster, Bielefeld, Dortmund, Siegen."""


@dataclass(frozen=True, slots=True)
class Sums:
    """How many municipalities stand how, in an area."""

    name: str
    towns: int
    by_standing: Mapping[Standing, int]


@dataclass(frozen=True, slots=True)
class CentreCoverage:
    """A centre with its municipalities in the order of names."""

    slug: str
    name: str
    region: str
    sums: Sums
    towns: tuple[TownCoverage, ...]


@dataclass(frozen=True, slots=True)
class CoverageView:
    """The whole page: all, by Regierungsbezirk, by centre; the drawing and the names on it."""

    total: Sums
    regions: tuple[Sums, ...]
    centres: tuple[CentreCoverage, ...]
    drawing: Drawing
    names: tuple[tuple[str, Point], ...]


def coverage_view(towns: Sequence[TownCoverage], centres: Sequence[Centre], shown: Iterable[str]) -> CoverageView:
    """Sums and rows of the centres whose slugs are `shown`; the drawing always shows everything."""
    wanted = frozenset(shown)
    by_centre: dict[str, list[TownCoverage]] = {centre.slug: [] for centre in centres if centre.slug in wanted}
    for town in towns:
        if town.centre_slug in by_centre:
            by_centre[town.centre_slug].append(town)
    rows = [
        CentreCoverage(
            centre.slug,
            short_centre_name(centre.name),
            centre.regierungsbezirk,
            _sums(short_centre_name(centre.name), by_centre[centre.slug]),
            tuple(by_centre[centre.slug]),
        )
        for centre in centres
        if centre.slug in by_centre
    ]
    rows.sort(key=lambda row: (REGION_ORDER.index(row.region), row.name))
    regions = [_sums(name, [town for row in rows if row.region == name for town in row.towns]) for name in REGION_ORDER]
    return CoverageView(
        total=_sums("", [town for row in rows for town in row.towns]),
        regions=tuple(sums for sums in regions if sums.towns),
        centres=tuple(rows),
        drawing=draw({town.ags: town.standing.value for town in towns}),
        names=tuple((town.name, on_drawing(town.position)) for town in towns if town.ags in NAMED_TOWNS),
    )


def coverage_csv(view: CoverageView, *, for_staff: bool) -> bytes:
    """One line a municipality, for programs (RFC 4180, UTF-8, comma). Staff also get what is not public."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    header = ["ags", "gemeinde", "zentrum", "regierungsbezirk", "stand", "treffpunkte", "naechster_km"]
    writer.writerow([*header, *(["lange_nicht_geprueft", "in_arbeit", "zuletzt_geprueft"] if for_staff else [])])
    for centre in view.centres:
        for town in centre.towns:
            km = "" if town.nearest_km is None else f"{town.nearest_km:.1f}"
            line = [town.ags, town.name, centre.name, centre.region, town.standing.value, town.places, km]
            writer.writerow([*line, *([town.overdue, town.unfinished, town.checked_on or ""] if for_staff else [])])
    return out.getvalue().encode()


def _sums(name: str, towns: Sequence[TownCoverage]) -> Sums:
    counted = Counter(town.standing for town in towns)
    return Sums(name, len(towns), {standing: counted[standing] for standing in Standing})
