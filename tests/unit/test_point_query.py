"""The question object: canonical, hashable, and read without an exception whatever stands in the address."""

import random

import pytest

from kommanmap.domain.values import Coordinates
from kommanmap.geocoding.names.gazetteer import Gazetteer
from kommanmap.geocoding.names.places import CentreEntry, Place, PlaceKind, Town
from kommanmap.queries.point_query import LAST_PAGE, NoteKind, PointQuery, read_query

SIEGEN = Town("05970040", "siegen", "Siegen", "kreis-siegen-wittgenstein", Coordinates(50.87, 8.02))


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """One town, one centre, one postcode."""
    place = Place(
        PlaceKind.MUNICIPALITY, "Siegen", "Siegen", (SIEGEN.ags,), SIEGEN.centre_slug, SIEGEN.position,
        keys=frozenset({"siegen"}),
    )  # fmt: skip
    code = Place(PlaceKind.POSTCODE, "57072 Siegen", "57072", (SIEGEN.ags,), SIEGEN.centre_slug, SIEGEN.position)
    return Gazetteer(
        centres=[CentreEntry(SIEGEN.centre_slug, "KI Kreis Siegen-Wittgenstein", 0)],
        towns=[SIEGEN],
        names=[("Siegen", place)],
        postcodes={"57072": code},
    )


def test_words_are_put_into_one_order_and_form(gazetteer: Gazetteer) -> None:
    typed = [
        ("tag", "MI"),
        ("ort", "SIEGEN"),
        ("sprache", "uk"),
        ("q", "  Café   Welt "),
        ("sprache", "ar"),
        ("umkreis", "٢٥ km"),
    ]
    query, notes = read_query(typed, gazetteer)
    assert query.to_args() == [
        ("q", "Café Welt"),
        ("ort", "siegen"),
        ("umkreis", "25"),
        ("sprache", "ar"),
        ("sprache", "uk"),
        ("tag", "mi"),
    ]
    assert notes == ()
    assert query == read_query(query.to_args(), gazetteer)[0]
    assert hash(query) == hash(read_query(reversed(typed), gazetteer)[0])  # type: ignore[arg-type]


def test_empty_fields_of_a_form_are_no_filters_and_no_notes(gazetteer: Gazetteer) -> None:
    assert read_query([("q", ""), ("ort", "  "), ("seite", "")], gazetteer) == (PointQuery(), ())


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("ort", "Xyzzy"), ("plz", "99999"), ("plz", "5707"), ("umkreis", "7"), ("umkreis", "-1"), ("umkreis", "1e9"),
        ("zentrum", "mond"), ("gemeinde", "05970041"), ("sprache", "klingonisch"), ("angebot", "drogen"),
        ("zielgruppe", "niemand"), ("tag", "montag"), ("stufenfrei", "nein"), ("status", "draft"), ("q", "?!"),
        ("seite", "zwei"), ("seite", "-3"),
    ],
)  # fmt: skip
def test_an_unknown_value_is_dropped_with_a_note(gazetteer: Gazetteer, word: str, value: str) -> None:
    query, notes = read_query([(word, value)], gazetteer)
    assert query.is_empty
    assert [(note.word, note.value, note.kind) for note in notes] == [(word, value, NoteKind.UNKNOWN_VALUE)]


def test_an_unknown_word_is_noted(gazetteer: Gazetteer) -> None:
    _, notes = read_query([("farbe", "rot")], gazetteer)
    assert [(note.word, note.kind) for note in notes] == [("farbe", NoteKind.UNKNOWN_WORD)]


def test_a_good_value_beside_a_bad_one_stays(gazetteer: Gazetteer) -> None:
    query, notes = read_query([("sprache", "ar"), ("sprache", "xx")], gazetteer)
    assert query.get("sprache") == ("ar",)
    assert len(notes) == 1


def test_long_text_is_cut_with_a_note(gazetteer: Gazetteer) -> None:
    query, notes = read_query([("q", "Café " * 1_000)], gazetteer)
    assert len(query.get("q")[0]) <= 200
    assert [note.kind for note in notes] == [NoteKind.SHORTENED]
    assert all(len(note.value) <= 200 for note in notes)


@pytest.mark.parametrize(("typed", "page"), [("2", 2), ("0", 1), ("999999999", LAST_PAGE), ("9" * 40, 1), ("٣", 1)])
def test_a_page_number_stays_in_bounds(gazetteer: Gazetteer, typed: str, page: int) -> None:
    assert read_query([("seite", typed)], gazetteer)[0].page == page


def test_values_can_be_added_and_taken_away(gazetteer: Gazetteer) -> None:
    query = PointQuery().with_value("sprache", "uk").with_value("sprache", "ar").with_value("q", "Café").at_page(3)
    assert query.get("sprache") == ("ar", "uk")
    assert query.with_value("q", "Tee").get("q") == ("Tee",)
    assert query.without("sprache", "uk").get("sprache") == ("ar",)
    assert query.without("sprache").get("sprache") == ()
    assert query.without("q").page == 1
    assert ("seite", "3") in query.to_args()
    assert query.with_value("sprache", "ar") == query.at_page(1)


def test_no_address_is_too_strange(gazetteer: Gazetteer) -> None:
    chance = random.Random(1)  # noqa: S311 - repeatable on purpose
    words = ["q", "ort", "plz", "umkreis", "zentrum", "gemeinde", "sprache", "tag", "status", "seite", "x", "\x00", ""]
    pieces = [
        "",
        "\x00",
        "\u202e",
        "57072",
        "٥٧٠٧٢",
        "<script>",
        "${alert(1)}",
        "siegen",
        "ü" * 300,
        "\ud800",
        "9" * 5_000,
        "%",
        "-1",
    ]
    for _ in range(400):
        typed = [
            (chance.choice(words), chance.choice(pieces) + chance.choice(pieces)) for _ in range(chance.randint(0, 60))
        ]
        query, notes = read_query(typed, gazetteer)
        assert len(notes) <= 10
        assert read_query(query.to_args(), gazetteer)[0] == query
        assert all(note.value.isprintable() for note in notes)
