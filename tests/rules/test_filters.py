"""Every filter of FILTERS: an addition is tested the moment it is listed."""

from pathlib import Path

import pytest
from flask import Flask

from kommanmap.domain.languages import DEFAULT_LANGUAGE, LANGUAGES
from kommanmap.i18n import speaking
from kommanmap.queries.filters import FILTERS, Filter
from kommanmap.queries.index import PointIndex
from kommanmap.queries.point_query import read_query
from kommanmap.queries.search import search
from tests.apps import NOW

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES: dict[str, str] = {
    "q": "Siegen",
    "ort": "siegen",
    "plz": "57072",
    "umkreis": "25",
    "zentrum": "siegen-wittgenstein",
    "gemeinde": "siegen",
    "sprache": "de",
    "angebot": "deutsch",
    "zielgruppe": "frauen",
    "stufenfrei": "ja",
    "tag": "mi",
    "tageszeit": "nachmittag",
    "offen": "heute",
    "status": "offen",
}
"""A value that each filter understands."""

RUBBISH = ("", " ", "\x00", "xyzzy-gibt-es-nicht", "<script>", "9" * 5000, "\u202e", "null", "-7", "%", "NaN")


@pytest.fixture(scope="module")
def snapshot(demo_site: Flask) -> PointIndex:
    found: PointIndex = demo_site.extensions["kommanmap.index"].get()
    return found


def test_words_are_unique() -> None:
    assert len({item.word for item in FILTERS}) == len(FILTERS)


@pytest.mark.parametrize("item", FILTERS, ids=lambda item: item.word)
class TestFilter:
    """What each filter must stand."""

    def example(self, item: Filter) -> str:
        assert item.word in EXAMPLES, f"Give EXAMPLES of this test a value that ?{item.word}= understands"
        return EXAMPLES[item.word]

    def test_a_value_it_knows_survives_the_address(self, item: Filter, snapshot: PointIndex) -> None:
        query, notes = read_query([(item.word, self.example(item))], snapshot.gazetteer)
        assert not notes
        assert query.get(item.word)
        again, _ = read_query(query.to_args(), snapshot.gazetteer)
        assert again == query

    @pytest.mark.parametrize("value", RUBBISH)
    def test_a_value_it_does_not_know_is_noted_never_an_error(
        self, item: Filter, snapshot: PointIndex, value: str
    ) -> None:
        query, notes = read_query([(item.word, value)], snapshot.gazetteer)
        found = search(snapshot, query, NOW)
        assert 0 <= found.total <= found.of
        if item.word != "q" and value.strip("\x00\u202e "):
            assert notes, f"?{item.word}={value[:20]} is dropped without a word"

    def test_it_only_narrows(self, item: Filter, snapshot: PointIndex) -> None:
        query, _ = read_query([(item.word, self.example(item))], snapshot.gazetteer)
        found = search(snapshot, query, NOW)
        assert found.total <= found.of == snapshot.listed_count

    def test_its_counts_are_what_choosing_gives(self, item: Filter, snapshot: PointIndex) -> None:
        everything, _ = read_query([], snapshot.gazetteer)
        for choice in search(snapshot, everything, NOW).facets().get(item.word, ()):
            chosen = search(snapshot, everything.with_value(item.word, choice.value), NOW)
            assert chosen.total == choice.count, (item.word, choice.value)

    def test_its_words_are_translated(self, item: Filter, snapshot: PointIndex, demo_site: Flask) -> None:
        query, _ = read_query([(item.word, self.example(item))], snapshot.gazetteer)
        said = {}
        for language in LANGUAGES:
            with demo_site.test_request_context(f"/{language.code}/treffpunkte"), speaking(language):
                assert item.describe(query.get(item.word)[0], snapshot.gazetteer)
                said[language.code] = str(item.label)
        assert len(set(said.values())) == len(LANGUAGES), f"label of {item.word}: {said}"
        assert said[DEFAULT_LANGUAGE.code]

    def test_it_is_documented(self, item: Filter) -> None:
        written = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs").rglob("*.md"))
        assert f"`{item.word}`" in written, f"Say in docs/ what the query word `{item.word}` does"
