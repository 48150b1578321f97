"""Files judged by what others have written: schemas, parsers, programs. Nothing of ours says here what is right."""

import json
import shutil
import subprocess
from pathlib import Path

import feedparser
import jsonschema
import pytest
from flask import Flask

from tests.apps import NOW

SCHEMAS = Path(__file__).resolve().parents[3] / "shared" / "data" / "validators" / "hsds"
OGRINFO = shutil.which("ogrinfo")


def hsds_judge() -> jsonschema.Draft202012Validator:
    """The schema of a service with everything in it; the test is skipped where it is not at hand."""
    schema = SCHEMAS / "service_with_definitions.json"
    if not schema.exists():
        pytest.skip(f"The schemas of HSDS are not beside the project ({schema.name})")
    return jsonschema.Draft202012Validator(json.loads(schema.read_text()), format_checker=jsonschema.FormatChecker())


def test_every_service_is_an_hsds_service(demo_site: Flask) -> None:
    judge = hsds_judge()
    services = demo_site.test_client().get("/daten/treffpunkte.hsds.json").get_json()["contents"]
    assert len(services) == 101
    assert [error.message for service in services for error in judge.iter_errors(service)] == []
    assert list(judge.iter_errors(services[0] | {"status": "open"})), "the judge does judge"


@pytest.mark.skipif(OGRINFO is None, reason="ogrinfo of GDAL is not installed (Debian: gdal-bin)")
@pytest.mark.parametrize("extension", ["kml", "gpx", "geojson"])
def test_gdal_reads_every_place(demo_site: Flask, tmp_path: Path, extension: str) -> None:
    file = tmp_path / f"treffpunkte.{extension}"
    file.write_bytes(demo_site.test_client().get(f"/daten/{file.name}").data)
    said = subprocess.run([str(OGRINFO), "-al", "-so", str(file)], capture_output=True, text=True, check=True)
    assert said.stderr == ""
    counted = [int(line.split()[-1]) for line in said.stdout.splitlines() if line.startswith("Feature Count")]
    expected = sum(
        1
        for feature in demo_site.test_client().get("/daten/treffpunkte.geojson").get_json()["features"]
        if extension != "gpx"
        or feature["properties"]["position_accuracy"] in ("manual", "house", "nearest_house", "street")
    )
    assert sum(counted) == expected


def test_a_feed_reader_takes_the_feed(demo_site: Flask) -> None:
    feed = feedparser.parse(demo_site.test_client().get("/daten/treffpunkte.atom?gemeinde=burbach").data)
    assert not feed.bozo
    assert feed.version == "atom10"
    assert feed.feed.id.startswith("http")
    assert len({entry.id for entry in feed.entries}) == len(feed.entries) > 0
    assert all(entry.updated_parsed and entry.link.startswith("http") and entry.author for entry in feed.entries)
    assert feed.feed.updated_parsed[:3] <= NOW.timetuple()[:3]
