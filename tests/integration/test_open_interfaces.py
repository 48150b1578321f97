"""The interfaces for programs, on data that change: what is hidden stays hidden, limits, refusals, HSDS."""

import json
import shutil
import subprocess
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import WSGIRequestHandler, make_server

from kommanmap.clock import FixedClock
from kommanmap.domain.vocabulary import PinVisibility, Status
from kommanmap.extensions import db
from kommanmap.formats.hsds import record_id
from kommanmap.models import MeetingPoint
from kommanmap.services.request_limits import RequestLimits
from tests.apps import end, make_app
from tests.databases import Contents, SqliteTemplates
from tests.reading import changed, retired

ITEMS = "/api/collections/treffpunkte/items"
BURBACH = "cafe-mosaik-burbach"
AROUND_BURBACH = "8.0,50.70,8.15,50.80"
SCHEMAS = Path(__file__).resolve().parents[3] / "shared" / "data" / "validators" / "hsds"
OGR2OGR = shutil.which("ogr2ogr")

Json = dict[str, Any]


def get(client: FlaskClient, address: str, status: int = 200) -> Json:
    answer = client.get(address)
    assert answer.status_code == status, answer.text[:300]
    found: Json = answer.get_json(force=True)
    return found


def urls(document: Json) -> list[str]:
    return [feature["properties"]["url"].rsplit("/", 1)[-1] for feature in document["features"]]


class TestWhatIsHidden:
    @pytest.mark.both_databases
    def test_a_hidden_pin_lies_in_no_box(self, demo_app: Flask, clock: FixedClock) -> None:
        client = demo_app.test_client()
        assert BURBACH in urls(get(client, f"{ITEMS}?bbox={AROUND_BURBACH}"))
        changed(demo_app, BURBACH, clock, pin_visibility=PinVisibility.HIDDEN)
        assert BURBACH not in urls(get(client, f"{ITEMS}?bbox={AROUND_BURBACH}"))
        assert BURBACH not in urls(get(client, f"{ITEMS}?bbox=-180,-90,180,90&limit=1000"))
        everything = get(client, f"{ITEMS}?limit=1000&gemeinde=burbach")
        hidden = next(each for each in everything["features"] if each["properties"]["url"].endswith(BURBACH))
        assert hidden["geometry"] is None
        assert "Gassenweg" not in json.dumps(hidden)

    @pytest.mark.both_databases
    def test_a_pin_shown_by_its_town_lies_where_readers_see_it(self, demo_app: Flask, clock: FixedClock) -> None:
        changed(demo_app, BURBACH, clock, pin_visibility=PinVisibility.TOWN)
        found = get(demo_app.test_client(), f"{ITEMS}?bbox={AROUND_BURBACH}")
        shown = next(each for each in found["features"] if each["properties"]["url"].endswith(BURBACH))
        lon, lat = shown["geometry"]["coordinates"]
        around = f"{lon - 1e-6:.7f},{lat - 1e-6:.7f},{lon + 1e-6:.7f},{lat + 1e-6:.7f}"
        assert BURBACH in urls(get(demo_app.test_client(), f"{ITEMS}?bbox={around}"))

    def test_drafts_and_closed_places_are_nowhere(self, demo_app: Flask, clock: FixedClock) -> None:
        client = demo_app.test_client()
        with demo_app.app_context():
            row = db.session.query(MeetingPoint).filter_by(slug=BURBACH).one()
            public_id, other = row.public_id, db.session.query(MeetingPoint).filter_by(slug="sprachcafe-burbach").one()
            other_id = other.public_id
        service = record_id("service", public_id)
        assert get(client, f"/api/hsds/services/{service}")["id"] == service
        changed(demo_app, BURBACH, clock, status=Status.DRAFT)
        retired(demo_app, "sprachcafe-burbach", clock)
        for name in (public_id, other_id):
            assert client.get(f"{ITEMS}/{name}").status_code == 404
            assert client.get(f"/api/hsds/services/{record_id('service', name)}").status_code == 404
            assert client.get(f"/api/hsds/service_at_locations/{record_id('at', name)}").status_code == 404
        assert not {BURBACH, "sprachcafe-burbach"} & set(urls(get(client, f"{ITEMS}?limit=1000")))
        assert get(client, "/api/hsds/services")["total_items"] == 99

    @pytest.mark.both_databases
    def test_only_what_changed_since_is_found_by_its_time(self, demo_app: Flask, clock: FixedClock) -> None:
        changed(demo_app, BURBACH, clock, phone="0271 12345", updated_utc=clock.now())
        client = demo_app.test_client()
        assert urls(get(client, f"{ITEMS}?datetime=2026-03-10/..")) == [BURBACH]
        assert get(client, "/api/hsds/services?modified_after=2026-03-10")["total_items"] == 1
        assert get(client, f"{ITEMS}?datetime=../2026-03-10")["numberMatched"] == 100


