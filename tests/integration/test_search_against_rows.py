"""Search over invented places agrees with the slow and obvious way to answer: a loop over all rows."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from sqlalchemy import create_engine, text

from bench.data import generate
from kommanmap.database import prepare_engine
from kommanmap.domain.folding import IndexFolding, fold, sort_key
from kommanmap.domain.values import Coordinates
from kommanmap.domain.vocabulary import Audience, Offer, Weekday
from kommanmap.domain.weekdays import weekdays_named
from kommanmap.queries.coverage import coverage
from kommanmap.queries.current import IndexHolder
from kommanmap.queries.index import PointIndex
from kommanmap.queries.nearby import nearby
from kommanmap.queries.point_query import PointQuery, read_query
from kommanmap.queries.search import Found, search

PLACES = 700


@dataclass
class Row:
    """What a plain loop needs to know of a place."""

    id: int
    name: str
    ags: str
    position: Coordinates
    values: dict[str, set[str]] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class World:
    """The same places as an index and as rows."""

    index: PointIndex
    rows: list[Row]

    def slow(self, query: PointQuery) -> list[Row]:
        """Every row that fits, one after the other."""
        return [row for row in self.rows if self.fits(row, query)]

    def fits(self, row: Row, query: PointQuery, but: str = "") -> bool:
        """Whether a row passes all filters (except one)."""
        gazetteer = self.index.gazetteer
        asked = {word: values for word, values in query.values if word != but}
        for word, values in asked.items():
            if word in row.values and not row.values[word] & set(values):
                return False
            if word == "gemeinde" and row.ags not in {gazetteer.towns[slug].ags for slug in values}:
                return False
            if word == "zentrum" and gazetteer.towns_by_ags[row.ags].centre_slug not in values:
                return False
            if word == "q" and not set(fold(values[0])) <= row.words:
                return False
        origin = self.origin(query)
        if origin is None:
            return True
        near = origin.distance_km(row.position) <= int(asked.get("umkreis", ("10",))[0])
        in_town = "ort" in asked and "umkreis" not in asked and row.ags == gazetteer.towns[asked["ort"][0]].ags
        return near or in_town

    def origin(self, query: PointQuery) -> Coordinates | None:
        """The middle of a circle."""
        if query.get("plz"):
            return self.index.gazetteer.postcodes[query.get("plz")[0]].position
        return self.index.gazetteer.towns[query.get("ort")[0]].position if query.get("ort") else None

    def ordered(self, query: PointQuery) -> list[int]:
        """Ids in the order of the list."""
        gazetteer = self.index.gazetteer
        origin, rows = self.origin(query), self.slow(query)
        groups: dict[int, list[Row]] = {}
        for row in rows:
            groups.setdefault(gazetteer.centres[gazetteer.towns_by_ags[row.ags].centre_slug].order, []).append(row)
        if origin is None:
            return [
                row.id
                for order in sorted(groups)
                for row in sorted(groups[order], key=lambda r: (sort_key(r.name), r.id))
            ]

        def distance(row: Row) -> tuple[float, tuple[str, str]]:
            return round(origin.distance_km(row.position), 6), sort_key(row.name)

        nearest = sorted(groups.items(), key=lambda entry: (min(map(distance, entry[1]))[0], entry[0]))
        return [row.id for _, group in nearest for row in sorted(group, key=distance)]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Invented places in a database, an index and a list."""
    url = f"sqlite:///{tmp_path_factory.mktemp('world') / 'world.sqlite3'}"
    generate(url, PLACES, seed=4)
    engine = create_engine(url)
    prepare_engine(engine)
    index = IndexHolder(engine).get()
    rows = {}
    folding = IndexFolding()
    with engine.connect() as connection:
        for row in connection.execute(text("SELECT * FROM meeting_point WHERE status IN ('public', 'paused')")):
            town = index.gazetteer.towns_by_ags[row.ags]
            shown = row.lat is not None and row.pin_visibility == "exact"
            place = Row(row.id, row.name, row.ags, Coordinates(row.lat, row.lon) if shown else town.position)
            place.values = {
                "status": {"offen" if row.status == "public" else "pausiert"},
                "stufenfrei": {"ja"} if row.step_free == "yes" else set(),
                "tag": set(),
                **{word: set() for word in ("sprache", "angebot", "zielgruppe")},
            }
            texts = (
                row.name,
                row.street,
                row.house_number,
                row.building,
                row.carrier,
                row.district,
                row.offers_as_typed,
            )
            place.words = folding.tokens(" \n ".join((*texts, town.name)))
            rows[row.id] = place
        for table, column, word in (
            ("point_language", "language", "sprache"),
            ("point_offer", "offer", "angebot"),
            ("point_audience", "audience", "zielgruppe"),
        ):
            for point_id, value in connection.execute(text(f"SELECT point_id, {column} FROM {table}")):  # noqa: S608
                if point_id in rows:
                    rows[point_id].values[word].add(value)
        for point_id, words in connection.execute(text("SELECT point_id, words FROM session")):
            if point_id in rows:
                rows[point_id].values["tag"] |= {day.value for day in weekdays_named(words)}
        for point_id, description in connection.execute(text("SELECT point_id, description FROM point_text")):
            if point_id in rows:
                rows[point_id].words |= folding.tokens(description)
    yield World(index, list(rows.values()))
    engine.dispose()


