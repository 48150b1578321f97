"""What a reader meets: start, list, place, centre, town, map, files, embeds, refusals."""

import json
import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kommanmap.clock import FixedClock
from kommanmap.domain.vocabulary import PinVisibility, Status
from kommanmap.extensions import db
from kommanmap.formats import FORMATS
from kommanmap.models import MeetingPoint
from kommanmap.services import points

BURBACH = "/de/treffpunkte/cafe-mosaik-burbach"


def text_of(html: str) -> str:
    """What one reads: no tags, blanks joined."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def names_on(html: str) -> list[str]:
    """Names of the places in a list."""
    return [text_of(name) for name in re.findall(r"<h3>(.*?)</h3>", html, re.DOTALL)]


def changed(app: Flask, slug: str, clock: FixedClock, **fields: object) -> None:
    """Change columns of a place as a later page would, and let the index see it."""
    with app.app_context():
        row = db.session.scalars(select(MeetingPoint).where(MeetingPoint.slug == slug)).one()
        for name, value in fields.items():
            setattr(row, name, value)
        row.data_version = points.open_batch(db.session, now=clock.now()).data_version
        db.session.commit()
    app.extensions["kommanmap.index"].refresh()


def retired(app: Flask, slug: str, clock: FixedClock, successor: str | None = None) -> None:
    """Retire a place through the service."""
    with app.app_context():
        by_slug = {row.slug: row for row in db.session.scalars(select(MeetingPoint))}
        points.retire(
            db.session,
            point=by_slug[slug],
            reason="Die Räume wurden verkauft.",
            successor=by_slug[successor] if successor else None,
            actor="test",
            now=clock.now(),
        )
        db.session.commit()
    app.extensions["kommanmap.index"].refresh()


class TestStart:
    def test_the_root_leads_to_the_language_the_browser_asks_for(self, client: FlaskClient) -> None:
        for header, path in (("ar,en;q=0.5", "/ar/"), ("fr, en;q=0.3", "/en/"), ("tlh", "/de/"), ("", "/de/")):
            answer = client.get("/", headers={"Accept-Language": header})
            assert (answer.status_code, answer.location) == (302, path)
            assert "Accept-Language" in answer.headers["Vary"]

    def test_it_names_every_centre_and_the_number_of_places(self, demo_client: FlaskClient) -> None:
        html = demo_client.get("/de/").text
        assert len(set(re.findall(r'href="/de/zentren/([a-z-]+)"', html))) == 54
        assert "101" in text_of(html)


class TestList:
    @pytest.mark.both_databases
    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("Burbach", "Café Mosaik (früher Sprachcafé Burbach)"),
            ("burbahc", "Café Mosaik (früher Sprachcafé Burbach)"),
            ("Muhlheim", "WiM-Begegnungsstätte im Europa-Pavillon"),
            ("koeln", "Café ohne Grenzen"),
            ("Hochsauerland Kreis", "Café International Brilon"),
            ("٥٧٠٧٢", "Café International Winchenbach"),
            ("57072", "Café International Winchenbach"),
            ("Sprachcafé Burbach", "Sprachcafé Burbach"),
        ],
    )
    def test_what_is_typed_finds_what_is_meant(self, demo_client: FlaskClient, typed: str, meant: str) -> None:
        html = demo_client.get("/de/treffpunkte", query_string={"q": typed}).text
        assert meant in names_on(html)[:4]

    def test_it_says_how_many_of_how_many(self, demo_client: FlaskClient) -> None:
        assert "7 von 101 Treffpunkten" in text_of(demo_client.get("/de/treffpunkte?zentrum=siegen-wittgenstein").text)

    def test_pages_show_every_place_once(self, demo_client: FlaskClient) -> None:
        ids = [
            key
            for page in (1, 2, 3)
            for key in re.findall(r'data-point="([^"]+)"', demo_client.get(f"/de/treffpunkte?seite={page}").text)
        ]
        assert len(ids) == len(set(ids)) == 101

    def test_a_page_too_far_is_the_last_one_and_says_so(self, demo_client: FlaskClient) -> None:
        html = demo_client.get("/de/treffpunkte?seite=99").text
        assert names_on(html) == names_on(demo_client.get("/de/treffpunkte?seite=3").text)
        assert "Sie sehen Seite 3" in text_of(html)

    def test_unknown_words_and_values_are_noted_and_the_rest_is_used(self, demo_client: FlaskClient) -> None:
        html = demo_client.get("/de/treffpunkte?zentrum=olpe&farbe=blau&sprache=klingonisch").text
        assert "„farbe“" in html
        assert "„klingonisch“" in html
        assert "von 101" in text_of(html)

    def test_each_active_filter_can_be_removed_alone(self, demo_client: FlaskClient) -> None:
        html = demo_client.get("/de/treffpunkte?zentrum=siegen-wittgenstein&angebot=deutsch").text
        removals = [unescape(url) for url in re.findall(r'<li><a href="([^"]+)" class="i i-close">', html)]
        assert removals == ["/de/treffpunkte?angebot=deutsch", "/de/treffpunkte?zentrum=siegen-wittgenstein"]

    def test_nothing_found_says_what_to_try(self, demo_client: FlaskClient) -> None:
        html = demo_client.get("/de/treffpunkte?q=Netphen").text
        assert "Nichts gefunden" in html
        assert "/de/orte/siegen" in html, "a neighbouring town with places"
        assert "/de/zentren/siegen-wittgenstein" in html, "the centre to ask"

    def test_distances_sort_the_places_around_a_town(self, demo_client: FlaskClient) -> None:
        html = demo_client.get("/de/treffpunkte?ort=Burbach&umkreis=25").text
        away = [float(km.replace(",", ".")) for km in re.findall(r'class="km">([\d,]+)', html)]
        assert away == sorted(away)
        assert len(away) == 3


class TestPlace:
    def test_it_answers_in_the_order_that_decides_whether_someone_goes(self, demo_client: FlaskClient) -> None:
        html = demo_client.get(BURBACH).text
        order = ["Wann?", "Wo?", "Für wen?", "Welche Sprachen?", "Was gibt es dort?", "Wie komme ich hinein?", "Kontakt"]
        found = [html.index(word) for word in order]
        assert found == sorted(found)
        assert "jeweils mittwochs von 16 bis 19 Uhr" in text_of(html)

    def test_unknown_is_said_as_unknown(self, demo_client: FlaskClient) -> None:
        text = text_of(demo_client.get(BURBACH).text)
        assert "Ohne Stufen nicht bekannt" in text.replace(":", "")

    def test_its_json_ld_says_no_more_than_the_page(self, demo_client: FlaskClient) -> None:
        html = demo_client.get(BURBACH).text
        found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
        assert found is not None
        place = json.loads(found[1])
        shown = text_of(html)
        for value in (place["name"], place["address"]["streetAddress"], place["address"]["addressLocality"]):
            assert value in shown
        assert "amenityFeature" not in place, "nothing is known about steps, so nothing is said"

    def test_an_inexact_pin_hands_the_address_to_the_map_app(self, demo_client: FlaskClient) -> None:
        html = unescape(demo_client.get(BURBACH).text)
        assert "geo:50.74644,8.08429?q=Gassenweg%2028%2C%20Burbach" in html
        assert "openstreetmap.org/search?query=Gassenweg+28%2C+Burbach" in html

    def test_the_address_for_a_driver_is_german_in_every_language(self, demo_client: FlaskClient) -> None:
        html = demo_client.get("/ar/treffpunkte/cafe-mosaik-burbach/adresse").text
        assert '<div class="driver" lang="de" dir="ltr">' in html
        assert "Gassenweg 28" in text_of(html)

    def test_a_retired_place_answers_410_and_names_its_successor(self, demo_app: Flask, clock: FixedClock) -> None:
        retired(demo_app, "sprachcafe-burbach", clock, successor="cafe-mosaik-burbach")
        answer = demo_app.test_client().get("/de/treffpunkte/sprachcafe-burbach")
        assert answer.status_code == 410
        assert BURBACH in answer.text
        assert "Die Räume wurden verkauft." in answer.text

    def test_a_retired_place_without_successor_shows_its_neighbours(self, demo_app: Flask, clock: FixedClock) -> None:
        retired(demo_app, "sprachcafe-burbach", clock)
        client = demo_app.test_client()
        assert "Café Mosaik" in client.get("/de/treffpunkte/sprachcafe-burbach").text
        assert "Sprachcafé Burbach" not in names_on(client.get("/de/treffpunkte?zentrum=siegen-wittgenstein").text)

    def test_a_draft_answers_as_if_it_were_not_there(self, demo_app: Flask, clock: FixedClock) -> None:
        changed(demo_app, "cafe-mosaik-burbach", clock, status=Status.DRAFT)
        client = demo_app.test_client()
        assert client.get(BURBACH).status_code == 404
        assert "cafe-mosaik" not in client.get("/daten/treffpunkte.geojson").text
        assert "cafe-mosaik" not in client.get("/sitemap.xml").text

    def test_a_place_to_protect_shows_its_town_only(self, demo_app: Flask, clock: FixedClock) -> None:
        changed(demo_app, "cafe-mosaik-burbach", clock, pin_visibility=PinVisibility.TOWN)
        client = demo_app.test_client()
        card = re.search(r"<article.*?</article>", client.get("/de/treffpunkte?q=Mosaik").text, re.DOTALL)
        assert card is not None
        for shown in (card[0], client.get(f"{BURBACH}/adresse").text, client.get("/daten/treffpunkte.csv?q=Mosaik").text):
            assert "50.74644" not in shown
            assert "Gassenweg" not in shown
        feature = json.loads(client.get("/daten/treffpunkte.geojson?q=Mosaik").text)["features"][0]
        assert feature["properties"]["street_line"] is None
        assert feature["properties"]["position_accuracy"] == "municipality"


class TestAreas:
    def test_a_centre_names_its_white_spots(self, demo_client: FlaskClient) -> None:
        text = text_of(demo_client.get("/de/zentren/siegen-wittgenstein").text)
        assert "5 Gemeinden haben noch keinen Treffpunkt" in text
        assert "Netphen noch kein Treffpunkt" in text

    def test_aachen_has_its_own_centre(self, demo_client: FlaskClient) -> None:
        city = demo_client.get("/de/zentren/stadt-aachen").text
        around = demo_client.get("/de/zentren/staedteregion-aachen").text
        assert "/de/orte/aachen" in city
        assert "/de/orte/aachen" not in around
        assert "/de/orte/monschau" in around

    def test_an_empty_town_points_to_others(self, demo_client: FlaskClient) -> None:
        html = demo_client.get("/de/orte/netphen").text
        assert "/de/orte/siegen" in html
        assert "/de/zentren/siegen-wittgenstein" in html

    def test_the_snippet_frames_a_page_that_may_be_framed(self, demo_client: FlaskClient) -> None:
        html = demo_client.get("/de/zentren/olpe").text
        codes = [unescape(code) for code in re.findall(r"<textarea[^>]*>(.*?)</textarea>", html, re.DOTALL)]
        frames = [unescape(re.findall(r'<iframe src="http://localhost([^"]+)"', code)[0]) for code in codes]
        assert [frame.split("?")[0] for frame in frames] == ["/embed/liste", "/embed/karte"]
        for frame in frames:
            answer = demo_client.get(frame)
            assert answer.status_code == 200
            assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
            assert "X-Frame-Options" not in answer.headers


class TestFiles:
    @pytest.mark.parametrize("extension", [item.extension for item in FORMATS])
    def test_a_file_holds_what_the_list_finds(self, demo_client: FlaskClient, extension: str) -> None:
        words = "zentrum=siegen-wittgenstein"
        listed = re.findall(r'data-point="([^"]+)"', demo_client.get(f"/de/treffpunkte?{words}").text)
        data = demo_client.get(f"/daten/treffpunkte.{extension}?{words}").text
        assert listed
        assert all(key in data for key in listed)

    def test_geojson_says_of_when_it_is_and_that_these_are_examples(self, demo_client: FlaskClient) -> None:
        document = json.loads(demo_client.get("/daten/treffpunkte.geojson").text)
        assert document["numberReturned"] == len(document["features"]) == 101
        assert document["timeStamp"].endswith("Z")
        assert "Historische Beispiele" in document["notice"]
        assert all(feature["properties"]["historical_example"] for feature in document["features"])

    def test_an_unknown_format_is_not_there(self, demo_client: FlaskClient) -> None:
        answer = demo_client.get("/daten/treffpunkte.exe")
        assert answer.status_code == 404
        assert answer.content_type == "application/problem+json"


class TestDelivery:
    @pytest.mark.parametrize("address", ["/de/", "/de/treffpunkte", BURBACH, "/daten/treffpunkte.geojson", "/de/karte.js"])
    def test_who_has_it_already_gets_304(self, demo_client: FlaskClient, address: str) -> None:
        for encoding in ("br", "gzip", "identity"):
            first = demo_client.get(address, headers={"Accept-Encoding": encoding})
            again = demo_client.get(
                address, headers={"Accept-Encoding": encoding, "If-None-Match": first.headers["ETag"]}
            )
            assert again.status_code == 304
            assert first.headers.get("Content-Encoding", "identity") == encoding

    def test_the_same_data_gives_the_same_bytes(self, demo_app: Flask) -> None:
        first = demo_app.test_client().get("/de/karte.js").data
        demo_app.extensions["kommanmap.page_cache"].__init__(0)
        assert demo_app.test_client().get("/de/karte.js").data == first

    @pytest.mark.both_databases
    def test_a_change_is_on_the_page_as_soon_as_the_index_has_seen_it(self, demo_app: Flask, clock: FixedClock) -> None:
        client = demo_app.test_client()
        before = client.get("/de/treffpunkte?q=Burbach")
        changed(demo_app, "cafe-mosaik-burbach", clock, name="Café Kaleidoskop")
        after = client.get("/de/treffpunkte?q=Burbach")
        assert "Café Kaleidoskop" in names_on(after.text)
        assert before.headers["ETag"] != after.headers["ETag"]

    def test_static_files_with_their_tag_may_be_kept_for_ever(self, client: FlaskClient) -> None:
        html = client.get("/de/").text
        found = re.search(r'href="(/static/css/site\.css\?v=[0-9a-f]+)"', html)
        assert found is not None
        assert "immutable" in client.get(found[1]).headers["Cache-Control"]
        assert "immutable" not in client.get("/static/css/site.css?v=other").headers["Cache-Control"]


class TestRefusals:
    def test_a_place_that_does_not_exist_is_404_with_a_search_in_the_readers_language(self, client: FlaskClient) -> None:
        for language, word in (("de", "Seite nicht gefunden"), ("en", "Page not found")):
            answer = client.get(f"/{language}/treffpunkte/nirgendwo")
            assert answer.status_code == 404
            assert word in answer.text
            assert 'role="search"' in answer.text

    def test_a_foreign_host_name_is_refused_without_links(self, client: FlaskClient) -> None:
        answer = client.get("/de/", headers={"Host": "evil.example"})
        assert answer.status_code == 400
        assert "evil.example" not in answer.text
        assert "href=" not in answer.text

    def test_writing_is_not_possible(self, client: FlaskClient) -> None:
        answer = client.post("/de/treffpunkte")
        assert answer.status_code == 405
        assert "GET" in answer.headers["Allow"]

    def test_a_database_that_is_not_set_up_answers_503(self, tmp_path, clock: FixedClock) -> None:  # type: ignore[no-untyped-def]
        from tests.apps import end, make_app

        app = make_app(f"sqlite:///{tmp_path / 'empty.sqlite3'}", tmp_path, clock)
        client = app.test_client()
        assert client.get("/de/").status_code == 503
        assert client.get("/healthz").status_code == 200
        ready = client.get("/readyz")
        assert ready.status_code == 503
        assert "kommanmap setup" in ready.text
        end(app)
