"""What a passed-on link shows: words that stay true in an old chat, and a picture that gives nothing away."""

import io
from datetime import time
from html import unescape
from urllib.parse import unquote

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image, ImageChops

from kommanmap.domain.hours.session import ReadingStatus, Session
from kommanmap.domain.values import Coordinates
from kommanmap.domain.vocabulary import Accuracy, PinVisibility, Status
from kommanmap.extensions import db
from kommanmap.formats.preview_picture import HEIGHT, WIDTH, Scene, picture
from kommanmap.geocoding.boundaries import municipalities_within
from tests.factories import make_point

BURBACH = "05970008"
TUESDAYS = Session(weekdays=(1,), start=time(15), end=time(17))
WEDNESDAYS = Session(weekdays=(2,), start=time(10), end=time(12))


def entries(page: str) -> dict[str, str]:
    """The entries of the head that messengers read."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    return {
        meta.get("property"): meta.get("content")
        for meta in tree.iter("meta")
        if (meta.get("property") or "").startswith("og:")
    }


def add(app: Flask, **fields: object) -> str:
    with app.app_context():
        known = {"name": "Treff am Markt", "sessions": (TUESDAYS,), "times_status": ReadingStatus.COMPLETE}
        point = make_point(db.session(), **{**known, **fields})
        db.session.commit()
        return point.slug


def place_page(client: FlaskClient, slug: str, language: str = "de") -> str:
    return client.get(f"/{language}/treffpunkte/{slug}").get_data(as_text=True)


def test_a_place_names_its_town_and_its_next_time_with_the_day_it_was_said(app: Flask, client: FlaskClient) -> None:
    slug = add(app)
    found = entries(place_page(client, slug))
    assert found["og:title"] == "Treff am Markt – Burbach"
    assert "Nächstes Mal: Dienstag, 24. März, 15–17 Uhr (Stand: 18. März 2026)" in found["og:description"]
    assert found["og:url"].endswith(f"/de/treffpunkte/{slug}")
    assert client.get(found["og:image"]).content_type == "image/png"


def test_an_example_says_that_it_is_one(demo_client: FlaskClient) -> None:
    page = demo_client.get("/de/treffpunkte?gemeinde=burbach").get_data(as_text=True)
    slug = page.split('href="/de/treffpunkte/', 1)[1].split('"', 1)[0]
    assert "Beispiel von früher" in entries(place_page(demo_client, slug))["og:description"]


def test_nothing_in_a_preview_says_now(app: Flask, client: FlaskClient) -> None:
    """The clock stands on a Wednesday, 11:30; the place is open at that moment."""
    slug = add(app, sessions=(WEDNESDAYS,))
    page = place_page(client, slug)
    assert "Jetzt geöffnet" in page
    assert "Jetzt" not in entries(page)["og:description"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"status": Status.PAUSED}, "macht gerade Pause"),
        ({}, "Lange nicht geprüft"),
    ],
)
def test_doubts_travel_with_the_link(app: Flask, client: FlaskClient, fields: dict[str, object], said: str) -> None:
    slug = add(app, **fields)
    page = place_page(client, slug)
    assert said in entries(page)["og:description"]
    assert said in unquote(page.split('href="sms:?body=', 1)[1].split('"', 1)[0])


def test_the_message_is_the_place_in_plain_words(app: Flask, client: FlaskClient) -> None:
    slug = add(app, street="Gassenweg", house_number="28", postcode="57299", phone="02736 45-47")
    page = place_page(client, slug)
    text = unquote(page.split('href="sms:?body=', 1)[1].split('"', 1)[0])
    assert text.splitlines()[:3] == ["Treff am Markt", "Gassenweg 28", "57299 Burbach"]
    assert "Jeden Dienstag" in text or "Dienstag, 15–17 Uhr" in text
    assert "Telefon: 02736 45-47" in text
    assert text.splitlines()[-1].endswith(f"/de/treffpunkte/{slug}")
    assert len(text) < 600
    assert f'data-copy="{text.splitlines()[0]}' in unescape(page)


def test_hostile_names_stay_in_their_attributes(app: Flask, client: FlaskClient) -> None:
    name = '"><script>alert(1)</script>&body=x\r\nBcc: a@b.example ' + "lang" * 20
    slug = add(app, name=name)
    page = place_page(client, slug)
    assert entries(page)["og:title"].startswith('"><script>alert(1)</script>')
    assert "<script>alert" not in page
    mail = page.split('href="mailto:?', 1)[1].split('"', 1)[0]
    assert mail.count("&amp;") == 1
    assert "\n" not in mail


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"pin_visibility": PinVisibility.EXACT}, True),
        ({"pin_visibility": PinVisibility.TOWN}, False),
        ({"pin_visibility": PinVisibility.HIDDEN}, False),
        ({"position_accuracy": Accuracy.MUNICIPALITY}, False),
        ({"lat": None, "lon": None, "position_accuracy": None}, False),
    ],
)
def test_the_picture_shows_a_pin_only_where_the_public_may_know_it(
    app: Flask, client: FlaskClient, fields: dict[str, object], shown: bool
) -> None:
    slug = add(app, **{"lat": 50.744, "lon": 8.087, "position_accuracy": Accuracy.HOUSE, **fields})
    drawn = client.get(f"/bild/treffpunkt/{slug}.png").data
    assert (drawn != picture(Scene((BURBACH,), ()))) is shown
    assert client.get("/bild/ort/burbach.png").data == drawn


def test_pictures_have_the_asked_size_and_are_small(demo_client: FlaskClient) -> None:
    for address in ("/bild/nrw.png", "/bild/ort/koeln.png", "/bild/zentrum/siegen-wittgenstein.png"):
        answer = demo_client.get(address)
        image = Image.open(io.BytesIO(answer.data))
        assert (image.size, image.format) == ((WIDTH, HEIGHT), "PNG")
        assert len(answer.data) < 60_000
        assert demo_client.get(address, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_what_is_not_public_has_no_picture(app: Flask, client: FlaskClient) -> None:
    for status in (Status.DRAFT, Status.REVIEW, Status.CLOSED):
        assert client.get(f"/bild/treffpunkt/{add(app, status=status)}.png").status_code == 404
    for address in ("/bild/ort/marburg.png", "/bild/zentrum/nirgends.png", "/bild/treffpunkt/nirgends.png"):
        assert client.get(address).status_code == 404


def test_an_area_around_another_has_a_hole() -> None:
    """Without Münster the rest of the state surrounds it; where a dot would stand, the ground is not coloured."""
    muenster, position = "05515000", Coordinates(51.955, 7.625)
    everything = municipalities_within((Coordinates(50, 5), Coordinates(53, 10)))
    rest = tuple(ags for ags in everything if ags != muenster)
    whole, holed, dotted = (
        Image.open(io.BytesIO(picture(scene))).convert("RGB")
        for scene in (Scene(tuple(everything), ()), Scene(rest, ()), Scene(rest, (position, Coordinates(52, 7.6))))
    )
    left, top, right, bottom = ImageChops.difference(holed, dotted).getbbox() or (0, 0, 0, 0)
    middle = ((left + right) // 2, (top + bottom) // 2)
    assert whole.getpixel(middle) != holed.getpixel(middle)
    assert holed.getpixel((5, 5)) == whole.getpixel((5, 5))
