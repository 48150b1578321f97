"""Whatever somebody types: nothing raises, nothing is lost, nothing takes long. And real names come back whole."""

import csv
import io
import random
import re
import time
from collections.abc import Callable
from dataclasses import fields

import pytest

from kommanmap.domain.folding import plain
from kommanmap.domain.rules import latin_digits
from kommanmap.geocoding.addresses import Address, HouseNumber
from kommanmap.geocoding.names.shipped import reference_folder, shipped_gazetteer
from kommanmap.geocoding.parser.parsing import parse, parse_all

PIECES = (
    "Hauptstr.", "Siegen", "57072", "12a", "12 A", "3 a-c", "c/o", "Müller", "Postfach", "12 34", "Ecke", "Bahnhofstr.",
    "Eingang", "über", "Hof", "(", ")", ",", ";", ":", " / ", " und ", " sowie ", "-", " - ", "Dortmund-Hörde", "Köln",
    "Deutz", "Wetter", "(Ruhr)", "Nr. 12", "Hausnr. 5", "D-57072", "Hinterhof", "2. OG", "Haus 3", "Belgien", "B-4700",
    "NL-7511 AB", "Deutschland", "Kreis Unna", "Am", "Alten", "Markt", "Straße des 17. Juni", "135", "12½", "OT",
    "Hörde", "Kolpinghaus", "Tel. 0271 123456", "www.example.org", "montags", "Mo:", "🏠", "\n", "\t", "٥٧٠٧٢", "Bad",
    "Horn", "Meinberg", "an", "der", "Ruhr", "a.d.", "Westf.", "Hessen", "x" * 30, "'", '"', "%s", "${a}", "*", "AND",
    "\x00", "\u202e", "\ud800", "é", "日本", "12/14", "+", "&", "5", "0", "00000", "1.", "Straße", "str", "Platz", "B1",
    "B", "54", "gegenüber", "in der Nähe", "Stadt", "'; DROP TABLE x;--", "NEAR(a b)", "\u0300", "\u2028",
)  # fmt: skip
ANNOUNCING = {
    "nr", "no", "hausnr", "hausnummer", "haus", "nummer", "h", "d", "de", "c", "o", "postfach", "pf", "ot", "bis",
    "und", "u", "sowie",
}  # fmt: skip
"""Words that are understood by what follows them, and not kept beside it."""


def runs(text: str) -> set[str]:
    """The runs of letters and of digits in a text, however it spells them."""
    known = latin_digits(plain(text.replace("½", " 1/2 "))).casefold()
    return set(re.findall(r"[^\W\d_]+|\d+", known)) - ANNOUNCING


def kept(address: Address) -> set[str]:
    """The runs in all parts of an address."""
    values = [getattr(address, item.name) for item in fields(address)]
    texts = [f"{value.typed} {value.written}" if isinstance(value, HouseNumber) else str(value) for value in values]
    return runs(" ".join(texts))


@pytest.mark.parametrize("known", [True, False], ids=["with names", "without names"])
def test_nothing_that_was_typed_is_lost(known: bool) -> None:
    """Seeded: every run of letters or digits stands somewhere in the parts, of one address and of all."""
    source = random.Random(7)  # noqa: S311 - noise, not secrets
    towns = shipped_gazetteer() if known else None
    for _ in range(800):
        text = " ".join(source.choice(PIECES) for _ in range(source.randint(1, 9)))
        assert runs(text) <= kept(parse(text, towns=towns)), text
        assert runs(text) <= set().union(*map(kept, parse_all(text, towns=towns))), text


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "\x00", "\u202e\u2066", "🏠", ",;:-/()", "()", "c/o", "%00", "12", "½", "\ud800"]
)
def test_next_to_nothing_is_nothing_to_look_for(text: str) -> None:
    for towns in (None, shipped_gazetteer()):
        assert parse(text, towns=towns).is_empty
        assert len(parse_all(text, towns=towns)) == 1


