"""What typed words say for certain about offers, audience and languages; everything else stays text."""

import csv
from pathlib import Path

import pytest

from kommanmap.domain.drafts import PointDraft
from kommanmap.domain.language_words import CODE_BY_WORD, spoken_languages
from kommanmap.domain.languages import SPOKEN_LANGUAGES
from kommanmap.domain.offer_words import said_audiences, said_by_offers
from kommanmap.domain.vocabulary import Audience, Cost, Knowledge, Offer, Registration
from kommanmap.services.import_words import with_words

HERE = Path(__file__).parent
DEMO = HERE.parents[1] / "kommanmap" / "reference" / "demo" / "treffpunkte.csv"
DERIVED = HERE / "demo_words.csv"
"""What each of the 101 rows gives, looked at by a person: a change here is a change of meaning."""


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("typed", "derived"), list(zip(rows_of(DEMO), rows_of(DERIVED), strict=True)), ids=lambda row: row.get("line", "")
)
def test_each_row_of_the_examples_gives_what_a_person_read(typed: dict[str, str], derived: dict[str, str]) -> None:
    cells = {"offers_as_typed": typed["offers"], "languages_as_typed": typed["languages"]}
    said = {name: text for name, text in cells.items() if text}
    draft, _notes = with_words(said, base=PointDraft(), draft=PointDraft(languages_as_typed=typed["languages"]))
    facts = {"childcare": draft.childcare, "cost": draft.cost, "registration": draft.registration}
    assert (typed["offers"], typed["languages"]) == (derived["offers_as_typed"], derived["languages_as_typed"])
    assert {
        "offers": " ".join(draft.offers),
        "audiences": " ".join(draft.audiences),
        "languages": " ".join(draft.languages),
        "facts": " ".join(f"{name}={value}" for name, value in facts.items() if value != "unknown"),
    } == {name: derived[name] for name in ("offers", "audiences", "languages", "facts")}
    assert draft.offers_as_typed == typed["offers"]


@pytest.mark.parametrize(
    "typed",
    [
        "Dolmetscher Arabisch, Kurdisch, Englisch gesucht",
        "Bücher in verschiedenen Sprachen",
        "Infoblatt deutsch und arabisch",
        "Tafel auf Deutsch, Arabisch, Englisch, Französisch",
        "Englisch (Gäste)",
        "mehrsprachige Leitung",
        "Verständigung mit Übersetzungs-App",
        "gesucht: Arabisch; Kurdisch; Englisch",
        "noch kein Arabisch",
    ],
)
def test_a_text_that_does_not_say_what_is_spoken_gives_no_language(typed: str) -> None:
    assert spoken_languages(typed).codes == ()
    assert spoken_languages(typed).kept_as_text


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("Deutsch", ("de",)),
        ("Ukrainisch, Russisch, Englisch, Deutsch", ("uk", "ru", "en", "de")),
        ("deutsch / ENGLISCH und Türkisch", ("de", "en", "tr")),
        ("Persisch (Farsi), Dari; Paschto", ("fa", "prs", "ps")),
        ("Ukrainisch, Russisch (Dolmetscher)", ("uk", "ru")),
        ("Ukrainisch per Übersetzer, Englisch", ("uk", "en")),
        ("Dolmetscher Ukrainisch", ("uk",)),
        ("العربية, Українська", ("ar", "uk")),
        ("de; en", ("de", "en")),
        ("Kurdisch (Kurmandschi), Sorani", ("ku", "ckb")),
        ("Deutsch, Deutsch", ("de",)),
    ],
)
def test_lists_of_languages_are_understood(typed: str, codes: tuple[str, ...]) -> None:
    assert spoken_languages(typed).codes == codes


def test_a_word_for_several_languages_is_asked_about_and_spoils_nothing() -> None:
    said = spoken_languages("Deutsch, Afghanisch")
    assert (said.codes, said.ambiguous, said.kept_as_text) == (("de",), ("Afghanisch",), ())


def test_every_word_leads_to_a_language_of_the_list() -> None:
    assert set(CODE_BY_WORD.values()) == set(SPOKEN_LANGUAGES)


@pytest.mark.parametrize(
    "typed",
    [
        "Sprachkurse geplant",
        "Flüchtlingsberatung im Haus geplant",
        "geplant: Sprachkurse; Nähcafé; Beratung",
        "noch keine Kinderbetreuung",
        "Kochen, Sport geplant",
        "Nachhilfe gesucht",
        "Kinder",
        "Frauencafé (Männer kein Zutritt)",
        "getrennte Angebote für Männer und Frauen",
        "eher Frauen und Kinder",
        "Deutschkurse im Verein",
        "",
    ],
)
def test_what_is_planned_wanted_or_only_partly_true_gives_nothing(typed: str) -> None:
    said = said_by_offers(typed)
    assert (said.offers, said.audiences, said.childcare) == (frozenset(), frozenset(), Knowledge.UNKNOWN)


def test_a_list_at_commas_counts_only_if_every_part_is_known() -> None:
    assert said_by_offers("Deutsch, Spiele und Kaffee").offers == {Offer.GERMAN, Offer.GAMES, Offer.FOOD}
    assert said_by_offers("Deutsch, Fußreflexzonen und Kaffee").offers == frozenset()


def test_free_cake_is_not_a_free_visit() -> None:
    assert said_by_offers("Kuchen kostenlos; kostenlose Getränke und Speisen").cost is Cost.UNKNOWN
    assert said_by_offers("kostenfrei; Basteln").cost is Cost.FREE


def test_an_offer_without_registration_says_nothing_about_the_place() -> None:
    assert said_by_offers("Sprachcafé ohne Anmeldung").registration is Registration.UNKNOWN
    assert said_by_offers("Begegnung; ohne Anmeldung").registration is Registration.NOT_NEEDED


def test_childcare_is_a_fact_only_where_it_is_said() -> None:
    assert said_by_offers("Kinderbetreuung").childcare is Knowledge.YES
    assert said_by_offers("Kinderangebote; Spielecke").childcare is Knowledge.UNKNOWN


def test_women_count_only_as_the_one_group_named() -> None:
    assert said_audiences("nur für Frauen")[0] == {Audience.WOMEN}
    assert said_audiences("Frauen") == (frozenset({Audience.WOMEN}), ())
    assert said_audiences("Frauen, Familien") == (frozenset({Audience.FAMILIES}), ("Frauen",))
    assert said_audiences("Geflüchtete") == (frozenset(), ("Geflüchtete",))
    assert said_audiences("keine Kinder") == (frozenset(), ("keine Kinder",))
