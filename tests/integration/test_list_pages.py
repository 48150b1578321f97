"""The reader's way to a place: start page, list, centre and town pages."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from tests.reading import names_on, text_of


class TestStart:
    def test_the_root_leads_to_the_language_the_browser_asks_for(self, reader: FlaskClient) -> None:
        for header, path in (("ar,en;q=0.5", "/ar/"), ("fr, en;q=0.3", "/en/"), ("tlh", "/de/"), ("", "/de/")):
            answer = reader.get("/", headers={"Accept-Language": header})
            assert (answer.status_code, answer.location) == (302, path)
            assert "Accept-Language" in answer.headers["Vary"]

    def test_it_names_every_centre_and_the_number_of_places(self, reader: FlaskClient) -> None:
        html = reader.get("/de/").text
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

    def test_it_says_how_many_of_how_many(self, reader: FlaskClient) -> None:
        assert "7 von 101 Treffpunkten" in text_of(reader.get("/de/treffpunkte?zentrum=siegen-wittgenstein").text)

    def test_pages_show_every_place_once(self, reader: FlaskClient) -> None:
        ids = [
            key
            for page in (1, 2, 3)
            for key in re.findall(r'data-point="([^"]+)"', reader.get(f"/de/treffpunkte?seite={page}").text)
        ]
        assert len(ids) == len(set(ids)) == 101

    def test_a_page_too_far_is_the_last_one_and_says_so(self, reader: FlaskClient) -> None:
        html = reader.get("/de/treffpunkte?seite=99").text
        assert names_on(html) == names_on(reader.get("/de/treffpunkte?seite=3").text)
        assert "Sie sehen Seite 3" in text_of(html)

    def test_unknown_words_and_values_are_noted_and_the_rest_is_used(self, reader: FlaskClient) -> None:
        html = reader.get("/de/treffpunkte?zentrum=olpe&farbe=blau&sprache=klingonisch").text
        assert "„farbe“" in html
        assert "„klingonisch“" in html
        assert "von 101" in text_of(html)

    def test_each_active_filter_can_be_removed_alone(self, reader: FlaskClient) -> None:
        html = reader.get("/de/treffpunkte?zentrum=siegen-wittgenstein&angebot=deutsch").text
        removals = [unescape(url) for url in re.findall(r'<li><a href="([^"]+)" class="i i-close">', html)]
        assert removals == ["/de/treffpunkte?angebot=deutsch", "/de/treffpunkte?zentrum=siegen-wittgenstein"]

    def test_nothing_found_says_what_to_try(self, reader: FlaskClient) -> None:
        html = reader.get("/de/treffpunkte?q=Netphen").text
        assert "Nichts gefunden" in html
        assert "/de/orte/siegen" in html, "a neighbouring town with places"
        assert "/de/zentren/siegen-wittgenstein" in html, "the centre to ask"

    def test_distances_sort_the_places_around_a_town(self, reader: FlaskClient) -> None:
        html = reader.get("/de/treffpunkte?ort=Burbach&umkreis=25").text
        away = [float(km.replace(",", ".")) for km in re.findall(r'class="km">([\d,]+)', html)]
        assert away == sorted(away)
        assert len(away) == 3
