"""Whatever an editor typed, and however it came into the database: it leaves as text in every output."""

import csv
import io
import json
import uuid
from collections.abc import Iterator
from datetime import date, time

import html5lib
import pytest
from defusedxml import ElementTree
from flask import Flask
from flask.testing import FlaskClient

from kommanmap.clock import FixedClock
from kommanmap.domain.hours import session as hours
from kommanmap.domain.languages import LANGUAGES
from kommanmap.domain.vocabulary import Accuracy, CheckedBy, Status
from kommanmap.extensions import db
from kommanmap.models import DataVersion, MeetingPoint, PointText, Session, TypedTime
from tests.apps import NOW, end, make_app
from tests.databases import Contents, SqliteTemplates
from tests.html_check import page_problems, whole_page

AGS = "05970040"
CORPUS = {
    "template literal": "${alert(1)}",
    "script end": "</script><script>alert(1)</script>",
    "attribute end": '"><img src=x onerror=alert(1)>',
    "single quote": "' onmouseover='alert(1)",
    "jinja": "{{ 7*7 }}{% if 1 %}x{% endif %}",
    "comment": "<!--<script>x",
    "cdata": "]]><b>x</b>",
    "entity": "&lt;b&gt; &amp;nbsp; &#x3C;",
    "right to left override": "abc\u202egnp.exe",
    "isolates": "\u2067\u2066\u2066x",
    "line separator": "a\u2028b\u2029c",
    "formula": '=HYPERLINK("http://evil.example";"x")',
    "sql": "Robert'); DROP TABLE meeting_point;--",
    "percent": "%(name)s %s %d %%",
    "braces": "{0} {name} {}",
    "backslash": "\\u003cscript\\u003e\\",
    "arabic": "مقهى اللغة «العربية»",
    "ten kilobytes": "Wort " * 2000,
    "one word of ten kilobytes": "W" * 10_000,
}


EVERY_OTHER_WEEK = hours.Session(weekdays=(3,), interval=2)


def hostile_session(text: str) -> hours.Session:
    """One whose notes are hostile, and whose exceptions lie before and after the tests' day."""
    days = (date(2026, 3, 18), date(2026, 3, 25))
    exceptions = tuple(hours.DateException(day, hours.ExceptionKind.CANCELLED, note=text) for day in days)
    return hours.Session(weekdays=(0, 2), start=time(9), end=time(12), note=text, exceptions=exceptions)


def hostile_point(number: int, text: str) -> MeetingPoint:
    """A place that says `text` wherever text can be said, past every rule of the import."""
    return MeetingPoint(
        public_id=str(uuid.UUID(int=number)),
        slug=f"feindlich-{number}",
        name=text,
        status=Status.PAUSED if number % 2 else Status.PUBLIC,
        status_reason=text,
        ags=AGS,
        street=text,
        house_number=text,
        postcode="57072",
        district=text,
        building=text,
        way_in=text,
        lat=50.87 + number / 1000,
        lon=8.02,
        position_accuracy=Accuracy.STREET,
        position_source=text,
        carrier=text,
        phone=text,
        email=text,
        website=f"javascript:alert(1) {text} https://example.org/?{text}",
        offers_as_typed=text,
        languages_as_typed=text,
        access_as_typed=text,
        last_checked_on=date(2026, 1, 1),
        last_checked_by=CheckedBy.CENTRE,
        source="hostile",
        external_id=str(number),
        source_url=text,
        source_date=text,
        version=1,
        created_utc=NOW,
        updated_utc=NOW,
        times=[TypedTime(position=0, words=text), TypedTime(position=1, words=f"montags {text}")],
        times_status=hours.ReadingStatus.PARTIAL,
        sessions=[Session(position=0, plan=hostile_session(text)), Session(position=1, plan=EVERY_OTHER_WEEK)],
        texts=[PointText(language=language.code, description=text) for language in LANGUAGES[::2]],
    )


@pytest.fixture(scope="module")
def slugs() -> dict[str, str]:
    return {f"feindlich-{number}": text for number, text in enumerate(CORPUS.values(), 1)}


@pytest.fixture(scope="module")
def hostile_site(
    sqlite_templates: SqliteTemplates, tmp_path_factory: pytest.TempPathFactory, clock: FixedClock
) -> Iterator[Flask]:
    """A site whose every place is hostile. Only SQLite holds texts longer than their column."""
    folder = tmp_path_factory.mktemp("hostile")
    with sqlite_templates.copy(Contents.REFERENCE, folder) as url:
        app = make_app(url, folder, clock)
        with app.app_context():
            db.session.add_all(hostile_point(number, text) for number, text in enumerate(CORPUS.values(), 1))
            db.session.get_one(DataVersion, 1).version += 1
            db.session.commit()
        yield app
        end(app)


