"""Embeds, the generator and oEmbed: areas, parts, bad input, who may frame what."""

import json
import re
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest
from defusedxml import ElementTree
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kommanmap.clock import FixedClock
from kommanmap.domain.vocabulary import Status
from kommanmap.extensions import db
from kommanmap.models import Centre, MeetingPoint
from tests.apps import end, make_app
from tests.databases import Contents, SqliteTemplates
from tests.samples import demo_place

SITE = "http://localhost"


def places(html: str) -> int:
    return html.count("data-point=")


def test_an_area_goes_by_slug_key_or_name_in_any_spelling(demo_client: FlaskClient) -> None:
    by_slug = demo_client.get("/embed/liste?gemeinde=siegen").text
    assert places(by_slug) > 0
    assert "Treffpunkte: Siegen" in by_slug
    for typed in ("05970040", "Siegen", "SIEGEN", "سيغن", " siegen "):
        assert places(demo_client.get("/embed/liste", query_string={"gemeinde": typed}).text) == places(by_slug), typed
    centre = demo_client.get("/embed/beides?zentrum=siegen-wittgenstein").text
    assert places(centre) >= places(by_slug)
    assert "data-map " in centre


def test_the_map_folds_its_list_and_loads_on_a_tap_unless_asked(demo_client: FlaskClient) -> None:
    on_tap = demo_client.get("/embed/karte?gemeinde=siegen").text
    assert "Dieselben Orte als Liste" in on_tap
    assert "data-map-autostart" not in on_tap
    assert "data-map-autostart" in demo_client.get("/embed/karte?gemeinde=siegen&karte=sofort").text
    assert "data-map " not in demo_client.get("/embed/liste?gemeinde=siegen").text


def test_parts_can_be_switched_and_stay_while_paging(demo_client: FlaskClient) -> None:
    usual = demo_client.get("/embed/liste").text
    assert "<h1><bdi>" in usual
    assert 'name="q"' not in usual
    bare = demo_client.get("/embed/liste?teile=suche&lang=ar&farbe=a00000").text
    assert '<h1 class="vh">' in bare
    assert 'role="status"><strong>' not in bare
    assert 'name="q"' in bare
    following = unescape(re.findall(r'rel="next" href="([^"]+)"', bare)[0])
    again = demo_client.get(following).text
    for html in (bare, again):
        assert 'dir="rtl"' in html
        assert 'href="/embed/farben.css?farbe=a00000"' in html
    assert '<h1 class="vh">' in again
    assert 'name="teile" value="suche"' in again


def test_one_place_stands_alone_and_a_closed_one_says_so(demo_app: Flask) -> None:
    client, slug = demo_app.test_client(), demo_place(demo_app).point
    html = client.get(f"/embed/treffpunkt/{slug}?lang=en&aussehen=dunkel").text
    assert 'href="/embed/farben.css?aussehen=dunkel"' in html
    assert 'lang="en"' in html
    with demo_app.app_context():
        row = db.session.scalars(select(MeetingPoint).where(MeetingPoint.slug == slug)).one()
        row.status = Status.CLOSED
        db.session.commit()
        names = (row.name,)
    answer = client.get(f"/embed/treffpunkt/{slug}")
    assert answer.status_code == 410
    assert "gibt es nicht mehr" in answer.text
    assert names[0] not in answer.text
    missing = client.get("/embed/treffpunkt/gibt-es-nicht")
    assert missing.status_code == 404
    for framed in (answer, missing):
        assert "frame-ancestors *" in framed.headers["Content-Security-Policy"]
    assert client.get("/oembed", query_string={"url": f"{SITE}/de/treffpunkte/{slug}"}).status_code == 404


def test_an_unknown_area_never_shows_the_whole_state(demo_client: FlaskClient) -> None:
    for path in ("liste", "karte", "beides", "treffpunkte.html"):
        for words in ("zentrum=gibt-es-nicht", "gemeinde=00000000", "gemeinde=Atlantis", "ort=xqxqxq", "plz=00000"):
            answer = demo_client.get(f"/embed/{path}?{words}")
            assert answer.status_code == 404, (path, words)
            assert "kennen wir nicht" in answer.text
            assert places(answer.text) == 0
            assert "<li><h3>" not in answer.text
    evil = demo_client.get("/embed/liste", query_string={"gemeinde": '"><script>alert(1)</script>'})
    assert "<script>alert" not in evil.text


def test_a_centre_without_a_place_says_whom_to_ask(app: Flask) -> None:
    with app.app_context():
        centre = db.session.scalars(select(Centre).where(Centre.slug == "siegen-wittgenstein")).one()
        centre.phone, centre.website = "0271 333-0", "https://ki.example/"
        db.session.commit()
    html = app.test_client().get("/embed/beides?zentrum=siegen-wittgenstein").text
    assert "noch kein Treffpunkt eingetragen" in html
    assert "/de/zentren/siegen-wittgenstein" in html
    assert 'href="tel:+492713330"' in html
    assert 'href="https://ki.example/"' in html
    assert "data-map " not in html


