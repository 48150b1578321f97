"""How the one search field is read: postcode, place, topic, words of a place; in this order, all parts together.

A query is cut into clauses ("Frauen" · "Köln"), each clause is a set of places, the answer is what all have in common.
A clause unites what it means with where its words stand, so a street or a club that is called after a town is found
too. Words that nothing knows are corrected by one slip, then left out and named. Knows no URL words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kommanmap.domain.folding import STOP_WORDS, fold
from kommanmap.domain.topics import LONGEST_TOPIC, Topic, TopicKind, topics_begun, topics_named
from kommanmap.domain.values import Coordinates
from kommanmap.domain.vocabulary import Audience, Offer, Weekday
from kommanmap.geocoding.names.gazetteer import LONGEST_NAME
from kommanmap.geocoding.names.places import Certainty, Place, PlaceKind
from kommanmap.i18n import gettext
from kommanmap.labels import label, language_name
from kommanmap.queries.facets import Facet
from kommanmap.queries.guessing import guess, guess_whole, name_rank
from kommanmap.queries.index import PointIndex
from kommanmap.queries.matched import Matched, UnclearPlace, Understood, around, in_place

MOST_WORDS = 14
"""Words of a query that are read; nobody types more on purpose."""

MOST_GUESSES = 3
"""Unknown words that are corrected; each costs about a millisecond."""

_FACETS = {
    TopicKind.OFFER: Facet.OFFER,
    TopicKind.AUDIENCE: Facet.AUDIENCE,
    TopicKind.LANGUAGE: Facet.LANGUAGE,
    TopicKind.WEEKDAY: Facet.WEEKDAY,
    TopicKind.STEP_FREE: Facet.STEP_FREE,
}


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a query (`words`, folded). `strong`: the places that are meant above all."""

    bits: int
    strong: int
    places: tuple[Place, ...] = ()
    topics: tuple[Topic, ...] = ()
    certain: bool = True
    words: tuple[str, ...] = ()


def read_text(index: PointIndex, text: str, km: int | None = None) -> Matched:
    """The places that a typed text asks for; `km` draws a circle around the place it names."""
    words = fold(text)[:MOST_WORDS]
    read = _read_words(index, words, text, km)
    if read.is_whole or index.gazetteer.streets is None or name_rank(index, read.bits, words):
        return read
    return _near_street(index, text, km, read)


def _near_street(index: PointIndex, text: str, km: int | None, read: Matched) -> Matched:
    """What lies around the street that the text names; `read` where it names none. Equal names are never chosen from:
    in one town distances are measured from its middle, in several towns each is offered."""
    streets = index.gazetteer.street(text)
    towns = {street.ags for street in streets}
    if not streets:
        return read
    if len(towns) > 1:
        return replace(read, others=(*streets, *read.others))
    alone = len(streets) == 1
    town = index.gazetteer.towns_by_ags[streets[0].ags[0]]
    matched = around(index, streets[0] if alone else index.gazetteer.place_of(town.slug), km)
    certain = streets[0].certainty is Certainty.EXACT
    kind = PlaceKind.STREET if alone else UnclearPlace.STREET
    return replace(
        matched,
        understood=(Understood(kind, streets[0].label, certain),),
        others=() if alone else streets,
        certain=certain,
        is_whole=True,
    )


