"""The page about the data."""

from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from kommanmap.clock import FixedClock
from kommanmap.domain.licences import LICENCES
from kommanmap.formats import FORMATS
from tests.apps import end, make_app


def test_the_short_address_leads_to_the_page_in_the_readers_language(reader: FlaskClient) -> None:
    answer = reader.get("/daten", headers={"Accept-Language": "ar"})
    assert answer.status_code == 302
    assert answer.location == "/ar/daten"
    assert "Accept-Language" in answer.headers["Vary"]


def test_files_are_linked_in_the_language_of_the_page(reader: FlaskClient) -> None:
    for language, words in (("de", ""), ("en", "?lang=en"), ("ar", "?lang=ar")):
        page = reader.get(f"/{language}/daten").text
        for item in FORMATS:
            assert f'href="/daten/treffpunkte.{item.extension}{words}"' in page
    assert "1. März 2026, " in reader.get("/de/daten").text


def test_the_licence_that_the_operator_chose_stands_on_the_page_and_in_the_files(
    demo_app: Flask, tmp_path: Path, clock: FixedClock
) -> None:
    url = demo_app.config["SQLALCHEMY_DATABASE_URI"]
    for licence in LICENCES.values():
        app = make_app(url, tmp_path, clock, data_licence=licence.code)
        client = app.test_client()
        assert f'href="{licence.url}"' in client.get("/de/daten").text
        assert client.get("/daten/treffpunkte.json").get_json()["license"] == licence.said
        end(app)
    assert "Noch keine" in demo_app.test_client().get("/de/daten").text
