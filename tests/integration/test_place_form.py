"""One form for a place: saved, refused, kept, compared, ended; nothing that was typed is ever lost."""

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from kommanmap.domain.drafts import DRAFT_FIELDS, PointDraft, differences
from kommanmap.domain.rules import checked
from kommanmap.domain.staff import Scope, Staff
from kommanmap.domain.vocabulary import Accuracy, ChangeKind, CheckedBy, Role, Status
from kommanmap.extensions import db
from kommanmap.forms.points import typed_point, words_of
from kommanmap.models import Change, MeetingPoint, SavedDraft
from kommanmap.services import points
from tests.apps import NOW
from tests.forms import form_values
from tests.staff import AtWork, sign_in

NEW = "/team/treffpunkte/neu"
KEY = "neu-0123456789abcdef"
SIEGEN, OLPE = "05970040", "05966024"
TYPED: dict[str, Any] = {
    "draft_key": KEY,
    "name": "Café Zuflucht",
    "ags": SIEGEN,
    "street": "Marktstraße",
    "house_number": "7",
    "postcode": "57072",
    "times": "jeden Dienstag 15–17 Uhr, nicht in den Ferien",
    "status": "public",
    "checked_today": "1",
}


@pytest.fixture
def centre(app: Flask) -> AtWork:
    """Somebody of the centre that Siegen belongs to."""
    return sign_in(app, Role.CENTRE, centre="siegen-wittgenstein")


def stored(app: Flask) -> list[MeetingPoint]:
    with app.app_context():
        return list(db.session().scalars(select(MeetingPoint).order_by(MeetingPoint.id).options(*points.WHOLE)))


def entered(person: AtWork, **other: Any) -> str:
    """A new place; its public id."""
    answer = person.post(NEW, {**TYPED, "not_same": "1", **other})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return re.findall(r"/team/treffpunkte/([0-9a-f-]{36})", answer.headers["Location"])[0]


def form_of(person: AtWork, address: str) -> dict[str, Any]:
    """What a browser would send if nothing were changed."""
    answer = person.get(address)
    assert answer.status_code == 200
    return form_values(answer.get_data(as_text=True))


def test_a_new_place_is_read_located_dated_and_public(app: Flask, centre: AtWork) -> None:
    public_id = entered(centre)
    (point,) = stored(app)
    draft = points.draft_of(point)
    assert (point.public_id, draft.status, draft.last_checked_by) == (public_id, Status.PUBLIC, CheckedBy.CENTRE)
    assert [session.weekdays for session in draft.sessions] == [(1,)]
    assert draft.lat is not None
    assert draft.position_accuracy is Accuracy.POSTCODE
    assert app.test_client().get(f"/de/treffpunkte/{point.slug}").status_code == 200
    with app.app_context():
        assert db.session().scalar(select(func.count(SavedDraft.id))) == 0


def test_saving_an_untouched_form_changes_nothing(app: Flask, centre: AtWork) -> None:
    public_id = entered(
        centre, **{"offers": ["deutsch", "kinder"], "languages": ["uk", "ar"], "text-de": "Willkommen", "text-en": "Hi"}
    )
    (before,) = stored(app)
    typed = form_of(centre, f"/team/treffpunkte/{public_id}/bearbeiten")
    assert centre.post(f"/team/treffpunkte/{public_id}/bearbeiten", typed).status_code == 303
    (after,) = stored(app)
    assert (before.version, points.draft_of(before)) == (after.version, points.draft_of(after))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "t-name-error"),
        ({"ags": OLPE}, "t-ags-error"),
        ({"postcode": "5707"}, "t-postcode-error"),
        ({"email": "nix"}, "t-email-error"),
        ({"lat": "7.0", "lon": "51.0"}, "t-lat-error"),
        ({"lat": "oben"}, "t-lat-error"),
        ({"zeilen": "1", "zeit-0-tag": "1", "zeit-0-start": "25 Uhr"}, "t-zeit-0-start-error"),
        ({"orte": "1", "ort-0-street": "Weg 1", "ort-0-postcode": "1"}, "t-ort-0-postcode-error"),
    ],
)
def test_what_breaks_a_rule_is_422_with_everything_kept(
    app: Flask, centre: AtWork, wrong: dict[str, str], said: str
) -> None:
    answer = centre.post(NEW, {**TYPED, "text-de": "Ein langer Text", **wrong})
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f'id="{said}"' in html
    assert 'role="alert"' in html
    assert "Ein langer Text" in html
    assert stored(app) == []
    assert "Ein langer Text" in centre.get(f"{NEW}?entwurf={KEY}").get_data(as_text=True)


def test_times_are_read_on_asking_and_rows_set_by_hand_stay(app: Flask, centre: AtWork) -> None:
    read = centre.post(
        NEW, {**TYPED, "times": "alle zwei Wochen mittwochs 10-12 Uhr, Eingang hinten", "step": "zeiten-lesen"}
    )
    html = read.get_data(as_text=True)
    assert read.status_code == 200
    assert "In welcher Woche beginnt es?" in html
    typed = form_values(html)
    typed["zeit-0-anchor"] = "18.3.2026"
    typed["zeit-0-start"] = "10:30"
    assert centre.post(NEW, typed).status_code == 303
    (session,) = points.draft_of(stored(app)[0]).sessions
    assert (session.anchor, f"{session.start:%H:%M}", session.interval) == (NOW.date(), "10:30", 2)