@pytest.mark.parametrize(
    "piece",
    [
        "a", "5", "5 ", "5a ", "5-", "5 - ", "5 bis ", "5 und 5 ", "a und ", "a 5 und ", " / ", "Weg 5 / ", "1/2 ",
        "1.111 ", "1,111,", "1°", "N 1° ", "(", "()", "(a ", "Siegen ", "Siegen, ", "Bad ", "Horn-", "Segen, ", "EG ",
        "im EG ", "Haus 3 ", "PF 1 ", "c/o ", "Ecke ", "Eingang ", "www.", "a@", "0271 ", "Tel. ", "D-", "57072 ",
        "Nr. ", "Nr.",
        "Am ", "der ", "Str. ", "Hauptstr. 5, ", "Zentrum ", "\n", "\t", "\x00", "\u202e", "🏠", "½", "٥", "ä", "é",
        "'", "' OR 1=1 -- ", '" NEAR ', "B 1 ", "17. Juni ", "Kreis ", "a.d. ", "Postfach 1 2 ", "lat ",
    ],
)  # fmt: skip
def test_ten_kilobytes_of_anything_take_no_time(piece: str) -> None:
    text = (piece * 10_000)[:10_000]
    start = time.perf_counter()
    address = parse(text, towns=shipped_gazetteer())
    parse_all(text, towns=shipped_gazetteer())
    assert time.perf_counter() - start < 0.5
    assert runs(text) <= kept(address)


def test_a_long_text_is_read_as_far_as_an_address_goes_and_kept_behind_it() -> None:
    address = parse("Hauptstr. 5, 57072 Siegen, " + "Kommen Sie gern. " * 600, towns=shipped_gazetteer())
    assert (address.street, address.number_text, address.postcode) == ("Hauptstr.", "5", "57072")
    assert sum(part.count("Kommen Sie gern") for part in address.rest) >= 560


SPELLINGS: tuple[Callable[[str, str, str, str], str], ...] = (
    lambda street, number, postcode, town: f"{street} {number}, {postcode} {town}",
    lambda street, number, _postcode, town: f"{street} {number}, {town}",
    lambda street, number, _postcode, town: f"{town}, {street} {number}",
    lambda street, number, postcode, town: f"{postcode} {town}, {street} {number}",
    lambda street, number, _postcode, town: f"{street} {number} {town}".lower(),
    lambda street, number, postcode, town: f"{street} {number} {postcode} {town}".lower(),
    lambda street, number, postcode, town: f"{postcode} {town} {street} {number}".lower(),
    lambda street, number, _postcode, town: f"{town} {street} {number}".lower(),
)


def parts_of(text: str) -> tuple[str, str, str]:
    address = parse(text, towns=shipped_gazetteer())
    return address.street.lower(), address.number_text, address.town.lower()


@pytest.mark.parametrize("spelling", range(len(SPELLINGS)))
def test_the_examples_with_street_and_number_come_back_from_one_line(spelling: int) -> None:
    table = (reference_folder() / "demo" / "treffpunkte.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.DictReader(io.StringIO(table)) if row["street"] and row["house_number"]]
    assert len(rows) == 37
    for row in rows:
        street, number, town = row["street"], row["house_number"], row["municipality"]
        line = SPELLINGS[spelling](street, number, row["postcode"] or "57072", town)
        assert parts_of(line) == (street.lower(), number, town.lower()), line


@pytest.mark.parametrize(
    ("street", "town"),
    [
        ("Straße des 17. Juni", "Köln"),
        ("Rue de Wattignies", "Mülheim an der Ruhr"),
        ("Am Alten Pastorat", "Horn-Bad Meinberg"),
        ("Zwischen den Kreuzen", "Neunkirchen-Seelscheid"),
        ("Auf'm Rohde", "Wetter (Ruhr)"),
        ("Up de Worth", "Schloß Holte-Stukenbrock"),
        ("Op`m Plasse", "Bad Berleburg"),
        ("55er Straße", "Gronau (Westf.)"),
        ("1.Uelfe", "Radevormwald"),
        ("West I", "Sendenhorst"),
        ("Hauptstr. Nord", "Stolberg (Rhld.)"),
        ("Reigate&Banstead-Platz", "Eschweiler"),
        ("Johnson-&-Johnson-Platz", "Neuss"),
        ("De Ruyter Road", "Mönchengladbach"),
        ("Kamen Karree", "Kamen"),
        ("An der B1", "Dortmund"),
        ("St. Anna Berg", "Haltern am See"),
        ("Dr.-Hammacher-Str.", "Duisburg"),
        ("Platz der Republik", "Rheda-Wiedenbrück"),
        ("Große Hagen", "Halle (Westf.)"),
        ("Vorm Tor", "Erndtebrück"),
        ("Haus Lützeler", "Bergisch Gladbach"),
        ("Buba", "Krefeld"),
        ("Ecke", "Oer-Erkenschwick"),
        ("Rott", "Fröndenberg/Ruhr"),
    ],
)
def test_odd_names_of_streets_and_towns_come_back_from_one_line(street: str, town: str) -> None:
    for spelling in SPELLINGS[:7]:
        line = spelling(street, "7", "57072", town)
        assert parts_of(line) == (street.lower(), "7", town.lower()), line