@pytest.fixture
def hostile(hostile_site: Flask) -> FlaskClient:
    return hostile_site.test_client()


def squeezed(text: str) -> str:
    return " ".join(text.split())


def test_pages_show_it_as_text(hostile: FlaskClient, slugs: dict[str, str]) -> None:
    """T34."""
    for slug, text in slugs.items():
        for address in (f"/de/treffpunkte/{slug}", f"/ar/treffpunkte/{slug}", f"/en/treffpunkte/{slug}/adresse"):
            answer = hostile.get(address)
            assert answer.status_code == 200, address
            html = answer.get_data(as_text=True)
            assert page_problems(html) == (), address
            root = html5lib.parse(html, namespaceHTMLElements=False)
            shown = squeezed("".join(root.itertext()))
            assert squeezed(text)[:80] in shown, f"{address}: {text[:80]!r} is not shown as it stands"
            assert not [element for element in root.iter("img") if element.get("src") == "x"], address
            assert "javascript:" not in {(link.get("href") or "")[:11].lower() for link in root.iter("a")}, address


@pytest.mark.parametrize(
    "address",
    [
        "/de/treffpunkte", "/ar/treffpunkte", "/de/karte", "/de/orte/siegen", "/embed/liste?gemeinde=siegen",
        "/embed/karte?gemeinde=siegen&lang=ar", "/de/treffpunkte/feindlich-2/melden",
        "/embed/beides?gemeinde=siegen&teile=suche", "/embed/treffpunkt/feindlich-2",
        "/embed/treffpunkte.html?gemeinde=siegen",
    ],
)  # fmt: skip
def test_lists_show_it_as_text(hostile: FlaskClient, address: str) -> None:
    answer = hostile.get(address)
    assert answer.status_code == 200
    html = whole_page(answer.get_data(as_text=True))
    assert page_problems(html) == ()
    assert "<script>alert(1)" not in html
    assert "<img src=x" not in html


def test_structured_data_stay_structured(hostile: FlaskClient, slugs: dict[str, str]) -> None:
    """T35."""
    for slug, text in slugs.items():
        root = html5lib.parse(
            hostile.get(f"/de/treffpunkte/{slug}").get_data(as_text=True), namespaceHTMLElements=False
        )
        blocks = [item for item in root.iter("script") if item.get("type") == "application/ld+json"]
        assert len(blocks) == 1, slug
        raw = blocks[0].text or ""
        assert "<" not in raw, slug
        assert json.loads(raw)["name"] == text, slug


def test_geojson_says_it_to_the_letter(hostile: FlaskClient) -> None:
    features = json.loads(hostile.get("/daten/treffpunkte.geojson").get_data())["features"]
    assert {feature["properties"]["name"] for feature in features} == set(CORPUS.values())


def test_csv_says_it_to_the_letter(hostile: FlaskClient) -> None:
    rows = list(csv.DictReader(io.StringIO(hostile.get("/daten/treffpunkte.csv").get_data().decode(), newline="")))
    assert {row["name"] for row in rows} == set(CORPUS.values())
    assert all(None not in row for row in rows), "a text has broken out of its cell"


def test_the_map_gets_data_never_code(hostile: FlaskClient) -> None:
    script = hostile.get("/de/karte.js").get_data(as_text=True)
    assert not [text for text in CORPUS.values() if text[:40] in script], "a typed text stands in the map's script"
    points = json.loads(hostile.get("/de/karte.json").get_data())
    assert len(points["name"]) == len(CORPUS)
    assert "${alert(1)}" in points["name"]


def test_the_sitemap_stays_xml(hostile: FlaskClient) -> None:
    root = ElementTree.fromstring(hostile.get("/sitemap.xml").get_data())
    assert len(list(root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}url"))) > len(CORPUS)


@pytest.mark.parametrize("text", CORPUS.values(), ids=CORPUS)
def test_what_a_reader_types_comes_back_as_text(demo_site: Flask, text: str) -> None:
    unchecked = FlaskClient(demo_site, demo_site.response_class)
    for word in ("q", "ort", "plz", "sprache", "zentrum"):
        answer = unchecked.get("/ar/treffpunkte", query_string={word: text, "gemeinde": "siegen"})
        assert answer.status_code == 200
        html = answer.get_data(as_text=True)
        assert "<script>alert" not in html
        assert "<img src=x" not in html
    for address in ("/de/treffpunkte", "/embed/karte"):
        demo_site.test_client().get(address, query_string={"q": text, "gemeinde": text, text[:50]: "x"})
