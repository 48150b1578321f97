"""What a search did not find, as words; and what staff see of all of them. Knows no request and no person."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.domain.missed_words import KEPT_DAYS, LEAST_TIMES, countable_words
from kommanmap.domain.staff import Scope
from kommanmap.models import Centre, SearchMiss
from kommanmap.queries.point_query import NoteKind, QueryNote
from kommanmap.queries.search import Found

TYPED = ("q", "ort", "plz")
_ABOUT_PLACES = frozenset({*TYPED, "umkreis"})
MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class Miss:
    """A word and the centre (slug) where it was looked for, "" if no place was named."""

    word: str
    centre_slug: str


@dataclass(frozen=True, slots=True)
class MissLine:
    """A word with how often it was looked for in the last `KEPT_DAYS`. centre: name, "" for no place."""

    word: str
    centre: str
    times: int
    last_on: date


def missed(found: Found, notes: Iterable[QueryNote]) -> frozenset[Miss]:
    """The words of this search that led to nothing; none where something else than text and place was asked for."""
    asked = found.query.asked()
    typed = {word for text in asked.get("q", ()) for word in countable_words(text)}
    words = typed.intersection(found.ignored)
    for note in notes:
        if note.word in TYPED and note.kind is NoteKind.UNKNOWN_VALUE:
            words.update(countable_words(note.value))
    if not found.total and _ABOUT_PLACES.issuperset(asked):
        words |= typed
        words.update(_place_words(found))
    slug = _centre_slug(found)
    return frozenset(Miss(word, slug) for word in words)


def misses_within(session: DatabaseSession, scope: Scope, today: date) -> list[MissLine]:
    """What was looked for at least `LEAST_TIMES` times in reach or without a place, most often first."""
    times = func.sum(SearchMiss.times)
    wanted = (
        select(SearchMiss.word, func.coalesce(Centre.name, ""), times, func.max(SearchMiss.on_day))
        .join(Centre, isouter=True)
        .where(SearchMiss.on_day > today - timedelta(days=KEPT_DAYS))
        .group_by(SearchMiss.word, Centre.name)
        .having(times >= LEAST_TIMES)
        .order_by(times.desc(), SearchMiss.word, func.coalesce(Centre.name, ""))
        .limit(MOST_LINES)
    )
    if not scope.everything:
        mine = SearchMiss.centre_id.in_(scope.centre_ids)
        wanted = wanted.where(or_(mine, SearchMiss.centre_id.is_(None)))
    return [MissLine(word, centre, int(total), day) for word, centre, total, day in session.execute(wanted)]


def _place_words(found: Found) -> Iterator[str]:
    """The names of towns and the postcodes around which there is nothing."""
    for slug in found.query.get("ort"):
        town = found.index.gazetteer.town(slug)
        yield from countable_words(town.name if town else slug)
    for postcode in found.query.get("plz"):
        yield from countable_words(postcode)


def _centre_slug(found: Found) -> str:
    gazetteer = found.index.gazetteer
    for slug in found.query.get("ort"):
        town = gazetteer.town(slug)
        if town is not None:
            return town.centre_slug
    for postcode in found.query.get("plz"):
        if postcode in gazetteer.postcodes:
            return gazetteer.postcodes[postcode].centre_slug
    return found.places[0].centre_slug if found.places else ""
