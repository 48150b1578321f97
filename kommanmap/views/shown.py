"""Ids that the index found → public records and finished cards, both kept per data version and language."""

import threading
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask import Flask, current_app, get_template_attribute
from markupsafe import Markup

from kommanmap.database import reading_only
from kommanmap.domain.hours.calendar import nrw_calendar
from kommanmap.domain.hours.session import Timetable
from kommanmap.domain.hours.slots import BERLIN
from kommanmap.domain.vocabulary import LISTED_STATUSES
from kommanmap.extensions import db
from kommanmap.i18n import current_language
from kommanmap.presenters.opening import Badge, Step, badge_of, steps
from kommanmap.presenters.points import public_point
from kommanmap.presenters.public_point import PublicPoint
from kommanmap.queries.records import LARGEST_BATCH, PointRecord, points_by_ids
from kommanmap.queries.search import Hit
from kommanmap.views.current import config, index, minute
from kommanmap.views.links import PageLinks

MOST_CARDS = 20_000
"""Cards kept per process, about 1 KB each."""


@dataclass(frozen=True, slots=True)
class CardView:
    """A finished card in two halves, what stands between them, and how far away the place is (None: nobody asked)."""

    point_id: int
    head: Markup
    rest: Markup
    badge: Badge
    distance_km: float | None


@dataclass(slots=True)
class _Card:
    """What is kept of a place: its card without the badge, and the badges of the day that was asked for last."""

    head: Markup
    rest: Markup
    timetable: Timetable
    planned: tuple[date, tuple[Step, ...]] | None = None

    def badge(self, today: date, now: int) -> Badge:
        """The badge at an instant (seconds since 1970) of a local day."""
        if self.planned is None or self.planned[0] != today:
            self.planned = (today, steps(self.timetable, today, nrw_calendar()))
        return badge_of(self.planned[1], now)


class CardCache:
    """Finished cards by (language, point id) for one data version and day. Safe between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._version: object = None
        self._cards: dict[tuple[str, int], _Card] = {}

    def known(self, version: object) -> dict[tuple[str, int], _Card]:
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
    return public_point(
        row, town=town, centre=centre, language=current_language(), links=PageLinks(), rule=config().freshness
    )


def public_points(ids: Sequence[int]) -> list[PublicPoint]:
    """The public records in the order of `ids`, in the language of the page."""
    return [present(row) for row in points_by_ids(db.session(), ids)]


class PointsInTurn(Collection[PublicPoint]):
    """Very many public records, loaded a few at a time while somebody goes through them.

    No transaction stays open in between, so a slow asker holds nobody up; what is no longer public by then is left out.
    """

    def __init__(self, ids: Sequence[int]) -> None:
        self._ids = ids

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, item: object) -> bool:
        return any(point == item for point in self)

    def __iter__(self) -> Iterator[PublicPoint]:
        for start in range(0, len(self._ids), LARGEST_BATCH):
            with reading_only():
                rows = points_by_ids(db.session(), self._ids[start : start + LARGEST_BATCH])
                db.session.rollback()
            yield from [present(row) for row in rows if row.status in LISTED_STATUSES]


def card_views(hits: Sequence[Hit]) -> list[CardView]:
    """Finished cards in the order of the hits; what is not known yet is loaded and rendered in one go."""
    cache: CardCache = current_app.extensions["kommanmap.cards"]
    at = minute()
    today, now = at.astimezone(BERLIN).date(), int(at.timestamp())
    known = cache.known((index().stamp, today))
    code = current_language().code
    missing = [hit.point_id for hit in hits if (code, hit.point_id) not in known]
    if missing:
        head, rest = (get_template_attribute("components/card.html", name) for name in ("card_head", "card_rest"))
        for row in points_by_ids(db.session(), missing):
            place = present(row)
            known[code, row.id] = _Card(head(place), rest(place, place.is_overdue(today)), place.timetable)
    found = ((hit, known.get((code, hit.point_id))) for hit in hits)
    return [
        CardView(hit.point_id, card.head, card.rest, card.badge(today, now), hit.distance_km)
        for hit, card in found
        if card is not None
    ]


def init_app(app: Flask) -> None:
    """Create the card cache."""
    app.extensions["kommanmap.cards"] = CardCache()