class TestFairness:
    def test_who_asks_too_often_is_told_when_to_come_back(
        self, sqlite_templates: SqliteTemplates, tmp_path: Path, clock: FixedClock
    ) -> None:
        with sqlite_templates.copy(Contents.REFERENCE, tmp_path) as url:
            app = make_app(url, tmp_path, clock, api_per_minute=3)
            client = app.test_client()
            left = [client.get("/api").headers["RateLimit-Remaining"] for _ in range(3)]
            refused = client.get("/api/hsds", headers={"Accept-Language": "en"})
            other = client.get("/api", environ_base={"REMOTE_ADDR": "192.0.2.7"})
            pages = [client.get("/de/").status_code, client.get("/daten/treffpunkte.csv").status_code]
            end(app)
        assert left == ["2", "1", "0"]
        assert refused.status_code == 429
        assert refused.content_type == "application/problem+json"
        assert 0 < int(refused.headers["Retry-After"]) <= 60
        assert refused.headers["RateLimit-Policy"] == "3;w=60"
        assert (other.status_code, pages) == (200, [200, 200])

    def test_the_count_begins_anew_every_minute(self, clock: FixedClock) -> None:
        limits, later = RequestLimits(), clock.now() + timedelta(minutes=1)
        asked = [limits.claim(network="192.0.2.1", limit=1, now=now) for now in (clock.now(), clock.now(), later)]
        assert [each.is_used_up for each in asked] == [False, True, False]


class TestRefusals:
    @pytest.mark.parametrize(
        ("method", "address", "status"),
        [
            ("GET", "/api/nichts", 404), ("GET", "/api/collections/x/y", 404), ("DELETE", "/api", 405),
            ("POST", f"{ITEMS}?limit=1", 405), ("GET", "/api/hsds/services/x", 404), ("GET", "/api/hsds/nichts", 404),
            ("GET", "/api/hsds/services?page=0", 400), ("GET", "/api/hsds?x=1", 400),
        ],
    )  # fmt: skip
    def test_every_refusal_has_one_shape(self, demo_site: Flask, method: str, address: str, status: int) -> None:
        answer = demo_site.test_client().open(address, method=method, headers={"Accept": "text/html,*/*;q=0.8"})
        assert answer.status_code == status
        assert answer.content_type == "application/problem+json"
        assert {"type", "title", "status", "detail"} <= set(answer.get_json(force=True))

    def test_other_sites_may_read_refusals_too(self, demo_site: Flask) -> None:
        answer = demo_site.test_client().get(f"{ITEMS}?x=1", headers={"Origin": "https://app.example"})
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "RateLimit-Remaining" in answer.headers["Access-Control-Expose-Headers"]

    def test_staff_addresses_stay_closed_to_other_sites(self, demo_site: Flask) -> None:
        answer = demo_site.test_client().get("/api/adressen?q=x", headers={"Origin": "https://app.example"})
        assert answer.status_code == 401
        assert "Access-Control-Allow-Origin" not in answer.headers

    def test_ten_thousand_values_are_refused_quickly(self, demo_site: Flask) -> None:
        many = "&".join(f"gemeinde={number:08d}" for number in range(10_000))
        problem = get(demo_site.test_client(), f"{ITEMS}?{many}", 400)
        assert len(json.dumps(problem)) < 100_000


