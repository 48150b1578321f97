"""What is asked of a geocoder for the cells of a place; and when two drafts name the same house."""

from dataclasses import replace
from typing import Any

import pytest

from kommanmap.domain.drafts import PointDraft
from kommanmap.services.point_addresses import address_of, same_address
from tests.address_samples import SIEGEN


def place(**fields: Any) -> PointDraft:
    return PointDraft(ags=SIEGEN, **fields)


@pytest.mark.parametrize(
    ("street", "number", "asked"),
    [
        ("Sandstraße", "12 a", ("Sandstraße", "12a")),
        ("Sandstraße", "", ("Sandstraße", "")),
        ("Straße des 17. Juni", "3", ("Straße des 17. Juni", "3")),
        ("Sandstraße 12", "", ("Sandstraße", "12")),
        ("Sandstraße 12, Eingang im Hof", "", ("Sandstraße", "12")),
        ("Sandstraße", "gegenüber der Kirche", ("Sandstraße", "")),
        ("Sandstraße", "Nr. 12", ("Sandstraße", "12")),
        ("An St. Magdalenen", "", ("An St. Magdalenen", "")),
        ("", "12", ("", "")),
    ],
)
def test_cells_become_a_question(street: str, number: str, asked: tuple[str, str]) -> None:
    address = address_of(place(street=street, house_number=number))
    assert (address.street, address.number_text) == asked
    assert address.town == "Siegen"


def test_a_box_is_no_street() -> None:
    address = address_of(place(street="Postfach 1234"))
    assert (address.street, address.po_box) == ("", "1234")


def test_a_postcode_of_another_town_is_not_asked_for() -> None:
    assert address_of(place(street="Sandstraße", postcode="57072")).postcode == "57072"
    assert [address_of(place(postcode=code)).postcode for code in ("50667", "99999", "x")] == ["", "", ""]


@pytest.mark.parametrize("street", ["W" * 9000, "\ud800", "${alert(1)}", "'; DROP TABLE street;--", "💥 12", "\x00"])
def test_any_text_can_be_asked_for(street: str) -> None:
    assert len(address_of(place(street=street, house_number="1" * 5000)).street) <= 200
    assert len(address_of(place(street=street)).street) <= 200


def test_spelling_makes_no_other_house() -> None:
    one = place(street="Hauptstraße", house_number="10 a", postcode="57072")
    assert same_address(one, replace(one, street="Hauptstr.", house_number="10a"))
    assert same_address(one, replace(one, name="Neu", lat=50.0))
    for other in ({"house_number": "10b"}, {"street": "Sandstraße"}, {"postcode": "57074"}, {"ags": "05970008"}):
        assert not same_address(one, replace(one, **other))
