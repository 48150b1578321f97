"""One address, as people write it, in its parts. What no rule knows is kept."""

from dataclasses import fields

import pytest

from kommanmap.geocoding.addresses import Address, HouseNumber
from kommanmap.geocoding.names.shipped import shipped_gazetteer
from kommanmap.geocoding.parser.parsing import parse


def said(address: Address) -> dict[str, object]:
    """The parts that are there, the house number as text."""
    parts = {item.name: getattr(address, item.name) for item in fields(address)}
    return {name: value.typed if isinstance(value, HouseNumber) else value for name, value in parts.items() if value}


def read(text: str) -> dict[str, object]:
    return said(parse(text, towns=shipped_gazetteer()))


SIEGEN = {"street": "Hauptstr.", "house_number": "5", "town": "Siegen"}


@pytest.mark.parametrize(
    "text",
    [
        "Hauptstr. 5, Siegen",
        "Hauptstr. 5 Siegen",
        "Siegen, Hauptstr. 5",
        "Siegen Hauptstr. 5",
        "Siegen; Hauptstr. 5",
        "Hauptstr. 5\nSiegen",
        "Hauptstr. 5\r\nSiegen\r\n",
        "Hauptstr. 5 - Siegen",
        "Hauptstr. 5 – Siegen",
        "Hauptstr. 5 | Siegen",
        "Hauptstr. 5 · Siegen",
        "Hauptstr. 5 // Siegen",
        "Hauptstr. 5,Siegen",
        "Hauptstr. 5, Siegen.",
        "Hauptstr.5, Siegen",
        "Hauptstr. Nr. 5, Siegen",
        "Hauptstr. Hausnr. 5, Siegen",
        "Hauptstr., 5, Siegen",
        "Siegen: Hauptstr. 5",
        "  Hauptstr.   5 ,, Siegen ",
        "5 Hauptstr., Siegen",
        "📍 Hauptstr. 5, Siegen",
        "Hauptstr. ٥, Siegen",
        "Haupt\u00adstr.\u00a05, Sie\u200bgen",
    ],
)
def test_street_number_and_town_in_any_order_and_with_any_signs(text: str) -> None:
    assert read(text) == SIEGEN


@pytest.mark.parametrize(
    "text",
    [
        "Hauptstr. 5, 57072 Siegen",
        "Hauptstr. 5 57072 Siegen",
        "57072 Siegen, Hauptstr. 5",
        "57072 Siegen Hauptstr. 5",
        "Siegen 57072, Hauptstr. 5",
        "57072, Siegen, Hauptstr. 5",
        "D-57072 Siegen, Hauptstr. 5",
        "DE 57072 Siegen, Hauptstr. 5",
        "Hauptstr. 5, 57072Siegen",
        "Hauptstr. 5, Siegen, 57072",
        "Hauptstr. 5, Siegen, 57072 Siegen",
        "Hauptstr. 5, ٥٧٠٧٢ Siegen",
    ],
)
def test_a_postcode_may_stand_anywhere(text: str) -> None:
    assert read(text) == SIEGEN | {"postcode": "57072"}


@pytest.mark.parametrize(
    ("text", "street", "number", "town"),
    [
        ("hauptstraße 5 siegen", "hauptstraße", "5", "siegen"),
        ("siegen hauptstr 5", "hauptstr", "5", "siegen"),
        ("HAUPTSTRASSE 5 A SIEGEN", "HAUPTSTRASSE", "5a", "SIEGEN"),
        ("hauptstrasse5 siegen", "hauptstrasse", "5", "siegen"),
        ("hauptstr. 5 horn bad meinberg", "hauptstr.", "5", "horn bad meinberg"),
        ("bad berleburg poststraße 40", "poststraße", "40", "bad berleburg"),
        ("verspoel 7/8 münster", "verspoel", "7/8", "münster"),
        ("münster verspoel 7/8", "verspoel", "7/8", "münster"),
        ("muenster verspoel 7/8", "verspoel", "7/8", "muenster"),
        ("am alten markt 3 mülheim an der ruhr", "am alten markt", "3", "mülheim an der ruhr"),
        ("mülheim an der ruhr am alten markt 3", "am alten markt", "3", "mülheim an der ruhr"),
        ("siegburg markt 7 b", "markt", "7b", "siegburg"),
    ],
)
def test_without_commas_the_names_of_towns_tell_where_to_split(text: str, street: str, number: str, town: str) -> None:
    assert read(text) == {"street": street, "house_number": number, "town": town}


