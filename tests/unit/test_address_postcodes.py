"""The second file joins postcodes to addresses by their object id, in little memory."""

import pytest

from kommanmap.geocoding.register.address_postcodes import PairReader, PostcodeTable


def read(*lines: str) -> tuple[dict[str, int], list[int], PostcodeTable]:
    """Codes by postcode, places of bad lines, the table."""
    codes: dict[str, int] = {}
    table = PostcodeTable()
    reader = PairReader(lines)
    assert reader.understood
    bad = reader.read(lines, table=table, code_of=lambda postcode: codes.setdefault(postcode, len(codes) + 1))
    return codes, bad, table


def test_a_table_finds_what_it_was_told_and_nothing_else() -> None:
    ids = [f"DENW52HK{number * 7919 % 100_003:08}" for number in range(20_000)]
    table = PostcodeTable()
    for place, object_id in enumerate(ids):
        table.add(object_id, place % 900 + 1)
    assert [table.find(object_id) for object_id in ids] == [place % 900 + 1 for place in range(len(ids))]
    assert table.count == len(set(ids))
    assert {table.find(f"DENW52XX{number:08}") for number in range(20_000)} == {0}


def test_the_last_word_about_an_id_counts() -> None:
    table = PostcodeTable()
    table.add("DENW52HK000AAamr", 1)
    table.add("DENW52AL000AAamr", 2)
    assert (table.count, table.find("DENW52HK000AAamr")) == (1, 2)


@pytest.mark.parametrize(
    "lines",
    [
        ["DENW52AL000AAamr;45768"],
        ["45768;DENW52HK000AAamr"],
        ["oid;plz", "DENW52AL000AAamr;45768"],
        ["plz\toid", "45768\tDENW52AL000AAamr"],
        ['"id","postcode"', '"DENW52AL000AAamr","45768"', ""],
        ["# vom Dienst", " DENW52AL000AAamr ; 45768 "],
    ],
)
def test_both_orders_headers_and_separators_are_understood(lines: list[str]) -> None:
    codes, bad, table = read(*lines)
    assert (list(codes), bad) == (["45768"], [])
    assert codes["45768"] == table.find("DENW52HK000AAamr") == table.find("DENW52AL000AAamr")
    assert table.find("DENW52XX000AAamr") == 0


def test_lines_that_are_no_pairs_are_named() -> None:
    _, bad, table = read("A1;45768", "A2;4576", "A3", ";45768", "A4;45768;x", "A5;45769")
    assert bad == [1, 2, 3, 4]
    assert table.count == 2


def test_other_files_are_no_pairs() -> None:
    for lines in ([], ["name;gemeinde"], ["a;b;c", "1;2;3"], ["DENW52AL000AAamr"]):
        assert not PairReader(lines).understood
