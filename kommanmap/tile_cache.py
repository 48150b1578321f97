"""Map tiles on disk, between the tile server and the readers. Never told whom a tile is for.

A tile is asked for once (single flight), kept for a month, and served stale when the server fails.
A server that fails is left alone for a while: a dead one must not hold every thread of ours.
"""

import os
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kommanmap.domain.errors import Unavailable
from kommanmap.tile_source import TileAddress, TileSource, checked_tile

FRESH_SECONDS = 30 * 24 * 3600
"""basemap.de is renewed monthly."""

REST_AFTER_FAILURE_SECONDS = 30
MOST_FETCHES_AT_ONCE = 4
WAIT_FOR_TURN_SECONDS = 6.0
RECOUNT_AFTER_WRITES = 500
"""Other processes write to the same folder, so the size is counted again now and then."""

KEPT_SHARE = 0.9
"""Pruning goes down to this share of the limit, so that not every write prunes."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A PNG, and whether it is older than it should be because the server failed."""

    content: bytes
    is_stale: bool = False


class TileCache:
    """Tiles of one folder. Safe between threads, and between processes (files are replaced whole)."""

    def __init__(self, *, folder: Path, largest_bytes: int, source: TileSource, now: Callable[[], datetime]) -> None:
        self._folder = folder
        self._largest = largest_bytes
        self._source = source
        self._now = now
        self._lock = threading.Lock()
        self._under_way: dict[TileAddress, threading.Event] = {}
        self._turns = threading.BoundedSemaphore(MOST_FETCHES_AT_ONCE)
        self._resting_until = float("-inf")
        self._bytes: int | None = None
        self._writes = 0

    def tile(self, address: TileAddress) -> Tile:
        """The tile from disk, else from the server.

        Raises:
            Unavailable: neither has it.
        """
        kept = self._read(address)
        if kept is not None and not kept.is_stale:
            return kept
        with self._lock:
            resting = self._now().timestamp() < self._resting_until
            others = None if resting else self._under_way.get(address)
            if not resting and others is None:
                self._under_way[address] = threading.Event()
        if resting:
            return _or_unavailable(kept)
        if others is not None:
            if kept is not None:
                return kept
            others.wait(WAIT_FOR_TURN_SECONDS)
            return _or_unavailable(self._read(address))
        return self._fetch(address, kept)

    def _fetch(self, address: TileAddress, kept: Tile | None) -> Tile:
        """Ask the server; only the one thread that announced this address comes here."""
        try:
            if not self._turns.acquire(timeout=WAIT_FOR_TURN_SECONDS):
                return _or_unavailable(kept)
            try:
                content = checked_tile(self._source.fetch(address))
            finally:
                self._turns.release()
            self._write(address, content)
            return Tile(content)
        except Unavailable:
            with self._lock:
                self._resting_until = self._now().timestamp() + REST_AFTER_FAILURE_SECONDS
            return _or_unavailable(kept)
        finally:
            with self._lock:
                self._under_way.pop(address).set()

    def _path(self, address: TileAddress) -> Path:
        return self._folder / str(address.z) / str(address.x) / f"{address.y}.png"

    def _read(self, address: TileAddress) -> Tile | None:
        path = self._path(address)
        try:
            age = self._now().timestamp() - path.stat().st_mtime
            return Tile(checked_tile(path.read_bytes()), is_stale=age > FRESH_SECONDS)
        except (OSError, Unavailable):
            return None

    def _write(self, address: TileAddress, content: bytes) -> None:
        """Keep a tile. A full or read-only disk costs the cache, not the reader's map."""
        path = self._path(address)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            stamp = self._now().timestamp()
            os.utime(name, (stamp, stamp))
            Path(name).replace(path)
        except OSError:
            return
        with self._lock:
            self._writes += 1
            if self._bytes is None or self._writes % RECOUNT_AFTER_WRITES == 0:
                self._bytes = sum(size for _, size, _ in self._files())
            else:
                self._bytes += len(content)
            if self._bytes > self._largest:
                self._prune()

    def _files(self) -> list[tuple[float, int, Path]]:
        """Age, size and path of every file below the folder, leftovers of broken writes included."""
        found = []
        for path in self._folder.rglob("*.p*"):
            try:
                status = path.stat()
            except OSError:
                continue
            found.append((status.st_mtime, status.st_size, path))
        return found

    def _prune(self) -> None:
        """Remove the oldest tiles until the folder is clearly below its limit. Called under the lock."""
        files = sorted(self._files())
        total = sum(size for _, size, _ in files)
        for _, size, path in files:
            if total <= self._largest * KEPT_SHARE:
                break
            path.unlink(missing_ok=True)
            total -= size
        self._bytes = total


def _or_unavailable(tile: Tile | None) -> Tile:
    if tile is None:
        raise Unavailable("no tile here and none to be had")
    return tile