def test_ten_thousand_values_and_endless_words_do_no_harm(demo_client: FlaskClient) -> None:
    many = "&".join(f"gemeinde={number:08d}" for number in range(10_000))
    assert demo_client.get(f"/embed/liste?{many}").status_code == 404
    with_one = demo_client.get(f"/embed/liste?gemeinde=siegen&{many}")
    assert places(with_one.text) == places(demo_client.get("/embed/liste?gemeinde=siegen").text)
    assert demo_client.get(f"/de/einbetten?adresse={quote(f'{SITE}/de/treffpunkte?{many}')}").status_code == 200


def test_code_in_a_colour_never_reaches_a_page_or_a_style_sheet(demo_client: FlaskClient) -> None:
    for colour in ("javascript:alert(1)", "red;}*{display:none", "url(https://evil.example)", "\x00", "</style>"):
        sheet = demo_client.get("/embed/farben.css", query_string={"farbe": colour, "grund": colour})
        assert sheet.mimetype == "text/css"
        assert sheet.text.strip() == ""
        assert "farben.css" not in demo_client.get("/embed/liste", query_string={"farbe": colour}).text
        page = demo_client.get("/de/einbetten", query_string={"farbe": colour})
        assert colour == "\x00" or "code-script" not in page.text


def test_a_piece_of_html_for_servers_has_whole_addresses_and_nothing_that_runs(demo_client: FlaskClient) -> None:
    answer = demo_client.get("/embed/treffpunkte.html?gemeinde=siegen&lang=ar")
    assert answer.mimetype == "text/html"
    html = answer.text
    assert html.lstrip().startswith('<section class="kommanmap" lang="ar" dir="rtl">')
    assert html.count("<li><h3>") == places(demo_client.get("/embed/liste?gemeinde=siegen").text)
    for word in ("<script", "<style", "<link", "style=", "onclick", "<img"):
        assert word not in html
    assert all(url.startswith((f"{SITE}/ar/", "tel:")) for url in re.findall(r'href="([^"]+)"', html))


def test_only_listed_hosts_may_frame_and_only_embeds(
    sqlite_templates: SqliteTemplates, tmp_path: Path, clock: FixedClock
) -> None:
    for hosts, expected in (
        (("https://www.stadt.example",), "frame-ancestors 'self' https://www.stadt.example"),
        ((), "frame-ancestors 'none'"),
    ):
        with sqlite_templates.copy(Contents.REFERENCE, tmp_path) as url:
            app = make_app(url, tmp_path, clock, embed_hosts=hosts)
            client = app.test_client()
            policies = {
                path: client.get(path).headers["Content-Security-Policy"]
                for path in ("/embed/liste", "/embed/karte", "/embed/treffpunkt/x", "/de/", "/embed/treffpunkte.html")
            }
            page = client.get("/de/einbetten").text
            end(app)
        for path in ("/embed/liste", "/embed/karte", "/embed/treffpunkt/x"):
            assert policies[path].endswith(expected), policies[path]
        for path in ("/de/", "/embed/treffpunkte.html"):
            assert policies[path].endswith("frame-ancestors 'none'")
        assert all(host in page for host in hosts)


