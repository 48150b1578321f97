"""Lines of official address files become typed rows, whichever year they are from."""

import pytest

from kommanmap.geocoding.register.gebref import (
    HK_DE_HEADER,
    BrokenRow,
    Layout,
    Product,
    Row,
    is_key_file,
    layout_of,
    licence_of,
    municipality_keys,
    read_row,
)
from tests.samples_of_addresses import (
    HOUSES,
    MARL,
    MARL_4A,
    OLD_HK_DE_HEADER,
    RATINGEN,
    current,
    hk_de,
    key_file,
    of_2019,
    of_2022,
    old_hk_de,
)

PUBLISHED_2022 = "N;DENW000002207504;A;05;1;58;028;0000;12741;6;;32349925,060;5685090,386;Minoritenstraße;2022-01-01"
PUBLISHED_2026 = (
    "N;DENW52HK000AAamr;C;05;Nordrhein-Westfalen;5;Münster;62;Recklinghausen;024;Marl;0000;;07146;Polsumer Straße;2;;"
    "32;365471.472;5721550.800;2026-07-01"
)
LAYOUTS = {
    "current": (Product.GEBREF_21, "2026-07-01", [current(MARL_4A)]),
    "2022": (Product.GEBREF_15, "2022-01-01", [of_2022(MARL_4A)]),
    "2019": (Product.GEBREF_14, "", [of_2019(MARL_4A)]),
    "HK-DE": (Product.HK_DE, "", [HK_DE_HEADER, hk_de(MARL_4A)]),
    "HK-DE without header": (Product.HK_DE, "", [hk_de(MARL_4A)]),
    "old HK-DE": (Product.HK_DE, "", ["# Stand 2013", OLD_HK_DE_HEADER, old_hk_de(MARL_4A)]),
    "old HK-DE without header": (Product.HK_DE, "", [old_hk_de(MARL_4A)]),
}
GOOD = current(MARL)
DAMAGE = {
    "row_cells": GOOD.removesuffix(";2026-07-01"),
    "row_keys": GOOD.replace(";024;", ";24;"),
    "row_municipality": GOOD.replace(";024;", ";999;"),
    "row_street": GOOD.replace("Polsumer Straße", " "),
    "row_number": GOOD.replace(";2;;32;", ";zwei;;32;"),
    "row_position": GOOD.replace("365471.472", "1.5"),
    "row_characters": GOOD.replace("ß", "\udcdf"),
}


def layout(line: str) -> Layout:
    found = layout_of([line])
    assert found
    return found


def why(line: str, of: Layout) -> str:
    with pytest.raises(BrokenRow) as caught:
        read_row(line, of)
    return caught.value.problem.code


@pytest.mark.parametrize(("product", "date", "lines"), LAYOUTS.values(), ids=LAYOUTS)
def test_every_layout_is_told_and_means_the_same_house(product: Product, date: str, lines: list[str]) -> None:
    found = layout_of(lines)
    assert found
    assert found.product is product
    row = read_row(lines[-1], found)
    assert (row.ags, row.street_key, row.street) == ("05562024", "07146", "Polsumer Straße")
    assert (row.number, row.addition, row.east, row.north) == (4, "a", 365500.0, 5721560.0)
    assert (row.postcode, row.date) == ("45768" if product is Product.HK_DE else "", date)


def test_published_rows_are_read() -> None:
    assert read_row(PUBLISHED_2026, layout(PUBLISHED_2026)) == Row(
        "05562024", "07146", "Polsumer Straße", "", 2, "", 365471.472, 5721550.8, "", "2026-07-01"
    )
    row = read_row(PUBLISHED_2022, layout(PUBLISHED_2022))
    assert (row.ags, row.street_key, row.street, row.number) == ("05158028", "12741", "Minoritenstraße", 6)
    assert (round(row.east, 3), row.north, row.date) == (349925.06, 5685090.386, "2022-01-01")


@pytest.mark.parametrize(("code", "line"), DAMAGE.items(), ids=DAMAGE)
def test_a_broken_row_says_why(code: str, line: str) -> None:
    with pytest.raises(BrokenRow) as caught:
        read_row(line, layout(GOOD), frozenset(["05562024"]))
    assert caught.value.problem.code == code


@pytest.mark.parametrize(
    "position", [";nan;", ";inf;", ";1e300;", ";;", ";12,5;", ";9365471.472;", ";33365471.472;"], ids=str
)
def test_a_position_outside_the_state_or_of_another_zone_is_none(position: str) -> None:
    assert why(GOOD.replace(";365471.472;", position), layout(GOOD)) == "row_position"
    assert why(GOOD.replace(";32;", ";33;"), layout(GOOD)) == "row_position"


@pytest.mark.parametrize("number", ["", "0", "-3", "²", "1_0", "70000", "1" * 5000])
def test_only_usual_numbers_are_house_numbers(number: str) -> None:
    assert why(GOOD.replace(";2;;32;", f";{number};;32;"), layout(GOOD)) == "row_number"


def test_points_and_commas_may_be_mixed_and_numbers_padded() -> None:
    mixed = GOOD.replace("365471.472", "32365471,472").replace(";2;;32;", ";0002; A ;32;")
    row = read_row(mixed, layout(GOOD))
    assert (row.number, row.addition, round(row.east, 3)) == (2, "a", 365471.472)


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["name;gemeinde", "Café;Siegen"],
        ["\x00\x01\x02"],
        [";" * 20],
        [HK_DE_HEADER],
        [HK_DE_HEADER, "N;1;2"],
        ["<!DOCTYPE html>"],
    ],
)
def test_other_files_are_no_address_files(lines: list[str]) -> None:
    assert layout_of(lines) is None


def test_a_broken_first_row_does_not_hide_the_layout() -> None:
    found = layout_of(["N;kaputt", *map(current, HOUSES)])
    assert found
    assert found.product is Product.GEBREF_21


def test_the_key_file_names_the_municipalities() -> None:
    lines = key_file(RATINGEN, MARL).split("\r\n")
    assert is_key_file(lines)
    assert not is_key_file([current(MARL)])
    assert municipality_keys(lines) == {"05158028", "05562024"}
    assert municipality_keys(["G;05;1;58;028"]) == frozenset()


def test_the_licence_follows_from_product_and_date() -> None:
    assert licence_of(Product.GEBREF_21, "2026-07-01") == "dl-de/zero-2-0"
    assert licence_of(Product.GEBREF_15, "2020-01-01") == "dl-de/by-2-0"
    assert licence_of(Product.GEBREF_14, "") == "dl-de/by-2-0"
    assert "Vereinbarung" in licence_of(Product.HK_DE, "")
