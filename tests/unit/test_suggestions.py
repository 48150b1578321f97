"""The rules of a letter of the public: what is put in order, what is refused, what a receipt code is."""

import time

from kommanmap.domain.suggestions import (
    RECEIPT_SIGNS,
    Letter,
    ReportKind,
    SuggestionKind,
    in_order,
    letter_problems,
    links,
    receipt_code,
    receipt_hash,
    written_receipt,
)
from kommanmap.forms.reports import typed_place, typed_report


def test_a_receipt_code_can_be_typed_in_any_way() -> None:
    code = receipt_code("f" * 64)
    assert len(code) == 14
    assert set(code) <= set(RECEIPT_SIGNS) | {"-"}
    for typed in (code.lower(), code.replace("-", " "), f" {code}\u200f", code.replace("-", "")):
        assert receipt_hash(typed) == receipt_hash(code)
        assert written_receipt(typed) == code
    assert receipt_hash("") != receipt_hash(code)
    assert written_receipt("٢٢٢٢3333") == "2222-3333"


def test_links_are_counted_however_they_are_written() -> None:
    assert links("http://a.example", "see WWW.b.example and HTTPS://c.example") == 3
    assert links("[url=x] <a href = 'y'>") == 2
    assert links("Wir treffen uns um 15 Uhr, info@treff.example") == 0


def test_letters_that_say_the_same_are_the_same() -> None:
    one = Letter(SuggestionKind.REPORT, ReportKind.TIMES_WRONG, {"times": "ab 15 Uhr"}, "Gestern  War zu")
    other = Letter(SuggestionKind.REPORT, ReportKind.TIMES_WRONG, {"times": "Ab 15 uhr "}, "gestern war\nzu", "ar")
    assert one.content_hash("here") == other.content_hash("here")
    assert one.content_hash("here") != one.content_hash("there")


def test_invisible_characters_go_and_words_stay() -> None:
    assert in_order("\u202eexe.gnp\x00 \x07ok\ud800") == "exe.gnp ok"
    assert in_order("eins\r\nzwei\u2066\n", lines=True) == "eins\nzwei"
    assert in_order("سلام\u200c") == "سلام\u200c"  # joins are part of the spelling


def test_what_is_right_goes_where_the_kind_says_and_is_never_lost() -> None:
    typed = {"report_kind": "umgezogen", "correction": "Neue Str. ٥", "message": ""}
    assert typed_report(typed, language="de").letter.fields == {"address": "Neue Str. 5"}
    typed["report_kind"] = "war-zu"
    letter = typed_report(typed, language="de").letter
    assert (letter.fields, letter.message) == ({}, "Neue Str. ٥")
    wrong = typed_report({"report_kind": "telefon", "correction": "keins"}, language="de")
    assert [(problem.field, problem.code) for problem in wrong.problems] == [("correction", "no_number")]


def test_a_town_that_means_two_things_is_asked_about() -> None:
    form = {"name": "Treff", "town": "Neustadt"}
    for towns, code in (((), "town_not_found"), (("1", "2"), "town_more_than_one")):
        found = typed_place(form, language="de", find_town=lambda _typed, towns=towns: towns)
        assert [(problem.field, problem.code) for problem in found.problems] == [("town", code)]
    assert typed_place(form, language="de", find_town=lambda _typed: ("05970040",)).ags == "05970040"


def test_a_hundred_kilobytes_of_anything_are_judged_at_once() -> None:
    for text in ("<" * 100_000, "http" * 25_000, "a " * 50_000, "href " * 20_000, "\u202e" * 100_000, "\n" * 100_000):
        began = time.process_time()
        typed = typed_report({"report_kind": "zeiten", "correction": text, "message": text}, language="de")
        list(letter_problems(typed.letter))
        assert time.process_time() - began < 0.5  # 50 ms with room for a busy machine; a slow pattern takes minutes
