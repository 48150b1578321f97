"""Streets that may be meant → the order in which they are offered, and whether one of them is certain.

Nothing is chosen silently: two streets of one name in a town tie unless the house number, a postcode or a district
speaks clearly for one of them; the same name in two towns always ties.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kommanmap.domain.folding import key
from kommanmap.domain.values import Coordinates
from kommanmap.geocoding.names.places import Place
from kommanmap.geocoding.register.index_reader import House, Street
from kommanmap.geocoding.register.street_keys import mark_of
from kommanmap.geocoding.search.candidates import PostcodeMiddles, position_of
from kommanmap.geocoding.search.house_choice import HouseChoice
from kommanmap.geocoding.search.matching import Match

SLIP_WEIGHT = 1.5
"""A letter of the street that differs says more against a meaning than one of the town."""

CLEARLY = 0.25
"""By how much doubt the best meaning must be ahead."""

_CONTRADICTED, _DOUBTED = 0.5, 0.1
_SAME_PLACE_KM = 0.025
_CLEAR_KM = 0.7


@dataclass(frozen=True, slots=True)
class Hit:
    """A street with the house in it, and what speaks against its being meant: 0 where nothing does."""

    match: Match
    choice: HouseChoice
    town_doubt: float = 0.0
    place_doubt: float = 0.0

    @property
    def street(self) -> Street:
        """The street."""
        return self.match.street

    @property
    def name_doubt(self) -> float:
        """Doubt about street and town, whatever house is asked for."""
        return SLIP_WEIGHT * self.match.slips + self.town_doubt + self.place_doubt

    @property
    def doubt(self) -> float:
        """All of it."""
        return self.name_doubt + self.choice.doubt

    @property
    def position(self) -> Coordinates:
        """Of the house, or of the middle of the street."""
        place: House | Street = self.choice.house or self.street
        return position_of(place)

    @property
    def likeness(self) -> float:
        """How much of the typed text agrees."""
        return round(max(0.1, 1.0 - 0.12 * (self.doubt - self.place_doubt)), 3)


def ranked(hits: Sequence[Hit], size_of: Callable[[str], int]) -> list[Hit]:
    """Likeliest first; equal ones by the size of their town, each place once."""
    if len(hits) < 2:
        return list(hits)
    in_order = sorted(hits, key=lambda hit: (hit.doubt, -size_of(hit.street.ags), hit.street.id))
    kept: list[Hit] = []
    seen: dict[tuple[str, str, str], list[Hit]] = {}
    for hit in in_order:
        house = hit.choice.house
        same = seen.setdefault((hit.street.ags, hit.street.name, house.text if house else ""), [])
        if not any(hit.position.distance_km(other.position) < _SAME_PLACE_KM for other in same):
            same.append(hit)
            kept.append(hit)
    return kept


def rivals(best: Hit, others: Sequence[Hit]) -> list[Hit]:
    """Those that tie with the best one."""
    return [other for other in others if not _is_ahead(best, other)]


def _is_ahead(best: Hit, other: Hit) -> bool:
    """Whether other than the best is clearly not meant; a number decides only between streets of one name and town."""
    if best.street.ags == other.street.ags and best.match.slips == other.match.slips == 0:
        return other.doubt - best.doubt >= CLEARLY
    return other.name_doubt - best.name_doubt >= CLEARLY


def weighed(hits: Sequence[Hit], *, postcode: Place | None, district: str, middles: PostcodeMiddles) -> list[Hit]:
    """The hits with what postcode and district say about them, where several have the same name in a town."""
    if len(hits) < 2:
        return list(hits)
    groups: dict[tuple[str, str], list[Hit]] = {}
    for hit in hits:
        groups.setdefault((hit.street.ags, hit.street.folded), []).append(hit)
    return [hit for group in groups.values() for hit in _weighed(group, postcode, key(district), middles)]


def _weighed(group: list[Hit], postcode: Place | None, district: str, middles: PostcodeMiddles) -> list[Hit]:
    if len(group) == 1:
        return group
    doubts = [0.0] * len(group)
    in_district = [_is_in(hit.street, district) for hit in group]
    if district and any(in_district):
        doubts = [0.0 if agrees else _CONTRADICTED for agrees in in_district]
    if postcode is not None and group[0].street.ags in postcode.ags:
        by_postcode = _doubts_of_postcode(group, postcode, middles)
        doubts = [max(pair) for pair in zip(doubts, by_postcode, strict=True)]
    return [replace(hit, place_doubt=doubt) for hit, doubt in zip(group, doubts, strict=True)]


def _is_in(street: Street, district: str) -> bool:
    """Whether the file puts a street into a district, by name or by the mark behind its own."""
    mark = mark_of(street.name)
    return key(street.district) == district or bool(mark and district.startswith(mark))


def _doubts_of_postcode(group: list[Hit], postcode: Place, middles: PostcodeMiddles) -> list[float]:
    """The file's own postcodes decide; without them the middles of the areas, if they leave no doubt."""
    own = [hit.choice.postcode for hit in group]
    if all(own):
        return [0.0 if code == postcode.term else _CONTRADICTED for code in own]
    if postcode.position is None:
        return [0.0] * len(group)
    far = [hit.position.distance_km(postcode.position) for hit in group]
    inside = [middles.nearest(hit.street.ags, hit.position) == postcode.term for hit in group]
    nearest = min((distance for distance, is_inside in zip(far, inside, strict=True) if is_inside), default=None)
    if nearest is None:
        return [0.0] * len(group)
    return [
        0.0 if is_inside else _CONTRADICTED if distance > max(2 * nearest, nearest + _CLEAR_KM) else _DOUBTED
        for distance, is_inside in zip(far, inside, strict=True)
    ]
