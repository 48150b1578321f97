"""Addresses in one cell: taken apart where it is certain, left whole where it is not."""

import time

import pytest

from kommanmap.domain.address_words import AddressParts, postcode_and_town, street_and_number, whole_address


@pytest.mark.parametrize(
    ("typed", "street", "number"),
    [
        ("Gassenweg 28", "Gassenweg", "28"),
        ("Kirchstraße 10a", "Kirchstraße", "10a"),
        ("Kirchstraße 10 a", "Kirchstraße", "10 a"),
        ("Verspoel 7/8", "Verspoel", "7/8"),
        ("Friedrich-Ebert-Str. 4-6", "Friedrich-Ebert-Str.", "4-6"),
        ("Friedrich-Ebert-Str. 4 – 6", "Friedrich-Ebert-Str.", "4 – 6"),
        ("Platz der Republik 5", "Platz der Republik", "5"),
        ("Straße des 17. Juni 3", "Straße des 17. Juni", "3"),
        ("Alte Landstraße 12", "Alte Landstraße", "12"),
        ("Poststraße, 40", "Poststraße", "40"),
    ],
)
def test_street_and_number_are_told_apart(typed: str, street: str, number: str) -> None:
    assert street_and_number(typed) == AddressParts(street=street, house_number=number)


@pytest.mark.parametrize(
    "typed",
    [
        "Hagelkreuz",
        "Schacht 1/2",
        "An der B 54",
        "Haus 3",
        "Stadtbezirk 1",
        "Zugang über Paßstraße / Ecke Scheidtmanntor",
        "hinter dem Hauptbahnhof",
        "Königswall 9 (Gemeindezentrum)",
        "12",
        "",
    ],
)
def test_what_is_not_certain_stays_whole(typed: str) -> None:
    assert street_and_number(typed) == AddressParts(street=typed)


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("57299 Burbach", AddressParts(postcode="57299", town="Burbach")),
        ("D-57299 Burbach", AddressParts(postcode="57299", town="Burbach")),
        ("57299", AddressParts(postcode="57299")),
        ("Burbach", AddressParts(town="Burbach")),
        ("45772 Marl-Hüls", AddressParts(postcode="45772", town="Marl-Hüls")),
    ],
)
def test_postcode_and_town(typed: str, parts: AddressParts) -> None:
    assert postcode_and_town(typed) == parts


def test_a_whole_address_has_four_parts() -> None:
    assert whole_address("Gassenweg 28, 57299 Burbach") == AddressParts("Gassenweg", "28", "57299", "Burbach")
    assert whole_address("Gassenweg 28\n57299 Burbach") == AddressParts("Gassenweg", "28", "57299", "Burbach")
    assert whole_address("Kolpinghaus, Am Markt 1, 57299 Burbach").street == "Kolpinghaus, Am Markt"
    assert whole_address("Gassenweg 28") == AddressParts("Gassenweg", "28")


def test_an_endless_number_costs_no_time() -> None:
    start = time.perf_counter()
    street_and_number("Weg 1" + " -1" * 5000 + "!")
    street_and_number("Weg 1" + " - 1" * 50 + "!")
    assert time.perf_counter() - start < 0.5