def test_a_pin_is_exact_only_where_a_person_set_it(app: Flask, centre: AtWork) -> None:
    public_id = entered(centre, lat="50.875", lon="8.02", pin_shown="50.875000 8.020000")
    assert stored(app)[0].position_accuracy is Accuracy.POSTCODE, "said to be the machine's, so it is found anew"
    address = f"/team/treffpunkte/{public_id}/bearbeiten"
    typed = {**form_of(centre, address), "lat": "50,8761; 8,0201", "lon": ""}
    assert centre.post(address, typed).status_code == 303
    point = stored(app)[0]
    assert (point.lat, point.lon, point.position_accuracy) == (50.8761, 8.0201, Accuracy.MANUAL)
    assert centre.post(address, {**form_of(centre, address), "street": "Kölner Straße"}).status_code == 303
    assert stored(app)[0].lat == 50.8761, "a pin set by hand stays"


def test_the_end_of_a_session_eats_no_text(app: Flask, centre: AtWork) -> None:
    owner = form_of(centre, NEW)
    typed = {**TYPED, **{name: owner[name] for name in ("draft_key", "draft_owner", "draft_back")}, "text-de": "Lang"}
    key = owner["draft_key"]
    centre.client.delete_cookie("kommanmap", domain="localhost")
    answer = centre.post(NEW, typed)
    assert answer.status_code == 303
    assert "/team/anmelden" in answer.headers["Location"]
    assert key in answer.headers["Location"]
    assert centre.post("/team/treffpunkte/entwurf", typed).status_code == 401
    stranger = sign_in(app, Role.CENTRE, centre="siegen-wittgenstein")
    assert "Lang" not in stranger.get(f"{NEW}?entwurf={key}").get_data(as_text=True)
    with app.app_context():
        (kept,) = db.session().scalars(select(SavedDraft))
        assert (kept.user_id, kept.words["text-de"]) == (centre.staff.user_id, ["Lang"])
    forged = {**typed, "draft_owner": f"{stranger.staff.user_id}.{'0' * 64}", "text-de": "Fremd"}
    assert centre.post(NEW, forged).status_code == 401
    again = {**typed, "text-de": "Nach der Anmeldung", "form_token": "von gestern"}
    answer = stranger.client.post(NEW, data=again)
    assert (answer.status_code, "anmelden" in answer.headers["Location"]) == (303, False)


@pytest.mark.both_databases
def test_two_people_get_both_versions_and_a_merge(app: Flask, centre: AtWork) -> None:
    public_id = entered(centre)
    address = f"/team/treffpunkte/{public_id}/bearbeiten"
    early = form_of(centre, address)
    other = sign_in(app, Role.STATE)
    late = form_of(other, address)
    assert other.post(address, {**late, "phone": "0271 1", "carrier": "Verein B"}).status_code == 303
    answer = centre.post(address, {**early, "carrier": "Verein A", "website": "https://a.example"})
    html = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Verein A" in html
    assert "Verein B" in html
    typed = form_values(html)
    assert (typed["phone"], typed["website"]) == ("0271 1", "https://a.example")
    assert centre.post(address, {**typed, "take_stored": "carrier"}).status_code == 303
    (point,) = stored(app)
    assert (point.carrier, point.phone, point.website) == ("Verein B", "0271 1", "https://a.example")


@pytest.mark.both_databases
def test_a_place_that_may_be_known_is_asked_about_and_can_be_merged(app: Flask, centre: AtWork) -> None:
    first = entered(centre, offers=["deutsch"])
    again = {**TYPED, "name": "Zuflucht Café e. V.", "street": "Marktstr.", "phone": "0271 22"}
    answer = centre.post(NEW, again)
    assert answer.status_code == 422
    assert "dieselbe Adresse" in answer.get_data(as_text=True)
    second = entered(centre, **{**again, "not_same": "1", "offers": ["kinder"]})
    address = f"/team/treffpunkte/{first}/vergleichen/{second}"
    typed = {**form_values(centre.get(address).get_data(as_text=True)), "take-name": "kept"}
    assert typed["take-phone"] == "other"
    assert centre.post(address, {**typed, "version": "99"}).status_code == 409
    assert centre.post(address, typed).status_code == 303
    kept, ended = stored(app)
    assert (kept.name, kept.phone, len(kept.offers)) == ("Café Zuflucht", "0271 22", 2)
    assert (ended.status, ended.successor_id) == (Status.CLOSED, kept.id)
    with app.app_context():
        kinds = db.session().scalars(select(Change.kind).order_by(Change.id)).all()
    assert kinds == [ChangeKind.CREATED, ChangeKind.CREATED, ChangeKind.MERGED, ChangeKind.RETIRED]
    assert app.test_client().get(f"/de/treffpunkte/{ended.slug}").status_code == 410


