"""Calendars to subscribe to: by the words of the list, for a centre, for one place, in the reader's language."""

from datetime import date, time

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from icalendar import Calendar
from werkzeug.test import TestResponse

from kommanmap.clock import FixedClock
from kommanmap.domain.hours.session import ReadingStatus, Session, Timetable
from kommanmap.domain.languages import LANGUAGE_BY_CODE
from kommanmap.domain.vocabulary import PinVisibility, Status
from kommanmap.extensions import db
from kommanmap.views.calendar_links import calendar_of_list, calendar_of_place
from tests.factories import SIEGEN, make_point
from tests.reading import changed, retired
from tests.samples_of_points import public_point

WEDNESDAYS = Session(weekdays=(2,), start=time(16), end=time(19))
OF_BURBACH, OF_SIEGEN = "cafe-burbach", "cafe-siegen"


def names(answer: TestResponse) -> list[str]:
    assert answer.status_code == 200
    assert answer.content_type == "text/calendar; charset=utf-8"
    return [str(event["SUMMARY"]) for event in Calendar.from_ical(answer.get_data()).walk("VEVENT")]


@pytest.fixture
def site(app: Flask) -> Flask:
    """Two places with times and one without."""
    known = {"times_status": ReadingStatus.COMPLETE, "sessions": (WEDNESDAYS,)}
    with app.app_context():
        make_point(db.session, name="Café Burbach", **known)
        make_point(db.session, name="Café Siegen", ags=SIEGEN, street="", house_number="", postcode="", **known)
        make_point(db.session, name="Café ohne Zeiten", times=(), times_status=ReadingStatus.NONE)
        db.session.commit()
    app.extensions["kommanmap.index"].refresh()
    return app


@pytest.fixture
def client(site: Flask) -> FlaskClient:
    return site.test_client()


class TestOfAList:
    def test_it_holds_what_the_list_finds_and_has_a_clock_time(self, client: FlaskClient) -> None:
        assert sorted(names(client.get("/daten/treffpunkte.ics"))) == ["Café Burbach", "Café Siegen"]
        assert names(client.get("/daten/treffpunkte.ics?gemeinde=siegen")) == ["Café Siegen"]
        assert sorted(names(client.get("/daten/treffpunkte.ics?zentrum=siegen-wittgenstein"))) == [
            "Café Burbach",
            "Café Siegen",
        ]
        assert names(client.get("/daten/treffpunkte.ics?zentrum=stadt-koeln")) == []

    def test_its_name_says_what_was_asked_for(self, client: FlaskClient) -> None:
        calendar = Calendar.from_ical(client.get("/daten/treffpunkte.ics?gemeinde=siegen").get_data())
        assert "Siegen" in str(calendar["X-WR-CALNAME"])

    def test_the_language_is_that_of_the_address_and_not_of_the_browser(self, client: FlaskClient) -> None:
        asked = {"Accept-Language": "ar"}
        german = client.get("/daten/treffpunkte.ics?gemeinde=siegen", headers=asked)
        arabic = client.get("/daten/treffpunkte.ics?gemeinde=siegen&lang=ar")
        assert b"/de/treffpunkte/" in german.get_data()
        assert b"/ar/treffpunkte/" in arabic.get_data()
        assert names(arabic) == ["Café Siegen"]

    def test_it_leaves_compressed_and_is_not_sent_twice(self, client: FlaskClient) -> None:
        first = client.get("/daten/treffpunkte.ics", headers={"Accept-Encoding": "br"})
        assert first.headers["Content-Encoding"] == "br"
        assert first.headers["Access-Control-Allow-Origin"] == "*"
        again = {"Accept-Encoding": "br", "If-None-Match": first.headers["ETag"]}
        assert client.get("/daten/treffpunkte.ics", headers=again).status_code == 304


