"""An address file or ZIP becomes lines: whatever the line ends and letters, and with a limit to everything."""

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from kommanmap.domain.problems import UnreadableTable
from kommanmap.geocoding.register import address_file
from kommanmap.geocoding.register.address_file import text_parts
from tests.samples_of_addresses import MARL, current, write_zip


def lines_of(path: Path) -> list[str]:
    return [line for part in text_parts(path) for lines, _ in part.chunks() for line in lines]


def refusal(path: Path) -> str:
    with pytest.raises(UnreadableTable) as caught:
        lines_of(path)
    return caught.value.problem.code


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("last", [True, False])
@pytest.mark.parametrize("chunk", [1 << 20, 7])
def test_lines_come_out_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: bytes, bom: bytes, last: bool, chunk: int
) -> None:
    monkeypatch.setattr(address_file, "CHUNK_BYTES", chunk)
    content = bom + end.join(line.encode() for line in ("eins", "Größe", "", "drei")) + (end if last else b"")
    assert lines_of(written(tmp_path / "a.txt", content)) == ["eins", "Größe", "", "drei"]


def test_a_member_of_a_zip_is_read_like_a_file(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"../../gebref.txt": "eins\r\nzwei\r\n", "beschreibung.pdf": b"%PDF"})
    assert lines_of(path) == ["eins", "zwei"]
    assert [part.name for part in text_parts(path)] == ["gebref.txt"]
    assert [file.name for file in tmp_path.iterdir()] == ["a.zip"]


def test_old_files_are_iso_8859_1(tmp_path: Path) -> None:
    lines = [*["Hauptweg"] * 3, "Große Straße", "Ölweg"]
    assert lines_of(written(tmp_path / "a.txt", "\n".join(lines).encode("iso-8859-1"))) == lines


def test_one_damaged_letter_does_not_change_the_encoding_of_the_rest(tmp_path: Path) -> None:
    content = "\n".join(["Große Straße"] * 5).encode() + b"\nGro\xdfe Stra\xdfe\n"
    assert lines_of(written(tmp_path / "a.txt", content)) == [*["Große Straße"] * 5, "Gro\udcdfe Stra\udcdfe"]


def test_what_is_no_file_is_said(tmp_path: Path) -> None:
    assert refusal(tmp_path / "nicht-da.txt") == "no_such_file"
    assert refusal(tmp_path) == "is_a_folder"
    assert refusal(written(tmp_path / "leer.txt", b"")) == "empty"
    assert refusal(Path(os.devnull)) == "not_a_file"


def test_a_truncated_zip_is_refused(tmp_path: Path) -> None:
    whole = write_zip(tmp_path / "a.zip", {"gebref.txt": current(MARL) * 100}).read_bytes()
    assert refusal(written(tmp_path / "b.zip", whole[:-40])) == "zip_broken"
    assert refusal(written(tmp_path / "c.zip", whole[:60])) == "zip_broken"
    assert refusal(written(tmp_path / "d.zip", b"PK\x03\x04")) == "zip_broken"


def changed(content: bytes, where: Callable[[zipfile.ZipInfo], int], value: bytes) -> bytes:
    """A ZIP with some bytes of its first entry's record in the list at its end replaced."""
    entry = zipfile.ZipFile(io.BytesIO(content)).infolist()[0]
    at = content.index(b"PK\x01\x02") + where(entry)
    return content[:at] + value + content[at + len(value) :]


@pytest.mark.parametrize(
    ("at", "value", "code"),
    [
        (8, b"\x01\x00", "zip_encrypted"),
        (10, b"\x09\x00", "zip_method"),
        (16, b"\x00\x00\x00\x00", "zip_broken"),
        (24, (2 << 30).to_bytes(4, "little"), "zip_too_large"),
    ],
    ids=["encrypted", "Deflate64", "checksum", "bomb"],
)
def test_a_zip_that_cannot_be_trusted_is_refused(tmp_path: Path, at: int, value: bytes, code: str) -> None:
    whole = write_zip(tmp_path / "a.zip", {"gebref.txt": "Zeile\n" * 20_000}).read_bytes()
    assert refusal(written(tmp_path / "b.zip", changed(whole, lambda _entry: at, value))) == code


def test_damage_in_the_middle_of_a_zip_is_noticed(tmp_path: Path) -> None:
    rows = "\n".join(f"{number * 7919 % 10007}" for number in range(60_000))
    whole = bytearray(write_zip(tmp_path / "a.zip", {"gebref.txt": rows}).read_bytes())
    whole[len(whole) // 2] ^= 0xFF
    assert refusal(written(tmp_path / "b.zip", bytes(whole))) == "zip_broken"


def test_a_real_bomb_is_refused_before_it_goes_off(tmp_path: Path) -> None:
    assert refusal(write_zip(tmp_path / "a.zip", {"gebref.txt": b"0" * (40 << 20)})) == "zip_too_large"


def test_endless_lines_and_too_many_files_are_refused(tmp_path: Path) -> None:
    assert refusal(written(tmp_path / "a.txt", b"1" * (1 << 18))) == "line_too_long"
    assert refusal(write_zip(tmp_path / "a.zip", {f"{number}.txt": "1" for number in range(201)})) == "zip_many_files"


def test_a_file_that_grows_beyond_the_limit_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path / "a.txt", b"Zeile\n" * 1000)
    (part,) = text_parts(path)
    monkeypatch.setattr(address_file, "MOST_BYTES", 5000)
    assert refusal(path) == "addresses_too_large"
    with pytest.raises(UnreadableTable):
        list(part.chunks())