class TestHsds:
    def test_it_says_what_it_is(self, demo_site: Flask) -> None:
        client = demo_site.test_client()
        about = get(client, "/api/hsds")
        assert about["version"] == "3.1"
        assert client.get(about["openapi_url"]).status_code == 200

    def test_pages_hold_every_record_once(self, demo_site: Flask) -> None:
        client = demo_site.test_client()
        for name, total in {
            "services": 101, "service_at_locations": 101, "organizations": 54, "taxonomies": 2,
        }.items():  # fmt: skip
            seen: list[str] = []
            number, last = 1, False
            while not last:
                page = get(client, f"/api/hsds/{name}?page={number}&per_page=40")
                assert (page["page_number"], page["first_page"]) == (number, number == 1)
                assert page["size"] == len(page["contents"])
                seen += [record["id"] for record in page["contents"]]
                number, last = number + 1, page["last_page"]
            assert len(seen) == len(set(seen)) == page["total_items"] == total
            assert get(client, f"/api/hsds/{name}?page={number}")["empty"] is True

    def test_every_record_can_be_had_alone(self, demo_site: Flask) -> None:
        client = demo_site.test_client()
        for name in ("services", "service_at_locations", "organizations", "taxonomies", "taxonomy_terms"):
            record = get(client, f"/api/hsds/{name}?per_page=1")["contents"][0]
            alone = get(client, f"/api/hsds/{name}/{record['id']}")
            assert {key: alone[key] for key in record} == record

    def test_a_list_says_less_or_more_as_asked(self, demo_site: Flask) -> None:
        client = demo_site.test_client()
        brief, least, whole = (
            get(client, f"/api/hsds/services?per_page=1{more}")["contents"][0]
            for more in ("", "&minimal=true", "&full=true")
        )
        assert set(least) == {"id", "name", "status", "last_modified"}
        assert set(least) < set(brief) < set(whole)
        assert whole["service_at_locations"]

    def test_questions_narrow(self, demo_site: Flask) -> None:
        client = demo_site.test_client()
        centre = record_id("centre", "siegen-wittgenstein")
        of_centre = get(client, f"/api/hsds/services?organization_id={centre}&per_page=1000")
        assert of_centre["total_items"] == get(client, f"{ITEMS}?zentrum=siegen-wittgenstein")["numberMatched"] > 0
        assert {each["organization_id"] for each in of_centre["contents"]} == {centre}
        words = get(client, "/api/hsds/services?search=Sprachcaf%C3%A9")
        assert 0 < words["total_items"] < 101
        nobody = "00000000-0000-4000-8000-000000000000"
        assert get(client, f"/api/hsds/services?organization_id={nobody}")["empty"] is True
        for term in get(client, "/api/hsds/taxonomy_terms")["contents"][:3]:
            found = get(client, f"/api/hsds/services?taxonomy_term_id={term['id']}&full=true&per_page=1000")["contents"]
            for each in found:
                assert term["id"] in {attribute["taxonomy_term_id"] for attribute in each["attributes"]}

    @pytest.mark.parametrize(
        ("schema", "name"),
        [("service_list", "services"), ("organization_list", "organizations"),
         ("service_at_location", "service_at_locations"), ("service_with_definitions", "services?full=true")],
    )  # fmt: skip
    def test_records_are_what_the_specification_says(self, demo_site: Flask, schema: str, name: str) -> None:
        file = SCHEMAS / f"{schema}.json"
        if not file.exists():
            pytest.skip(f"The schemas of HSDS are not beside the project ({file.name})")
        judge = jsonschema.Draft202012Validator(json.loads(file.read_text()), format_checker=jsonschema.FormatChecker())
        joint = "&" if "?" in name else "?"
        records = get(demo_site.test_client(), f"/api/hsds/{name}{joint}per_page=1000")["contents"]
        assert [error.message for record in records for error in judge.iter_errors(record)] == []
        assert list(judge.iter_errors({**records[0], "id": 7})), "the judge does judge"


class Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - its name there
        pass


@pytest.mark.skipif(OGR2OGR is None, reason="ogr2ogr of GDAL is not installed (Debian: gdal-bin)")
def test_gdal_reads_every_place_by_pages_box_and_filter(demo_site: Flask, tmp_path: Path) -> None:
    server = make_server("127.0.0.1", 0, demo_site, threaded=True, request_handler=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    source = f"OAPIF:http://127.0.0.1:{server.server_port}/api"
    try:
        for number, (options, expected) in enumerate(
            [
                (["-oo", "PAGE_SIZE=40"], 101),
                (["-spat", "8.0", "50.70", "8.15", "50.80"], None),
                (["-where", "centre_slug='siegen-wittgenstein'"], 7),
            ]
        ):
            file = tmp_path / f"{number}.geojson"
            command = [str(OGR2OGR), "-f", "GeoJSON", str(file), source, "treffpunkte", *options]
            said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
            assert said.stderr == ""
            ids = {each["properties"]["id"] for each in json.loads(file.read_text())["features"]}
            inside = get(demo_site.test_client(), f"{ITEMS}?bbox=8.0,50.70,8.15,50.80")["numberMatched"]
            assert len(ids) == (expected if expected is not None else inside) > 0
    finally:
        server.shutdown()
        server.server_close()
