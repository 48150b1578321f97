"""Answers too large to be made as a whole and kept: compressed while they are made, a few at a time. Knows no places.

Their tag names the data, not the bytes, so whoever has them already is told so before anything is made.
"""

import threading
import zlib
from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus

import brotli
from flask import Flask, Response, abort, current_app, g, request

STREAMS = "kommanmap.streams"
AT_ONCE = 2
"""Each keeps a processor busy for long; the other threads of a process belong to readers."""

GZIP_WINDOW = 31
QUICK = {"gzip": 5, "br": 4}
"""Less thorough than for what is kept: this is done again for everybody."""


def send_in_turn(answer: Response, *, encoding: str, tag: str, max_age: int) -> Response:
    """The answer, piece by piece, in an encoding the asker takes; 304 where the data are still those of its tag."""
    answer.headers["Vary"] = "Accept-Encoding"
    answer.headers["Cache-Control"] = f"public, max-age={max_age}"
    answer.set_etag(f"{tag}-{encoding}", weak=True)
    g.delivered = True
    answer.implicit_sequence_conversion = False  # or the library would read it all to tell its length
    answer.make_conditional(request)
    if answer.status_code != HTTPStatus.OK or request.method == "HEAD":
        return answer
    turn = _Turn(current_app.extensions[STREAMS])
    answer.call_on_close(turn.end)
    pieces: Iterable[bytes] = answer.iter_encoded()
    if encoding != "identity":
        answer.headers["Content-Encoding"] = encoding
        pieces = _compressed(pieces, encoding)
    answer.response = _until_the_end(pieces, turn.end)
    return answer


class _Turn:
    """One of the few that may be under way; ends once, with the last piece or when the asker has gone."""

    def __init__(self, turns: threading.BoundedSemaphore) -> None:
        if not turns.acquire(blocking=False):
            abort(503)
        self._turns, self._ended = turns, False

    def end(self) -> None:
        """Let the next one begin."""
        if not self._ended:
            self._ended = True
            self._turns.release()


def _until_the_end(pieces: Iterable[bytes], then: Callable[[], None]) -> Iterator[bytes]:
    yield from pieces
    then()


def _compressed(pieces: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    press, end = _press(encoding)
    for piece in pieces:
        made = press(piece)
        if made:
            yield made
    yield end()


def _press(encoding: str) -> tuple[Callable[[bytes], bytes], Callable[[], bytes]]:
    """How to add a piece, and how to end."""
    if encoding == "br":
        brotli_press = brotli.Compressor(quality=QUICK["br"])
        return brotli_press.process, brotli_press.finish
    gzip_press = zlib.compressobj(QUICK["gzip"], zlib.DEFLATED, GZIP_WINDOW)
    return gzip_press.compress, gzip_press.flush


def init_app(app: Flask) -> None:
    """Count how many are under way in this process."""
    app.extensions[STREAMS] = threading.BoundedSemaphore(AT_ONCE)
