"""`kommanmap addresses import` and `status`: every layout ends in the same index, which says where it comes from."""

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from kommanmap.cli import commands
from kommanmap.geocoding.register.address_index import AddressIndex
from kommanmap.geocoding.register.gebref import HK_DE_HEADER
from kommanmap.geocoding.register.index_reader import Key
from tests.addressing import Source, answer, call, houses, left_over
from tests.samples_of_addresses import (
    BREMEN,
    DATA_FILE,
    HOUSES,
    KEY_FILE,
    KOELN,
    MARL,
    MARL_4A,
    OLD_HK_DE_HEADER,
    RATINGEN,
    current,
    hk_de,
    key_file,
    many,
    of_2019,
    of_2022,
    old_hk_de,
    text,
    write_text,
    write_zip,
)

OLD_LATIN = "iso-8859-1"
GOOD_FILES: dict[str, tuple[str, str, str, bool, Source]] = {
    "21 columns": (
        "gebref, 21 Spalten", "2026-07-01", "dl-de/zero-2-0", False,
        lambda folder: write_zip(folder / "a.zip", {DATA_FILE: text(*map(current, HOUSES))}),
    ),
    "15 columns": (
        "gebref, 15 Spalten", "2022-01-01", "dl-de/zero-2-0", False,
        lambda folder: write_zip(
            folder / "a.zip", {KEY_FILE: key_file(*HOUSES), DATA_FILE: text(*map(of_2022, HOUSES))}
        ),
    ),
    "14 columns with BOM": (
        "gebref, 14 Spalten", "", "dl-de/by-2-0", False,
        lambda folder: write_zip(folder / "a.zip", {DATA_FILE: "\ufeff" + text(*map(of_2019, HOUSES))}),
    ),
    "HK-DE": (
        "HK-DE", "", "nach Vereinbarung mit der Bezugsstelle (ZSHH)", True,
        lambda folder: write_text(folder / "hk.txt", HK_DE_HEADER, *map(hk_de, (BREMEN, *HOUSES))),
    ),
    "old HK-DE": (
        "HK-DE", "", "nach Vereinbarung mit der Bezugsstelle (ZSHH)", True,
        lambda folder: write_text(
            folder / "hk.txt", OLD_HK_DE_HEADER, *map(old_hk_de, (BREMEN, *HOUSES)), encoding=OLD_LATIN
        ),
    ),
}  # fmt: skip
PAIRS = ("oid;plz", *(f"{house.oid.replace('HK', 'AL')};{house.postcode}" for house in HOUSES))


@pytest.fixture
def old(instance: Path, tmp_path: Path) -> bytes:
    """What the index holds before anything goes wrong."""
    answer("import", str(write_text(tmp_path / "old.txt", *map(current, HOUSES))))
    return (instance / "addresses.sqlite3").read_bytes()


@pytest.mark.parametrize(("layout", "as_of", "licence", "postcodes", "source"), GOOD_FILES.values(), ids=GOOD_FILES)
def test_every_layout_ends_in_the_same_index(
    instance: Path, tmp_path: Path, layout: str, as_of: str, licence: str, postcodes: bool, source: Source
) -> None:
    report = answer("import", str(source(tmp_path)))
    assert (report["houses"], report["streets"], report["broken_rows"]) == (4, 3, 0)
    assert report["left_out_rows"] == (1 if postcodes else 0)
    assert report["with_postcode"] == (4 if postcodes else 0)
    status = answer("status")
    assert (status["imported"], status["layout"], status["as_of"], status["licence"]) == (True, layout, as_of, licence)
    found = {
        (ags, key, name, number, addition, code) for ags, key, name, number, addition, _, _, code in houses(instance)
    }
    assert found == {
        (house.ags, house.key, house.street, int(house.number), house.addition, house.postcode if postcodes else "")
        for house in HOUSES
    }
    assert left_over(instance) == []


def test_a_house_lies_where_the_file_says_to_a_centimetre(instance: Path, tmp_path: Path) -> None:
    answer("import", str(write_text(tmp_path / "a.txt", current(MARL))))
    ((*_, lat, lon, _code),) = houses(instance)
    assert (lat, lon) == (pytest.approx(51.62887123, abs=1e-7), pytest.approx(7.05633275, abs=1e-7))


