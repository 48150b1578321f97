"""Ids that the index found → public records and finished cards, both kept per data version and language."""

import threading
from collections.abc import Sequence

from flask import Flask, current_app, get_template_attribute
from markupsafe import Markup

from kommanmap.domain.languages import Language
from kommanmap.extensions import db
from kommanmap.i18n import current_language
from kommanmap.models import MeetingPoint
from kommanmap.presenters.notes import distance_text
from kommanmap.presenters.points import public_point
from kommanmap.presenters.public_point import PublicPoint
from kommanmap.queries.records import points_by_ids
from kommanmap.queries.search import Hit
from kommanmap.views.current import index
from kommanmap.views.links import PageLinks

MOST_CARDS = 20_000
"""Cards kept per process, about 1 KB each."""

DISTANCE_MARK = "\ue000"
"""Stands in a kept card where the distance belongs: a private-use character that text of ours never holds."""

DISTANCE_ELEMENT = '<span class="km">{}</span>'
"""As `components/card.html` writes it; a test compares the two."""

Card = tuple[Markup, Markup]
"""A finished card, cut where the distance stands."""


class CardCache:
    """Finished cards by (language, point id) for one data version. Safe between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._version: object = None
        self._cards: dict[tuple[str, int], Card] = {}

    def known(self, version: object) -> dict[tuple[str, int], Card]:
        """The cards of this version; an older version's are forgotten."""
        with self._lock:
            if version != self._version or len(self._cards) > MOST_CARDS:
                self._version, self._cards = version, {}
            return self._cards


def present(row: MeetingPoint, language: Language | None = None) -> PublicPoint:
    """The public record of a loaded row."""
    return public_point(row, language=language or current_language(), links=PageLinks())


def public_points(ids: Sequence[int]) -> list[PublicPoint]:
    """The public records in the order of `ids`, in the language of the page."""
    return [present(row) for row in points_by_ids(db.session, ids)]


def cards(hits: Sequence[Hit]) -> dict[int, Markup]:
    """Finished cards by point id; what is not known yet is loaded and rendered in one go."""
    cache: CardCache = current_app.extensions["kommanmap.cards"]
    known = cache.known(index().stamp)
    code = current_language().code
    missing = [hit.point_id for hit in hits if (code, hit.point_id) not in known]
    if missing:
        macro = get_template_attribute("components/card.html", "card")
        for row in points_by_ids(db.session, missing):
            known[code, row.id] = _cut(macro(present(row), distance=DISTANCE_MARK))
    return {hit.point_id: _with_distance(known[code, hit.point_id], hit) for hit in hits if (code, hit.point_id) in known}


def _cut(html: str) -> Card:
    """Split at the element that holds the mark; the element goes with it and is put back when there is a distance."""
    before, _, after = html.partition(DISTANCE_ELEMENT.format(DISTANCE_MARK))
    return Markup(before), Markup(after)  # noqa: S704 - a template of ours, autoescaped


def _with_distance(card: Card, hit: Hit) -> Markup:
    if hit.distance_km is None:
        return card[0] + card[1]
    return card[0] + Markup(DISTANCE_ELEMENT).format(distance_text(hit.distance_km)) + card[1]


def init_app(app: Flask) -> None:
    """Create the card cache."""
    app.extensions["kommanmap.cards"] = CardCache()
