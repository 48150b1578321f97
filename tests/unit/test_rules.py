"""The rules of a meeting point: what is put in order, what is refused, what is only remarked on."""

import random
from datetime import date
from typing import Any

import pytest

from kommanmap.domain.hours.session import DateException, ExceptionKind, ReadingStatus, Session
from kommanmap.domain.rules import SINGLE_LINE_LIMITS, checked, latin_digits, single_line, web_address_problem
from kommanmap.domain.vocabulary import Accuracy
from kommanmap.models import MeetingPoint
from tests.factories import make_draft


def problem_codes(**fields: object) -> dict[str, str]:
    return {problem.field: problem.code for problem in checked(make_draft(**fields)).problems}


def note_codes(**fields: object) -> set[tuple[str, str]]:
    return {(note.field, note.code) for note in checked(make_draft(**fields)).notes}


def test_an_ordinary_place_breaks_no_rule() -> None:
    result = checked(make_draft())
    assert result.problems == ()
    assert result.notes == ()


def test_checking_twice_changes_nothing_more() -> None:
    once = checked(make_draft(name=" \u202eCafé\tMosaik ", website="www.burbach.example", postcode="٥٧٢٩٩")).draft
    assert checked(once).draft == once


def test_lengths_are_those_of_the_columns() -> None:
    columns = MeetingPoint.__table__.columns
    lengths = {name: getattr(columns[name].type, "length", None) for name in SINGLE_LINE_LIMITS if name in columns}
    assert {name: length for name, length in lengths.items() if length} == {
        name: SINGLE_LINE_LIMITS[name] for name, length in lengths.items() if length
    }


def test_digits_of_other_scripts_become_latin() -> None:
    assert latin_digits("٥٧٠٧٢") == "57072"
    assert checked(make_draft(postcode="۵۷۲۹۹")).draft.postcode == "57299"


@pytest.mark.parametrize("postcode", ["5729", "572999", "57 29", "PLZ"])
def test_a_postcode_has_five_digits(postcode: str) -> None:
    assert problem_codes(postcode=postcode) == {"postcode": "not_five_digits"}


def test_direction_marks_are_taken_out_of_a_line_and_reported() -> None:
    result = checked(make_draft(name="Café \u202egnp.exe\u202c", times=("\u2067montags\u2069",)))
    assert result.draft.name == "Café gnp.exe"
    assert result.draft.times == ("montags",)
    assert {(note.field, note.code) for note in result.notes} == {
        ("name", "direction_marks_removed"),
        ("times", "direction_marks_removed"),
    }


def test_marks_that_arabic_text_needs_stay() -> None:
    assert single_line("\u200fمقهى\u200e 12") == "\u200fمقهى\u200e 12"


def test_a_line_break_in_a_name_becomes_a_space() -> None:
    assert checked(make_draft(name="Café\r\n  Mosaik\u2028Burbach")).draft.name == "Café Mosaik Burbach"


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\x7f", "\ud800"])
@pytest.mark.parametrize("field", ["name", "way_in", "offers_as_typed"])
def test_control_characters_are_refused(field: str, sign: str) -> None:
    assert problem_codes(**{field: f"Text{sign}Text"}) == {field: "control_characters"}


def test_long_texts_are_refused_with_their_field() -> None:
    assert problem_codes(name="W" * 10_000, times=("w" * 30_001,), texts=(("de", "w" * 10_001),)) == {
        "name": "too_long",
        "times": "too_long",
        "texts": "too_long",
    }


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("https://www.burbach.example/a?b=c#d", None),
        ("http://wz.de./nrw", None),
        ("HTTPS://BURBACH.EXAMPLE", None),
        ("https://müller.example/ü", None),
        ("javascript:alert(1)", "not_http"),
        ("data:text/html,x", "not_http"),
        ("ftp://burbach.example", "not_http"),
        ("https://user@burbach.example", "credentials_in_address"),
        ("https://user:word@burbach.example", "credentials_in_address"),
        ("https://", "not_a_web_address"),
        ("https://localhost/x", "not_a_web_address"),
        ("https://burbach.example:99999/", "not_a_web_address"),
        ('https://burbach.example/"><img', "not_a_web_address"),
        ("burbach.example", "not_a_web_address"),
        ("https://[::1", "not_a_web_address"),
    ],
)
def test_web_addresses(address: str, problem: str | None) -> None:
    """T36."""
    assert web_address_problem(address) == problem


def test_a_web_address_without_scheme_is_completed_and_remarked_on() -> None:
    result = checked(make_draft(website="www.burbach.example ; www.zweite.example"))
    assert result.draft.website == "https://www.burbach.example ; https://www.zweite.example"
    assert [note.code for note in result.notes] == ["scheme_added"]


def test_a_source_may_be_told_in_words() -> None:
    assert problem_codes(source_url="https://a.example ; Telefon: https://b.example?x=1 ; Stand: 2016") == {}
    assert problem_codes(source_url="javascript:alert(1)") == {"source_url": "not_http"}


