"""Search over the example places: what people type is understood, what nobody means does no harm."""

import pytest
from flask import Flask
from sqlalchemy import create_engine, text

from bench.quality import example_scores, place_scores, town_scores
from kommanmap.domain.folding import key
from kommanmap.queries.index import PointIndex
from kommanmap.queries.point_query import read_query
from kommanmap.queries.search import Found, search
from tests.apps import NOW


def ask(index: PointIndex, *typed: tuple[str, str]) -> Found:
    """An answer to query words that are all understood."""
    query, notes = read_query(typed, index.gazetteer)
    assert not notes
    return search(index, query, NOW)


@pytest.fixture(scope="module")
def demo(demo_site: Flask) -> PointIndex:
    """The index over the example places."""
    found: PointIndex = demo_site.extensions["kommanmap.index"].get()
    return found


def names(found: Found) -> list[str]:
    """The names of all places found, in order."""
    documents = [found.index.document(point_id) for point_id in found.point_ids()]
    return [found.index.name(document) for document in documents if document is not None]


@pytest.mark.parametrize(
    ("typed", "first", "understood"),
    [
        ("Sprachcafé Burbach", "Sprachcafé Burbach", "Burbach"),
        ("Cafe Burbahc", "Café Mosaik (früher Sprachcafé Burbach)", "Burbach"),
        ("57072 Siegen", "Café International Winchenbach", "57072 Siegen"),
        ("KI Siegen", "Café International Winchenbach", "KI Kreis Siegen-Wittgenstein"),
        ("Kreis Siegen Wittgenstein", "Café International Winchenbach", "KI Kreis Siegen-Wittgenstein"),
        ("Dortmund-Hörde", "Café International Wickede", "Dortmund-Hörde"),
        ("دورتموند", "Café International Wickede", "Dortmund"),
        ("نساء", "Internationales Handarbeitscafé für Frauen Balve", "Nur für Frauen"),
        ("women", "Internationales Handarbeitscafé für Frauen Balve", "Nur für Frauen"),
        ("Fraun", "Internationales Handarbeitscafé für Frauen Balve", "Nur für Frauen"),
        ("Gassenweg 28", "Café Mosaik (früher Sprachcafé Burbach)", ""),
        ("Sprach Café", "Café Mosaik (früher Sprachcafé Burbach)", ""),
        ("Caféinternational Brilon", "Café International Brilon", "Brilon"),
        ("Diakonie Gütersl", "Café Connect (Zeiten zur Eröffnung)", ""),
        ("Montag Bonn", "Konversationscafé im MIGRApolis-Haus der Vielfalt", "Bonn"),
    ],
)
def test_what_people_type_is_understood(demo: PointIndex, typed: str, first: str, understood: str) -> None:
    found = ask(demo, ("q", typed))
    assert first in names(found)[:1]
    if understood:
        assert understood in [meant.label for meant in found.understood]


def test_a_text_can_be_combined_with_a_place_word_and_filters(demo: PointIndex) -> None:
    near = ask(demo, ("q", "Café"), ("ort", "Siegen"), ("umkreis", "25"))
    assert near.sorted_by_distance
    assert "Café International Winchenbach" in names(near)
    assert set(names(near)) < set(names(ask(demo, ("q", "Café"))))


def test_a_radius_also_belongs_to_a_place_typed_into_the_search_field(demo: PointIndex) -> None:
    wide = ask(demo, ("q", "Siegen"), ("umkreis", "25"))
    assert wide.sorted_by_distance
    assert wide.total > ask(demo, ("q", "Siegen"), ("umkreis", "5")).total


def test_an_empty_answer_says_what_to_try(demo: PointIndex) -> None:
    found = ask(demo, ("q", "Xanten"))
    assert found.total == 0
    advice = found.advice()
    assert [slug for slug, _, _, _ in advice.neighbours]
    assert advice.wider
    assert advice.centre_slugs == (demo.gazetteer.towns["xanten"].centre_slug,)
    assert search(demo, advice.wider[0][2], NOW).total == advice.wider[0][1]


def test_a_town_hides_a_district_of_the_same_name_but_offers_it(demo: PointIndex) -> None:
    found = ask(demo, ("q", "Wickede"))
    assert [meant.label for meant in found.understood] == ["Wickede (Ruhr)"]
    assert "Dortmund-Wickede" in [suggestion.label for suggestion in found.advice().did_you_mean]


def test_a_word_that_nobody_knows_is_left_out_beside_a_place_and_named(demo: PointIndex) -> None:
    found = ask(demo, ("q", "Siegen qqqqq"))
    assert found.ignored == ("qqqqq",)
    assert found.total == ask(demo, ("q", "Siegen")).total
    assert not found.is_certain


@pytest.mark.parametrize(
    "typed",
    [
        "${alert(1)}", "</script>", '"><img src=x onerror=alert(1)>', "\u202eneigeis", "' OR 1=1 --", "%", "a", "1",
        "der die das", "a " * 100, "x" * 200, "ü-" * 100, "Siegen " * 28, "*", '"', "NEAR(", "🙂", "ﷺ" * 60, "\ud800",
    ],
)  # fmt: skip
def test_hostile_texts_are_only_texts(demo: PointIndex, typed: str) -> None:
    query, _ = read_query([("q", typed)], demo.gazetteer)
    found = search(demo, query, NOW)
    found.facets()
    found.advice()
    assert 0 <= found.total <= found.of
    assert found.page(1).first <= found.page(1).last


def test_the_spellings_that_must_work_all_work(demo: PointIndex) -> None:
    assert example_scores(demo).wrong == []


def test_correct_and_folded_names_come_first_always_and_slips_nearly_always(demo: PointIndex, demo_site: Flask) -> None:
    with create_engine(demo_site.config["SQLALCHEMY_DATABASE_URI"]).connect() as connection:
        rows = connection.execute(text("SELECT kind, alias, ags FROM municipality_alias"))
        aliases = [(row.kind, row.alias, row.ags) for row in rows]
    towns = list(demo.gazetteer.towns.values())
    assert len(towns) == 396
    scores = town_scores(demo, aliases, seed=1, rounds=1)
    scores += place_scores(demo, [demo.name(number) for number in range(demo.base.size)], seed=1, rounds=1)
    for score in scores:
        goal = 0.95 if "slip" in score.kind or "offered" in score.kind else 1.0
        assert score.share >= goal, (score.kind, score.share, score.wrong[:10])


def test_keys_of_towns_are_unique_so_that_no_town_hides_another(demo: PointIndex) -> None:
    folded = [key(town.name) for town in demo.gazetteer.towns.values()]
    assert len(set(folded)) == len(folded)
