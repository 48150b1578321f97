"""Search over invented places agrees with the slow and obvious way to answer: a loop over all rows."""

import random
from datetime import datetime, timedelta

import pytest

from kommanmap.domain.freshness import FreshnessRule
from kommanmap.domain.vocabulary import Audience, Offer, OpenWhen, Weekday
from kommanmap.queries.coverage import coverage
from kommanmap.queries.index import PointIndex
from kommanmap.queries.nearby import nearby
from kommanmap.queries.point_query import PointQuery, read_query
from kommanmap.queries.search import Found, search
from tests.apps import NOW
from tests.slow_search import World, make_world
from tests.slow_sessions import INSTANTS, LANGUAGES, WORDS

PLACES = 700
SESSION_VALUES = {
    "sprache": LANGUAGES,
    "zielgruppe": ("frauen", "kinder", "jugend"),
    "offen": [*map(str, OpenWhen)],
    "tag": ("mi", "do", "fr", "sa"),
    "tageszeit": ("vormittag", "nachmittag", "abend"),
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Invented places in a database, an index and a list."""
    return make_world(f"sqlite:///{tmp_path_factory.mktemp('world') / 'world.sqlite3'}", PLACES)


def ask(index: PointIndex, *typed: tuple[str, str]) -> Found:
    """An answer to query words that are all understood."""
    query, notes = read_query(typed, index.gazetteer)
    assert not notes
    return search(index, query, NOW)


def questions(index: PointIndex) -> list[tuple[PointQuery, datetime]]:
    """A seeded mix of all closed filters and circles, each with the instant at which it is asked."""
    chance = random.Random(8)  # noqa: S311 - repeatable on purpose
    towns, codes = list(index.gazetteer.towns), sorted(index.gazetteer.postcodes)
    pools = {
        "sprache": ["ar", "uk", "fa", "so", "de"],
        "angebot": [*map(str, Offer)],
        "zielgruppe": [*map(str, Audience)],
        "tag": [*map(str, Weekday)],
        "tageszeit": ["vormittag", "nachmittag", "abend"],
        "offen": [*map(str, OpenWhen)],
        "stufenfrei": ["ja"],
        "status": ["offen", "pausiert"],
        "zentrum": list(index.gazetteer.centres)[:12],
        "gemeinde": towns[:100],
    }
    asked = []
    for _ in range(250):
        typed = [
            (word, value)
            for word, pool in pools.items()
            if chance.random() < 0.25
            for value in chance.sample(pool, min(len(pool), chance.choice((1, 1, 2))))
        ]
        match chance.choice("nnop"):
            case "o":
                typed += [("ort", chance.choice(towns))]
            case "p":
                typed += [("plz", chance.choice(codes))]
        if chance.random() < 0.7:
            typed += [("umkreis", chance.choice(("1", "5", "10", "25", "50")))]
        asked.append((read_query(typed, index.gazetteer)[0], INSTANTS[len(asked) % 3]))
    return asked


def test_every_mixture_of_filters_finds_what_a_loop_over_all_rows_finds(world: World) -> None:
    sizes = []
    for query, at in questions(world.index):
        found = search(world.index, query, at)
        expected = world.ordered(query, at)
        sizes.append(len(expected))
        assert found.total == len(expected), query
        assert found.of == len(world.rows)
        assert found.point_ids() == expected, query
    assert sum(size > 0 for size in sizes) > 100, "the questions are too narrow to prove anything"


def test_the_count_beside_a_choice_is_what_choosing_it_gives(world: World) -> None:
    chosen = 0
    for query, at in questions(world.index)[:30]:
        for word, choices in search(world.index, query, at).facets().items():
            for choice in choices:
                alone = query.without(word).with_value(word, choice.value)
                assert choice.count == search(world.index, alone, at).total
                if chosen % 5 == 0:
                    assert choice.count == sum(world.fits(row, alone, at) for row in world.rows), (query, word, choice)
                assert choice.selected == (choice.value in query.get(word))
                chosen += 1
    assert chosen > 500


def test_pages_hold_every_place_once_and_in_the_order_of_the_list(world: World) -> None:
    for query, at in questions(world.index)[:40]:
        found = search(world.index, query, at)
        first = found.page(1, 20)
        pages = [found.page(number, 20) for number in range(1, first.pages + 1)]
        ids = [hit.point_id for page in pages for group in page.groups for hit in group.hits]
        assert ids == found.point_ids()
        assert found.page(0, 20) == first
        assert found.page(10**9, 20) == pages[-1]
        totals = found.group_totals()
        assert sum(totals.values()) == found.total
        assert all(group.total == totals[group.centre_slug] for page in pages for group in page.groups)
        assert pages[-1].last == found.total


def test_overdue_places_sink_inside_their_centre_and_files_keep_their_order(world: World) -> None:
    moved = 0
    for query, at in questions(world.index)[:60]:
        fresh_since = FreshnessRule().fresh_since(at.date())
        found = search(world.index, query, at, fresh_since=fresh_since)
        listed = [
            hit.point_id
            for number in range(1, found.page(1, 20).pages + 1)
            for group in found.page(number, 20).groups
            for hit in group.hits
        ]
        assert listed == world.ordered(query, at, fresh_since), query
        assert found.point_ids() == world.ordered(query, at), query
        moved += listed != found.point_ids()
    assert moved > 10


def test_words_are_looked_for_in_every_public_text(world: World) -> None:
    chance = random.Random(2)  # noqa: S311 - repeatable on purpose
    checked = 0
    for row in chance.sample(world.rows, 120):
        words = chance.sample(sorted(row.words), 2)
        found = search(world.index, PointQuery().with_value("q", " ".join(words)), NOW)
        expected = {other.id for other in world.rows if set(words) <= other.words}
        assert expected <= set(found.point_ids()), words
        checked += bool(expected)
    assert checked == 120


def test_nearby_places_are_the_nearest_ones(world: World) -> None:
    for row in world.rows[::60]:
        hits = nearby(world.index, row.id, limit=5, within_km=25)
        others = sorted(
            (row.position.distance_km(other.position), other.id) for other in world.rows if other is not row
        )
        assert len(hits) == min(5, sum(km <= 25 for km, _ in others))
        by_id = {other.id: other for other in world.rows}
        distances = [row.position.distance_km(by_id[hit.point_id].position) for hit in hits]
        assert distances == pytest.approx([km for km, _ in others[: len(hits)]], abs=1e-6)
        assert all(hit.distance_km is None or hit.distance_km <= 25 for hit in hits)
    assert nearby(world.index, 10**9) == ()


def test_a_distance_is_not_said_where_the_position_is_not_public(world: World) -> None:
    town = world.index.gazetteer.towns["koeln"]
    page = ask(world.index, ("ort", "koeln"), ("umkreis", "50")).page(1, 1000)
    hidden = [hit for group in page.groups for hit in group.hits if hit.distance_km is None]
    at_town = {row.id for row in world.rows if row.position == world.index.gazetteer.towns_by_ags[row.ags].position}
    assert hidden
    assert {hit.point_id for hit in hidden} <= at_town
    assert town.ags


def test_coverage_counts_every_municipality(world: World) -> None:
    counts = coverage(world.index)
    assert len(counts) == 396
    assert sum(counts.values()) == len(world.rows)
    assert counts["05315000"] == sum(row.ags == "05315000" for row in world.rows)


def test_advice_counts_what_its_links_find(world: World) -> None:
    checked = 0
    for query, at in questions(world.index):
        found = search(world.index, query, at)
        if found.total >= 5:
            continue
        advice = found.advice()
        for _, count, wider in advice.wider:
            assert search(world.index, wider, at).total == count
            checked += 1
        counts = [count for _, count, _ in advice.wider]
        assert counts == sorted(set(counts))
        assert all(count > 0 for _, _, count, _ in advice.neighbours)
    assert checked > 20


@pytest.mark.both_databases
def test_what_filters_ask_of_a_session_holds_in_one_session(database_url: str) -> None:
    world = make_world(database_url, 120)
    chance = random.Random(5)  # noqa: S311 - repeatable on purpose
    several = found_some = 0
    for number in range(160):
        query = PointQuery()
        for word in chance.sample(WORDS, 1 + number % 4):
            query = query.with_value(word, chance.choice(SESSION_VALUES[word]))
        at = INSTANTS[number % len(INSTANTS)]
        found = search(world.index, query, at)
        assert found.point_ids() == world.ordered(query, at), (query, at)
        several += len(query.values) > 1 and found.total > 0
        found_some += found.total > 0
    assert several > 20
    assert found_some > 80


def test_through_a_fortnight_the_table_says_what_the_engine_says(world: World) -> None:
    rows = world.rows[::20]
    documents = {row.id: world.index.document(row.id) for row in rows}
    changes = 0
    for when in OpenWhen:
        query = PointQuery().with_value("offen", when.value)
        before = -1
        for hour in range(0, 14 * 24, 7):
            at = INSTANTS[0] + timedelta(hours=hour, minutes=hour % 60)
            bits = search(world.index, query, at).bits
            for row in rows:
                assert bits >> documents[row.id] & 1 == row.times.fits({"offen": (when.value,)}, at), (row, at)
            changes += bits != before
            before = bits
    assert changes > 60