def test_several_places_of_one_notice_are_one_step(app: Flask, centre: AtWork) -> None:
    entered(
        centre,
        **{"orte": "2", "ort-0-street": "Am Bach", "ort-0-house_number": "3", "ort-0-times": "freitags 9-11 Uhr"},
    )
    one, two = (points.draft_of(point) for point in stored(app))
    assert (two.name, two.street, two.phone) == (one.name, "Am Bach", one.phone)
    assert ([each.weekdays for each in one.sessions], [each.weekdays for each in two.sessions]) == ([(1,)], [(4,)])
    with app.app_context():
        assert len(set(db.session().scalars(select(Change.batch)))) == 1


def test_retiring_asks_for_a_reason_and_names_a_successor(app: Flask, centre: AtWork) -> None:
    first, second = entered(centre), entered(centre, street="Am Bach", name="Neu am Bach")
    address = f"/team/treffpunkte/{first}/beenden"
    typed = form_values(centre.get(address).get_data(as_text=True))
    assert centre.post(address, {**typed, "reason": " "}).status_code == 422
    assert centre.post(address, {**typed, "reason": "Umzug", "successor": first}).status_code == 422
    assert centre.post(address, {**typed, "reason": "Umzug", "successor": second}).status_code == 303
    one, two = stored(app)
    assert (one.status, one.status_reason, one.successor_id) == (Status.CLOSED, "Umzug", two.id)


def test_places_of_others_do_not_exist_here(app: Flask, centre: AtWork) -> None:
    public_id = entered(centre, status="draft")
    other = sign_in(app, Role.CENTRE, centre="olpe")
    typed = {**TYPED, "ags": OLPE, "version": "1"}
    for path in ("", "/bearbeiten", "/kopieren", "/beenden"):
        assert other.get(f"/team/treffpunkte/{public_id}{path}").status_code == 404
    for path in ("/bearbeiten", "/beenden"):
        assert other.post(f"/team/treffpunkte/{public_id}{path}", {**typed, "reason": "x"}).status_code == 404
    answer = other.post(NEW, {**typed, "ags": SIEGEN, "step": "pruefen"})
    assert public_id not in answer.get_data(as_text=True)
    state = sign_in(app, Role.STATE)
    assert state.get(f"/team/treffpunkte/{public_id}").status_code == 200


def test_a_form_cannot_say_what_it_does_not_show(app: Flask, centre: AtWork) -> None:
    """T30."""
    entered(centre, status="closed", last_checked_by="state", position_accuracy="manual", source="demo", is_example="1")
    (point,) = stored(app)
    assert (point.status, point.last_checked_by, point.source, point.is_example) == (
        Status.PUBLIC, CheckedBy.CENTRE, "", False,
    )  # fmt: skip
    assert point.position_accuracy is Accuracy.POSTCODE


@pytest.mark.both_databases
def test_old_drafts_make_room(app: Flask, centre: AtWork) -> None:
    for number in range(25):
        typed = {**TYPED, "draft_key": f"neu-{number:016x}"}
        assert centre.post("/team/treffpunkte/entwurf", typed).status_code == 204
    with app.app_context():
        assert db.session().scalar(select(func.count(SavedDraft.id))) == 20


def test_the_form_says_every_field_of_a_draft_but_what_is_computed() -> None:
    named = words_of(PointDraft()).fields
    computed = {
        "position_accuracy",
        "position_source",
        "last_checked_on",
        "last_checked_by",
        "times_status",
        "sessions",
        "texts",
    }
    assert {name for name in DRAFT_FIELDS if name not in named} == computed


def test_the_form_gives_back_every_example_place_as_it_is_stored(demo_app: Flask) -> None:
    with demo_app.app_context():
        stored_points = db.session().scalars(select(MeetingPoint).options(*points.WHOLE)).all()
        drafts = [points.draft_of(point) for point in stored_points]
    staff = Staff(1, Role.STATE, Scope(everything=True))
    changed = {}
    for draft in drafts:
        typed = typed_point(words_of(draft), before=draft, staff=staff, today=NOW.date())
        if differences(draft, checked(typed.draft).draft) or typed.problems or typed.reads_times:
            changed[draft.name] = (differences(draft, typed.draft), typed.problems)
    assert len(drafts) == 101
    assert changed == {}


def test_a_closed_place_stays_closed_when_it_is_edited(app: Flask, centre: AtWork) -> None:
    public_id = entered(centre)
    ends, edits = (f"/team/treffpunkte/{public_id}/{word}" for word in ("beenden", "bearbeiten"))
    typed = form_values(centre.get(ends).get_data(as_text=True))
    assert centre.post(ends, {**typed, "reason": "Umzug"}).status_code == 303
    assert centre.post(edits, {**form_of(centre, edits), "phone": "0271 9"}).status_code == 303
    (point,) = stored(app)
    assert (point.status, point.phone) == (Status.CLOSED, "0271 9")
