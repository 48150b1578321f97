"""White spots: how every municipality stands, who sees what of it, and that it is the same on page and in file."""

import csv
import io
from collections.abc import Mapping
from datetime import date
from typing import Any

import brotli
import pytest
from flask import Flask

from kommanmap.domain.freshness import FreshnessRule
from kommanmap.domain.vocabulary import PinVisibility, Role, Status
from kommanmap.extensions import db
from kommanmap.queries.coverage import Standing, town_coverage
from kommanmap.services import points
from tests.apps import NOW
from tests.factories import BURBACH, SIEGEN, make_draft, make_point
from tests.staff import sign_in

TODAY = date(2026, 3, 18)
RULE = FreshnessRule()
NEUNKIRCHEN = "05970036"
BEFORE_NEUNKIRCHEN: Mapping[str, Any] = {"lat": 50.7722, "lon": 8.0187}
"""In Burbach, some hundred metres before the boundary."""
CENTRE = "siegen-wittgenstein"


def standings(app: Flask, today: date = TODAY) -> dict[str, Standing]:
    """By AGS, all of them."""
    index = app.extensions["kommanmap.index"].refresh()
    return {town.ags: town.standing for town in town_coverage(db.session(), index, RULE.fresh_since(today))}


def lines(text: str) -> dict[str, dict[str, str]]:
    return {line["ags"]: line for line in csv.DictReader(io.StringIO(text))}


@pytest.mark.both_databases
def test_a_municipality_is_served_overdue_beside_one_or_without(app: Flask) -> None:
    with app.app_context():
        session = db.session()
        assert set(standings(app).values()) == {Standing.NONE}
        fresh = make_point(session, last_checked_on=date(2025, 6, 1), **BEFORE_NEUNKIRCHEN)
        make_point(session, ags=SIEGEN, postcode="57072", lat=50.8757, lon=8.0243)
        session.commit()
        found = standings(app)
        assert len(found) == 396
        assert {found[BURBACH], found[SIEGEN], found[NEUNKIRCHEN]} == {Standing.SERVED, Standing.OVERDUE, Standing.NEAR}
        assert (found[BURBACH], found[NEUNKIRCHEN]) == (Standing.SERVED, Standing.NEAR)
        assert standings(app, date(2026, 6, 1))[BURBACH] is Standing.SERVED
        assert standings(app, date(2026, 6, 2))[BURBACH] is Standing.OVERDUE
        points.retire(session, point=fresh, reason="Das Haus ist zu.", actor="tests", now=NOW)
        session.commit()
        found = standings(app)
        assert (found[BURBACH], found[NEUNKIRCHEN], found[SIEGEN]) == (Standing.NONE, Standing.NONE, Standing.OVERDUE)


def test_a_hidden_pin_says_nothing_about_the_neighbours(app: Flask) -> None:
    with app.app_context():
        make_point(db.session(), pin_visibility=PinVisibility.TOWN, **BEFORE_NEUNKIRCHEN)
        db.session.commit()
        assert standings(app)[NEUNKIRCHEN] is Standing.NONE


def test_the_way_to_the_nearest_place_leaves_out_what_is_paused(app: Flask) -> None:
    with app.app_context():
        make_point(db.session())
        make_point(db.session(), ags=SIEGEN, postcode="57072", lat=50.8757, lon=8.0243, status=Status.PAUSED)
        db.session.commit()
        app.extensions["kommanmap.index"].refresh()
    found = lines(app.test_client().get("/daten/abdeckung.csv").text)
    assert found[BURBACH]["naechster_km"] in ("0.1", "0.2", "0.3", "0.4", "1.4")
    assert 14 < float(found[SIEGEN]["naechster_km"]) < 17
    assert 80 < float(found["05315000"]["naechster_km"]) < 90


def test_page_and_file_say_the_same_and_the_public_learns_nothing_of_the_staff(demo_app: Flask) -> None:
    client = demo_app.test_client()
    found = lines(client.get("/daten/abdeckung.csv").text)
    assert set(next(iter(found.values()))) == {
        "ags", "gemeinde", "zentrum", "regierungsbezirk", "stand", "treffpunkte", "naechster_km",
    }  # fmt: skip
    assert len(found) == 396
    page = client.get("/de/abdeckung").text
    for town in found.values():
        assert f">{town['gemeinde']}<" in page
    assert page.count("ohne Treffpunkt, ") == sum(town["stand"] == "ohne" for town in found.values())
    assert page.count("nur lange nicht geprüfte, ") == sum(town["stand"] == "veraltet" for town in found.values())
    assert len(brotli.compress(page.encode(), quality=6)) <= 22 * 1024


def test_staff_see_their_own_centre_only_and_the_state_everything(demo_app: Flask) -> None:
    with demo_app.app_context():
        points.create(db.session(), draft=make_draft(status=Status.DRAFT), actor="tests", now=NOW)
        db.session.commit()
    own = sign_in(demo_app, Role.CENTRE, centre=CENTRE)
    found = lines(own.get("/team/abdeckung.csv").text)
    assert len(found) == 11
    assert found[BURBACH]["in_arbeit"] == "1"
    assert lines(own.get("/team/abdeckung.csv?zentrum=kleve").text) == {}
    page = own.get("/team/abdeckung").text
    assert ">Burbach<" in page
    assert ">Düren<" not in page
    state = sign_in(demo_app, Role.STATE)
    assert len(lines(state.get("/team/abdeckung.csv").text)) == 396
    assert len(lines(state.get("/team/abdeckung.csv?zentrum=kleve").text)) == 16
    whole = state.get("/team/abdeckung")
    assert len(brotli.compress(whole.data, quality=6)) <= 80 * 1024
    assert sign_in(demo_app, Role.CARRIER).get("/team/abdeckung").status_code == 403
