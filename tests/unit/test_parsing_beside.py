"""What people write beside an address: buildings, ways in, c/o, boxes, telephones, coordinates, a second venue."""

import pytest

from kommanmap.domain.values import Coordinates
from kommanmap.geocoding.addresses import Address
from kommanmap.geocoding.names.shipped import shipped_gazetteer
from kommanmap.geocoding.parser.parsing import parse, parse_all


def read(text: str) -> Address:
    return parse(text, towns=shipped_gazetteer())


def read_all(text: str) -> list[tuple[str, str, str]]:
    return [(item.street, item.number_text, item.town) for item in parse_all(text, towns=shipped_gazetteer())]


@pytest.mark.parametrize(
    ("text", "building", "street", "number"),
    [
        ("Kolpinghaus, Am Markt 1, 57299 Burbach", "Kolpinghaus", "Am Markt", "1"),
        ("Evangelisches Gemeindezentrum (Königswall 9), Hamm", "Evangelisches Gemeindezentrum", "Königswall", "9"),
        ("Evangelisches Gemeindezentrum Königswall 9, Hamm", "Evangelisches Gemeindezentrum", "Königswall", "9"),
        ("Königswall 9 (Gemeindezentrum), Hamm", "Gemeindezentrum", "Königswall", "9"),
        ("Haus der Jugend Hauptstr. 5, Siegen", "Haus der Jugend", "Hauptstr.", "5"),
        ("Naturfreunde-Zentrum Alte Bahnhofstraße 175", "Naturfreunde-Zentrum", "Alte Bahnhofstraße", "175"),
        ("Alte Schule Bahnhofstr. 3, Siegen", "Alte Schule", "Bahnhofstr.", "3"),
        ("Hauptstr. 5 Bürgerhaus Siegen", "Bürgerhaus", "Hauptstr.", "5"),
        ("Bürgerhaus Burbach, Am Gambach 1", "Bürgerhaus", "Am Gambach", "1"),
        ("Jugendzentrum Hagen, Hauptstr. 5, 57072 Siegen", "Jugendzentrum Hagen", "Hauptstr.", "5"),
        ("Klöneck, Hauptstr. 5, Siegen", "Klöneck", "Hauptstr.", "5"),
        ("Bürgerpark, Haus 3, Parkstr. 7, Siegen", "Bürgerpark, Haus 3", "Parkstr.", "7"),
        ("Pfarrheim St. Aldegundis, Kaarst", "Pfarrheim St. Aldegundis", "", ""),
        ("Schwankhalle im ZIB, Unna", "Schwankhalle im ZIB", "", ""),
        ("Rathaus Burbach", "Rathaus", "", ""),
        ("Haus 3", "Haus 3", "", ""),
    ],
)
def test_a_building_may_stand_before_the_street_or_in_brackets(
    text: str, building: str, street: str, number: str
) -> None:
    address = read(text)
    assert (address.building, address.street, address.number_text, address.rest) == (building, street, number, ())


@pytest.mark.parametrize(
    ("text", "way_in"),
    [
        ("Hauptstr. 5, Herne (Eingang über den Schulhof)", "Eingang über den Schulhof"),
        ("Hauptstr. 5, Herne, Zugang über Paßstraße / Ecke Am Tor", "Zugang über Paßstraße / Ecke Am Tor"),
        ("Hauptstr. 5 Ecke Bahnhofstr. Herne", "Ecke Bahnhofstr."),
        ("Hauptstr. 5, Ecke Bahnhofstr. 3, Herne", "Ecke Bahnhofstr. 3"),
        ("Hauptstr. 5, gegenüber der Kirche, Herne", "gegenüber der Kirche"),
        ("Hauptstr. 5 Hinterhof Herne", "Hinterhof"),
        ("Hauptstr. 5, Eingang B, Herne", "Eingang B"),
        ("Hauptstr. 5, 1. Etage, Raum 12, Herne", "1. Etage, Raum 12"),
        ("Hauptstr. 5 (2. OG), Herne", "2. OG"),
        ("Hauptstr. 5 EG, Herne", "EG"),
        ("Hauptstr. 5, hinter dem Bahnhof, Herne", "hinter dem Bahnhof"),
    ],
)
def test_the_way_in_is_no_part_of_the_street(text: str, way_in: str) -> None:
    address = read(text)
    assert (address.way_in, address.street, address.number_text) == (way_in, "Hauptstr.", "5")
    assert (address.town, address.rest) == ("Herne", ())


def test_a_corner_has_a_street() -> None:
    assert read("Ecke Hauptstr./Kirchweg, Siegen").street == "Hauptstr."
    assert (read("Hauptstr./Ecke Kirchweg").street, read("Hauptstr./Ecke Kirchweg").way_in) == (
        "Hauptstr.",
        "Ecke Kirchweg",
    )
    assert (read("Hauptstr. / Kirchweg, Siegen").street, read("Hauptstr. / Kirchweg, Siegen").town) == (
        "Hauptstr.",
        "Siegen",
    )


@pytest.mark.parametrize(
    ("text", "care_of"),
    [
        ("c/o Caritas, Hauptstr. 5, 57072 Siegen", "Caritas"),
        ("c/o Caritas Hauptstr. 5, 57072 Siegen", "Caritas"),
        ("Treff c/o Müller, Hauptstr. 5, 57072 Siegen", "Müller"),
        ("z. Hd. Frau Schmidt, Hauptstr. 5, Siegen", "Frau Schmidt"),
    ],
)
def test_care_of_is_kept_apart(text: str, care_of: str) -> None:
    address = read(text)
    assert (address.care_of, address.street, address.number_text, address.town) == (
        care_of,
        "Hauptstr.",
        "5",
        "Siegen",
    )


