"""What readers report and suggest: in without account, cookie or script, bounded, and never public by itself."""

import re

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from kommanmap.domain.suggestions import ReportKind, SuggestionStatus
from kommanmap.extensions import db
from kommanmap.models import Attempt
from kommanmap.services import suggestions
from tests.reader import TOKEN, Reader, letters, public_count

PLACE = {"name": "Treff am Markt", "town": "Siegen"}


@pytest.mark.parametrize("kind", list(ReportKind))
def test_every_kind_of_mistake_arrives(app: Flask, reader: Reader, place: str, kind: ReportKind) -> None:
    address = "Kölner Straße 11, 57072 Siegen"
    sent = reader.send(
        f"/en/treffpunkte/{place}/melden", report_kind=kind.value, message="I was there.", correction=address
    )
    assert sent.status_code == 303
    letter = letters(app)[0]
    assert (letter.report_kind, letter.language, letter.status) == (kind, "en", SuggestionStatus.OPEN)
    assert address in (letter.message + str(letter.fields)), "what was typed beside the kind is not lost"


REFUSED: tuple[tuple[str, float, dict[str, str]], ...] = (
    ("only machines fill the trap", 5, {"homepage": "https://spam.example"}),
    ("too fast", 2, {}),
    ("too old", 2 * 3600 + 1, {}),
    ("a token of ours for something else", 5, {"open_token": "1773826200." + "0" * 64}),
    ("a token from the future", 5, {"open_token": "99999999999." + "0" * 64}),
    ("no token at all but a word", 5, {"open_token": "x"}),
    ("three links", 5, {"message": "http://a.example www.b.example https://c.example"}),
    ("too long", 5, {"message": "x" * 1501}),
    ("no kind", 5, {"report_kind": "erfunden"}),
    ("nothing said", 5, {"report_kind": "anderes", "correction": ""}),
)


def test_what_looks_like_a_machine_comes_back_with_everything_that_was_typed(
    app: Flask, reader: Reader, place: str
) -> None:
    page = f"/de/treffpunkte/{place}/melden"
    for name, wait, data in REFUSED:
        answer = reader.send(page, wait, **{"report_kind": "zeiten", "correction": "ab 15 Uhr", **data})
        html = answer.get_data(as_text=True)
        assert answer.status_code == 422, name
        assert 'role="alert"' in html, name
        assert "ab 15 Uhr" in html or "correction" in data, name
    assert letters(app) == []
    hasty = reader.send(page, 1, report_kind="war-zu").get_data(as_text=True)
    reader.clock.move(seconds=2)
    again = reader.post(page, {"open_token": TOKEN.findall(hasty)[0], "report_kind": "war-zu"})
    assert again.status_code == 303, "who sends once more is not asked to wait from the beginning"


def test_a_place_in_no_town_of_ours_comes_back(app: Flask, reader: Reader) -> None:
    for town, words in (("Marburg an der Lahn", "kennen wir nicht"), ("", "fehlt")):
        answer = reader.send("/de/vorschlagen", name="Treff", town=town)
        assert answer.status_code == 422
        assert words in answer.get_data(as_text=True)
    for town in ("57072", "زيغن", "Weidenau"):
        assert reader.send("/de/vorschlagen", name=f"Treff {town}", town=town).status_code == 303, town
    assert {letter.municipality.name for letter in letters(app)} == {"Siegen"}


@pytest.mark.both_databases
def test_few_letters_of_one_sender_and_some_more_altogether(app: Flask, reader: Reader) -> None:
    def suggest(number: int) -> TestResponse:
        return reader.send("/de/vorschlagen", **PLACE, message=f"Nr. {number}")

    assert [suggest(number).status_code for number in range(6)] == [303] * 5 + [429]
    refused = suggest(7)
    assert 0 < int(refused.headers["Retry-After"]) <= 3600
    assert "Nr. 7" in refused.get_data(as_text=True)
    reader.address = "2001:db8::1"
    assert suggest(8).status_code == 303
    reader.address = "2001:db8::ffff"  # the same household
    assert [suggest(number).status_code for number in range(9, 14)] == [303] * 4 + [429]
    with app.app_context():
        kept = " ".join(db.session.scalars(select(Attempt.bucket)))
    assert not re.search(r"192\.0|2001|db8::", kept), "an address is written down"
    reader.clock.move(hours=1)
    assert suggest(20).status_code == 303
    with app.app_context():
        assert db.session.scalar(select(func.count(Attempt.id))) == 2, "what no longer counts is gone"


def test_the_same_letter_is_one_letter(app: Flask, reader: Reader, place: str) -> None:
    page = f"/de/treffpunkte/{place}/melden"
    token = reader.token(page)
    reader.clock.move(seconds=5)
    data = {"open_token": token, "report_kind": "war-zu", "message": "Gestern  um drei"}
    twice = [reader.post(page, data) for _ in range(2)]
    assert {answer.headers["Location"] for answer in twice} == {twice[0].headers["Location"]}, "sent twice by one hand"
    reader.address = "192.0.2.77"
    other = reader.send(page, report_kind="war-zu", message="gestern um drei")
    assert (other.status_code, 'class="code"' in other.get_data(as_text=True)) == (200, False)
    assert [letter.times_sent for letter in letters(app)] == [2]


def test_two_hundred_machines_make_nothing_public_and_no_endless_queue(app: Flask, reader: Reader, place: str) -> None:
    """T46: A corpus of what machines send, among them some that read the form and wait as people do."""
    before, pages = public_count(app), ("/de/vorschlagen", f"/de/treffpunkte/{place}/melden")
    tokens = [reader.token(page) for page in pages]
    reader.clock.move(seconds=30)
    adverts = ("Buy pills http://a.example http://b.example http://c.example", "<a href=x>casino</a>", "SEO 1st page!")
    statuses = []
    for number in range(200):
        which = number % 2
        reader.address = f"198.51.{number % 7}.{number}"
        data = {
            "open_token": ("", "1.2", tokens[which], tokens[1 - which], tokens[which])[number % 5],
            "homepage": "" if number % 3 else "https://spam.example",
            "name": f"Casino {number}", "town": "Köln", "report_kind": "anderes",
            "message": f"{adverts[number % 3]} {number}", "status": "public", "ags": "05315000", "is_public": "1",
        }  # fmt: skip
        statuses.append(reader.post(pages[which], data).status_code)
    assert set(statuses) <= {303, 422, 429}
    assert public_count(app) == before
    waiting = letters(app)
    assert len(waiting) == statuses.count(303) <= 60
    assert all(letter.status is SuggestionStatus.OPEN for letter in waiting)
    assert "Casino 1" not in reader.get_later("/de/treffpunkte?q=Casino")


def test_more_than_people_can_read_is_refused(
    app: Flask, reader: Reader, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suggestions, "MOST_WAITING_PER_PLACE", 2)
    page = f"/de/treffpunkte/{place}/melden"
    sent = [reader.send(page, report_kind="anderes", message=f"Nr. {number}").status_code for number in range(3)]
    assert sent == [303, 303, 429]
    assert len(letters(app)) == 2