def _read_words(index: PointIndex, words: Sequence[str], text: str, km: int | None) -> Matched:
    """The text read as places, topics and words of meeting points."""
    clauses, ignored = _read(index, words, text)
    if not clauses:
        return Matched(0, ignored=ignored, certain=False)
    places = tuple(place for clause in clauses for place in clause.places)
    origin = _origin(places, km)
    circle = index.within(origin, km) if origin is not None and km else None
    bits = strong = index.alive
    elsewhere = -1
    for clause in clauses:
        bits &= circle if circle is not None and clause.places else clause.bits
        strong &= clause.strong
        if not clause.places:
            elsewhere &= clause.bits
    strong &= bits
    sure = len(clauses) == 1 or not bits
    meant = tuple(place for place in places if sure or in_place(index, place) & bits)
    return Matched(
        bits,
        ranks=() if origin is not None else tuple(rank for rank in (name_rank(index, strong, words), strong) if rank),
        origin=origin,
        understood=(
            *(Understood(place.kind, place.label, place.certainty is Certainty.EXACT) for place in meant),
            *(
                Understood(topic.kind, topic_label(topic), clause.certain)
                for clause in clauses
                for topic in clause.topics
            ),
        ),
        places=places,
        others=index.gazetteer.others("".join(words)),
        ignored=ignored,
        certain=not ignored and all(clause.certain for clause in clauses),
        elsewhere=elsewhere,
        rest=" ".join(word for clause in clauses if not clause.places for word in clause.words),
        is_whole=not ignored and all((clause.places or clause.topics) and clause.certain for clause in clauses),
    )


def topic_label(topic: Topic) -> str:
    """A topic's name in the language of the page."""
    if topic.kind is TopicKind.LANGUAGE:
        return language_name(topic.value)
    if topic.kind is TopicKind.STEP_FREE:
        return gettext("Stufenfrei")
    members = {TopicKind.OFFER: Offer, TopicKind.AUDIENCE: Audience, TopicKind.WEEKDAY: Weekday}[topic.kind]
    return label(members(topic.value))


def _origin(places: Sequence[Place], km: int | None) -> Coordinates | None:
    """Distances are measured from a postcode, or from the one place that a radius was given for."""
    with_position = [place for place in places if place.position is not None]
    postcodes = [place for place in with_position if place.kind is PlaceKind.POSTCODE]
    if postcodes:
        return postcodes[0].position
    return with_position[0].position if km and len({place.ags for place in with_position}) == 1 else None


def _read(index: PointIndex, words: Sequence[str], text: str) -> tuple[list[Clause], tuple[str, ...]]:
    """The clauses of a query and the words that nothing knows."""
    clauses: list[Clause] = []
    unknown: list[int] = []
    named = True
    for start, end in _spans(index, words):
        phrase = words[start:end]
        if end - start == 1 and phrase[0] in STOP_WORDS and len(words) > 1:
            continue
        clause = _phrase_clause(index, phrase)
        if clause is None:
            named = False
            clause = _word_clause(index, words, start, end)
        if clause.bits or clause.places or clause.topics:
            clauses.append(replace(clause, words=tuple(phrase)))
        else:
            unknown.extend(range(start, end))
    whole = () if named else guess_whole(index, words)
    if whole:
        return [place_clause(index, whole)], ()
    return _with_guesses(index, words, text, clauses, unknown)


def _with_guesses(
    index: PointIndex, words: Sequence[str], text: str, clauses: list[Clause], unknown: Sequence[int]
) -> tuple[list[Clause], tuple[str, ...]]:
    """The clauses and what unknown words may mean. A guess that leaves nothing of the rest is dropped again."""
    common = index.alive
    for clause in clauses:
        common &= clause.bits
    ignored = []
    known = list(clauses)
    for number, at in enumerate(unknown):
        found = _guessed_clause(index, words, at, text) if number < MOST_GUESSES else None
        if found and (found.bits & common or not clauses):
            known.append(replace(found, words=(words[at],)))
            common &= found.bits
        else:
            ignored.append(words[at])
    return known, tuple(ignored)


