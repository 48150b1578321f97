"""What to say when little or nothing was found: other spellings, a wider circle, towns nearby, who to ask.

Works on the sets that the filters answered. Knows no requests and no tables.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from kommanmap.domain.folding import STOP_WORDS, fold, is_foreign, key
from kommanmap.domain.topics import topics_named
from kommanmap.geocoding.names.places import Place, PlaceKind
from kommanmap.queries.index import PointIndex
from kommanmap.queries.matched import RADII_KM, Matched
from kommanmap.queries.point_query import PointQuery

MOST_SUGGESTIONS = 6
MOST_NEIGHBOURS = 5
MOST_REPLACED = 8
"""So many typed words at most are tried with another spelling."""

_PLACE_WORDS = ("q", "ort", "plz", "gemeinde", "zentrum", "umkreis")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another question that may have been meant."""

    label: str
    query: PointQuery


@dataclass(frozen=True, slots=True)
class Advice:
    """wider: (kilometres, places, question). neighbours: (slug, name, places, kilometres) of towns that have some.

    centre_slugs: the centres of the places asked for.
    """

    did_you_mean: tuple[Suggestion, ...]
    wider: tuple[tuple[int, int, PointQuery], ...]
    neighbours: tuple[tuple[str, str, int, float], ...]
    centre_slugs: tuple[str, ...]


def advise(index: PointIndex, query: PointQuery, matched: Mapping[str, Matched]) -> Advice:
    """Everything that may help, for one question."""
    places = [place for word in _PLACE_WORDS if word in matched for place in matched[word].places]
    slugs = dict.fromkeys([place.centre_slug for place in places] + list(query.get("zentrum")))
    return Advice(
        did_you_mean=_did_you_mean(index, query, matched.get("q")),
        wider=_wider(index, query, matched, places),
        neighbours=_neighbours(index, matched, places),
        centre_slugs=tuple(slugs),
    )


def _did_you_mean(index: PointIndex, query: PointQuery, read: Matched | None) -> tuple[Suggestion, ...]:
    """Places that the typed text resembles, other than those it was read as."""
    if read is None:
        return ()
    text = query.get("q")[0]
    taken = {place.label for place in read.places if read.certain}
    found = {suggestion.label: suggestion for suggestion in _other_words(index, query, read)}
    for before, place, after in _resembling(index, text, read):
        words = " ".join(part for part in (before, place.term, after) if part)
        if place.label not in taken and key(words) != key(text):
            found.setdefault(place.label, Suggestion(place.label, query.with_value("q", words)))
    return tuple(found.values())[:MOST_SUGGESTIONS]


def _resembling(index: PointIndex, text: str, read: Matched) -> list[tuple[str, Place, str]]:
    """(typed words before, place, typed words after): the whole text first, then what of it was not known."""
    gazetteer = index.gazetteer
    words = fold(text)
    whole = "".join(words)
    found = [("", place, "") for place in (*read.places, *read.others) if not read.certain or place in read.others]
    if not read.is_whole and not gazetteer.exact(whole) and not topics_named(whole):
        like = (*gazetteer.spelled_alike(whole), *gazetteer.slipped(whole), *gazetteer.beginning(whole, 3))
        found += [("", place, "") for place in like]
        if is_foreign(text) or (not found and read.ignored):
            found += [("", place, "") for place in gazetteer.sounding(text)]
    for at, word in enumerate(words[:MOST_REPLACED]):
        if word in read.ignored:
            similar = gazetteer.slipped(word) or gazetteer.sounding(word, 2)
            found += [(" ".join(words[:at]), place, " ".join(words[at + 1 :])) for place in similar]
    return found


def _other_words(index: PointIndex, query: PointQuery, read: Matched) -> list[Suggestion]:
    """The same text with one word replaced by a stored one a slip away, where that finds something."""
    words = [word for word in fold(query.get("q")[0]) if word not in STOP_WORDS]
    if read.bits & index.alive or not 1 < len(words) <= MOST_REPLACED:
        return []
    sets = [index.words.having(word) for word in words]
    found = []
    for at, word in enumerate(words):
        rest = index.alive
        for other, bits in enumerate(sets):
            if other != at:
                rest &= bits
        near_words = index.words.near(word) if rest else ()
        better = [near for near in near_words if near != word and index.words.exact(near) & rest]
        for near in better[:2]:
            text = " ".join([*words[:at], near, *words[at + 1 :]])
            found.append(Suggestion(text, query.with_value("q", text)))
    return found


def _wider(
    index: PointIndex, query: PointQuery, matched: Mapping[str, Matched], places: list[Place]
) -> tuple[tuple[int, int, PointQuery], ...]:
    """Larger circles around the place asked for that hold more places, each larger than the one before."""
    place = next((place for place in places if place.position is not None), None)
    if place is None or place.position is None:
        return ()
    others = _other_filters(index, matched)
    asked = int(query.get("umkreis")[0]) if query.get("umkreis") else 0
    last = _narrow_count(index, matched)
    around = _only_around(index, query, matched, place)
    found = []
    for km in RADII_KM:
        count = (others & index.within(place.position, km)).bit_count()
        if km > asked and count > last:
            found.append((km, count, around.with_value("umkreis", str(km))))
            last = count
    return tuple(found)


def _neighbours(
    index: PointIndex, matched: Mapping[str, Matched], places: list[Place]
) -> tuple[tuple[str, str, int, float], ...]:
    """The nearest towns that have fitting places, other than the one asked for."""
    place = next((place for place in places if place.position is not None), None)
    if place is None or place.position is None:
        return ()
    counts = index.town_counts(index.parts(_other_filters(index, matched)))
    near = (
        (town.slug, town.name, counts[town.ags], km)
        for km, town in index.gazetteer.by_distance(place.position)
        if town.ags in counts and town.ags not in place.ags
    )
    return tuple(entry for entry, _ in zip(near, range(MOST_NEIGHBOURS), strict=False))


def _other_filters(index: PointIndex, matched: Mapping[str, Matched]) -> int:
    """What the filters that say nothing about the area let through."""
    bits = index.alive
    for word, answer in matched.items():
        if word not in _PLACE_WORDS:
            bits &= answer.bits
        elif word == "q":
            bits &= answer.elsewhere
    return bits


def _narrow_count(index: PointIndex, matched: Mapping[str, Matched]) -> int:
    bits = index.alive
    for answer in matched.values():
        bits &= answer.bits
    return bits.bit_count()


def _only_around(index: PointIndex, query: PointQuery, matched: Mapping[str, Matched], place: Place) -> PointQuery:
    """The question with this place as its only place, still without a radius."""
    for word in _PLACE_WORDS:
        if word != "q":
            query = query.without(word)
    if place.kind is PlaceKind.STREET:
        return query.with_value("ort", place.term).without("q")
    if "q" in matched and matched["q"].places:
        rest = matched["q"].rest
        query = query.with_value("q", rest) if rest else query.without("q")
    if place.kind is PlaceKind.POSTCODE:
        return query.with_value("plz", place.term)
    return query.with_value("ort", index.gazetteer.towns_by_ags[place.ags[0]].slug)
