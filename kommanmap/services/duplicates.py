"""Places that may be the one that is being entered: near with a similar name, or at the same address. Writes nothing.

Near is 100 m, and only between pins that show a place and not the middle of an area. Names are similar where most of
their letters agree, or the words of one are those of the other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians

from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import token_set_ratio
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.domain.drafts import PointDraft
from kommanmap.domain.staff import Scope
from kommanmap.domain.values import Coordinates
from kommanmap.domain.vocabulary import LISTED_STATUSES, Accuracy, Status
from kommanmap.domain.word_keys import word_key
from kommanmap.geocoding.checks import COARSE
from kommanmap.models import MeetingPoint
from kommanmap.queries.reach import within

NEAR_M = 100.0
MOST_DIFFERENT = 0.3
"""Part of the letters of a name that may differ."""
LIKE_WORDS = 90.0
MOST_SHOWN = 5
_DEGREE_M = 111_000.0


@dataclass(frozen=True, slots=True)
class Likeness:
    """A place that may be the same. metres: None where one of the pins is only about there."""

    public_id: str
    slug: str
    name: str
    address: str
    status: Status
    same_address: bool
    metres: int | None
    in_reach: bool


def likely_same(
    session: DatabaseSession, *, draft: PointDraft, scope: Scope, besides: int | None = None
) -> tuple[Likeness, ...]:
    """The likeliest first. What is out of reach is only named where every reader sees it. besides: the place itself."""
    visible = or_(within(scope), MeetingPoint.status.in_(LISTED_STATUSES))
    wanted = select(MeetingPoint, within(scope).label("in_reach")).where(
        visible, MeetingPoint.status != Status.CLOSED, _nearby(draft)
    )
    if besides is not None:
        wanted = wanted.where(MeetingPoint.id != besides)
    found = [like for point, in_reach in session.execute(wanted) if (like := _likeness(draft, point, bool(in_reach)))]
    found.sort(key=lambda like: (not like.same_address, like.metres if like.metres is not None else 0, like.name))
    return tuple(found[:MOST_SHOWN])


def similar_names(one: str, other: str) -> bool:
    """Whether two names may be the same in other words."""
    first, second = word_key(one), word_key(other)
    if not first or not second:
        return False
    if Levenshtein.normalized_distance(first, second) <= MOST_DIFFERENT:
        return True
    return min(len(first.split()), len(second.split())) > 1 and token_set_ratio(first, second) >= LIKE_WORDS


def _nearby(draft: PointDraft) -> ColumnElement[bool]:
    """Whoever is worth a closer look: in the same municipality with a house number, or in a box around the pin."""
    ways = []
    if draft.street:
        ways.append((MeetingPoint.ags == draft.ags) & (MeetingPoint.street != ""))
    if draft.lat is not None and draft.lon is not None and draft.position_accuracy not in COARSE:
        lat, lon = NEAR_M / _DEGREE_M, NEAR_M / (_DEGREE_M * cos(radians(draft.lat)))
        ways.append(
            MeetingPoint.lat.between(draft.lat - lat, draft.lat + lat)
            & MeetingPoint.lon.between(draft.lon - lon, draft.lon + lon)
        )
    return or_(*ways) if ways else MeetingPoint.id.is_(None)


def _likeness(draft: PointDraft, point: MeetingPoint, in_reach: bool) -> Likeness | None:
    same = _house(draft.street, draft.house_number) == _house(point.street, point.house_number) != ""
    same = same and draft.ags == point.ags
    metres = _metres(draft, point)
    near = metres is not None and metres <= NEAR_M and similar_names(draft.name, point.name)
    if not same and not near:
        return None
    address = " ".join(part for part in (point.street, point.house_number, point.postcode) if part)
    return Likeness(
        point.public_id, point.slug, point.name, address, point.status, same,
        None if metres is None else round(metres), in_reach,
    )  # fmt: skip


def _house(street: str, number: str) -> str:
    """ "Hauptstr. 5 A" and "Hauptstraße 5a" are the same; a street without a number is no house."""
    key = word_key(f"{street} {number}").replace(" ", "").replace("strasse", "str")
    return key if any(sign.isdigit() for sign in key) else ""


def _metres(draft: PointDraft, point: MeetingPoint) -> float | None:
    if draft.lat is None or draft.lon is None or point.coordinates is None:
        return None
    if not _is_fine((draft.position_accuracy, point.position_accuracy)):
        return None
    try:
        return Coordinates(draft.lat, draft.lon).distance_km(point.coordinates) * 1000
    except ValueError:
        return None


def _is_fine(accuracies: Iterable[Accuracy | None]) -> bool:
    return all(accuracy is not None and accuracy not in COARSE for accuracy in accuracies)
