"""A place: its page, its address for a driver, its life and end."""

import json
import re
from html import unescape

from flask import Flask
from flask.testing import FlaskClient

from kommanmap.clock import FixedClock
from kommanmap.domain.vocabulary import PinVisibility, Status
from tests.reading import BURBACH, changed, names_on, retired, text_of


class TestPlace:
    def test_it_answers_in_the_order_that_decides_whether_someone_goes(self, reader: FlaskClient) -> None:
        html = reader.get(BURBACH).text
        order = [
            "Wann?",
            "Wo?",
            "Für wen?",
            "Welche Sprachen?",
            "Was gibt es dort?",
            "Wie komme ich hinein?",
            "Kontakt",
        ]
        found = [html.index(word) for word in order]
        assert found == sorted(found)
        assert "jeweils mittwochs von 16 bis 19 Uhr" in text_of(html)

    def test_unknown_is_said_as_unknown(self, reader: FlaskClient) -> None:
        text = text_of(reader.get(BURBACH).text)
        assert "Ohne Stufen nicht bekannt" in text.replace(":", "")

    def test_its_json_ld_says_no_more_than_the_page(self, reader: FlaskClient) -> None:
        html = reader.get(BURBACH).text
        found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
        assert found is not None
        place = json.loads(found[1])
        shown = text_of(html)
        for value in (place["name"], place["address"]["streetAddress"], place["address"]["addressLocality"]):
            assert value in shown
        assert "amenityFeature" not in place, "nothing is known about steps, so nothing is said"

    def test_an_inexact_pin_hands_the_address_to_the_map_app(self, reader: FlaskClient) -> None:
        html = unescape(reader.get(BURBACH).text)
        assert "geo:50.74644,8.08429?q=Gassenweg%2028%2C%20Burbach" in html
        assert "openstreetmap.org/search?query=Gassenweg+28%2C+Burbach" in html

    def test_the_address_for_a_driver_is_german_in_every_language(self, reader: FlaskClient) -> None:
        html = reader.get("/ar/treffpunkte/cafe-mosaik-burbach/adresse").text
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
        for shown in (
            card[0],
            client.get(f"{BURBACH}/adresse").text,
            client.get("/daten/treffpunkte.csv?q=Mosaik").text,
        ):
            assert "50.74644" not in shown
            assert "Gassenweg" not in shown
        feature = json.loads(client.get("/daten/treffpunkte.geojson?q=Mosaik").text)["features"][0]
        assert feature["properties"]["street_line"] is None
        assert feature["properties"]["position_accuracy"] == "municipality"