@pytest.mark.parametrize(
    ("text", "street"),
    [
        ("Gescher Damm 5", "Gescher Damm"),
        ("Gescher Damm 5, Gescher", "Gescher Damm"),
        ("Im Hagen 5", "Im Hagen"),
        ("In den Gärten 5", "In den Gärten"),
        ("Essener Str. 5, Essen", "Essener Str."),
        ("Köln-Berliner Straße 5, Dortmund", "Köln-Berliner Straße"),
        ("Haus Rath 5, Krefeld", "Haus Rath"),
        ("Alte Schule 5, Siegen", "Alte Schule"),
        ("Forsthaus Hirtsgrund 5, Bad Laasphe", "Forsthaus Hirtsgrund"),
        ("Kölner Tor 5, Düsseldorf", "Kölner Tor"),
        ("Lange Ecke 5, Siegen", "Lange Ecke"),
        ("Zur Alten Kirche 5, Burbach", "Zur Alten Kirche"),
        ("St.-Johann-Str. 5, Siegen", "St.-Johann-Str."),
        ("Siegen 5, 57482 Wenden", "Siegen"),
    ],
)
def test_words_that_could_be_something_else_stay_in_the_street(text: str, street: str) -> None:
    address = parse(text, towns=shipped_gazetteer())
    assert (address.street, address.number_text, address.building, address.way_in) == (street, "5", "", "")


@pytest.mark.parametrize(
    ("text", "street", "number"),
    [
        ("Straße des 17. Juni 135, Siegen", "Straße des 17. Juni", "135"),
        ("10. Straße 4, Siegen", "10. Straße", "4"),
        ("An der B1 22, Siegen", "An der B1", "22"),
        ("An der B 1 22, Siegen", "An der B 1", "22"),
        ("An der B 54, Siegen", "An der B 54", ""),
        ("An den 6 Bäumchen 4, Siegen", "An den 6 Bäumchen", "4"),
        ("Auf den 18 Morgen, Siegen", "Auf den 18 Morgen", ""),
        ("Platz der 7 Kurfürsten, Siegen", "Platz der 7 Kurfürsten", ""),
        ("Schacht 1/2, Siegen", "Schacht 1/2", ""),
        ("Weg 5 Nr. 12, Siegen", "Weg 5", "12"),
        ("Emil-Schweitzer-Straße E 12, Siegen", "Emil-Schweitzer-Straße E", "12"),
        ("Am Alten Markt, Siegen", "Am Alten Markt", ""),
        ("Kurt-Schumacher-Platz, Siegen", "Kurt-Schumacher-Platz", ""),
        ("Platz der Diakonie, Siegen", "Platz der Diakonie", ""),
        ("Am See, Siegen", "Am See", ""),
        ("Hauptstraße Siegen", "Hauptstraße", ""),
        ("Siegen Hauptstraße", "Hauptstraße", ""),
        ("Verspoel Siegen", "Verspoel", ""),
    ],
)
def test_numbers_that_belong_to_a_name_are_no_house_numbers(text: str, street: str, number: str) -> None:
    wanted = {"street": street, "house_number": number, "town": "Siegen"}
    assert read(text) == {name: value for name, value in wanted.items() if value}


@pytest.mark.parametrize(
    ("text", "town", "district"),
    [
        ("Dortmund-Hörde", "Dortmund", "Hörde"),
        ("44263 Dortmund-Hörde", "Dortmund", "Hörde"),
        ("Dortmund - Hörde", "Dortmund", "Hörde"),
        ("Dortmund/Hörde", "Dortmund", "Hörde"),
        ("Köln Deutz", "Köln", "Deutz"),
        ("Köln (Deutz)", "Köln", "Deutz"),
        ("Deutz, Köln", "Köln", "Deutz"),
        ("Köln-Mülheim", "Köln", "Mülheim"),
        ("Wickede, Dortmund", "Dortmund", "Wickede"),
        ("Bochum, Werne", "Bochum", "Werne"),
        ("Dortmund-Xyzfeld", "Dortmund", "Xyzfeld"),
        ("Bonn-Bad Godesberg", "Bonn", "Bad Godesberg"),
        ("Horn-Bad Meinberg-Horn", "Horn-Bad Meinberg", "Horn"),
        ("OT Sevelen, 47661 Issum", "Issum", "Sevelen"),
        ("44263 Hörde", "", "Hörde"),
        ("Horn-Bad Meinberg", "Horn-Bad Meinberg", ""),
        ("Neunkirchen-Seelscheid", "Neunkirchen-Seelscheid", ""),
        ("Mülheim an der Ruhr", "Mülheim an der Ruhr", ""),
        ("Wetter (Ruhr)", "Wetter (Ruhr)", ""),
        ("Wetter Ruhr", "Wetter Ruhr", ""),
        ("Wetter", "Wetter", ""),
        ("Langenfeld (Rheinland)", "Langenfeld (Rheinland)", ""),
        ("Gronau Westf.", "Gronau Westf.", ""),
    ],
)
def test_a_part_of_town_is_told_from_its_town_and_real_names_stay_whole(text: str, town: str, district: str) -> None:
    address = parse(f"Hauptstr. 5, {text}", towns=shipped_gazetteer())
    assert (address.street, address.town, address.district, address.rest) == ("Hauptstr.", town, district, ())


