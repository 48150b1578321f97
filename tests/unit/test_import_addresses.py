"""Addresses in the cells of a table: taken apart where it is certain, left whole where it is not, nothing lost."""

import pytest

from kommanmap.geocoding.names.shipped import shipped_gazetteer
from kommanmap.services.import_addresses import AddressCells, address_cells


def taken_apart(**cells: str) -> AddressCells:
    return address_cells(cells, shipped_gazetteer())


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
        ("Markt 3, 5", "Markt", "3, 5"),
    ],
)
def test_a_street_cell_gives_its_number_as_it_was_typed(typed: str, street: str, number: str) -> None:
    wanted = {"town": "Burbach", "street": street, "house_number": number}
    assert taken_apart(town="Burbach", street=typed) == AddressCells(wanted)
    assert taken_apart(town="Burbach", street_and_number=typed) == AddressCells(wanted)


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
        "Kolpinghaus",
        "12",
        "Hauptstr. 5; Kirchweg 3",
        "Hauptstr. 5, Tel. 0271 12345",
        "${alert(1)}",
        "'; DROP TABLE x;--",
        "\u202egnp.exe 5",
        "Weg\x005",
        "Weg 1" + " -1" * 5000,
    ],
)
def test_a_street_cell_that_is_not_certain_stays_whole(typed: str) -> None:
    assert taken_apart(town="Burbach", street=typed) == AddressCells({"town": "Burbach", "street": typed})


def test_what_stands_beside_a_street_fills_the_fields_that_have_no_cell() -> None:
    found = taken_apart(town="Hamm", street="Königswall 9 (Gemeindezentrum), Eingang im Hof").cells
    assert found == {
        "town": "Hamm",
        "street": "Königswall",
        "house_number": "9",
        "building": "Gemeindezentrum",
        "way_in": "Eingang im Hof",
    }
    assert taken_apart(town="Siegen", street="Hauptstr. 5, Weidenau").cells["district"] == "Weidenau"
    assert taken_apart(name="Treff", street="Hauptstr. 5, Siegen").cells["town"] == "Siegen"


def test_a_cell_of_its_own_is_never_overridden() -> None:
    whole = {"town": "Hamm", "building": "Rathaus", "street": "Königswall 9 (Gemeindezentrum)"}
    assert taken_apart(**whole).cells == whole
    assert taken_apart(street="Weg 5", house_number="7").cells == {"street": "Weg 5", "house_number": "7"}
    found = taken_apart(whole_address="Hauptstr. 5, 57072 Siegen", town="Burbach", postcode="-").cells
    assert (found["town"], found["postcode"], found["street"]) == ("Burbach", "-", "Hauptstr.")


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("57299 Burbach", {"postcode": "57299", "town": "Burbach"}),
        ("D-57299 Burbach", {"postcode": "57299", "town": "Burbach"}),
        ("57299", {"postcode": "57299"}),
        ("Burbach", {"town": "Burbach"}),
        ("Irgendwo", {"town": "Irgendwo"}),
        ("45772 Marl-Hüls", {"postcode": "45772", "town": "Marl", "district": "Hüls"}),
        ("44263 Hörde", {"postcode": "44263", "town": "Hörde"}),
    ],
)
def test_postcode_and_town(typed: str, wanted: dict[str, str]) -> None:
    assert taken_apart(postcode_and_town=typed).cells == wanted


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        (
            "Gassenweg 28, 57299 Burbach",
            {"street": "Gassenweg", "house_number": "28", "postcode": "57299", "town": "Burbach"},
        ),
        (
            "Gassenweg 28\n57299 Burbach",
            {"street": "Gassenweg", "house_number": "28", "postcode": "57299", "town": "Burbach"},
        ),
        ("Gassenweg 28", {"street": "Gassenweg", "house_number": "28"}),
        (
            "Kolpinghaus, Am Markt 1, Burbach",
            {"building": "Kolpinghaus", "street": "Am Markt", "house_number": "1", "town": "Burbach"},
        ),
        (
            "burbach wahlbach schulstr 3 a",
            {"street": "schulstr", "house_number": "3 a", "town": "burbach", "district": "wahlbach"},
        ),
        ("c/o Caritas, Markt 1", {"building": "c/o Caritas", "street": "Markt", "house_number": "1"}),
        ("50.8748, 8.0243", {"lat": "50.8748", "lon": "8.0243"}),
        ("Kolpinghaus", {"building": "Kolpinghaus"}),
        ("Hörde", {"town": "Hörde"}),
        ("12", {"street": "12"}),
        ("Weg\x005, Siegen", {"street": "Weg\x005, Siegen"}),
    ],
)  # fmt: skip
def test_a_whole_address_gives_all_its_parts(typed: str, wanted: dict[str, str]) -> None:
    assert taken_apart(whole_address=typed) == AddressCells(wanted)


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("Markt 1, Siegen; Kirchweg 3, Burbach", "Kirchweg 3, Burbach"),
        ("Markt 1, 57072 Siegen, Tel. 0271 12345", "Tel. 0271 12345"),
        ("Markt 1, Postfach 1234, 57072 Siegen", "Postfach 1234"),
        ("Markt 1, 57072 Siegen, Belgien", "Belgien"),
    ],
)
def test_what_an_address_has_too_much_stands_with_the_way_in_and_is_said(typed: str, left: str) -> None:
    found = taken_apart(whole_address=typed)
    assert (found.cells["street"], found.cells["house_number"], found.cells["town"]) == ("Markt", "1", "Siegen")
    assert found.cells["way_in"] == left
    assert [(note.code, note.params["rest"]) for note in found.notes] == [("address_part_kept", left)]
    both = taken_apart(whole_address=typed, way_in="Hinterhaus").cells
    assert both["way_in"] == f"Hinterhaus; {left}"