class TestGenerator:
    def codes(self, client: FlaskClient, words: dict[str, object]) -> dict[str, str]:
        html = client.get("/de/einbetten", query_string=words).text
        found = re.findall(r'<textarea id="code-(\w+)"[^>]*>\n?(.*?)</textarea>', html, re.DOTALL)
        return {name: unescape(text) for name, text in found}

    def test_prints_everything_that_a_webmaster_needs(self, demo_client: FlaskClient) -> None:
        codes = self.codes(demo_client, {"gemeinde": "Siegen", "farbe": "#a00000", "lang": "ar", "hoehe": "700"})
        assert set(codes) == {"script", "frame", "link", "include", "csp", "privacy"}
        assert codes["csp"] == f"script-src {SITE}; frame-src {SITE}"
        address = f"{SITE}/embed/beides?gemeinde=siegen&lang=ar&farbe=a00000"
        assert address in unescape(codes["script"])
        assert address in unescape(codes["frame"])
        assert 'height="700"' in codes["frame"]
        assert codes["link"].startswith(f'<a href="{SITE}/ar/treffpunkte?gemeinde=siegen">')
        for word in ("IP-Adresse", "keine Cookies", SITE, f"{SITE}/de/datenschutz"):
            assert word in codes["privacy"]
        for code in (codes["include"], address):
            assert demo_client.get(code.removeprefix(SITE)).status_code == 200

    def test_takes_the_address_of_any_list_or_place_of_this_site(
        self, demo_client: FlaskClient, demo_site: Flask
    ) -> None:
        slug = demo_place(demo_site).point
        listed = self.codes(demo_client, {"adresse": f"{SITE}/de/treffpunkte?angebot=deutsch&tag=mo&seite=3"})
        assert "/embed/liste?angebot=deutsch&tag=mo&lang=de" in unescape(listed["script"])
        one = self.codes(demo_client, {"adresse": f"{SITE}/ar/treffpunkte/{slug}"})
        assert f"/embed/treffpunkt/{slug}?lang=de" in unescape(one["frame"])
        assert "include" not in one

    @pytest.mark.parametrize(
        "address",
        ["https://evil.example/de/treffpunkte", "javascript:alert(1)", "//evil.example/",
         "http://localhost@evil.example/de/",
         "/de/treffpunkte", "http://localhost/team/", "http://localhost/de/impressum", "http://[",
         "http://localhost/de/zentren/x"],
    )  # fmt: skip
    def test_takes_no_other_address(self, demo_client: FlaskClient, address: str) -> None:
        page = demo_client.get("/de/einbetten", query_string={"adresse": address}).text
        assert "keine Adresse einer Liste" in page
        assert "code-script" not in page
        assert demo_client.get("/oembed", query_string={"url": address}).status_code == 404

    def test_refuses_a_bad_pair_and_offers_the_nearest_good_one(self, demo_client: FlaskClient) -> None:
        words = {"gemeinde": "Siegen", "farbe": "#ffee00", "schrift": "gross"}
        page = demo_client.get("/de/einbetten", query_string=words).text
        assert "Die nächste gute Farbe" in page
        assert "code-script" not in page
        better = unescape(re.findall(r'class="button quiet" href="([^"]+)"', page)[0])
        assert "schrift=gross" in better
        assert "code-script" in demo_client.get(better).text

    def test_draws_the_link_as_a_qr_code(self, demo_client: FlaskClient) -> None:
        answer = demo_client.get("/de/einbetten/qr.svg?gemeinde=siegen")
        assert answer.mimetype == "image/svg+xml"
        assert ElementTree.fromstring(answer.text).tag.endswith("svg")
        assert answer.text != demo_client.get("/de/einbetten/qr.svg?gemeinde=burbach").text


class TestOEmbed:
    def ask(self, client: FlaskClient, url: str, **words: str) -> dict[str, object]:
        answer = client.get("/oembed", query_string={"url": url, **words})
        assert answer.status_code == 200, url
        return dict(json.loads(answer.text))

    def test_answers_for_lists_places_centres_towns_and_embeds(
        self, demo_client: FlaskClient, demo_site: Flask
    ) -> None:
        place = demo_place(demo_site)
        expected = {
            f"/de/treffpunkte?gemeinde={place.town}": f"/embed/liste?gemeinde={place.town}&lang=de",
            f"/ar/treffpunkte/{place.point}": f"/embed/treffpunkt/{place.point}?lang=ar",
            f"/en/zentren/{place.centre}": f"/embed/beides?zentrum={place.centre}&lang=en",
            f"/de/orte/{place.town}": f"/embed/beides?gemeinde={place.town}&lang=de",
            f"/embed/karte?gemeinde={place.town}&lang=ar&farbe=a00000":
                f"/embed/karte?gemeinde={place.town}&lang=ar&farbe=a00000",
        }  # fmt: skip
        for asked, framed in expected.items():
            said = self.ask(demo_client, SITE + asked, maxwidth="500", maxheight="300")
            assert (said["version"], said["type"]) == ("1.0", "rich")
            assert (said["width"], said["height"]) == (500, 300)
            html = str(said["html"])
            assert f'src="{SITE}{framed}"' in unescape(html)
            assert all(word in html for word in ("title=", 'loading="lazy"', "sandbox=", 'width="500"'))
            assert demo_client.get(framed).status_code == 200

    def test_speaks_xml_too_and_nothing_else(self, demo_client: FlaskClient) -> None:
        url = f"{SITE}/de/treffpunkte?gemeinde=siegen"
        root = ElementTree.fromstring(demo_client.get("/oembed", query_string={"url": url, "format": "xml"}).text)
        assert {each.tag: each.text for each in root} == {
            key: str(value) for key, value in self.ask(demo_client, url).items()
        }
        assert demo_client.get("/oembed", query_string={"url": url, "format": "yaml"}).status_code == 501
        for limit in ("-1", "x", "9" * 400, "٣٠٠"):
            assert self.ask(demo_client, url, maxwidth=limit)["width"] in {100, 800}

    def test_pages_name_the_address_to_ask(self, demo_client: FlaskClient, demo_site: Flask) -> None:
        place = demo_place(demo_site)
        for path in (
            "/de/treffpunkte?tag=mo",
            f"/ar/treffpunkte/{place.point}",
            f"/de/zentren/{place.centre}",
            "/de/karte",
        ):
            html = demo_client.get(path).text
            named = re.findall(
                r'<link rel="alternate" type="(?:application/json|text/xml)\+oembed" href="([^"]+)"', html
            )
            assert len(named) == 2, path
            for address in named:
                assert demo_client.get(unescape(address).removeprefix(SITE)).status_code == 200, address
        assert "+oembed" not in demo_client.get("/de/impressum").text