@pytest.mark.parametrize(
    ("text", "box"),
    [
        ("Postfach 12 34, 57072 Siegen", "12 34"),
        ("Postfach 123456 57072 Siegen", "123456"),
        ("PF 1234, 57072 Siegen", "1234"),
        ("Postfach 10 12 34, 57072 Siegen", "10 12 34"),
    ],
)
def test_a_box_is_no_place(text: str, box: str) -> None:
    address = read(text)
    assert (address.po_box, address.street, address.house_number) == (box, "", None)
    assert (address.postcode, address.town) == ("57072", "Siegen")


def test_a_box_alone_leaves_nothing_to_look_for() -> None:
    assert read("Postfach 1234").is_empty


@pytest.mark.parametrize("contact", ["Tel. 0271 12345", "0271/12345678", "www.treff.example", "post@treff.example"])
def test_telephone_numbers_and_web_addresses_are_left_over(contact: str) -> None:
    address = read(f"Hauptstr. 5, 57072 Siegen, {contact}")
    assert (address.street, address.number_text, address.postcode) == ("Hauptstr.", "5", "57072")
    assert address.rest == (contact,)


@pytest.mark.parametrize(
    ("text", "venues"),
    [
        ("Hauptstr. 5, Siegen; Kirchweg 3, Burbach", [("Hauptstr.", "5", "Siegen"), ("Kirchweg", "3", "Burbach")]),
        ("Siegen, Hauptstr. 5; Burbach, Kirchweg 3", [("Hauptstr.", "5", "Siegen"), ("Kirchweg", "3", "Burbach")]),
        ("Hauptstr. 5, Siegen, Kirchweg 3, Burbach", [("Hauptstr.", "5", "Siegen"), ("Kirchweg", "3", "Burbach")]),
        ("Hauptstr. 5\nSiegen\nKirchweg 3\nBurbach", [("Hauptstr.", "5", "Siegen"), ("Kirchweg", "3", "Burbach")]),
        ("Hauptstr. 5 / Kirchweg 3, Burbach", [("Hauptstr.", "5", "Burbach"), ("Kirchweg", "3", "Burbach")]),
        ("Hauptstr. 5 und Kirchweg 3, Burbach", [("Hauptstr.", "5", "Burbach"), ("Kirchweg", "3", "Burbach")]),
        ("Hauptstr. 5 sowie Kirchweg 3, Burbach", [("Hauptstr.", "5", "Burbach"), ("Kirchweg", "3", "Burbach")]),
        ("Burbach: Hauptstr. 5 und Kirchweg 3", [("Hauptstr.", "5", "Burbach"), ("Kirchweg", "3", "Burbach")]),
        ("Hauptstr. 5 (Büro) und Weg 3 (Treff), Burbach", [("Hauptstr.", "5", "Burbach"), ("Weg", "3", "Burbach")]),
        ("Mo: Hauptstr. 5, Fr: Kirchweg 3, Burbach", [("Hauptstr.", "5", "Burbach"), ("Kirchweg", "3", "Burbach")]),
        ("Hauptstr. 5 und 7, Siegen", [("Hauptstr.", "5+7", "Siegen")]),
        ("Hauptstr. 5, 7, Siegen", [("Hauptstr.", "5+7", "Siegen")]),
        ("Zwischen Bach und Mühle 3, Siegen", [("Zwischen Bach und Mühle", "3", "Siegen")]),
    ],
)  # fmt: skip
def test_several_venues_in_one_line_are_several_addresses(text: str, venues: list[tuple[str, str, str]]) -> None:
    assert read_all(text) == venues


def test_one_address_is_asked_for_and_the_others_are_kept() -> None:
    address = read("Hauptstr. 5, Siegen; Kirchweg 3, Burbach")
    assert (address.street, address.town, address.rest) == ("Hauptstr.", "Siegen", ("Kirchweg 3, Burbach",))


def test_each_venue_keeps_what_stands_beside_it() -> None:
    first, second = parse_all("Markt 43 (Büro) und Markt 22 (Treff), Krefeld", towns=shipped_gazetteer())
    assert (first.building, second.building) == ("Büro", "Treff")


@pytest.mark.parametrize(
    "text",
    [
        "50.8748, 8.0243",
        "50,8748 8,0243",
        "50,8748, 8,0243",
        "50.8748,8.0243",
        "50.8748° N, 8.0243° O",
        "50.8748N 8.0243E",
        "8.0243 E, 50.8748 N",
        "lat 50.8748 lon 8.0243",
        "Breite 50,8748 Länge 8,0243",
        "geo:50.8748,8.0243",
        "50° 52.488' N 8° 1.458' E",
        "N 50° 52.488' E 8° 1.458'",
        "50°52'29.28\"N 8°1'27.48\"E",
        "50° 52′ 29.28″ N, 8° 1′ 27.48″ O",
        "٥٠.٨٧٤٨, ٨.٠٢٤٣",
    ],
)
def test_coordinates_are_taken_as_such(text: str) -> None:
    address = read(text)
    assert address.coordinates is not None
    assert (round(address.coordinates.lat, 6), round(address.coordinates.lon, 6)) == (50.8748, 8.0243)
    assert (address.street, address.rest) == ("", ())


def test_coordinates_may_stand_beside_an_address() -> None:
    address = read("Hauptstr. 5, 57072 Siegen (50.8748, 8.0243)")
    assert (address.street, address.town, address.coordinates) == ("Hauptstr.", "Siegen", Coordinates(50.8748, 8.0243))


@pytest.mark.parametrize("text", ["Hauptstr. 5,57072 Siegen", "95.123, 8.123", "0271 123.456", "Hauptstr. 5,7 Siegen"])
def test_other_numbers_are_no_coordinates(text: str) -> None:
    assert read(text).coordinates is None