def _spans(index: PointIndex, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Cut at the longest phrases that mean a place or a topic; what is left falls into words and joined pairs."""
    start = 0
    while start < len(words):
        end = _phrase_end(index, words, start)
        if end is None:
            end = start + 1
            pair = "".join(words[start : start + 2])
            if end < len(words) and not index.words.knows(words[start]) and pair in index.words:
                end += 1
        yield start, end
        start = end


def _phrase_end(index: PointIndex, words: Sequence[str], start: int) -> int | None:
    for length in range(min(LONGEST_NAME, len(words) - start), 0, -1):
        joined = "".join(words[start : start + length])
        if length == 1 and joined in STOP_WORDS:
            return None
        if joined in index.gazetteer.postcodes or index.gazetteer.exact(joined):
            return start + length
        if length <= LONGEST_TOPIC and topics_named(joined):
            return start + length
    return None


def _phrase_clause(index: PointIndex, phrase: Sequence[str]) -> Clause | None:
    """A postcode, place or topic."""
    joined = "".join(phrase)
    postcode = index.gazetteer.postcodes.get(joined)
    if postcode:
        bits = in_place(index, postcode)
        return Clause(bits, bits, (postcode,))
    places = index.gazetteer.exact(joined)
    if places:
        return place_clause(index, places, phrase)
    topics = topics_named(joined)
    if topics:
        return topic_clause(index, topics, phrase)
    return None


def place_clause(index: PointIndex, places: Sequence[Place], typed: Sequence[str] = ()) -> Clause:
    """What lies in the places, and where their names stand in a text. A centre means its area only.

    typed: the words as typed; without them the name as it should be.
    """
    bits = strong = 0
    for place in places:
        inside = in_place(index, place)
        if place.kind is PlaceKind.CENTRE:
            bits, strong = bits | inside, strong | inside
            continue
        own = [word for word in typed or fold(place.term) if word not in STOP_WORDS]
        if place.kind is PlaceKind.DISTRICT:
            town = set(fold(index.gazetteer.towns_by_ags[place.ags[0]].name))
            own = [word for word in own if word not in town] or own
            mentioned = index.words.all_of(own)
            bits, strong = bits | inside | mentioned, strong | mentioned & inside | index.name_words.all_of(own)
        else:
            bits |= inside | index.words.all_of(own)
            strong |= inside | index.name_words.all_of(own)
    return Clause(bits, strong, tuple(places), certain=all(p.certainty is Certainty.EXACT for p in places))


def topic_clause(index: PointIndex, topics: Sequence[Topic], phrase: Sequence[str]) -> Clause:
    """Places with the property, and those whose texts use the words."""
    bits = 0
    for topic in topics:
        bits |= index.having(_FACETS[topic.kind], topic.value)
    if phrase:
        mentioned = index.words.having(phrase[0])
        for word in phrase[1:]:
            mentioned &= index.words.having(word)
        bits |= mentioned
    return Clause(bits, bits, topics=tuple(topics))


def _word_clause(index: PointIndex, words: Sequence[str], start: int, end: int) -> Clause:
    """Where a word (or a pair written as one) stands; the last word may be unfinished."""
    word = "".join(words[start:end])
    bits, strong = index.words.having(word), index.name_words.having(word)
    if end == len(words) and len(word) > 1:
        bits |= index.words.starting(word)
        strong |= index.name_words.starting(word)
        for topic in topics_begun(word):
            bits |= index.having(_FACETS[topic.kind], topic.value)
    neighbours = [word + words[end]] if end < len(words) else []
    if start:
        neighbours.append(words[start - 1] + word)
    for joined in neighbours:  # "Sprach Café" also finds the Sprachcafé
        if bits and joined in index.words:
            bits |= index.words.exact(joined)
            strong |= index.name_words.exact(joined)
    return Clause(bits, strong)


def _guessed_clause(index: PointIndex, words: Sequence[str], at: int, text: str) -> Clause | None:
    """What an unknown word may have been meant as."""
    alone = len(words) == 1
    pairs = ["".join(words[first : first + 2]) for first in (at - 1, at) if 0 <= first < len(words) - 1]
    found = guess(index, [words[at], *pairs], sounding=text if alone else words[at])
    if found is None:
        return None
    clause = place_clause(index, found.places)
    if alone and found.places:
        return clause
    topics = topic_clause(index, found.topics, ())
    return Clause(
        clause.bits | topics.bits | index.words.any_of(found.words) | found.split_bits,
        clause.strong | topics.bits | index.name_words.any_of(found.words),
        clause.places,
        found.topics,
        certain=False,
    )
