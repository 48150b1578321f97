"""An address file or ZIP as chunks of lines: opened with care, decoded, never unpacked to disk. Knows no addresses.

What a file holds is decided by its contents; names inside a ZIP are shown in messages and used for nothing else.
"""

import errno
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from kommanmap.domain.problems import UnreadableTable

CHUNK_BYTES = 1 << 20
LONGEST_LINE_BYTES = 1 << 16
BEGINNING_BYTES = 1 << 16
MOST_BYTES = 8 << 30
"""Twice the nationwide file, twelve times that of North Rhine-Westphalia."""

MOST_RATIO, RATIO_COUNTS_FROM = 60, 32 << 20
"""How many times smaller than its contents a ZIP may be. Address files are packed to a seventh."""

MOST_MEMBERS = 200
_ZIP_BEGINNINGS = (b"PK\x03\x04", b"PK\x05\x06")
_ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, ValueError, OverflowError, struct.error)
_ERRORS_OF_BAD_OFFSETS = (None, errno.EINVAL)
"""What reading a member answers when the list at the end of a ZIP says nonsense."""

_BOM = b"\xef\xbb\xbf"
_OTHER_FILES = frozenset(
    (".pdf", ".xml", ".html", ".docx", ".xlsx", ".png", ".jpg", ".zip", ".gml", ".shp", ".dbf", ".shx", ".prj")
)


@dataclass(frozen=True, slots=True)
class TextPart:
    """One text inside a file or ZIP: `name` for messages, `size` in bytes as promised, `open` gives its bytes."""

    name: str
    size: int
    beginning: tuple[str, ...]
    open: Callable[[], AbstractContextManager[IO[bytes]]]

    def chunks(self) -> Iterator[tuple[list[str], int]]:
        """Whole lines without their ends, chunk by chunk, with the number of bytes read so far.

        Raises:
            UnreadableTable: the ZIP is damaged, too large when unpacked, or no text.
        """
        with _readable(), self.open() as stream:
            yield from _chunks(stream)


def text_parts(path: Path) -> tuple[TextPart, ...]:
    """The texts in a ZIP, or the file itself.

    Raises:
        UnreadableTable: no file, empty, a ZIP that is damaged, encrypted, packed in an unknown way or a bomb.
    """
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise UnreadableTable("not_a_file", file=str(path))  # a device or pipe might never end
    try:
        with path.open("rb") as file:
            head = file.read(4)
    except OSError as error:
        raise _not_openable(path, error) from error
    if not head:
        raise UnreadableTable("empty")
    if head in _ZIP_BEGINNINGS:
        with _readable():
            return tuple(_zip_parts(path))
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise UnreadableTable("addresses_too_large", limit=MOST_BYTES >> 30)
    return (_part(path.name, size, lambda: path.open("rb")),)


def _not_openable(path: Path, error: OSError) -> UnreadableTable:
    if error.errno == errno.ENOENT:
        return UnreadableTable("no_such_file", file=str(path))
    if error.errno == errno.EISDIR:
        return UnreadableTable("is_a_folder", file=str(path))
    return UnreadableTable("cannot_be_opened", file=str(path), reason=error.strerror or str(error))


def _zip_parts(path: Path) -> Iterator[TextPart]:
    with zipfile.ZipFile(path) as archive:
        members = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(members) > MOST_MEMBERS:
        raise UnreadableTable("zip_many_files", limit=MOST_MEMBERS)
    for entry in members:
        if Path(entry.filename).suffix.lower() not in _OTHER_FILES:
            _check_member(entry)
            yield _part(Path(entry.filename).name, entry.file_size, _member(path, entry))


def _check_member(entry: zipfile.ZipInfo) -> None:
    if entry.flag_bits & 1:
        raise UnreadableTable("zip_encrypted")
    bomb = entry.file_size > RATIO_COUNTS_FROM and entry.file_size > MOST_RATIO * max(1, entry.compress_size)
    if bomb or entry.file_size > MOST_BYTES:
        raise UnreadableTable("zip_too_large", name=entry.filename, size=entry.file_size >> 20)


def _member(path: Path, entry: zipfile.ZipInfo) -> Callable[[], AbstractContextManager[IO[bytes]]]:
    @contextmanager
    def opened() -> Iterator[IO[bytes]]:
        with zipfile.ZipFile(path) as archive, archive.open(entry) as stream:
            yield stream

    return opened


def _part(name: str, size: int, opened: Callable[[], AbstractContextManager[IO[bytes]]]) -> TextPart:
    with opened() as stream:
        beginning = stream.read(BEGINNING_BYTES)
    whole = beginning if len(beginning) < BEGINNING_BYTES else beginning[: beginning.rfind(b"\n") + 1]
    text = whole.removeprefix(_BOM).replace(b"\r\n", b"\n")
    return TextPart(name, size, tuple(_decoded(text, _encoding_of(text)).split("\n")), opened)


@contextmanager
def _readable() -> Iterator[None]:
    """What a damaged or foreign ZIP answers, as a refusal."""
    try:
        yield
    except NotImplementedError as error:
        raise UnreadableTable("zip_method") from error
    except RuntimeError as error:
        raise UnreadableTable("zip_encrypted") from error
    except _ZIP_ERRORS as error:
        raise UnreadableTable("zip_broken", reason=str(error)) from error
    except OSError as error:
        if error.errno not in _ERRORS_OF_BAD_OFFSETS:
            raise
        raise UnreadableTable("zip_broken", reason=error.strerror or str(error)) from error


def _chunks(stream: IO[bytes]) -> Iterator[tuple[list[str], int]]:
    rest, done, encoding = b"", 0, ""
    while piece := stream.read(CHUNK_BYTES):
        if not done:
            piece = piece.removeprefix(_BOM)
        done += len(piece)
        if done > MOST_BYTES:
            raise UnreadableTable("addresses_too_large", limit=MOST_BYTES >> 30)
        whole, newline, rest = (rest + piece).rpartition(b"\n")
        if len(rest) > LONGEST_LINE_BYTES:
            raise UnreadableTable("line_too_long", limit=LONGEST_LINE_BYTES >> 10)
        if newline:
            encoding = encoding or _encoding_of(whole)
            yield _lines(whole, encoding), done
    if rest:
        yield _lines(rest, encoding or _encoding_of(rest)), done


def _lines(whole: bytes, encoding: str) -> list[str]:
    if b"\r" in whole:
        whole = whole.replace(b"\r\n", b"\n").removesuffix(b"\r")
    return _decoded(whole, encoding).split("\n")


def _decoded(text: bytes, encoding: str) -> str:
    """Bytes that are no text come as lone surrogates, so that the row they stand in can be told."""
    return text.decode(encoding or "ascii", errors="surrogateescape")


def _encoding_of(text: bytes) -> str:
    """ "utf-8" or "iso-8859-1" by what most lines with umlauts are; "" while there are none."""
    if text.isascii():
        return ""
    foreign = [line for line in text.split(b"\n") if not line.isascii()]
    good = sum(1 for line in foreign if _is_utf8(line))
    return "utf-8" if good * 2 >= len(foreign) else "iso-8859-1"


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
