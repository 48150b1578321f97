"""An address index is written once, opened in no time, noticed when replaced, and never a traceback when damaged."""

import sqlite3
import struct
import threading
from pathlib import Path

import pytest

from kommanmap.geocoding.register.address_index import AddressIndex
from kommanmap.geocoding.register.index_file import E7, HOUSE, Houses, IndexOrigin, IndexWriter, cell_of
from kommanmap.geocoding.register.index_reader import BrokenAddressIndex, IndexReader, Key, NoAddressIndex
from kommanmap.geocoding.register.phonetics import cologne_phonetics
from kommanmap.geocoding.register.street_keys import street_key
from tests.address_samples import KOELN, SAMPLE_ORIGIN, SAMPLE_STREETS, SIEGEN, write_sample_index

pytestmark = pytest.mark.usefixtures("index_files")

ORIGIN = IndexOrigin(source="Probe", licence="dl-de/zero-2-0", imported_at_utc="2026-03-18T10:00:00+00:00")


@pytest.fixture
def reader(sample_index: Path) -> IndexReader:
    return IndexReader(sample_index)


def write_one(path: Path, name: str, *numbers: tuple[int, str]) -> IndexOrigin:
    with IndexWriter(path, ORIGIN) as writer:
        houses = Houses()
        for number, addition in numbers or ((1, ""),):
            houses.add(number, writer.addition_code(addition), round(50.9 * E7), round(8.0 * E7))
        writer.add_street(ags=SIEGEN, key="00001", name=name, houses=houses)
        return writer.finish()


def test_what_was_written_is_read(reader: IndexReader) -> None:
    streets = reader.named(Key.FOLDED, street_key("Talstraße"), SIEGEN)
    assert [(street.key, street.name, street.district) for street in streets] == [
        ("00020", "Talstraße", "Geisweid"),
        ("00030", "Talstraße", "Eiserfeld"),
    ]
    house = reader.house(streets[1], 14, "a")
    assert house is not None
    assert (house.text, house.postcode, house.lat, house.lon) == ("14a", "57080", 508430000, 79958000)
    assert reader.house(streets[1], 14, "") is None
    assert reader.house(streets[1], 70_000, "") is None


def test_the_origin_counts_streets_and_houses(reader: IndexReader) -> None:
    houses = sum(len(street.numbers) for street in SAMPLE_STREETS)
    assert (reader.origin.streets, reader.origin.houses) == (len(SAMPLE_STREETS), houses)
    assert (reader.origin.source, reader.origin.as_of) == (SAMPLE_ORIGIN.source, "2026-01-01")
    assert sum(reader.houses_by_town.values()) == houses


def test_what_became_known_during_the_import_replaces_the_first_origin(tmp_path: Path) -> None:
    with IndexWriter(tmp_path / "a.sqlite3", ORIGIN) as writer:
        written = writer.finish(IndexOrigin("Probe", "dl-de/zero-2-0", "2026-03-18T10:00:00+00:00", rows=7))
    assert IndexReader(tmp_path / "a.sqlite3").origin == written
    assert (written.rows, written.streets) == (7, 0)


def test_houses_are_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    write_one(tmp_path / "a.sqlite3", "Weg", (12, "b"), (2, ""), (12, ""), (12, "a"), (7, "1/2"))
    reader = IndexReader(tmp_path / "a.sqlite3")
    (street,) = reader.named(Key.FOLDED, "weg")
    assert [house.number for house in reader.houses(street)] == [2, 7, 12, 12, 12]
    assert {house.text for house in reader.houses(street)} == {"2", "7 1/2", "12", "12a", "12b"}


def test_a_number_is_found_whatever_bytes_stand_before_it(tmp_path: Path) -> None:
    """The number's two bytes also stand inside positions of other houses; only whole houses count."""
    path = tmp_path / "a.sqlite3"
    with IndexWriter(path, ORIGIN) as writer:
        houses = Houses()
        houses.add(1, 0, 0x0005_0000, 0x0005_0000)
        houses.add(5, 0, 2, 3)
        writer.add_street(ags=SIEGEN, key="1", name="Weg", houses=houses)
        writer.finish()
    reader = IndexReader(path)
    house = reader.house(reader.named(Key.FOLDED, "weg")[0], 5, "")
    assert house is not None
    assert (house.lat, house.lon) == (2, 3)


def test_a_street_without_houses_is_left_out(tmp_path: Path) -> None:
    with IndexWriter(tmp_path / "a.sqlite3", ORIGIN) as writer:
        writer.add_street(ags=SIEGEN, key="1", name="Leere Straße", houses=Houses())
        assert writer.finish().streets == 0


def test_all_streets_of_a_town_stand_together(reader: IndexReader) -> None:
    town = reader.town(KOELN)
    assert "muhlenstrasse" in town.names
    assert [street.folded for street in reader.with_ids(town.ids)] == town.names
    assert reader.town("99999999").names == []


def test_names_are_kept_by_length(reader: IndexReader) -> None:
    assert "talstrasse" in reader.spellings(10)
    assert reader.spellings(77) == []
    assert reader.has_name("prinzipalmarkt")
    assert not reader.has_name("prinzipalmark")


