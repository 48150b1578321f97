"""Ids that the index found → public records and finished cards, both kept per data version and language."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Flask, current_app, get_template_attribute
from markupsafe import Markup

from kommanmap.extensions import db
from kommanmap.i18n import current_language
from kommanmap.presenters.points import public_point
from kommanmap.presenters.public_point import PublicPoint
from kommanmap.queries.records import PointRecord, points_by_ids
from kommanmap.queries.search import Hit
from kommanmap.views.current import index
from kommanmap.views.links import PageLinks

MOST_CARDS = 20_000
"""Cards kept per process, about 1 KB each."""


@dataclass(frozen=True, slots=True)
class CardView:
    """A finished card, and how far away the place is (None where no place was asked for)."""

    point_id: int
    html: Markup
    distance_km: float | None


class CardCache:
    """Finished cards by (language, point id) for one data version. Safe between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._version: object = None
        self._cards: dict[tuple[str, int], Markup] = {}

    def known(self, version: object) -> dict[tuple[str, int], Markup]:
        """The cards of this version; an older version's are forgotten."""
        with self._lock:
            if version != self._version or len(self._cards) > MOST_CARDS:
                self._version, self._cards = version, {}
            return self._cards


def present(row: PointRecord) -> PublicPoint:
    """The public record of a stored one, in the language of the page."""
    gazetteer = index().gazetteer
    town = gazetteer.towns_by_ags[row.ags]
    centre = gazetteer.centres[town.centre_slug]
    return public_point(row, town=town, centre=centre, language=current_language(), links=PageLinks())


def public_points(ids: Sequence[int]) -> list[PublicPoint]:
    """The public records in the order of `ids`, in the language of the page."""
    return [present(row) for row in points_by_ids(db.session(), ids)]


def card_views(hits: Sequence[Hit]) -> list[CardView]:
    """Finished cards in the order of the hits; what is not known yet is loaded and rendered in one go."""
    cache: CardCache = current_app.extensions["kommanmap.cards"]
    known = cache.known(index().stamp)
    code = current_language().code
    missing = [hit.point_id for hit in hits if (code, hit.point_id) not in known]
    if missing:
        macro = get_template_attribute("components/card.html", "card")
        for row in points_by_ids(db.session(), missing):
            known[code, row.id] = macro(present(row))
    finished = ((hit, known.get((code, hit.point_id))) for hit in hits)
    return [CardView(hit.point_id, html, hit.distance_km) for hit, html in finished if html is not None]


def init_app(app: Flask) -> None:
    """Create the card cache."""
    app.extensions["kommanmap.cards"] = CardCache()
