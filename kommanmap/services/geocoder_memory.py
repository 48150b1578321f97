"""What all processes know about outside geocoders, in the database: answers, turns, rests.

The rules stand in `geocoding.providers.memory`.

Every call is a short transaction of its own on its own connection. On SQLite it waits for whoever writes; it must
therefore not be called inside a write transaction of the same thread (see `Chain.locate`). If it is, or if the database
fails, it says so once and leaves the database alone for a while: better no answer than a site that stands still.
"""

import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from kommanmap.clock import Clock
from kommanmap.database import reading_connection
from kommanmap.geocoding.providers.inquiry import Finding, NotAnswered, Provider, Question, Trouble
from kommanmap.geocoding.providers.memory import Recalled, ServiceState, kept_for
from kommanmap.models import GeocoderAnswer, GeocoderService

LAYOUT = "1"
"""Of the findings as they are kept; grows when a field of `Finding` changes."""

MOST_ANSWERS = 20_000
KEPT_SHARE = 0.9
"""Pruning goes down to this share of the limit, so that not every answer prunes."""

_STATE = (
    GeocoderService.next_turn_utc,
    GeocoderService.failures,
    GeocoderService.rests_until_utc,
    GeocoderService.last_error,
)

REST_WHEN_LOCKED = timedelta(seconds=20)
"""How long a process leaves a database alone that could not be written."""


class DatabaseMemory:
    """The memory that every process of an installation shares. Safe between threads and processes."""

    def __init__(self, engine: Engine, clock: Clock, most_answers: int = MOST_ANSWERS) -> None:
        self._engine = engine
        self._clock = clock
        self._most = most_answers
        self._lock = threading.Lock()
        self._rests_until: datetime | None = None

    def recall(self, provider: Provider, question: Question) -> Recalled | None:
        """An answer that is still good. Locks nothing."""
        wanted = select(GeocoderAnswer.findings, GeocoderAnswer.asked_utc).where(
            GeocoderAnswer.key == _key(provider, question), GeocoderAnswer.expires_utc > self._clock.now()
        )
        with self._reading() as connection:
            row = connection.execute(wanted).first()
        return None if row is None else Recalled(tuple(map(Finding.from_json, row.findings)), row.asked_utc)

    def turn(self, provider: Provider, *, patience: float) -> float:
        """Take the next turn; whoever comes after us sees it taken."""
        with self._writing() as connection:
            state = self._state(connection, provider)
            # The clock is read under the lock: whoever waited for it waited in real time.
            after, wait = state.with_turn(now=self._clock.now(), per_second=provider.per_second, patience=patience)
            _write(connection, provider, after)
        return wait

    def answered(self, provider: Provider, question: Question, findings: tuple[Finding, ...]) -> None:
        """Keep an answer; the service is well."""
        now = self._clock.now()
        row = {
            "service": provider.name,
            "question": question.key,
            "findings": [finding.as_json() for finding in findings],
            "asked_utc": now,
            "expires_utc": now + kept_for(findings),
        }
        with self._writing() as connection:
            state = self._state(connection, provider)
            if state != state.after_answer():
                _write(connection, provider, state.after_answer())
            insert = _insert(connection)(GeocoderAnswer).values(key=_key(provider, question), **row)
            connection.execute(insert.on_conflict_do_update(index_elements=["key"], set_=row))
            self._prune(connection, now)

    def failed(self, provider: Provider, failure: NotAnswered) -> None:
        """Take note that the service did not answer."""
        with self._writing() as connection:
            state = self._state(connection, provider)
            _write(connection, provider, state.after_failure(failure, now=self._clock.now()))

    def _state(self, connection: Connection, provider: Provider) -> ServiceState:
        """Where the service stands, its row locked until the transaction ends."""
        table = GeocoderService
        first = _insert(connection)(table).values(name=provider.name, next_turn_utc=self._clock.now())
        connection.execute(first.on_conflict_do_nothing())
        row = connection.execute(select(*_STATE).where(table.name == provider.name).with_for_update()).one()
        return ServiceState(*row)

    def _prune(self, connection: Connection, now: datetime) -> None:
        """Keep the table below its limit: first what is out of date goes, then what was asked longest ago."""
        table = GeocoderAnswer
        if self._count(connection) <= self._most:
            return
        connection.execute(delete(table).where(table.expires_utc <= now))
        surplus = self._count(connection) - int(self._most * KEPT_SHARE)
        if surplus > 0:
            oldest = select(table.key).order_by(table.asked_utc, table.key).limit(surplus)
            connection.execute(delete(table).where(table.key.in_(oldest)))

    @staticmethod
    def _count(connection: Connection) -> int:
        return int(connection.execute(select(func.count()).select_from(GeocoderAnswer)).scalar_one())

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._no_memory(), reading_connection(self._engine) as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._no_memory(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _no_memory(self) -> Iterator[None]:
        """Say that there is no memory where the database fails, and do not try again at once."""
        with self._lock:
            rests = self._rests_until is not None and self._clock.now() < self._rests_until
        if rests:
            raise NotAnswered(Trouble.NO_MEMORY)
        try:
            yield
        except SQLAlchemyError as error:
            with self._lock:
                self._rests_until = self._clock.now() + REST_WHEN_LOCKED
            raise NotAnswered(Trouble.NO_MEMORY) from error


def states(engine: Engine) -> dict[str, ServiceState]:
    """Where each service stands that was ever asked, by name."""
    with reading_connection(engine) as connection:
        rows = connection.execute(select(GeocoderService.name, *_STATE).order_by(GeocoderService.name)).all()
    return {name: ServiceState(*state) for name, *state in rows}


def _key(provider: Provider, question: Question) -> str:
    """Another server may know other houses."""
    return hashlib.sha256("\n".join((LAYOUT, provider.name, provider.server, question.key)).encode()).hexdigest()


def _write(connection: Connection, provider: Provider, state: ServiceState) -> None:
    connection.execute(
        update(GeocoderService)
        .where(GeocoderService.name == provider.name)
        .values(
            next_turn_utc=state.next_turn_utc,
            failures=state.failures,
            rests_until_utc=state.rests_until_utc,
            last_error=state.last_error,
        )
    )


def _insert(connection: Connection) -> Callable[..., Any]:
    """INSERT … ON CONFLICT of this database."""
    return postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
