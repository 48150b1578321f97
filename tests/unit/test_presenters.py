"""What leaves the house: numbers to call, addresses to follow, data in script elements."""

import json
from dataclasses import replace

import pytest

from kommanmap.domain.values import Coordinates
from kommanmap.domain.vocabulary import Accuracy
from kommanmap.presenters.areas import short_centre_name
from kommanmap.presenters.json_ld import place_json_ld
from kommanmap.presenters.map_apps import geo_uri, osm_url
from kommanmap.presenters.points import phone_uri, web_addresses
from tests.samples_of_points import public_point


@pytest.mark.parametrize(
    ("typed", "uri"),
    [
        ("0211-93896393", "tel:+4921193896393"),
        ("0 23 25 - 65 89 313", "tel:+4923256589313"),
        ("0521 – 962 07 03", "tel:+495219620703"),
        ("+495252973677", "tel:+495252973677"),
        ("0049 2736 4547", "tel:+4927364547"),
        ("02736 45-47, -32 oder -36", "tel:+4927364547"),
        ("99-25", ""),
        ("bitte mailen", ""),
        ("", ""),
    ],
)
def test_a_phone_number_becomes_a_link_only_where_one_can_call_it(typed: str, uri: str) -> None:
    assert phone_uri(typed) == uri


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("https://a.example/x ; Telefon: http://b.example", ("https://a.example/x", "http://b.example")),
        ("javascript:alert(1)", ()),
        ("www.a.example", ()),
        ('https://a.example/"><script>', ("https://a.example/",)),
        ("https://a.example. Mehr.", ("https://a.example",)),
    ],
)
def test_only_web_addresses_become_links(typed: str, found: tuple[str, ...]) -> None:
    assert web_addresses(typed) == found


def test_json_ld_cannot_end_its_script_element() -> None:
    hostile = "</script><script>alert(1)</script><!-- \u2028 & ${alert(1)}"
    text = place_json_ld(public_point(name=hostile), lambda path: f"https://site.example{path}")
    assert "<" not in text
    assert "\u2028" not in text
    assert json.loads(text)["name"] == hostile


def test_only_an_exact_pin_is_handed_to_a_map_app_as_a_position() -> None:
    here = Coordinates(50.5, 8.25)
    exact = replace(public_point(), position=here, accuracy=Accuracy.HOUSE)
    assert geo_uri(exact) == "geo:50.50000,8.25000?q=50.50000,8.25000"
    assert "mlat=50.50000" in osm_url(exact)
    for accuracy in (Accuracy.STREET, Accuracy.POSTCODE, Accuracy.MUNICIPALITY):
        inexact = replace(exact, accuracy=accuracy)
        assert "?q=50.5" not in geo_uri(inexact)
        assert "mlat" not in osm_url(inexact)
    assert geo_uri(replace(exact, position=None, accuracy=None)).startswith("geo:0,0?q=")


def test_a_centre_is_short_by_the_name_of_its_area() -> None:
    names = [
        "KI Kreis Olpe",
        "Kreisintegrationszentrum Mettmann",
        "Kommunales Bildungs- und Integrationszentrum X",
    ]
    assert [short_centre_name(name) for name in names] == ["Kreis Olpe", "Mettmann", "X"]