def ask(index: PointIndex, *typed: tuple[str, str]) -> Found:
    """An answer to query words that are all understood."""
    query, notes = read_query(typed, index.gazetteer)
    assert not notes
    return search(index, query)


def questions(index: PointIndex) -> list[PointQuery]:
    """A seeded mix of all closed filters and circles."""
    chance = random.Random(8)  # noqa: S311 - repeatable on purpose
    towns, codes = list(index.gazetteer.towns), sorted(index.gazetteer.postcodes)
    pools = {
        "sprache": ["ar", "uk", "fa", "so", "de"],
        "angebot": [*map(str, Offer)],
        "zielgruppe": [*map(str, Audience)],
        "tag": [*map(str, Weekday)],
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
        asked.append(read_query(typed, index.gazetteer)[0])
    return asked


def test_every_mixture_of_filters_finds_what_a_loop_over_all_rows_finds(world: World) -> None:
    sizes = []
    for query in questions(world.index):
        found = search(world.index, query)
        expected = world.ordered(query)
        sizes.append(len(expected))
        assert found.total == len(expected), query
        assert found.of == len(world.rows)
        assert found.point_ids() == expected, query
    assert sum(size > 0 for size in sizes) > 100, "the questions are too narrow to prove anything"


def test_the_count_beside_a_choice_is_what_choosing_it_gives(world: World) -> None:
    chosen = 0
    for query in questions(world.index)[:60]:
        for word, choices in search(world.index, query).facets().items():
            for choice in choices:
                alone = query.without(word).with_value(word, choice.value)
                assert choice.count == search(world.index, alone).total
                assert choice.count == sum(world.fits(row, alone) for row in world.rows), (query, word, choice)
                assert choice.selected == (choice.value in query.get(word))
                chosen += 1
    assert chosen > 500


def test_pages_hold_every_place_once_and_in_the_order_of_the_list(world: World) -> None:
    for query in questions(world.index)[:40]:
        found = search(world.index, query)
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


def test_words_are_looked_for_in_every_public_text(world: World) -> None:
    chance = random.Random(2)  # noqa: S311 - repeatable on purpose
    checked = 0
    for row in chance.sample(world.rows, 120):
        words = chance.sample(sorted(row.words), 2)
        found = search(world.index, PointQuery().with_value("q", " ".join(words)))
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
    for query in questions(world.index):
        found = search(world.index, query)
        if found.total >= 5:
            continue
        advice = found.advice()
        for _, count, wider in advice.wider:
            assert search(world.index, wider).total == count
            checked += 1
        counts = [count for _, count, _ in advice.wider]
        assert counts == sorted(set(counts))
        assert all(count > 0 for _, _, count, _ in advice.neighbours)
    assert checked > 20
