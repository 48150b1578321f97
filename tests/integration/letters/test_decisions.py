"""Staff decide about letters of the public: one click puts it right, and nobody else's letters exist."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from kommanmap.domain.problems import InvalidDraft
from kommanmap.domain.suggestions import SuggestionStatus
from kommanmap.domain.vocabulary import ChangeKind, Role
from kommanmap.extensions import db
from kommanmap.models import Change, MeetingPoint
from kommanmap.services import suggestions
from tests.apps import NOW
from tests.reader import Reader, code_of, letters, public_count
from tests.samples import demo_place
from tests.staff import sign_in

CODE = re.compile(r'class="code"[^>]*>([^<]+)<')
PLACE = {"name": "Treff am Markt", "town": "Siegen"}


@pytest.mark.both_databases
@pytest.mark.parametrize("language", ["de", "ar"])
def test_a_wrong_phone_number_is_put_right_in_three_pages_and_one_click(
    app: Flask, reader: Reader, place: str, language: str
) -> None:
    page = f"/{language}/treffpunkte/{place}/melden"
    sent = reader.send(page, report_kind="telefon", correction="٠٢٧١ 40459-0", message="شكرا")
    assert (sent.status_code, "Set-Cookie" in sent.headers) == (303, False)
    receipt = reader.get(sent.headers["Location"])
    assert CODE.findall(receipt.get_data(as_text=True)) == [code_of(sent)]
    assert "0271 40459-0" not in reader.get(f"/de/treffpunkte/{place}").get_data(as_text=True)

    person = sign_in(app, Role.CENTRE, centre=demo_place(app).centre)
    queue = person.get("/team/meldungen").get_data(as_text=True)
    number = letters(app)[0].id
    assert f"/team/meldungen/{number}" in queue
    shown = person.get(f"/team/meldungen/{number}").get_data(as_text=True)
    version = re.findall(r'name="version" value="(\d+)"', shown)[0]
    assert 'value="0271 40459-0"' in shown
    done = person.post(
        f"/team/meldungen/{number}/annehmen",
        {"version": version, "take": "phone", "field_phone": "0271 40459-0", "field_name": "Gekapert"},
    )
    assert (done.status_code, done.headers["Location"]) == (303, "/team/meldungen?getan=1")
    assert "0271 40459-0" in reader.get_later(f"/de/treffpunkte/{place}")
    with app.app_context():
        change = db.session.scalars(select(Change).order_by(Change.id.desc())).first()
        assert change is not None
        assert (change.kind, list(change.fields), change.actor) == (
            ChangeKind.SUGGESTED, ["phone"], person.staff.actor,
        )  # fmt: skip
    later = reader.get(f"/{language}/rueckmeldung?code={code_of(sent).lower().replace('-', ' ')}")
    assert later.status_code == 200
    assert letters(app)[0].status is SuggestionStatus.ACCEPTED
    assert person.post(f"/team/meldungen/{number}/annehmen", {"version": version}).status_code == 409


def test_a_suggested_place_is_nowhere_until_staff_take_it_over(app: Flask, reader: Reader) -> None:
    before = public_count(app)
    sent = reader.send(
        "/ar/vorschlagen", **PLACE, address="Kölner Straße 11", times="jeden Dienstag 15-17 Uhr", offers="Kaffee"
    )
    assert sent.status_code == 303
    assert public_count(app) == before
    person = sign_in(app, Role.CENTRE, centre="siegen-wittgenstein")
    number = letters(app)[0].id
    page = person.get(f"/team/meldungen/{number}").get_data(as_text=True)
    assert all(text in page for text in ("Kölner Straße", 'value="11"', "jeden Dienstag 15-17 Uhr"))
    fields = {
        "field_name": "Treff am Markt", "field_street": "Kölner Straße", "field_house_number": "11",
        "field_times": "jeden Dienstag 15-17 Uhr", "ags": letters(app)[0].ags, "status": "public", "reason": "Danke!",
    }  # fmt: skip
    elsewhere = person.post(f"/team/meldungen/{number}/annehmen", {**fields, "ags": "05315000"})
    assert elsewhere.status_code == 404, "nobody adds places outside their reach"
    broken = person.post(f"/team/meldungen/{number}/annehmen", {**fields, "field_name": ""})
    assert broken.status_code == 422
    assert "Kölner Straße" in broken.get_data(as_text=True)
    assert person.post(f"/team/meldungen/{number}/annehmen", fields).status_code == 303
    assert public_count(app) == before + 1
    with app.app_context():
        point = db.session.scalars(select(MeetingPoint).where(MeetingPoint.name == "Treff am Markt")).one()
        assert (point.source, len(point.sessions), point.lat is not None) == ("suggestion", 1, True)
    assert "Treff am Markt" in reader.get(sent.headers["Location"]).get_data(as_text=True)


def test_staff_ask_and_the_sender_answers_under_the_code(app: Flask, reader: Reader, place: str) -> None:
    sent = reader.send(f"/de/treffpunkte/{place}/melden", report_kind="war-zu")
    person = sign_in(app, Role.STATE)
    number = letters(app)[0].id
    assert person.post(f"/team/meldungen/{number}/fragen", {"question": " "}).status_code == 422
    assert person.post(f"/team/meldungen/{number}/fragen", {"question": "An welchem Tag war das?"}).status_code == 303
    receipt = sent.headers["Location"]
    assert "An welchem Tag war das?" in reader.get(receipt).get_data(as_text=True)
    token = reader.token(receipt)
    reader.clock.move(seconds=9)
    data = {"open_token": token, "code": code_of(sent), "reply": "Am Montag"}
    assert reader.post("/de/rueckmeldung", {**data, "code": "2222-2222-2222"}).status_code == 404
    assert reader.post("/de/rueckmeldung", data).status_code == 303
    letter = letters(app)[0]
    assert (letter.status, letter.reply) == (SuggestionStatus.OPEN, "Am Montag")
    assert "Am Montag" in person.get(f"/team/meldungen/{number}").get_data(as_text=True)
    refused = {"refusal": "still_right", "refusal_text": ""}
    assert person.post(f"/team/meldungen/{number}/ablehnen", {"refusal": "other"}).status_code == 422
    assert person.post(f"/team/meldungen/{number}/ablehnen", refused).status_code == 303
    assert "Die Angaben stimmen" in reader.get(receipt).get_data(as_text=True)


def test_letters_of_another_centre_do_not_exist_and_carriers_decide_nothing(
    app: Flask, reader: Reader, place: str
) -> None:
    reader.send(f"/de/treffpunkte/{place}/melden", report_kind="war-zu")
    reader.send("/de/vorschlagen", **PLACE)
    other = sign_in(app, Role.CENTRE, centre="stadt-aachen")
    assert other.get("/team/meldungen").get_data(as_text=True).count("/team/meldungen/") == 0
    for letter in letters(app):
        assert other.get(f"/team/meldungen/{letter.id}").status_code == 404
        for verb in ("annehmen", "ablehnen", "fragen"):
            data = {"refusal": "known", "question": "?", "version": "1"}
            assert other.post(f"/team/meldungen/{letter.id}/{verb}", data).status_code == 404
    assert sign_in(app, Role.CARRIER).get("/team/meldungen").status_code == 403
    assert {letter.status for letter in letters(app)} == {SuggestionStatus.OPEN}


def test_a_place_that_changed_meanwhile_is_not_overwritten(app: Flask, reader: Reader, place: str) -> None:
    reader.send(f"/de/treffpunkte/{place}/melden", report_kind="telefon", correction="0271 1")
    reader.send(f"/de/treffpunkte/{place}/melden", report_kind="telefon", correction="0271 222")
    person = sign_in(app, Role.STATE)
    with app.app_context():
        version = db.session.scalars(select(MeetingPoint.version).where(MeetingPoint.slug == place)).one()
    number = letters(app)[0].id
    data = {"version": str(version - 1), "take": "phone", "field_phone": "0271 222"}
    answer = person.post(f"/team/meldungen/{number}/annehmen", data)
    assert answer.status_code == 409
    assert 'value="0271 222"' in answer.get_data(as_text=True), "what was typed is still there"
    assert letters(app)[0].status is SuggestionStatus.OPEN


def test_a_place_that_is_no_more_is_closed_with_a_reason(app: Flask, reader: Reader, place: str) -> None:
    reader.send(f"/de/treffpunkte/{place}/melden", report_kind="gibt-es-nicht")
    person, number = sign_in(app, Role.STATE), letters(app)[0].id
    version = re.findall(
        r'name="version" value="(\d+)"', person.get(f"/team/meldungen/{number}").get_data(as_text=True)
    )
    assert person.post(f"/team/meldungen/{number}/annehmen", {"version": version[0]}).status_code == 422
    data = {"version": version[0], "ends": "1"}
    assert person.post(f"/team/meldungen/{number}/annehmen", data).status_code == 422
    assert person.post(f"/team/meldungen/{number}/annehmen", {**data, "reason": "Das Haus ist zu."}).status_code == 303
    assert "gibt es nicht mehr" in reader.get_later(f"/de/treffpunkte/{place}")
    assert "Das Haus ist zu." in reader.get_later(f"/de/treffpunkte/{place}")


HOSTILE = (
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "javascript:alert(1)", "{{7*7}}${alert(1)}",
    "</textarea><svg onload=alert(1)>", "'; DROP TABLE suggestion; --", "\u202egnp.exe", "=cmd|'/c calc'!A1",
    "a\u2028b</title>", "&lt;b&gt;", "\x00\x07x", "' autofocus onfocus=alert(1) x='",
)  # fmt: skip


def test_hostile_texts_in_every_field_stay_texts_for_staff(app: Flask, reader: Reader, place: str) -> None:
    names = ("name", "address", "times", "offers", "website", "message")
    for number, text in enumerate(HOSTILE):
        reader.address = f"192.0.2.{number}"
        sent = reader.send(
            "/de/vorschlagen", town="Siegen", phone=f"0271 {number}", **dict.fromkeys(names, f"{text} x")
        )
        assert sent.status_code == 303, text
        sent = reader.send(
            f"/ar/treffpunkte/{place}/melden", report_kind="zeiten", correction=f"{text} x", message=f"{text} x"
        )
        assert sent.status_code == 303, text
    person = sign_in(app, Role.STATE)
    pages = ["/team/meldungen", *(f"/team/meldungen/{letter.id}" for letter in letters(app))]
    for page in pages:  # the client itself looks for scripts, handlers and addresses that run
        html = person.get(page).get_data(as_text=True)
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert "<svg onload" not in html
        assert "\u202e" not in html
    shown = person.get(pages[1]).get_data(as_text=True)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; x" in shown


def test_words_are_erased_after_ninety_days_and_the_outcome_stays(app: Flask, reader: Reader, place: str) -> None:
    page = f"/de/treffpunkte/{place}/melden"
    codes = [code_of(reader.send(page, report_kind="anderes", message=text)) for text in ("Eins", "Zwei")]
    person = sign_in(app, Role.STATE)
    person.post(f"/team/meldungen/{letters(app)[0].id}/ablehnen", {"refusal": "known"})
    with app.app_context():
        session = db.session()
        assert suggestions.erase_old(session, now=NOW + timedelta(days=89)) == 0
        assert suggestions.erase_old(session, now=NOW + timedelta(days=91)) == 2
        session.commit()
    rejected, expired = letters(app)
    assert (rejected.status, expired.status) == (SuggestionStatus.REJECTED, SuggestionStatus.EXPIRED)
    assert {(letter.message, str(letter.fields), letter.content_hash) for letter in (rejected, expired)} == {
        ("", "{}", "")
    }
    assert "gelöscht" in reader.get(f"/de/rueckmeldung?code={codes[1]}").get_data(as_text=True)


def test_what_a_carrier_answers_waits_like_any_letter(app: Flask, place: str) -> None:
    with app.app_context():
        session = db.session()
        point = session.scalars(select(MeetingPoint).where(MeetingPoint.slug == place)).one()
        with pytest.raises(InvalidDraft):
            suggestions.record_carrier_answer(session, point=point, fields={"phone": "keins"}, message="", now=NOW)
        fields = {"phone": "0211 1234", "times": "jeden Montag 10-12 Uhr", "website": " "}
        for _ in range(2):  # a second tap makes no second letter
            suggestions.record_carrier_answer(session, point=point, fields=fields, message="Neu", now=NOW)
        session.commit()
    (letter,) = letters(app)
    person = sign_in(app, Role.STATE)
    html = person.get(f"/team/meldungen/{letter.id}").get_data(as_text=True)
    version = re.findall(r'name="version" value="(\d+)"', html)[0]
    data = {"version": version, "take": ["phone", "times"], "field_phone": "0211 1234"}
    done = person.post(f"/team/meldungen/{letter.id}/annehmen", {**data, "field_times": "jeden Montag 10-12 Uhr"})
    assert done.status_code == 303
    with app.app_context():
        point = db.session.scalars(select(MeetingPoint).where(MeetingPoint.slug == place)).one()
        assert (point.phone, len(point.sessions)) == ("0211 1234", 1)
