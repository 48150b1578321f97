"""A spreadsheet goes out, is edited, comes back: nothing is lost, nothing comes in that nobody has seen."""

import re
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from kommanmap.domain.vocabulary import Role
from kommanmap.extensions import db
from kommanmap.models import Centre, MeetingPoint, Municipality, SecurityEvent
from kommanmap.services import points
from tests.apps import NOW
from tests.factories import make_point
from tests.importing import public_files
from tests.spreadsheets import counts, exported, page, stored, take_over, upload, written, xlsx
from tests.staff import sign_in

SIEGEN = "siegen-wittgenstein"


@pytest.mark.parametrize("extension", ["xlsx", "csv"])
def test_a_table_that_nobody_touched_changes_nothing(demo_app: Flask, extension: str) -> None:
    state = sign_in(demo_app, Role.STATE)
    file = state.get(f"/team/treffpunkte.{extension}").data
    address = upload(state, file, f"treffpunkte.{extension}")
    assert counts(page(state, address)) == {"unverändert": 101}


def test_every_field_comes_back_as_it_went_out(app: Flask) -> None:
    """T42: and no cell of the file is a formula."""
    with app.app_context():
        first = make_point(
            db.session(), name="=1+1", phone="+49 2736 45-47", way_in="-Hof", district="Wahlbach", times=()
        )
        db.session.commit()
        public_id = first.public_id
    state = sign_in(app, Role.STATE)
    (row,) = exported(state)
    assert row["Name"] == "'=1+1"
    assert row["Telefon"] == "'+49 2736 45-47"
    assert counts(page(state, upload(state, written([row])))) == {"unverändert": 1}
    changed = {
        "Name": "Anders", "Status": "Macht Pause", "Pause bis": "31.12.2026", "Grund": "Umbau",
        "Straße": "Nassauische Straße", "Hausnummer": "5", "Gebäude": "Saal", "Hinweis zum Weg": "",
        "Lage zeigen": "nur der Ort", "Träger": "Stadt Burbach", "Telefon": "02736 1",
        "E-Mail": "neu@burbach.example", "Webseite": "https://neu.burbach.example",
        "Zeiten": "dienstags 15-17 Uhr", "Angebote": "Begegnung; Kochen", "Sprachen": "Arabisch", "Ohne Stufen": "ja",
        "Toilette für Rollstühle": "nein", "Kinderbetreuung": "ja", "Kosten": "kostenlos", "Anmeldung": "nötig",
        "Zugang": "Rampe", "Geprüft am": "17.03.2026", "Quelle": "https://q.example", "Stand": "2026",
        "Beschreibung en": "Coffee", "Beschreibung ar": "قهوة", "Zielgruppen für Filter": "frauen",
    }  # fmt: skip
    address = upload(state, written([row | changed]))
    text = take_over(state, address, page(state, address))
    assert "Neu: 0, geändert: 1." in text
    with app.app_context():
        point = db.session.scalars(select(MeetingPoint).where(MeetingPoint.public_id == public_id)).one()
        draft = points.draft_of(point)
        assert (draft.name, draft.status.value, draft.way_in, draft.carrier) == (
            "Anders",
            "paused",
            "",
            "Stadt Burbach",
        )
        assert dict(draft.texts) == {"de": "Wir trinken Kaffee und üben Deutsch.", "en": "Coffee", "ar": "قهوة"}
        assert [session.weekdays for session in draft.sessions] == [(1,)]
        assert (draft.languages, {each.value for each in draft.audiences}) == (("ar",), {"frauen"})
        assert (str(draft.last_checked_on), draft.last_checked_by) == ("2026-03-17", "state")
        assert {each.value for each in draft.offers} == {"begegnung", "kochen"}
    (again,) = exported(state)
    typed_otherwise = {"Pause bis": "2026-12-31", "Geprüft am": "2026-03-17"}
    for header, typed in (changed | typed_otherwise).items():
        assert again[header] == typed, header


def test_what_is_not_chosen_stays(demo_app: Flask) -> None:
    state = sign_in(demo_app, Role.STATE)
    rows = exported(state)[:3]
    address = upload(state, written([row | {"Telefon": f"0271 {number}"} for number, row in enumerate(rows)]))
    text = page(state, address)
    assert counts(text) == {"geändert": 3}
    said = take_over(state, address, text.replace(' value="3" aria-labelledby="z-3" checked', ' value="3"'))
    assert "geändert: 2." in said
    assert [row["Telefon"] for row in exported(state)[:3]] == ["0271 0", rows[1]["Telefon"], "0271 2"]


def test_an_import_is_one_entry_and_taking_it_back_restores_every_public_byte(demo_app: Flask) -> None:
    state = sign_in(demo_app, Role.STATE)
    before = public_files(demo_app)
    rows = [row | {"Telefon": "0271 333-0", "Angebote": "Spiele"} for row in exported(state)]
    rows.append(dict.fromkeys(rows[0], "") | {"Name": "Ganz neu", "Ort": "Siegen", "Zeiten": "montags 10-12 Uhr"})
    address = upload(state, written(rows))
    assert counts(page(state, address)) == {"neu": 1, "geändert": 101}
    said = take_over(state, address, page(state, address))
    batch = re.search(r"/team/aenderungen/[0-9a-f-]+", said)
    assert batch is not None
    assert public_files(demo_app) != before
    assert state.post(batch.group(), {}).status_code == 200
    assert public_files(demo_app) == before
    with demo_app.app_context():
        event = db.session.scalars(select(SecurityEvent).where(SecurityEvent.kind == "imported")).one()
        assert event.details == {"created": 1, "updated": 101}