@pytest.mark.parametrize("email", ["treff@burbach.example", "a.b+c@sub.burbach.example"])
def test_mail_addresses(email: str) -> None:
    assert problem_codes(email=email) == {}


@pytest.mark.parametrize(
    "email", ["treff", "a@b", "a b@c.example", "a@b.example, c@d.example", "<a@b.example>", "a@b..de"]
)
def test_what_is_no_mail_address(email: str) -> None:
    assert problem_codes(email=email) == {"email": "not_an_address"}


@pytest.mark.parametrize(
    "phone", ["02736 45-47", "0 23 25 - 65 89 313", "+495252973677", "02736 45-47, -32 oder -36", "0521 – 962 07 03"]
)
def test_phone_numbers_stay_as_they_are_written(phone: str) -> None:
    result = checked(make_draft(phone=phone))
    assert (result.problems, result.draft.phone) == ((), phone)


def test_numbers_and_mailboxes_of_persons_are_remarked_on() -> None:
    assert ("phone", "mobile_number") in note_codes(phone="0171 / 234 56 78")
    assert ("email", "private_mailbox") in note_codes(email="erika@web.de")


def test_a_pin_lies_in_the_state() -> None:
    assert problem_codes(lat=48.14, lon=11.58) == {"lat": "outside_nrw"}
    assert problem_codes(lat=8.08429, lon=50.74644) == {"lat": "lat_lon_swapped"}
    assert problem_codes(lat=float("nan"), lon=8.0) == {"lat": "outside_nrw"}
    assert problem_codes(lat=900.0, lon=8.0) == {"lat": "outside_nrw"}


def test_a_position_is_whole_and_says_how_exact_it_is() -> None:
    assert problem_codes(lon=None) == {"lat": "half_a_position"}
    assert problem_codes(position_accuracy=None) == {"position_accuracy": "missing"}
    assert problem_codes(lat=None, lon=None) == {"position_accuracy": "accuracy_without_position"}
    assert problem_codes(lat=None, lon=None, position_accuracy=None) == {}
    assert problem_codes(position_accuracy=Accuracy.MANUAL) == {}


def test_a_name_holds_a_letter_and_a_key_eight_digits() -> None:
    assert problem_codes(name="") == {"name": "missing"}
    assert problem_codes(name="---") == {"name": "no_letters"}
    assert problem_codes(name="مقهى") == {}
    assert problem_codes(ags="5970008") == {"ags": "not_a_key"}


def test_languages_are_known_ones() -> None:
    assert problem_codes(languages=("de", "xx")) == {"languages": "unknown_language"}
    assert problem_codes(texts=(("xx", "?"),)) == {"texts": "unknown_language"}
    assert problem_codes(texts=(("de", "a"), ("de", "b"))) == {"texts": "unknown_language"}


def test_no_text_whatever_breaks_the_check() -> None:
    """Seeded noise: signs of all planes, lone surrogates, marks, controls."""
    source = random.Random(20260318)  # noqa: S311 - noise, not secrets
    fields = [*SINGLE_LINE_LIMITS, "way_in", "status_reason", "offers_as_typed"]
    for _ in range(400):
        noise = "".join(chr(source.randrange(source.choice((0x80, 0x700, 0x3000, 0x110000)))) for _ in range(40))
        result = checked(make_draft(**{source.choice(fields): noise}, times=(noise,)))
        assert result.problems or checked(result.draft).draft == result.draft


def test_sessions_are_put_in_order_and_a_question_keeps_nobody_from_saving() -> None:
    exception = DateException(date(2026, 3, 20), ExceptionKind.CANCELLED, note=" \u2067Karneval\u2069 ")
    session = Session(weekdays=(2,), interval=2, note="nur\nFrauen ", exceptions=(exception,))
    result = checked(make_draft(sessions=(session,), times_status=ReadingStatus.PARTIAL))
    assert result.problems == ()
    (tidy,) = result.draft.sessions
    assert (tidy.note, tidy.exceptions[0].note) == ("nur Frauen", "Karneval")
    assert result.draft.times_status is ReadingStatus.PARTIAL


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"times": ()}, ReadingStatus.NONE),
        ({"times": ("montags",)}, ReadingStatus.UNREAD),
        ({"times": ("montags",), "times_status": ReadingStatus.COMPLETE}, ReadingStatus.NONE),
    ],
)
def test_without_sessions_nothing_counts_as_understood(fields: dict[str, Any], expected: ReadingStatus) -> None:
    assert checked(make_draft(**fields)).draft.times_status is expected


def test_too_many_sessions_are_refused() -> None:
    sessions = tuple(Session(weekdays=(day % 7,), note=str(day)) for day in range(61))
    assert problem_codes(sessions=sessions) == {"sessions": "too_many"}
