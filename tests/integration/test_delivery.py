"""How answers leave: files, encodings, 304, the cache, refusals."""

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from flask import Flask, g, url_for
from flask.testing import FlaskClient

from kommanmap.clock import FixedClock
from kommanmap.domain.languages import LANGUAGE_BY_CODE
from kommanmap.formats import FORMATS, Format
from kommanmap.formats.base import every_place
from kommanmap.formats.xlsx_book import MEDIA_TYPE as XLSX_MEDIA
from kommanmap.views.assets import ASSETS, asset
from kommanmap.views.current import index
from kommanmap.views.delivery import FILES, PageCache
from kommanmap.views.links import PageLinks
from tests.apps import NOW, end, make_app
from tests.reading import BURBACH, changed, names_on


def unpacked(data: bytes) -> str:
    """The text of a file; of an archive that of all its members."""
    if not data.startswith(b"PK"):
        return data.decode()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "".join(archive.read(member).decode() for member in archive.namelist())


def index_stamp(client: FlaskClient) -> str:
    with client.application.app_context():
        return index().stamp


class TestFiles:
    @pytest.mark.parametrize("extension", [item.extension for item in FORMATS if item.holds is every_place])
    def test_a_file_holds_what_the_list_finds(self, reader: FlaskClient, extension: str) -> None:
        words = "zentrum=siegen-wittgenstein"
        listed = re.findall(r'data-point="([^"]+)"', reader.get(f"/de/treffpunkte?{words}").text)
        data = unpacked(reader.get(f"/daten/treffpunkte.{extension}?{words}").data)
        assert listed
        assert all(key in data for key in listed)

    @pytest.mark.parametrize("item", FORMATS, ids=lambda item: item.extension)
    def test_a_file_is_compressed_once_and_says_how_old_its_data_are(self, reader: FlaskClient, item: Format) -> None:
        address = f"/daten/treffpunkte.{item.extension}"
        first = reader.get(address, headers={"Accept-Encoding": "br, gzip"})
        archive = item.media_type in (XLSX_MEDIA, "application/zip")
        assert first.headers.get("Content-Encoding") == (None if archive else "br")
        kept = reader.application.extensions[FILES]
        page = kept.get(("http://localhost/", f"{address}?"), index_stamp(reader))
        assert page.encoded("br") is page.encoded("br")
        assert first.last_modified is not None
        assert first.last_modified <= NOW
        since = {"If-Modified-Since": first.headers["Last-Modified"]}
        assert reader.get(address, headers=since).status_code == 304
        assert reader.get(f"{address}?offen=jetzt").last_modified is None

    def test_other_sites_may_read_files_and_ask_what_is_new(self, reader: FlaskClient) -> None:
        asked = reader.options("/daten/treffpunkte.geojson", headers={"Origin": "https://www.stadt.example"})
        assert asked.headers["Access-Control-Allow-Origin"] == "*"
        assert "If-None-Match" in asked.headers["Access-Control-Allow-Headers"]
        for address in ("/daten/treffpunkte.geojson", "/daten/treffpunkte.exe"):
            answer = reader.get(address)
            assert answer.headers["Access-Control-Allow-Origin"] == "*"
            assert "ETag" in answer.headers["Access-Control-Expose-Headers"]
            assert "Access-Control-Allow-Credentials" not in answer.headers

    def test_geojson_says_of_when_it_is_and_that_these_are_examples(self, reader: FlaskClient) -> None:
        document = json.loads(reader.get("/daten/treffpunkte.geojson").text)
        assert document["numberReturned"] == len(document["features"]) == 101
        assert document["timeStamp"].endswith("Z")
        assert "Historische Beispiele" in document["notice"]
        assert all(feature["properties"]["historical_example"] for feature in document["features"])

    def test_an_unknown_format_is_not_there(self, reader: FlaskClient) -> None:
        answer = reader.get("/daten/treffpunkte.exe")
        assert answer.status_code == 404
        assert answer.content_type == "application/problem+json"


