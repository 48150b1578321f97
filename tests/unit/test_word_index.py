"""The parts of an index segment, each against the slow and obvious way to say the same."""

import random
from array import array

import pytest
from rapidfuzz.distance import OSA

from kommanmap.domain.values import Coordinates
from kommanmap.geocoding.names.spelling import Spelling
from kommanmap.queries.bits import from_ids, full, part, positions
from kommanmap.queries.positions import Positions, arc_km
from kommanmap.queries.words import WordIndex

LETTERS = "abcde"


@pytest.fixture(scope="module")
def postings() -> dict[str, list[int]]:
    """A made-up vocabulary over 3000 documents, a few words frequent and many rare."""
    chance = random.Random(5)  # noqa: S311 - repeatable on purpose
    words = {"".join(chance.choices(LETTERS, k=chance.randint(1, 7))) for _ in range(2_500)}
    return {word: chance.sample(range(3_000), int(1 + 400 * chance.random() ** 6)) for word in sorted(words)}


@pytest.fixture(scope="module")
def index(postings: dict[str, list[int]]) -> WordIndex:
    """The index over it."""
    return WordIndex({word: array("I", ids) for word, ids in postings.items()}, 3_000)


@pytest.mark.parametrize("count", [0, 1, 5, 100, 900, 1000])
def test_a_set_gives_back_its_numbers(count: int) -> None:
    numbers = random.Random(count).sample(range(1_000), count)  # noqa: S311 - repeatable on purpose
    assert positions(from_ids(numbers + numbers, 1_000)) == sorted(numbers)


def test_a_part_counts_from_its_own_start() -> None:
    bits = from_ids([3, 10, 11, 20], 30)
    assert positions(part(bits, 10, 20)) == [0, 1]
    assert full(3) == 0b111


def test_exact_words_and_ranges_agree_with_a_plain_search(index: WordIndex, postings: dict[str, list[int]]) -> None:
    for asked in ("a", "ab", "abc", "e", "eda", "bb", "zz", "", *list(postings)[::97]):
        assert positions(index.exact(asked)) == sorted(postings.get(asked, []))
        begun = {number for word, ids in postings.items() if word.startswith(asked) for number in ids}
        assert positions(index.starting(asked)) == sorted(begun)
        ended = {number for word, ids in postings.items() if word.endswith(asked) for number in ids}
        assert positions(index.ending(asked)) == sorted(ended)
        assert index.spelling.has_start(asked) == any(word.startswith(asked) for word in postings)
        assert index.spelling.has_end(asked) == any(word.endswith(asked) for word in postings)


def test_every_word_one_slip_away_is_near() -> None:
    chance = random.Random(11)  # noqa: S311 - repeatable on purpose
    words = sorted({"".join(chance.choices(LETTERS, k=chance.randint(2, 9))) for _ in range(400)})
    spelling = Spelling(words)
    for asked in [*words[::7], *("".join(chance.choices(LETTERS, k=chance.randint(1, 9))) for _ in range(60))]:
        expected = {word for word in words if OSA.distance(asked, word) <= 1}
        assert {word for _, word in spelling.near(asked, limit=1_000)} == expected


def test_two_slips_are_found_when_a_third_of_the_word_is_whole() -> None:
    spelling = Spelling(["hochsauerlandkreis", "gelsenkirchen"])
    assert spelling.near("hochsaurlandkeis", 2) == [(2, "hochsauerlandkreis")]
    assert spelling.near("gelsnkirchn", 2) == [(2, "gelsenkirchen")]


@pytest.fixture(scope="module")
def scattered() -> list[Coordinates]:
    """Places over the whole state, some on the same spot."""
    chance = random.Random(3)  # noqa: S311 - repeatable on purpose
    places = [Coordinates(chance.uniform(50.4, 52.5), chance.uniform(5.9, 9.4)) for _ in range(600)]
    return [*places, *places[:50]]


def test_circles_agree_with_measuring_every_place(scattered: list[Coordinates]) -> None:
    spans = [(0, 0), (0, 250), (250, 251), (251, 650)]
    where = Positions([(place.lat, place.lon) for place in scattered], spans)
    for origin in scattered[::40]:
        for km in (0.001, 1, 2, 5, 10, 25, 50, 400):
            expected = [number for number, place in enumerate(scattered) if origin.distance_km(place) <= km]
            assert positions(where.within(origin, km)) == expected


def test_nearest_first_agrees_with_sorting_all(scattered: list[Coordinates]) -> None:
    where = Positions([(place.lat, place.lon) for place in scattered], [(0, 300), (300, 650)])
    origin = Coordinates(51.2, 6.8)
    some = from_ids(range(0, 350, 3), 350)
    found = list(where.nearest_first(origin, 1, some))
    expected = sorted((origin.distance_km(scattered[300 + n]), 300 + n) for n in range(0, 350, 3))
    assert [number for _, number in found] == [number for _, number in expected]
    assert [arc_km(squared) for squared, _ in found] == pytest.approx([km for km, _ in expected], abs=1e-6)


def test_a_position_comes_back_as_it_went_in(scattered: list[Coordinates]) -> None:
    where = Positions([(place.lat, place.lon) for place in scattered], [(0, 650)])
    assert where.coordinates(17).lat == pytest.approx(scattered[17].lat, abs=1e-9)
    assert where.coordinates(17).lon == pytest.approx(scattered[17].lon, abs=1e-9)
