"""Files in pieces: JSON with one long list; bodies and archives wait on disk until they are whole. Knows no places."""

import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

PIECE_BYTES = 64 * 1024
EARLIEST_IN_ZIP = (1980, 1, 1, 0, 0, 0)
LARGE_MEMBER = 2**31 - 1
"""Beyond this an archive needs the larger kind of entry."""

TemporaryBytes = tempfile.SpooledTemporaryFile[bytes]


def json_text(value: object) -> str:
    """JSON without blanks, letters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def json_list(head: Mapping[str, Any], name: str, items: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """An object with the members of `head`, then a list of this name."""
    before = json_text(head)[:-1] + ("," if head else "") + f"{json_text(name)}:["
    return encoded(_json_pieces(before, items))


def _json_pieces(before: str, items: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    yield before
    for number, item in enumerate(items):
        yield f",{json_text(item)}" if number else json_text(item)
    yield "]}"


def encoded(texts: Iterable[str]) -> Iterator[bytes]:
    """UTF-8 in pieces that are worth sending."""
    waiting: list[str] = []
    length = 0
    for text in texts:
        waiting.append(text)
        length += len(text)
        if length >= PIECE_BYTES:
            yield "".join(waiting).encode("utf-8", "replace")
            waiting, length = [], 0
    if waiting:
        yield "".join(waiting).encode("utf-8", "replace")


def member(name: str, made_utc: datetime) -> zipfile.ZipInfo:
    """An entry of an archive, compressed, with a date that is the same every time."""
    entry = zipfile.ZipInfo(name, max(made_utc.timetuple()[:6], EARLIEST_IN_ZIP))
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def on_disk() -> TemporaryBytes:
    """An empty temporary file, in memory while it is small; `read_back` ends it."""
    return tempfile.SpooledTemporaryFile(max_size=PIECE_BYTES * 16)


def kept(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Goes through all pieces now and gives them back from the disk: what stands before them depends on them."""
    file = on_disk()
    file.writelines(pieces)
    return read_back(file)


def read_back(file: TemporaryBytes) -> Iterator[bytes]:
    """The contents of a temporary file from its beginning, which is closed and gone afterwards."""
    with file:
        file.seek(0)
        while piece := file.read(PIECE_BYTES):
            yield piece
