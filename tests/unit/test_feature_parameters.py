"""What programs may ask: read, or refused with the name of the parameter; never anything else."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kommanmap.domain.problems import Problem
from kommanmap.forms.features import BadParameters, read_features, read_span
from kommanmap.forms.hsds import ASKING, PAGING, read_hsds
from kommanmap.geocoding.names.gazetteer import Gazetteer
from kommanmap.problem_texts import problem_text
from kommanmap.queries.features import MOST_FEATURES, Box, Span
from kommanmap.queries.filters import FILTERS

NOWHERE = Gazetteer(centres=(), towns=(), names=(), postcodes={})
OWN = ("f", "lang")
WORDS = ("limit", "offset", "bbox", "datetime", *OWN, *(item.word for item in FILTERS))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026-03-18", (2026, 3, 18), (2026, 3, 18, 23, 59, 59, 999999)),
        ("2026-03-18T01:00:00+01:00", (2026, 3, 18), (2026, 3, 18)),
        ("2026-03-18t00:00:00z/..", (2026, 3, 18), None),
        ("/2026-03-18", None, (2026, 3, 18, 23, 59, 59, 999999)),
        ("../..", None, None),
        ("2024-02-29/2024-03-01T00:00:00.5Z", (2024, 2, 29), (2024, 3, 1, 0, 0, 0, 500000)),
    ],
)
def test_a_span_of_time_is_read(text: str, start: tuple[int, ...] | None, end: tuple[int, ...] | None) -> None:
    def instant(parts: tuple[int, ...] | None) -> datetime | None:
        return datetime(*parts, tzinfo=UTC) if parts else None  # type: ignore[arg-type,misc] # parts of a date

    assert read_span(text) == Span(instant(start), instant(end))


@pytest.mark.parametrize(
    "text", ["", "..", "2025-02-29", "0000-01-01", "9999-12-31T23:59:59-14:00", "2026-01-01T0", "1/2"]
)
def test_what_is_no_time_is_refused(text: str) -> None:
    assert isinstance(read_span(text), Problem)


@pytest.mark.parametrize(
    ("box", "lat", "lon", "inside"),
    [
        (Box(6, 50, 8, 52), 51, 7, True), (Box(6, 50, 8, 52), 52, 8, True), (Box(6, 50, 8, 52), 52.1, 7, False),
        (Box(170, -90, -170, 90), 0, 180, True), (Box(170, -90, -170, 90), 0, -175, True),
        (Box(170, -90, -170, 90), 0, 0, False), (Box(7, 51, 7, 51), 51, 7, True),
    ],
)  # fmt: skip
def test_a_box_holds_its_edge_and_goes_around_the_world(box: Box, lat: float, lon: float, inside: bool) -> None:
    assert box.holds(lat, lon) is inside


def refused(read: Callable[[], object]) -> tuple[Problem, ...] | None:
    """What is wrong with a question; None where it is read."""
    try:
        read()
    except BadParameters as error:
        return error.found
    return None


@settings(max_examples=50)
@given(pairs=st.lists(st.tuples(st.sampled_from(WORDS) | st.text(max_size=5), st.text(max_size=30)), max_size=6))
def test_any_question_is_read_or_refused_by_name(pairs: list[tuple[str, str]]) -> None:
    found = (
        refused(lambda: read_features(pairs, NOWHERE, OWN)),
        refused(lambda: read_hsds(pairs, (*PAGING, *ASKING), OWN)),
    )
    for problems in found:
        assert problems is None or problems
        assert all(problem_text(problem) for problem in problems or ())


@settings(max_examples=50)
@given(limit=st.integers(min_value=1, max_value=10**20), offset=st.integers(min_value=0, max_value=10**20))
def test_numbers_are_bounded(limit: int, offset: int) -> None:
    query = read_features([("limit", str(limit)), ("offset", str(offset))], NOWHERE)
    assert query.limit == min(limit, MOST_FEATURES)
    assert query.offset <= offset