def test_positions_that_are_none_are_refused_while_writing() -> None:
    with pytest.raises(struct.error):
        Houses().add(70_000, 0, 0, 0)
    houses = Houses()
    houses.add(3, 0, 1, 2)
    assert (len(houses), HOUSE.size) == (1, 14)


def test_neighbouring_cells_have_neighbouring_numbers() -> None:
    here = cell_of(round(51.0001 * E7), round(7.0001 * E7))
    assert cell_of(round(51.0001 * E7), round(7.0041 * E7)) == here + 1


def test_a_missing_file_is_not_a_broken_one(tmp_path: Path) -> None:
    with pytest.raises(NoAddressIndex):
        AddressIndex(tmp_path / "none.sqlite3").reader()


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0" + b"x" * 500, b"<html>nicht gefunden</html>" * 99])
def test_another_file_is_no_index(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.sqlite3"
    path.write_bytes(content)
    with pytest.raises(BrokenAddressIndex):
        AddressIndex(path).reader()


def test_another_database_is_no_index(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE street (id INTEGER)")
    database.close()
    with pytest.raises(BrokenAddressIndex, match="not an address index"):
        IndexReader(path)


def test_a_folder_is_no_index(tmp_path: Path) -> None:
    with pytest.raises(BrokenAddressIndex):
        IndexReader(tmp_path)


def test_a_truncated_file_is_recognised_when_it_is_opened(sample_index: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    path.write_bytes(sample_index.read_bytes()[:-8192])
    with pytest.raises(BrokenAddressIndex, match=r"incomplete|malformed"):
        IndexReader(path)


def test_another_layout_is_refused(sample_index: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    path.write_bytes(sample_index.read_bytes())
    database = sqlite3.connect(path)
    database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(BrokenAddressIndex, match="layout 99"):
        IndexReader(path)


def test_damage_inside_is_said_as_such(sample_index: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    content = bytearray(sample_index.read_bytes())
    for at in range(8192 * 2, len(content), 64):
        content[at : at + 32] = b"\xff" * 32
    path.write_bytes(content)
    with pytest.raises(BrokenAddressIndex):
        IndexReader(path).named(Key.FOLDED, "talstrasse", SIEGEN)


def test_a_replaced_file_is_noticed_and_the_old_one_stays_usable(tmp_path: Path) -> None:
    path, new = tmp_path / "a.sqlite3", tmp_path / "new.sqlite3"
    write_one(path, "Alte Straße")
    index = AddressIndex(path, check_seconds=0)
    before, stamp = index.reader(), index.stamp()
    write_one(new, "Neue Straße")
    new.rename(path)
    assert [street.name for street in index.reader().named(Key.FOLDED, "neuestrasse")] == ["Neue Straße"]
    assert [street.name for street in before.named(Key.FOLDED, "altestrasse")] == ["Alte Straße"]
    assert index.stamp() != stamp
    index.close()


def test_the_file_is_looked_at_once_a_second_only(tmp_path: Path) -> None:
    path, new = tmp_path / "a.sqlite3", tmp_path / "new.sqlite3"
    write_one(path, "Alte Straße")
    index = AddressIndex(path, check_seconds=3600)
    first = index.reader()
    write_one(new, "Neue Straße")
    new.rename(path)
    assert index.reader() is first


def test_a_file_that_comes_later_is_found(tmp_path: Path) -> None:
    index = AddressIndex(tmp_path / "a.sqlite3", check_seconds=0)
    assert index.stamp() == ""
    write_one(tmp_path / "a.sqlite3", "Weg")
    assert index.stamp() != ""
    (tmp_path / "a.sqlite3").unlink()
    assert index.stamp() == ""


def test_a_writer_that_is_left_early_closes_its_file(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="genug"), IndexWriter(tmp_path / "a.sqlite3", ORIGIN):
        raise RuntimeError("genug")
    with pytest.raises(BrokenAddressIndex):
        IndexReader(tmp_path / "a.sqlite3")


def test_threads_share_a_reader(sample_index: Path) -> None:
    index = AddressIndex(sample_index)
    found: list[int] = []

    def ask() -> None:
        for _ in range(50):
            found.append(len(index.reader().named(Key.FOLDED, "hauptstrasse")))
            index.reader().town(SIEGEN)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [3] * 200


def test_two_samples_are_the_same_file(sample_index: Path, tmp_path: Path) -> None:
    write_sample_index(tmp_path / "again.sqlite3")
    assert (tmp_path / "again.sqlite3").read_bytes() == sample_index.read_bytes()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dr.-Ernst-Str.", "Doktor-Ernst-Straße"),
        ("St.-Johann-Straße", "Sankt Johann Strasse"),
        ("Frhr.-v.-Stein-Str.", "Freiherr-vom-Stein-Straße"),
        ("Gr. Kirchstr.", "Große Kirchstraße"),
        ("Dürener St.", "Duerener Straße"),
    ],
)
def test_short_and_long_names_have_one_key(one: str, other: str) -> None:
    assert street_key(one) == street_key(other)


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("mullerludenscheidt", "65752682"),
        ("wikipedia", "3412"),
        ("breschnew", "17863"),
        ("heinz", "068"),
        ("hex", "048"),
    ],
)
def test_names_sound_as_the_published_examples(word: str, code: str) -> None:
    """Examples that go with the description of the method (H. J. Postel 1969)."""
    assert cologne_phonetics(word) == code