def test_addresses_put_together_are_those_of_the_router(demo_site: Flask) -> None:
    with demo_site.test_request_context("/ar/", base_url="http://localhost/unter"):
        g.language = LANGUAGE_BY_CODE["ar"]
        links = PageLinks()
        assert links.point("a-b") == url_for("public.point", slug="a-b")
        assert links.centre("a-b") == url_for("areas.centre", slug="a-b")
        assert links.town("a-b") == url_for("areas.town", slug="a-b")
        assert asset("css/site.css") == url_for(
            "site.static_file", name="css/site.css", v=ASSETS["css/site.css"].finished.etag
        )


class TestDelivery:
    @pytest.mark.parametrize(
        "address", ["/de/", "/de/treffpunkte", BURBACH, "/daten/treffpunkte.geojson", "/de/karte.js"]
    )
    def test_who_has_it_already_gets_304(self, reader: FlaskClient, address: str) -> None:
        for encoding in ("br", "gzip", "identity"):
            first = reader.get(address, headers={"Accept-Encoding": encoding})
            again = reader.get(address, headers={"Accept-Encoding": encoding, "If-None-Match": first.headers["ETag"]})
            assert again.status_code == 304
            assert first.headers.get("Content-Encoding", "identity") == encoding

    def test_the_same_data_gives_the_same_bytes(self, demo_app: Flask) -> None:
        first = demo_app.test_client().get("/de/karte.js").data
        demo_app.extensions["kommanmap.page_cache"] = PageCache(0)
        assert demo_app.test_client().get("/de/karte.js").data == first

    @pytest.mark.both_databases
    def test_a_change_is_on_the_page_as_soon_as_the_index_has_seen_it(self, demo_app: Flask, clock: FixedClock) -> None:
        client = demo_app.test_client()
        before = client.get("/de/treffpunkte?q=Burbach")
        changed(demo_app, "cafe-mosaik-burbach", clock, name="Café Kaleidoskop")
        after = client.get("/de/treffpunkte?q=Burbach")
        assert "Café Kaleidoskop" in names_on(after.text)
        assert before.headers["ETag"] != after.headers["ETag"]

    def test_static_files_with_their_tag_may_be_kept_for_ever(self, reader: FlaskClient) -> None:
        html = reader.get("/de/").text
        found = re.search(r'href="(/static/css/site\.css\?v=[0-9a-f]+)"', html)
        assert found is not None
        assert "immutable" in reader.get(found[1]).headers["Cache-Control"]
        assert "immutable" not in reader.get("/static/css/site.css?v=other").headers["Cache-Control"]


class TestRefusals:
    def test_a_place_that_does_not_exist_is_404_with_a_search_in_the_readers_language(
        self, reader: FlaskClient
    ) -> None:
        for language, word in (("de", "Seite nicht gefunden"), ("en", "Page not found")):
            answer = reader.get(f"/{language}/treffpunkte/nirgendwo")
            assert answer.status_code == 404
            assert word in answer.text
            assert 'role="search"' in answer.text

    def test_a_foreign_host_name_is_refused_without_links(self, reader: FlaskClient) -> None:
        answer = reader.get("/de/", headers={"Host": "evil.example"})
        assert answer.status_code == 400
        assert "evil.example" not in answer.text
        assert "href=" not in answer.text

    def test_writing_is_not_possible(self, reader: FlaskClient) -> None:
        answer = reader.post("/de/treffpunkte")
        assert answer.status_code == 405
        assert "GET" in answer.headers["Allow"]

    def test_a_database_that_is_not_set_up_answers_503(self, tmp_path: Path, clock: FixedClock) -> None:
        app = make_app(f"sqlite:///{tmp_path / 'empty.sqlite3'}", tmp_path, clock)
        client = app.test_client()
        assert client.get("/de/").status_code == 503
        assert client.get("/healthz").status_code == 200
        ready = client.get("/readyz")
        assert ready.status_code == 503
        assert "kommanmap setup" in ready.text
        end(app)