class TestOfAPlace:
    def test_it_holds_its_times(self, client: FlaskClient) -> None:
        answer = client.get(f"/daten/treffpunkt/{OF_BURBACH}.ics")
        assert names(answer) == ["Café Burbach"]
        calendar = Calendar.from_ical(answer.get_data())
        assert str(calendar["X-WR-CALNAME"]) == "Café Burbach"
        assert calendar.walk("VEVENT")[0]["DTSTART"].dt.time() == time(16)

    def test_every_format_gives_it(self, client: FlaskClient) -> None:
        assert client.get(f"/daten/treffpunkt/{OF_BURBACH}.geojson").get_json()["numberReturned"] == 1
        assert "Café Burbach" in client.get(f"/daten/treffpunkt/{OF_BURBACH}.csv").text

    @pytest.mark.parametrize("address", ["gibt-es-nicht.ics", f"{OF_BURBACH}.exe", f"{OF_BURBACH}.ics.exe"])
    def test_what_is_not_there_is_not_found(self, client: FlaskClient, address: str) -> None:
        assert client.get(f"/daten/treffpunkt/{address}").status_code == 404

    def test_a_draft_is_not_found(self, site: Flask, clock: FixedClock) -> None:
        changed(site, OF_BURBACH, clock, status=Status.DRAFT)
        assert site.test_client().get(f"/daten/treffpunkt/{OF_BURBACH}.ics").status_code == 404

    def test_a_paused_place_has_no_events_until_it_opens_again(self, site: Flask, clock: FixedClock) -> None:
        address = f"/daten/treffpunkt/{OF_BURBACH}.ics"
        changed(site, OF_BURBACH, clock, status=Status.PAUSED)
        assert names(site.test_client().get(address)) == []
        changed(site, OF_BURBACH, clock, status=Status.PAUSED, paused_until=date(2026, 8, 31))
        (event,) = Calendar.from_ical(site.test_client().get(address).get_data()).walk("VEVENT")
        assert event["DTSTART"].dt.date() == date(2026, 9, 2)

    def test_a_closed_place_lets_calendars_go_of_its_events(self, site: Flask, clock: FixedClock) -> None:
        retired(site, OF_BURBACH, clock)
        assert names(site.test_client().get(f"/daten/treffpunkt/{OF_BURBACH}.ics")) == []

    def test_a_change_raises_its_sequence_and_keeps_its_id(self, site: Flask, clock: FixedClock) -> None:
        def event() -> tuple[str, int]:
            answer = site.test_client().get(f"/daten/treffpunkt/{OF_BURBACH}.ics")
            (found,) = Calendar.from_ical(answer.get_data()).walk("VEVENT")
            return str(found["UID"]), int(found["SEQUENCE"])

        before = event()
        changed(site, OF_BURBACH, clock, name="Café am Markt")
        after = event()
        assert after[0] == before[0]
        assert after[1] > before[1]

    def test_a_place_to_protect_gives_its_position_away_nowhere(self, site: Flask, clock: FixedClock) -> None:
        for visibility in (PinVisibility.TOWN, PinVisibility.HIDDEN):
            changed(site, OF_BURBACH, clock, pin_visibility=visibility)
            body = site.test_client().get(f"/daten/treffpunkt/{OF_BURBACH}.ics").text
            assert "GEO:" not in body
            assert "Gassenweg" not in body


class TestOtherFiles:
    def test_geojson_carries_the_sessions_and_what_openstreetmap_would_say(self, client: FlaskClient) -> None:
        (feature,) = client.get(f"/daten/treffpunkt/{OF_BURBACH}.geojson").get_json()["features"]
        properties = feature["properties"]
        assert [session["weekdays"] for session in properties["sessions"]] == [["WE"]]
        assert properties["sessions_complete"] is True
        assert properties["opening_hours"] == "We 16:00-19:00; PH off"

    def test_a_pause_is_no_opening_hour(self, site: Flask, clock: FixedClock) -> None:
        changed(site, OF_BURBACH, clock, status=Status.PAUSED)
        assert ",off," in site.test_client().get(f"/daten/treffpunkt/{OF_BURBACH}.csv").text


def test_links_speak_the_language_of_the_page_and_leave_out_the_moment(demo_site: Flask) -> None:
    with demo_site.test_request_context("/ar/", base_url="http://localhost"):
        g.language = LANGUAGE_BY_CODE["ar"]
        links = calendar_of_place(public_point(slug="a-b", timetable=Timetable((WEDNESDAYS,))))
        assert links is not None
        assert links.webcal == "webcal://localhost/daten/treffpunkt/a-b.ics?lang=ar"
        g.language = LANGUAGE_BY_CODE["de"]
        found = calendar_of_list([("zentrum", "koeln"), ("offen", "jetzt"), ("seite", "3")])
        assert found.file == "/daten/treffpunkte.ics?zentrum=koeln"
        assert found.webcal == "webcal://localhost/daten/treffpunkte.ics?zentrum=koeln"


class TestPages:
    def test_a_place_with_times_offers_its_calendar(self, client: FlaskClient) -> None:
        page = client.get(f"/de/treffpunkte/{OF_BURBACH}").text
        assert f'href="webcal://localhost/daten/treffpunkt/{OF_BURBACH}.ics"' in page
        assert f'href="/daten/treffpunkt/{OF_BURBACH}.ics" download' in page

    def test_a_place_without_does_not(self, client: FlaskClient) -> None:
        answer = client.get("/de/treffpunkte/cafe-ohne-zeiten-burbach")
        assert answer.status_code == 200
        assert ".ics" not in answer.text

    @pytest.mark.parametrize(
        ("page", "words"),
        [
            ("/ar/treffpunkte?gemeinde=siegen", "gemeinde=siegen&amp;lang=ar"),
            ("/de/zentren/siegen-wittgenstein", "zentrum=siegen-wittgenstein"),
        ],
    )
    def test_lists_and_centres_offer_theirs(self, client: FlaskClient, page: str, words: str) -> None:
        assert f'href="webcal://localhost/daten/treffpunkte.ics?{words}"' in client.get(page).text
