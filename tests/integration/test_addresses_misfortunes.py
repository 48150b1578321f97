"""`kommanmap addresses import` when something goes wrong: a clear sentence, and the old index as it was."""

import errno
import os
import shutil
import signal
import sqlite3
from pathlib import Path

import pytest

from kommanmap.geocoding.register import address_import, index_swap
from kommanmap.geocoding.register.gebref import HK_DE_HEADER
from kommanmap.geocoding.register.index_file import IndexWriter
from kommanmap.geocoding.register.index_swap import replacing
from tests.addressing import Source, answer, left_over, refusal
from tests.samples_of_addresses import (
    BREMEN,
    DATA_FILE,
    HOUSES,
    KEY_FILE,
    KOELN,
    MARL,
    current,
    hk_de,
    key_file,
    many,
    of_2022,
    text,
    write_text,
    write_zip,
)


@pytest.fixture
def old(instance: Path, tmp_path: Path) -> bytes:
    """What the index holds before anything goes wrong."""
    answer("import", str(write_text(tmp_path / "old.txt", *map(current, HOUSES))))
    return (instance / "addresses.sqlite3").read_bytes()


BAD_FILES: dict[str, tuple[str, Source]] = {
    "too many broken rows": (
        "2 von 101 Zeilen sind unbrauchbar",
        lambda folder: write_text(folder / "a.txt", *many(99), "N;kaputt", "N;auch"),
    ),
    "another file": ("keine Adressdatei", lambda folder: write_text(folder / "a.csv", "name;ort", "Café;Siegen")),
    "a ZIP of other files": (
        "Im ZIP liegt keine", lambda folder: write_zip(folder / "a.zip", {"a.txt": "Hallo", "b.txt": "x"})
    ),
    "a ZIP with two": (
        "mehrere Adressdateien",
        lambda folder: write_zip(folder / "a.zip", {"a.txt": current(MARL), "b.txt": current(KOELN)}),
    ),
    "another state": (
        "Von 1 Adressen liegt keine",
        lambda folder: write_text(folder / "a.txt", HK_DE_HEADER, hk_de(BREMEN)),
    ),
    "a truncated ZIP": (
        "beschädigt",
        lambda folder: truncated(write_zip(folder / "a.zip", {DATA_FILE: text(*map(current, HOUSES))})),
    ),
    "a damaged ZIP": ("beschädigt", lambda folder: damaged(write_zip(folder / "a.zip", {DATA_FILE: text(*many(900))}))),
    "a bomb": ("ausgepackt", lambda folder: write_zip(folder / "a.zip", {DATA_FILE: b"\n" * (33 << 20)})),
    "a municipality without key": (
        "steht nicht in der Schlüsseldatei",
        lambda folder: write_zip(folder / "a.zip", {KEY_FILE: key_file(KOELN), DATA_FILE: text(of_2022(MARL))}),
    ),
    "nothing there": ("gibt es nicht", lambda folder: folder / "a.zip"),
}  # fmt: skip


def truncated(path: Path) -> Path:
    path.write_bytes(path.read_bytes()[:-30])
    return path


def damaged(path: Path) -> Path:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(("said", "source"), BAD_FILES.values(), ids=BAD_FILES)
def test_a_file_that_is_refused_leaves_the_old_index(
    instance: Path, tmp_path: Path, old: bytes, said: str, source: Source
) -> None:
    message = refusal("import", str(source(tmp_path)))
    assert said in message
    assert message.endswith("Die bisherigen Adressen bleiben.")
    assert (instance / "addresses.sqlite3").read_bytes() == old
    assert left_over(instance) == []


def test_a_second_file_without_pairs_is_refused(instance: Path, tmp_path: Path, old: bytes) -> None:
    pairs = [f"{house.oid};{house.postcode}" for house in HOUSES]
    source = write_text(tmp_path / "a.txt", *map(current, HOUSES))
    for said, lines in (("keine Paare", ("name;ort",)), ("unbrauchbar", (*pairs, "kaputt"))):
        path = write_text(tmp_path / "plz.txt", *lines)
        assert said in refusal("import", str(source), "--postcodes", str(path))
        assert (instance / "addresses.sqlite3").read_bytes() == old


@pytest.mark.parametrize(
    ("misfortune", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "nicht genug Platz"),
        (sqlite3.OperationalError("database or disk is full"), "nicht genug Platz"),
        (sqlite3.OperationalError("disk I/O error"), "disk I/O error"),
    ],
    ids=str,
)
def test_a_full_disk_leaves_the_old_index(
    instance: Path, tmp_path: Path, old: bytes, monkeypatch: pytest.MonkeyPatch, misfortune: Exception, said: str
) -> None:
    def full(self: IndexWriter, **_street: object) -> None:
        raise misfortune

    monkeypatch.setattr(IndexWriter, "add_street", full)
    assert said in refusal("import", str(write_text(tmp_path / "a.txt", current(MARL))))
    assert (instance / "addresses.sqlite3").read_bytes() == old
    assert left_over(instance) == []


def test_an_interrupted_import_leaves_the_old_index(
    instance: Path, tmp_path: Path, old: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_path: Path) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(address_import, "_sha256", interrupted)
    assert "Abgebrochen" in refusal("import", str(write_text(tmp_path / "a.txt", current(MARL))))
    assert (instance / "addresses.sqlite3").read_bytes() == old
    assert left_over(instance) == []


def test_two_imports_at_once_do_not_meet(instance: Path, tmp_path: Path, old: bytes) -> None:
    source = write_text(tmp_path / "a.txt", current(MARL))
    with replacing(instance / "addresses.sqlite3") as unfinished:
        unfinished.write_bytes(b"half")
        assert f"(Prozess {os.getpid()})" in refusal("import", str(source))
        assert unfinished.read_bytes() == b"half"
        shutil.copy(instance / "addresses.sqlite3", unfinished)
    assert (instance / "addresses.sqlite3").read_bytes() == old
    assert answer("import", str(source))["houses"] == 1


def test_what_a_killed_import_left_is_removed_by_the_next(instance: Path, tmp_path: Path) -> None:
    child = os.fork()
    if not child:
        with replacing(instance / "addresses.sqlite3") as unfinished:
            unfinished.write_bytes(b"half")
            os.kill(os.getpid(), signal.SIGKILL)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    assert left_over(instance) == ["addresses.sqlite3.unfinished"]
    answer("import", str(write_text(tmp_path / "a.txt", current(MARL))))
    assert left_over(instance) == []


def test_a_damaged_index_is_told_and_can_be_replaced(instance: Path, tmp_path: Path, old: bytes) -> None:
    (instance / "addresses.sqlite3").write_bytes(old[: len(old) // 2])
    assert "Bitte neu einlesen" in refusal("status")
    assert answer("import", str(write_text(tmp_path / "a.txt", current(MARL))))["houses"] == 1


def test_a_folder_that_may_not_be_written_to_is_named(
    instance: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_path: Path) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(_path))

    monkeypatch.setattr(index_swap, "_remove", refused)
    assert "Permission denied" in refusal("import", str(write_text(tmp_path / "a.txt", current(MARL))))
