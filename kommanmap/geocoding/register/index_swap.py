"""A new index takes the place of the old one: all of it at once, one import at a time, or not at all.

Knows files and locks, nothing of what is in them.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from kommanmap.domain.problems import UnreadableTable

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

UNFINISHED = ".unfinished"
LOCK = ".lock"
LOCKED_BYTE = 1 << 30
"""Windows locks bytes, and nobody may read a locked one: this one lies behind everything that is ever written."""


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """The name for a new file that becomes `target` when the block ends well and is removed when it does not.

    What an import that was killed has left is removed first.

    Raises:
        UnreadableTable: another import is at it.
        OSError: no permission, no space.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(target.name + UNFINISHED)
    with _alone(target.with_name(target.name + LOCK)):
        _remove(unfinished)
        try:
            yield unfinished
            _synchronise(unfinished)
            unfinished.replace(target)
        except BaseException:
            _remove(unfinished)
            raise
        _synchronise_folder(target.parent)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold the lock file; the system lets go of it when the process ends, however it ends."""
    with path.open("a+", encoding="ascii", errors="replace") as file:
        try:
            _lock(file)
        except OSError as error:
            file.seek(0)
            raise UnreadableTable("import_running", pid=file.read(20).strip() or "?") from error
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


if sys.platform == "win32":

    def _lock(file: IO[str]) -> None:
        file.seek(LOCKED_BYTE)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

    def _synchronise_folder(_folder: Path) -> None:
        """Windows writes names down by itself."""

else:

    def _lock(file: IO[str]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _synchronise_folder(folder: Path) -> None:
        """Without this a power cut could bring the old name back."""
        with suppress(OSError):
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def _synchronise(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _remove(path: Path) -> None:
    """The file and what SQLite may have put beside it."""
    for suffix in ("", "-journal", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