@pytest.mark.both_databases
def test_a_table_edited_while_someone_changed_the_same_place_loses_neither(app: Flask) -> None:
    with app.app_context():
        made = [make_point(db.session(), name=name, house_number=name[1], times=()) for name in ("A1", "B2")]
        ids = [point.public_id for point in made]
        db.session.commit()
    state = sign_in(app, Role.STATE)
    rows = {row["Name"]: row for row in exported(state)}
    with app.app_context():
        for public_id in ids:
            point = db.session.scalars(select(MeetingPoint).where(MeetingPoint.public_id == public_id)).one()
            mail = replace(points.draft_of(point), email="kollegin@burbach.example", phone="02736 99")
            points.update(db.session(), point=point, draft=mail, actor="centre:9", now=NOW)
        db.session.commit()
    mine = [rows["A1"] | {"Webseite": "https://a.example"}, rows["B2"] | {"Telefon": "02736 11"}]
    address = upload(state, written(mine))
    text = page(state, address)
    assert counts(text) == {"auch von anderen geändert": 1, "geändert": 1}
    assert "02736 99" in text
    assert "Telefon" in text
    assert "geändert: 1." in take_over(state, address, text)
    a, b = (stored(app, public_id) for public_id in ids)
    assert (a.email, a.phone, a.website) == ("kollegin@burbach.example", "02736 99", "https://a.example")
    assert b.phone == "02736 99"
    text = take_over(state, address, page(state, address), **{"antwort-3": "datei"})
    assert counts(text) == {"geändert": 1, "unverändert": 1}
    take_over(state, address, text)
    b = stored(app, ids[1])
    assert (b.email, b.phone) == ("kollegin@burbach.example", "02736 11")


def test_a_place_that_changes_after_the_preview_is_shown_again(demo_app: Flask) -> None:
    state = sign_in(demo_app, Role.STATE)
    row = exported(state)[0]
    address = upload(state, written([row | {"Webseite": "https://a.example"}]))
    text = page(state, address)
    with demo_app.app_context():
        point = db.session.scalars(select(MeetingPoint).where(MeetingPoint.public_id == row["ID"])).one()
        draft = replace(points.draft_of(point), website="https://b.example")
        points.update(db.session(), point=point, draft=draft, actor="centre:9", now=NOW)
        db.session.commit()
    said = take_over(state, address, text)
    assert "nicht übernommen" in said
    assert counts(said) == {"auch von anderen geändert": 1}
    assert stored(demo_app, row["ID"]).website == "https://b.example"


def test_rows_without_id_ask_which_place_they_mean(app: Flask) -> None:
    with app.app_context():
        known = make_point(db.session(), name="Café Mosaik").public_id
        db.session.commit()
    state = sign_in(app, Role.STATE)
    header = ["Name", "Ort", "Straße", "Hausnummer", "Telefon"]
    file = xlsx(header, [["Cafe Mosaik", "Burbach", "Gassenweg", "28", "02736 7"], ["Neu", "Siegen", "", "", ""]])
    address = upload(state, file)
    text = page(state, address)
    assert counts(text) == {"mit Frage": 1, "neu": 1}
    assert f'<option value="{known}">Café Mosaik' in text
    text = take_over(state, address, text, **{"antwort-2": known})
    assert counts(text) == {"neu": 1, "geändert": 1}
    take_over(state, address, text)
    assert (stored(app, known).name, stored(app, known).phone) == ("Cafe Mosaik", "02736 7")
    with app.app_context():
        assert len(db.session.scalars(select(MeetingPoint.id)).all()) == 2


def test_places_of_another_centre_are_neither_shown_nor_touched(demo_app: Flask) -> None:
    """T29: T30: an id, a town or a centre of others in a row gives nothing away and changes nothing."""
    everything = exported(sign_in(demo_app, Role.STATE))
    work = sign_in(demo_app, Role.CENTRE, centre=SIEGEN)
    with demo_app.app_context():
        own = {
            town.name
            for town in db.session.scalars(select(Municipality).join(Centre).where(Centre.slug == SIEGEN)).all()
        }
    mine = exported(work)
    assert {row["Ort"] for row in mine} <= own
    others = [row | {"Name": "Gekapert"} for row in everything if row["Ort"] not in own][:5]
    stolen = mine[0] | {"Ort": others[0]["Ort"], "AGS": others[0]["AGS"]}
    made_up = others[0] | {"ID": "00000000-0000-4000-8000-00000000abcd"}
    new = dict.fromkeys(mine[0], "") | {"Name": "Neu bei anderen", "Ort": others[0]["Ort"]}
    address = upload(work, written([*others, made_up, new, stolen]))
    text = page(work, address)
    assert counts(text) == {"abgelehnt": 8}
    said = re.findall(r"Einen Treffpunkt mit der Kennung [0-9a-f-]+ gibt es bei Ihnen nicht", text)
    assert len(said) == 6
    for row in everything:
        if row["Ort"] not in own:
            assert row["Telefon"] == "" or row["Telefon"] not in text.replace(others[0]["Telefon"], "")
    assert "Gekapert" not in {row["Name"] for row in exported(sign_in(demo_app, Role.STATE))}


def test_somebody_elses_upload_does_not_exist(demo_app: Flask) -> None:
    first, second = (sign_in(demo_app, Role.CENTRE, centre=SIEGEN) for _ in range(2))
    address = upload(first, written(exported(first)))
    assert second.get(address).status_code == 404
    assert second.post(address, {"tun": "verwerfen"}).status_code == 404
    assert first.post(address, {"tun": "verwerfen"}).status_code == 303
    assert first.get(address).status_code == 404
