"""House numbers as people write them: the first house, and all of it in one spelling."""

import pytest

from kommanmap.geocoding.parser.house_numbers import FOUND, house_number
from kommanmap.geocoding.parser.parsing import parse


@pytest.mark.parametrize(
    ("written", "number", "addition", "typed"),
    [
        ("12", 12, "", "12"),
        ("12a", 12, "a", "12a"),
        ("12 A", 12, "a", "12a"),
        ("12-14", 12, "", "12-14"),
        ("12–14", 12, "", "12-14"),
        ("4 – 6", 4, "", "4-6"),
        ("12 bis 14", 12, "", "12-14"),
        ("12 und 14", 12, "", "12+14"),
        ("12 & 14", 12, "", "12+14"),
        ("12+14", 12, "", "12+14"),
        ("7/8", 7, "", "7/8"),
        ("12 1/2", 12, "1/2", "12 1/2"),
        ("12a 1/2", 12, "1/2", "12a 1/2"),
        ("3 a-c", 3, "a", "3a-c"),
        ("3 a - c", 3, "a", "3a-c"),
        ("10a/b", 10, "a", "10a/b"),
        ("1-3a", 1, "", "1-3a"),
        ("5-7 + 9", 5, "", "5-7+9"),
        ("1234", 1234, "", "1234"),
    ],
)
def test_a_number_is_its_first_house_and_one_spelling_of_all(
    written: str, number: int, addition: str, typed: str
) -> None:
    found = house_number(written)
    assert (found.number, found.addition, found.typed, found.written) == (number, addition, typed, written)
    in_a_line = parse(f"Hauptstraße {written}, Siegen")
    assert (in_a_line.street, in_a_line.house_number, in_a_line.town) == ("Hauptstraße", found, "Siegen")


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("Hauptstr. Nr. 12", "12"),
        ("Hauptstr. Nr.12a", "12a"),
        ("Hauptstr. No. 12", "12"),
        ("Hauptstr. Hausnr. 12", "12"),
        ("Hauptstr. Haus-Nr. 12", "12"),
        ("Hauptstr. Hausnummer 12", "12"),
        ("Hauptstr. H.Nr. 12", "12"),
        ("Hauptstr. 12½", "12 1/2"),
        ("Hauptstr. 12 ½", "12 1/2"),
        ("Hauptstr.12", "12"),
        ("Hauptstr12", "12"),
    ],
)
def test_what_announces_a_number_is_no_part_of_it(typed: str, number: str) -> None:
    address = parse(typed)
    assert (address.street.rstrip("."), address.number_text, address.rest) == ("Hauptstr", number, ())


@pytest.mark.parametrize("text", ["17. Juni", "1. Etage", "57072", "B1", "0271", "1.05", "§5", "a5"])
def test_other_digits_are_no_house_number(text: str) -> None:
    assert FOUND.search(text) is None


def test_numbers_are_compared_by_what_they_mean() -> None:
    assert house_number("12 A") == house_number("12a") != house_number("12b")


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="not a house number"):
        house_number("abc")
