"""What a word that nothing knows may have been meant as: a place, a topic or a stored word one slip away.

Used by `reading` after everything exact has failed, because false friends are many ("Frauen" sounds like Werne).
Knows no URL words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from kommanmap.domain.folding import is_foreign, key
from kommanmap.domain.topics import Topic, topic_words, topics_named
from kommanmap.geocoding.names.places import Place, PlaceKind
from kommanmap.geocoding.names.spelling import Spelling
from kommanmap.queries.bits import positions
from kommanmap.queries.index import PointIndex

SHORTEST_TOPIC = 5
SHORTEST_HALF = 3
SHORTEST_WORD = 2
SHORTEST_WHOLE = 7
MOST_NAMES = 64
"""So many names at most are compared with the whole query."""

_TOPIC_SPELLING = Spelling(topic_words())
_LARGE = {PlaceKind.MUNICIPALITY, PlaceKind.CENTRE}
_BRACKETS = re.compile(r"\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Guess:
    """What was found; `split_bits` are the places that hold both halves of a word that misses its blank."""

    places: tuple[Place, ...] = ()
    topics: tuple[Topic, ...] = ()
    words: tuple[str, ...] = ()
    split_bits: int = 0


def guess(index: PointIndex, windows: Sequence[str], *, sounding: str = "") -> Guess | None:
    """The likeliest meaning of `windows[0]`; the other windows join it with its neighbours ("bad" + "berlburg").

    sounding: the text as typed, for foreign scripts. None if there is no meaning at all.
    """
    places = _place(index, windows)
    word = windows[0]
    large = bool(places) and places[0].kind in _LARGE
    topics = () if large else near_topics(word)
    words = index.words.near(word) if len(word) >= SHORTEST_WORD else ()
    split = 0 if places or topics or words else _split(index, word)
    if not (places or topics or words or split) and sounding and is_foreign(sounding):
        places = index.gazetteer.sounding(sounding)[:1]
    found = Guess(() if topics and not large else places, topics, words, split)
    return found if found != Guess() else None


def guess_whole(index: PointIndex, words: Sequence[str]) -> tuple[Place, ...]:
    """The town or centre that all words together name with a slip: "Bedburg-Ha", "Kreis Siegen Witgenstein"."""
    whole = "".join(words)
    found = _place(index, [whole]) if len(words) > 1 and len(whole) >= SHORTEST_WHOLE else ()
    return found if found and found[0].kind in _LARGE else ()


@lru_cache(maxsize=512)
def near_topics(word: str) -> tuple[Topic, ...]:
    """The topics whose word is one slip away."""
    if len(word) < SHORTEST_TOPIC:
        return ()
    near = _TOPIC_SPELLING.near(word, limit=1)
    return topics_named(near[0][1]) if near else ()


def name_rank(index: PointIndex, candidates: int, words: Sequence[str]) -> int:
    """Those of a few places whose whole name was typed, perhaps with slips."""
    if not candidates or candidates.bit_count() > MOST_NAMES:
        return 0
    typed = "".join(words)
    slips = 1 + len(typed) // 12
    best: dict[int, int] = {}
    for document in positions(candidates):
        name = index.name(document)
        distance = min(
            OSA.distance(typed, key(name), score_cutoff=slips),
            OSA.distance(typed, key(_BRACKETS.sub(" ", name)), score_cutoff=slips),
        )
        if distance <= slips:
            best[distance] = best.get(distance, 0) | 1 << document
    return best[min(best)] if best else 0


def _place(index: PointIndex, windows: Sequence[str]) -> tuple[Place, ...]:
    """The likeliest place: towns and centres before districts, sounding alike before one slip."""
    district: tuple[Place, ...] = ()
    for window in windows:
        for found in (index.gazetteer.spelled_alike(window), index.gazetteer.slipped(window)):
            if found and found[0].kind in _LARGE:
                return found[:1]
            district = district or found[:1]
    return district


def _split(index: PointIndex, word: str) -> int:
    """Places that hold both halves of a word, for the best cut."""
    best = 0
    for cut in range(SHORTEST_HALF, len(word) - SHORTEST_HALF + 1):
        if word[:cut] in index.words and word[cut:] in index.words:
            both = index.words.exact(word[:cut]) & index.words.exact(word[cut:])
            if both.bit_count() > best.bit_count():
                best = both
    return best
