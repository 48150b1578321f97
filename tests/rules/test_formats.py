"""Every format of FORMATS: an addition is tested the moment it is listed."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import time
from pathlib import Path

import openpyxl
import pytest
import vobject
from defusedxml import ElementTree
from flask import Flask
from geojson_pydantic import FeatureCollection
from icalendar import Calendar

from kommanmap.domain.hours.session import Session, Timetable
from kommanmap.domain.licences import licence_of
from kommanmap.formats import FORMATS, Dataset, Format
from kommanmap.presenters.format_texts import format_text
from kommanmap.presenters.public_point import PublicPoint
from kommanmap.queries.point_query import PointQuery
from kommanmap.queries.search import search
from kommanmap.views.current import index
from kommanmap.views.shown import public_points
from tests.apps import NOW

ROOT = Path(__file__).resolve().parents[2]
ARABIC = "مقهى اللغة «العربية»"


def calendar_names(body: bytes) -> list[str]:
    """The places of a calendar, each once: one may have several events."""
    events = Calendar.from_ical(body).walk("VEVENT")
    return list({str(event["UID"])[:LENGTH_OF_ID]: str(event["SUMMARY"]) for event in events}.values())


def workbook_names(body: bytes) -> list[str]:
    rows = openpyxl.load_workbook(io.BytesIO(body)).worksheets[0].iter_rows(values_only=True)
    column = next(rows).index("name")
    return [str(row[column]) for row in rows]


def names_for_people(body: bytes) -> list[str]:
    rows = csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=";")
    return [row["name"].removeprefix("'") for row in rows]


def packed_table(body: bytes, table: str) -> list[dict[str, str]]:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return list(csv.DictReader(io.StringIO(archive.read(f"{table}.csv").decode(), newline="")))


def texts_at(body: bytes, path: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(body).iterfind(path)]


READERS: dict[str, Callable[[bytes], list[str]]] = {
    "geojson": lambda body: [item["properties"]["name"] for item in json.loads(body)["features"]],
    "csv": lambda body: [row["name"] for row in csv.DictReader(io.StringIO(body.decode(), newline=""))],
    "ics": calendar_names,
    "json": lambda body: [place["name"] for place in json.loads(body)["places"]],
    "xlsx": workbook_names,
    "tabelle.csv": names_for_people,
    "hsds.json": lambda body: [each["name"] for each in json.loads(body)["contents"]],
    "hsds.zip": lambda body: [row["name"] for row in packed_table(body, "service")],
    "integreat.json": lambda body: [each["title"] for each in json.loads(body)["locations"]],
    "osm.json": lambda body: [each["tags"]["name"] for each in json.loads(body)["elements"]],
    "kml": lambda body: texts_at(body, ".//{*}Placemark/{*}name"),
    "gpx": lambda body: texts_at(body, "{*}wpt/{*}name"),
    "atom": lambda body: texts_at(body, "{*}entry/{*}title"),
    "vcf": lambda body: [str(card.fn.value) for card in vobject.readComponents(body.decode())],
}
"""How the names of the places are read back from a file, per extension."""

ONE_KIND_OF_BREAK = {"ics", "vcf", "xlsx", "kml", "gpx", "atom"}
"""Formats whose standard knows one line break only (RFC 5545 3.3.11, RFC 2426 2.3, XML 1.0 2.11)."""

LENGTH_OF_ID = 36
TUESDAYS = Timetable((Session(weekdays=(1,), start=time(15), end=time(17)),))


def names(item: Format, body: bytes) -> list[str]:
    assert item.extension in READERS, f"Say in READERS of this test how names are read back from .{item.extension}"
    return READERS[item.extension](body)


def held(item: Format, points: tuple[PublicPoint, ...]) -> list[str]:
    """The names of the places about which the format can say something."""
    return [point.name for point in points if item.holds(point, dataset())]


def dataset(*points: PublicPoint) -> Dataset:
    return Dataset(
        points=points,
        as_of_utc=NOW,
        title="Treffpunkte",
        home="http://localhost/de/",
        notes=(),
        absolute=lambda path: f"http://localhost{path}",
    )


@pytest.fixture(scope="module")
def points(demo_site: Flask) -> tuple[PublicPoint, ...]:
    """The example places as the public may know them."""
    with demo_site.test_request_context("/de/treffpunkte"):
        return tuple(public_points(search(index(), PointQuery(), NOW).point_ids()))


@pytest.fixture(scope="module")
def point(points: tuple[PublicPoint, ...]) -> PublicPoint:
    return replace(points[0], timetable=TUESDAYS)


def test_extensions_are_unique() -> None:
    assert len({item.extension for item in FORMATS}) == len(FORMATS)


@pytest.mark.parametrize("item", FORMATS, ids=lambda item: item.extension)
class TestFormat:
    """What each format must stand."""

    def test_an_empty_list_is_a_valid_file(self, item: Format) -> None:
        assert names(item, item.write(dataset())) == []

    def test_all_places_come_back(self, item: Format, points: tuple[PublicPoint, ...]) -> None:
        assert names(item, item.write(dataset(*points))) == held(item, points)

    def test_arabic_comes_back_to_the_letter(self, item: Format, point: PublicPoint) -> None:
        assert names(item, item.write(dataset(replace(point, name=ARABIC)))) == [ARABIC]

    def test_a_place_without_a_pin_is_still_there(self, item: Format, point: PublicPoint) -> None:
        hidden = replace(point, position=None, accuracy=None, accuracy_text="")
        assert names(item, item.write(dataset(hidden))) == held(item, (hidden,))

    @pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", '"; "', "a\r\nb", "<b>&amp;</b>", "\u202eabc"])
    def test_difficult_cells_come_back(self, item: Format, point: PublicPoint, text: str) -> None:
        one_kind_of_break = text.replace("\r\n", "\n") if item.extension in ONE_KIND_OF_BREAK else text
        assert names(item, item.write(dataset(replace(point, name=text)))) == [one_kind_of_break]

    def test_the_same_data_give_the_same_bytes(self, item: Format, points: tuple[PublicPoint, ...]) -> None:
        assert item.write(dataset(*points)) == item.write(dataset(*points))

    def test_it_can_be_downloaded_with_the_words_of_the_list(
        self, item: Format, demo_site: Flask, points: tuple[PublicPoint, ...]
    ) -> None:
        client = demo_site.test_client()
        everything = client.get(f"/daten/treffpunkte.{item.extension}")
        assert everything.content_type == item.media_type
        assert sorted(names(item, everything.get_data())) == sorted(held(item, points))
        few = client.get(f"/daten/treffpunkte.{item.extension}?angebot=deutsch&unbekannt=1")
        assert 0 < len(names(item, few.get_data())) < len(held(item, points))
        attached = "attachment" in everything.headers.get("Content-Disposition", "")
        assert attached is item.attachment

    def test_the_list_page_links_it(self, item: Format, demo_site: Flask) -> None:
        page = demo_site.test_client().get("/de/treffpunkte?angebot=deutsch").get_data(as_text=True)
        assert f"/daten/treffpunkte.{item.extension}?angebot=deutsch" in page

    def test_it_says_its_licence_and_its_date(self, item: Format, point: PublicPoint) -> None:
        body = item.write(replace(dataset(point), licence=licence_of("dl-de/zero-2-0")))
        if item.extension == "xlsx":
            body = zipfile.ZipFile(io.BytesIO(body)).read("xl/worksheets/sheet2.xml")
        if item.extension == "hsds.zip":
            body = zipfile.ZipFile(io.BytesIO(body)).read("datapackage.json")
        text = body.decode().replace("\r\n ", "")
        assert "https://www.govdata.de/dl-de/zero-2-0" in text
        assert any(day in text for day in ("2026-03-18", "20260318", "18.03.2026", "18. März 2026"))

    def test_the_page_about_the_data_says_what_it_is_good_for(self, item: Format, demo_site: Flask) -> None:
        assert len(format_text(item.extension)) > 15
        page = demo_site.test_client().get("/de/daten").get_data(as_text=True)
        assert f'href="/daten/treffpunkte.{item.extension}"' in page

    def test_it_is_documented(self, item: Format) -> None:
        written = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs").rglob("*.md"))
        assert f"treffpunkte.{item.extension}" in written, "Describe it in docs/"


def test_the_geojson_is_geojson(points: tuple[PublicPoint, ...]) -> None:
    writer = next(item for item in FORMATS if item.extension == "geojson")
    collection = FeatureCollection.model_validate_json(writer.write(dataset(*points)))
    assert len(collection.features) == 101
    assert all(
        5.8 < feature.geometry.coordinates.longitude < 9.5 for feature in collection.features if feature.geometry
    )
