"""Words of a cell on top of what is stored: they follow a change of the words, never a hand's later choice."""

from dataclasses import replace

from kommanmap.domain.drafts import PointDraft
from kommanmap.domain.vocabulary import Audience, Knowledge, Offer
from kommanmap.services.import_words import with_words

STORED = PointDraft(
    offers_as_typed="Deutsch; Spiele; Kinderbetreuung",
    offers=(Offer.GERMAN, Offer.GAMES, Offer.CHILDREN),
    childcare=Knowledge.YES,
    languages_as_typed="Deutsch",
    languages=("de",),
)


def read(base: PointDraft, **cells: str) -> PointDraft:
    typed = cells.get("languages_as_typed", base.languages_as_typed)
    return with_words(cells, base=base, draft=replace(base, languages_as_typed=typed))[0]


def test_the_same_words_leave_what_was_set_by_hand() -> None:
    by_hand = replace(STORED, offers=(Offer.MUSIC,), childcare=Knowledge.NO, languages=("de", "uk"))
    assert read(by_hand, offers_as_typed=STORED.offers_as_typed, languages_as_typed="Deutsch") == by_hand


def test_changed_words_change_only_what_they_say() -> None:
    by_hand = replace(STORED, offers=(*STORED.offers, Offer.MUSIC))
    assert read(by_hand, offers_as_typed="Deutsch; Sport; Kinderbetreuung").offers == tuple(
        sorted({Offer.GERMAN, Offer.SPORT, Offer.CHILDREN, Offer.MUSIC})
    )


def test_words_that_are_gone_take_their_fact_along() -> None:
    assert read(STORED, offers_as_typed="Deutsch").childcare is Knowledge.UNKNOWN


def test_a_hyphen_empties_the_words_and_what_they_gave() -> None:
    emptied = read(STORED, offers_as_typed="-")
    assert (emptied.offers_as_typed, emptied.offers) == ("", ())


def test_an_audience_that_is_no_group_is_kept_among_the_offers() -> None:
    once = read(STORED, audience_words="Geflüchtete, Familien")
    assert once.audiences == (Audience.FAMILIES,)
    assert once.offers_as_typed.endswith("; Zielgruppe: Geflüchtete")
    assert read(once, audience_words="Geflüchtete, Familien") == once


def test_listed_codes_are_taken_as_they_are() -> None:
    listed = read(STORED, offers="musik; sport", languages="uk; Englisch")
    assert (listed.offers, listed.languages) == ((Offer.MUSIC, Offer.SPORT), ("en", "uk"))