def test_the_index_remembers_where_it_comes_from(instance: Path, tmp_path: Path) -> None:
    assert not answer("status")["imported"]
    assert "opengeodata.nrw.de" in call("status").stdout
    path = write_text(tmp_path / "gebref.txt", *map(current, HOUSES))
    answer("import", str(path))
    status = answer("status")
    assert (status["file_name"], status["rows"]) == ("gebref.txt", 4)
    assert status["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert status["imported_at_utc"].endswith("+00:00")
    assert "4 Adressen in 3 Straßen" in call("status").stdout


@pytest.mark.parametrize("packed", [True, False])
def test_postcodes_are_joined_from_a_second_file(instance: Path, tmp_path: Path, packed: bool) -> None:
    pairs = write_text(tmp_path / "plz.txt", *PAIRS[:-1])
    if packed:
        pairs = write_zip(tmp_path / "plz.zip", {"plz.csv": text(*PAIRS[:-1])})
    source = write_text(tmp_path / "a.txt", *map(current, HOUSES))
    report = answer("import", str(source), "--postcodes", str(pairs))
    assert (report["with_postcode"], report["postcode_rows"], report["postcode_broken_rows"]) == (3, 4, 0)
    assert {(number, code) for *_, number, _, _, _, code in houses(instance)} == {
        (2, MARL.postcode),
        (4, MARL_4A.postcode),
        (10, KOELN.postcode),
        (6, ""),
    }


def test_a_few_broken_rows_are_counted_and_named(instance: Path, tmp_path: Path) -> None:
    rows = many(299)
    rows[100:100] = ["", "# Bemerkung", current(KOELN).replace(";10;", ";zehn;")]
    rows.append(current(RATINGEN).replace("5685090.386", "5685O90.386"))
    report = answer("import", str(write_text(tmp_path / "a.txt", *rows)))
    assert (report["rows"], report["houses"], report["broken_rows"]) == (301, 299, 2)
    assert [(row["line"], row["code"]) for row in report["broken"]] == [(103, "row_number"), (303, "row_position")]
    assert "Unbrauchbare Zeilen: 2 von 301" in call("status").stdout
    assert "! Zeile 103: „zehn“ ist keine Hausnummer." in call("import", str(tmp_path / "a.txt")).stdout


def test_an_open_index_keeps_answering_and_then_shows_the_new_one(instance: Path, tmp_path: Path, old: bytes) -> None:
    index = AddressIndex(instance / "addresses.sqlite3", check_seconds=0)
    before = index.reader()
    answer("import", str(write_text(tmp_path / "a.txt", current(MARL))))
    assert [street.name for street in before.named(Key.FOLDED, "minoritenstrasse")] == ["Minoritenstraße"]
    after = index.reader()
    assert after.named(Key.FOLDED, "minoritenstrasse") == []
    assert (before.origin.houses, after.origin.houses) == (4, 1)
    before.close()
    index.close()


def test_far_fewer_addresses_than_before_are_worth_a_word(instance: Path, tmp_path: Path, old: bytes) -> None:
    fewer = call("import", str(write_text(tmp_path / "a.txt", current(MARL))))
    assert (fewer.exit_code, fewer.stderr.splitlines()[-1]) == (
        0,
        "Vorher waren es 4 Adressen. Ist die Datei vollständig?",
    )
    assert answer("import", str(tmp_path / "old.txt"))["houses_before"] == 1


def test_progress_is_told_on_stderr(instance: Path, tmp_path: Path) -> None:
    result = call("import", str(write_text(tmp_path / "a.txt", *map(current, HOUSES))))
    assert "Adressen lesen: 100%, 4 Zeilen" in result.stderr
    assert "Straßen schreiben: 100%" in result.stderr
    assert "lesen:" not in result.stdout


def test_the_doctor_says_which_addresses_are_there(instance: Path, tmp_path: Path, old: bytes) -> None:
    def said() -> tuple[bool, str]:
        checks = json.loads(CliRunner().invoke(commands, ["doctor", "--json"]).stdout)["checks"]
        ((ok, detail),) = [(check["ok"], check["detail"]) for check in checks if check["name"] == "addresses"]
        return ok, detail

    assert said() == (True, "4 vom 2026-07-01, Geobasis NRW, Gebäudereferenzen")
    (instance / "addresses.sqlite3").write_bytes(old[:-100])
    assert said()[0] is False
    (instance / "addresses.sqlite3").unlink()
    assert said()[0] is True
