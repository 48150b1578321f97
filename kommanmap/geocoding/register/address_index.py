"""The address index of an installation, as a process keeps it: opened when asked for, noticed when it is replaced.

Knows the file's path and identity; what stands in it is the matter of `index_reader`.
"""

import os
import threading
import time
from pathlib import Path

from kommanmap.domain.errors import KommAnMapError
from kommanmap.geocoding.register.index_reader import BrokenAddressIndex, IndexReader, NoAddressIndex

CHECK_SECONDS = 1.0
"""How often the file is looked at; an import is seen by every process within this time."""


class AddressIndex:
    """The index file of an installation, as a process sees it. Safe between threads and after a fork."""

    def __init__(self, path: Path, *, check_seconds: float = CHECK_SECONDS) -> None:
        self.path = path
        self._check_seconds = check_seconds
        self._lock = threading.Lock()
        self._seen: tuple[int, ...] = ()
        self._next_check = 0.0
        self._process = 0
        self._opened: IndexReader | KommAnMapError | None = None

    def reader(self) -> IndexReader:
        """The newest file, opened.

        Raises:
            NoAddressIndex: there is none.
            BrokenAddressIndex: it cannot be read.
        """
        now = time.monotonic()
        if self._opened is None or now >= self._next_check or self._process != os.getpid():
            with self._lock:
                self._look(now)
        opened = self._opened
        if isinstance(opened, IndexReader):
            return opened
        raise (type(opened) if opened else NoAddressIndex)(str(opened or self.path))

    def stamp(self) -> str:
        """Names the file in use; "" where there is none that can be read."""
        try:
            self.reader()
        except (NoAddressIndex, BrokenAddressIndex):
            return ""
        return "-".join(map(str, self._seen))

    def _look(self, now: float) -> None:
        seen = _identity(self.path)
        if self._opened is None or seen != self._seen or self._process != os.getpid():
            self._opened = _open(self.path)
            self._seen, self._process = seen, os.getpid()
        self._next_check = now + self._check_seconds

    def close(self) -> None:
        """Let go of the file; the next question opens it again."""
        with self._lock:
            if isinstance(self._opened, IndexReader):
                self._opened.close()
            self._opened = None


def _open(path: Path) -> IndexReader | KommAnMapError:
    try:
        return IndexReader(path)
    except (NoAddressIndex, BrokenAddressIndex) as error:
        return error.with_traceback(None)


def _identity(path: Path) -> tuple[int, ...]:
    """What changes when another file takes the name; () where there is none."""
    try:
        state = path.stat()
    except OSError:
        return ()
    return (state.st_dev, state.st_ino, state.st_size, state.st_mtime_ns)
