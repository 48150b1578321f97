"""What stands in the files of every format: nothing that is hidden, nothing that harms, everything that was known."""

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import timedelta
from xml.etree.ElementTree import Element

import openpyxl
import pytest
import vobject
from defusedxml import ElementTree
from flask import Flask
from geojson_pydantic import FeatureCollection
from icalendar import Calendar

from kommanmap.clock import FixedClock
from kommanmap.domain.vocabulary import PinVisibility
from kommanmap.extensions import db
from kommanmap.formats import FORMAT_BY_EXTENSION, FORMATS, Dataset, Format
from kommanmap.formats.fields import FIELDS
from kommanmap.formats.hsds import service
from kommanmap.formats.hsds_package import TABLES, laid_flat
from kommanmap.models import MeetingPoint
from kommanmap.presenters.public_point import PublicPoint
from kommanmap.services.data_version import bump
from kommanmap.views.shown import public_points
from tests.apps import NOW
from tests.rules.test_format_judges import hsds_judge

SECRET_PLACE = {
    "street": "Verborgenallee", "house_number": "7b", "postcode": "57999", "district": "Geheimental",
    "building": "Haus Zuflucht", "way_in": "Hintertür beim Brunnen", "lat": 50.912345, "lon": 8.054321,
}  # fmt: skip
HIDDEN = re.compile(r"Verborgenallee|\b57999\b|Geheimental|Zuflucht|Hintert|50[.,]9123|8[.,]0543")

NASTY = (
    "=cmd|' /C calc'!A0 \x00\x0b\x1b]]> <script>alert(1)</script> & \" ' ; , \\ "
    "\r\nBEGIN:VEVENT\r\nATTACH:http://evil.example/x\r\nEND:VCARD \u2028 \u202e\ufeff \ud800 \U0001f600 " + "ä" * 5_000
)
"""What nobody should type, in every text of a place at once."""

TEXTS = (
    "name", "status_reason", "languages_as_typed", "offers_as_typed", "access_as_typed", "carrier", "phone", "email",
    "source_date",
)  # fmt: skip


def unpacked(data: bytes) -> str:
    """All text of a file."""
    if not data.startswith(b"PK"):
        return re.sub("\r\n[ \t]", "", data.decode())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "\n".join(archive.read(member).decode() for member in archive.namelist())


def dataset(*points: PublicPoint) -> Dataset:
    return Dataset(points, NOW, "Treffpunkte", "http://localhost/de/", (), lambda path: f"http://localhost{path}")


@pytest.fixture(scope="module")
def points(demo_site: Flask) -> tuple[PublicPoint, ...]:
    with demo_site.test_request_context("/de/treffpunkte"):
        return tuple(public_points(range(1, 102)))


@pytest.fixture
def nasty(points: tuple[PublicPoint, ...]) -> PublicPoint:
    """A place in which every text is hostile."""
    place = max(points, key=lambda point: (bool(point.description), len(point.timetable.sessions)))
    changed = dict.fromkeys(TEXTS, NASTY)
    address = replace(place.address, **dict.fromkeys(("street_line", "building", "way_in", "district"), NASTY))
    sessions = tuple(replace(session, note=NASTY) for session in place.timetable.sessions)
    timetable = replace(place.timetable, sessions=sessions)
    return replace(place, **changed, address=address, times=(NASTY, NASTY), timetable=timetable)


@pytest.mark.parametrize("visibility", [PinVisibility.TOWN, PinVisibility.HIDDEN])
def test_a_hidden_place_is_hidden_in_every_file(demo_app: Flask, clock: FixedClock, visibility: PinVisibility) -> None:
    with demo_app.app_context():
        place = db.session.get_one(MeetingPoint, 5)
        for name, value in SECRET_PLACE.items():
            setattr(place, name, value)
        bump(db.session(), now=clock.now())
        db.session.commit()
        slug = place.slug
    client = demo_app.test_client()
    assert len(set(HIDDEN.findall(client.get(f"/daten/treffpunkt/{slug}.json").text))) == 7, (
        "shown while it is not hidden"
    )
    with demo_app.app_context():
        db.session.get_one(MeetingPoint, 5).pin_visibility = visibility
        bump(db.session(), now=clock.now() + timedelta(minutes=1))
        db.session.commit()
    demo_app.extensions["kommanmap.index"].refresh()
    for item in FORMATS:
        for address in (f"/daten/treffpunkt/{slug}.{item.extension}", f"/daten/treffpunkte.{item.extension}"):
            assert HIDDEN.findall(unpacked(client.get(address).data)) == [], address
    pinned = client.get(f"/daten/treffpunkt/{slug}.geojson").get_json()["features"][0]
    assert (pinned["geometry"] is None) is (visibility is PinVisibility.HIDDEN)
    assert pinned["properties"]["position_accuracy"] == (None if pinned["geometry"] is None else "municipality")
    exact = {
        extension: unpacked(client.get(f"/daten/treffpunkt/{slug}.{extension}").data)
        for extension in ("gpx", "vcf", "ics")
    }
    assert "<wpt" not in exact["gpx"]
    assert "GEO:" not in exact["vcf"] + exact["ics"]