def test_a_part_of_town_may_stand_between_without_any_comma() -> None:
    wanted = {"street": "hauptstr", "house_number": "5", "town": "dortmund", "district": "hörde"}
    assert read("dortmund hörde hauptstr 5") == read("hauptstr 5 dortmund hörde") == wanted
    assert read("44263 dortmund hörde hauptstr 5") == wanted | {"postcode": "44263"}


def test_a_name_that_is_a_part_of_another_town_is_a_street_here() -> None:
    assert read("Hagelkreuz, Erkelenz") == {"street": "Hagelkreuz", "town": "Erkelenz"}
    assert read("Hagelkreuz, Kempen") == {"district": "Hagelkreuz", "town": "Kempen"}


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("Mülheim a.d. Ruhr", "a.d. Ruhr"),
        ("Essen (Ruhr)", "Ruhr"),
        ("Siegen, Deutschland", "Deutschland"),
        ("57072 Siegen, NRW", "NRW"),
        ("Burbach, Kreis Siegen-Wittgenstein", "Kreis Siegen-Wittgenstein"),
        ("Stadt Siegen", "Stadt"),
    ],
)
def test_what_says_nothing_new_is_kept_apart(text: str, region: str) -> None:
    address = parse(f"Hauptstr. 5, {text}", towns=shipped_gazetteer())
    assert (address.number_text, address.region, address.rest) == ("5", region, ())
    assert shipped_gazetteer().is_town(address.town)


@pytest.mark.parametrize(
    ("text", "elsewhere", "postcode", "town"),
    [
        ("35037 Marburg, Hessen", "Hessen", "35037", "Marburg"),
        ("35037 Marburg (Hessen)", "Hessen", "35037", "Marburg"),
        ("35037 Marburg", "", "35037", "Marburg"),
        ("B-4700 Eupen", "B", "4700", "Eupen"),
        ("NL-7511 AB Enschede", "NL", "7511 AB", "Enschede"),
        ("Eupen, Belgien", "Belgien", "", "Eupen"),
    ],
)
def test_another_state_or_country_is_named(text: str, elsewhere: str, postcode: str, town: str) -> None:
    address = parse(f"Hauptstr. 5, {text}", towns=shipped_gazetteer())
    assert (address.elsewhere, address.postcode, address.town) == (elsewhere, postcode, town)


@pytest.mark.parametrize("text", ["Hauptstr. 5, Seigen", "Seigen, Hauptstr. 5", "Hauptstr. 5 Seigen"])
def test_a_town_with_a_slip_is_still_the_town(text: str) -> None:
    assert read(text) == SIEGEN | {"town": "Seigen"}


@pytest.mark.parametrize("town", ["Bregheim", "Epelkamp", "Paerborn", "Schloß Holt-Stukenbrock"])
def test_a_town_with_a_slip_may_look_like_a_building_or_a_street(town: str) -> None:
    assert read(f"{town}, Hauptstr. 5") == read(f"Hauptstr. 5, {town}") == SIEGEN | {"town": town}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Hauptstr. 5, Siegen", {"street": "Hauptstr.", "house_number": "5", "town": "Siegen"}),
        ("Hauptstr. 5, 57072 Siegen", {"postcode": "57072", "town": "Siegen"}),
        ("hauptstr 5 siegen", {"street": "hauptstr", "house_number": "5", "town": "siegen"}),
        ("57072 siegen hauptstr 5", {"street": "hauptstr", "house_number": "5", "town": "siegen"}),
        ("Hauptstr. 5, 50679 Köln (Deutz)", {"street": "Hauptstr.", "town": "Köln", "district": "Deutz"}),
        ("Verspoel 7/8", {"street": "Verspoel", "house_number": "7/8"}),
        ("Verspoel", {"street": "Verspoel"}),
    ],
)
def test_without_names_of_towns_the_shape_must_do(text: str, wanted: dict[str, str]) -> None:
    assert wanted.items() <= said(parse(text)).items()
