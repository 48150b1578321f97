"""The one index of a process: hands out the newest snapshot and looks for a new data version now and then.

Threads never wait for one another: one of them looks, the others go on with the snapshot that is there. Knows
engines and time, no queries.
"""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from kommanmap.geocoding.names.places import Streets
from kommanmap.queries.index import PointIndex
from kommanmap.queries.update import build_index, updated

logger = logging.getLogger(__name__)

CHECK_SECONDS = 0.4
"""How old a snapshot may be before somebody looks; a change is seen by all processes within a second."""

SECONDS_AFTER_FAILURE = 2.0
"""When the database does not answer, readers are not made to wait for it at every look."""

BUILT_AT_ONCE = 10_000
"""Up to so many places a request waits for a rebuild (under half a second); above, the old index answers meanwhile."""


class IndexHolder:
    """Holds the index over one database. Safe between threads; one per process."""

    def __init__(self, engine: Engine, *, streets: Streets | None = None, check_seconds: float = CHECK_SECONDS) -> None:
        self._engine = engine
        self._streets = streets
        self._check_seconds = check_seconds
        self._looking = threading.Lock()
        self._index: PointIndex | None = None
        self._next_look = 0.0
        self._builder: threading.Thread | None = None
        self._built: PointIndex | None = None

    def get(self) -> PointIndex:
        """The newest index that is ready. The first call builds it."""
        index = self._index
        if index is not None:
            if time.monotonic() < self._next_look or not self._looking.acquire(blocking=False):
                return index
        else:
            self._looking.acquire()
        try:
            return self._look(wait=False)
        except DBAPIError:
            if index is None:
                raise
            logger.exception("the database did not answer; readers go on with the last index")
            self._next_look = time.monotonic() + SECONDS_AFTER_FAILURE
            return index
        finally:
            self._looking.release()

    def refresh(self) -> PointIndex:
        """The index as the database stands now, whatever that takes; for commands and tests."""
        with self._looking:
            builder = self._builder
            if builder is not None:
                builder.join()
            return self._look(wait=True)

    def _look(self, *, wait: bool) -> PointIndex:
        """Called with the lock held."""
        built, self._built = self._built, None
        index = self._index = built or self._index
        if index is not None and not wait and time.monotonic() < self._next_look:
            return index
        with self._reading() as connection:
            if index is None:
                index = build_index(connection, self._streets)
            else:
                newer = updated(index, connection)
                if newer is not None:
                    index = newer
                elif wait or index.listed_count <= BUILT_AT_ONCE:
                    index = build_index(connection, self._streets)
                else:
                    self._build_behind()
        self._index = index
        self._next_look = time.monotonic() + self._check_seconds
        return index

    def _build_behind(self) -> None:
        if self._builder is not None and self._builder.is_alive():
            return
        self._builder = threading.Thread(target=self._build, name="index-builder", daemon=True)
        self._builder.start()

    def _build(self) -> None:
        with self._reading() as connection:
            self._built = build_index(connection, self._streets)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """A connection that takes no write lock and keeps no transaction open (see `database.prepare_engine`)."""
        with self._engine.connect() as connection:
            yield connection.execution_options(kommanmap_read_only=True)