class TestHostileTexts:
    """One place in which every text is meant to break something."""

    @pytest.mark.parametrize("item", FORMATS, ids=lambda item: item.extension)
    def test_the_file_is_still_a_file(self, item: Format, nasty: PublicPoint) -> None:
        assert len(item.write(dataset(nasty))) > 500

    @pytest.mark.parametrize("extension", ["kml", "gpx", "atom"])
    def test_xml_holds_it_as_text(self, extension: str, nasty: PublicPoint) -> None:
        root: Element = ElementTree.fromstring(FORMAT_BY_EXTENSION[extension].write(dataset(nasty)))
        assert not [element for element in root.iter() if str(element.tag).rpartition("}")[2] == "script"]
        assert "\x00" not in "".join(root.itertext())
        assert any("evil.example" in (element.text or "") for element in root.iter())

    def test_a_kml_description_is_text_for_programs_that_show_it_as_a_page(self, nasty: PublicPoint) -> None:
        root = ElementTree.fromstring(FORMAT_BY_EXTENSION["kml"].write(dataset(nasty)))
        descriptions = [element.text or "" for element in root.iterfind(".//{*}description")]
        assert len(descriptions) == 2
        assert not any("<" in text for text in descriptions)

    def test_no_line_of_a_calendar_or_a_card_comes_from_a_text(self, nasty: PublicPoint) -> None:
        calendar = Calendar.from_ical(FORMAT_BY_EXTENSION["ics"].write(dataset(nasty)))
        events = calendar.walk("VEVENT")
        assert len(events) >= 1
        assert not any("ATTACH" in event for event in events)
        cards = list(vobject.readComponents(FORMAT_BY_EXTENSION["vcf"].write(dataset(nasty)).decode()))
        assert [str(card.fn.value)[:4] for card in cards] == ["=cmd"]
        assert set(cards[0].contents) <= {
            "version", "uid", "fn", "n", "org", "x-abshowas", "adr", "tel", "email", "url", "geo", "note", "categories",
            "source", "rev",
        }  # fmt: skip
        for extension in ("ics", "vcf"):
            lines = FORMAT_BY_EXTENSION[extension].write(dataset(nasty)).split(b"\r\n")
            assert max(map(len, lines)) <= 75

    def test_tables_for_people_hold_no_formula(self, nasty: PublicPoint) -> None:
        text = FORMAT_BY_EXTENSION["tabelle.csv"].write(dataset(nasty)).decode("utf-8-sig")
        cells = [cell for row in csv.reader(io.StringIO(text, newline=""), delimiter=";") for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
        book = openpyxl.load_workbook(io.BytesIO(FORMAT_BY_EXTENSION["xlsx"].write(dataset(nasty))))
        kinds = {cell.data_type for row in book.worksheets[0].iter_rows() for cell in row if cell.value is not None}
        assert kinds == {"s"}

    def test_json_is_json_and_hsds_still_fits_its_schema(self, nasty: PublicPoint) -> None:
        for extension in ("geojson", "json", "hsds.json", "integreat.json", "osm.json"):
            assert json.loads(FORMAT_BY_EXTENSION[extension].write(dataset(nasty)))
        FeatureCollection.model_validate_json(FORMAT_BY_EXTENSION["geojson"].write(dataset(nasty)))
        assert [error.message[:100] for error in hsds_judge().iter_errors(service(nasty, dataset(nasty)))] == []

    def test_the_name_of_the_file_is_its_address_and_never_a_text(self, demo_site: Flask) -> None:
        for item in FORMATS:
            answer = demo_site.test_client().get(f"/daten/treffpunkte.{item.extension}?q=%22%0d%0aX-Evil:1")
            assert answer.headers.get("Content-Disposition", "") in (
                "", f'attachment; filename="treffpunkte.{item.extension}"',
            )  # fmt: skip
            assert "X-Evil" not in answer.headers


def cell_of(value: str | bool | list[str] | None) -> str:
    """How a table writes what JSON says."""
    if isinstance(value, list):
        return "; ".join(value)
    return str({None: "", True: "yes", False: "no"}.get(value, value))


class TestReadsBackEqual:
    """What a program reads is what the public record says, field by field."""

    def test_tables_hold_every_field_of_every_place(self, points: tuple[PublicPoint, ...]) -> None:
        plain = FORMAT_BY_EXTENSION["csv"].write(dataset(*points)).decode()
        rows = list(csv.DictReader(io.StringIO(plain, newline="")))
        people = FORMAT_BY_EXTENSION["tabelle.csv"].write(dataset(*points)).decode("utf-8-sig")
        defused = list(csv.DictReader(io.StringIO(people, newline=""), delimiter=";"))
        assert [{name: cell.removeprefix("'") for name, cell in row.items()} for row in defused] == rows
        sheet = openpyxl.load_workbook(io.BytesIO(FORMAT_BY_EXTENSION["xlsx"].write(dataset(*points)))).worksheets[0]
        header, *cells = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
        assert [dict(zip(header, row, strict=True)) for row in cells] == rows
        places = json.loads(FORMAT_BY_EXTENSION["json"].write(dataset(*points)))["places"]
        assert [row["id"] for row in rows] == [place["id"] for place in places] == [point.id for point in points]
        for row, place in zip(rows, places, strict=True):
            for field in FIELDS:
                value = place[field.name]
                spoken = (
                    {None: "", True: "yes", False: "no"}.get(value, value)
                    if not isinstance(value, list)
                    else "; ".join(value)
                )
                assert row[field.name] == spoken, field.name

    def test_positions_are_the_same_everywhere(self, points: tuple[PublicPoint, ...]) -> None:
        expected = {point.id: point.position and (point.position.lon, point.position.lat) for point in points}
        collection = json.loads(FORMAT_BY_EXTENSION["geojson"].write(dataset(*points)))
        found = {
            each["id"]: each["geometry"] and tuple(each["geometry"]["coordinates"]) for each in collection["features"]
        }
        assert found.keys() == expected.keys()
        for key, position in expected.items():
            assert (found[key] is None) is (position is None)
            assert position is None or found[key] == pytest.approx(position, abs=1e-6)
        root = ElementTree.fromstring(FORMAT_BY_EXTENSION["kml"].write(dataset(*points)))
        for mark in root.iterfind(".//{*}Placemark"):
            key, where = str(mark.get("id")).removeprefix("p-"), mark.findtext(".//{*}coordinates")
            assert (tuple(map(float, where.split(","))) if where else None) == found[key]
            data = {each.get("name"): each.findtext("{*}value") for each in mark.iterfind(".//{*}Data")}
            assert data["id"] == key
            assert data["updated"]

    def test_cards_hold_what_one_writes_and_calls(self, points: tuple[PublicPoint, ...]) -> None:
        cards = list(vobject.readComponents(FORMAT_BY_EXTENSION["vcf"].write(dataset(*points)).decode()))
        assert len(cards) == len(points)
        for card, point in zip(cards, points, strict=True):
            assert card.uid.value == f"urn:uuid:{point.id}"
            assert card.adr.value.city == point.address.town
            assert card.adr.value.code == point.address.postcode
            assert getattr(getattr(card, "tel", None), "value", "") == point.phone
            assert getattr(getattr(card, "email", None), "value", "") == point.email
            assert card.url.value == f"http://localhost{point.url}"

    def test_the_tables_of_hsds_are_its_json_laid_flat(self, points: tuple[PublicPoint, ...]) -> None:
        package = zipfile.ZipFile(io.BytesIO(FORMAT_BY_EXTENSION["hsds.zip"].write(dataset(*points))))
        described = json.loads(package.read("datapackage.json"))
        tables = {
            name: list(csv.DictReader(io.StringIO(package.read(f"{name}.csv").decode(), newline=""))) for name in TABLES
        }
        assert {each["path"] for each in described["resources"]} | {"datapackage.json"} == set(package.namelist())
        ids = {name: [row["id"] for row in rows] for name, rows in tables.items()}
        assert all(len(set(found)) == len(found) for found in ids.values())
        for resource in described["resources"]:
            rows = tables[resource["name"]]
            assert rows == [] or list(rows[0]) == [field["name"] for field in resource["schema"]["fields"]]
            for key in resource["schema"]["foreignKeys"]:
                assert {row[key["fields"]] for row in rows} <= set(ids[key["reference"]["resource"]])
        for point in points:
            for table, record in laid_flat("service", service(point, dataset())):
                row = tables[table][ids[table].index(record["id"])]
                assert row == {name: str(record.get(name, "")) for name in TABLES[table]}


def test_hsds_of_a_hidden_place_and_of_one_without_a_pin_fits_its_schema(points: tuple[PublicPoint, ...]) -> None:
    judge = hsds_judge()
    bare = replace(points[0].address, street_line="", postcode="", district="", building="", way_in="")
    for point in (
        replace(points[0], position=None, accuracy=None, address=bare),
        replace(
            points[0], times=(), sessions=(), timetable=replace(points[0].timetable, sessions=()), description=None
        ),
    ):
        assert [error.message for error in judge.iter_errors(service(point, dataset()))] == []
