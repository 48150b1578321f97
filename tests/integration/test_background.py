"""The thread that does jobs in a serving process: it begins after the fork and ends with the process."""

import threading
import time
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.cli import background
from kommanmap.cli.background import JobThread
from kommanmap.cli.running import gunicorn_options
from kommanmap.extensions import db
from kommanmap.geocoding.chain import Chain
from kommanmap.models import Job, JobKind
from kommanmap.services import jobs
from kommanmap.services.jobs import DONE, JobResult
from tests.apps import NOW
from tests.factories import make_point

LONGEST_SECONDS = 10.0


def wait_until(done: Callable[[], bool]) -> None:
    end = time.monotonic() + LONGEST_SECONDS
    while not done():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.fixture
def asked_for(app: Flask) -> int:
    """A point with a job that is due."""
    with app.app_context(), DatabaseSession(db.engine) as session, session.begin():
        point_id = make_point(session).id
        jobs.enqueue(session, kind=JobKind.GEOCODE_POINT, point_id=point_id, now=NOW)
    return point_id


def handle(monkeypatch: pytest.MonkeyPatch, make: Callable[[Chain], Callable[[int], JobResult]]) -> None:
    """Let jobs be done so; `make` gets the chain of the thread."""

    def handlers(_engine: object, *, chain: Chain, clock: object) -> dict[JobKind, Callable[[int], JobResult]]:
        return {JobKind.GEOCODE_POINT: make(chain)}

    monkeypatch.setattr(background, "handlers", handlers)


def running(app: Flask) -> JobThread:
    thread = JobThread(app, look_seconds=0.01)
    thread.start()
    return thread


def alive() -> bool:
    return any(thread.name == "jobs" for thread in threading.enumerate())


def test_what_is_due_is_done_by_itself(app: Flask, asked_for: int, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[int] = []
    handle(monkeypatch, lambda _: lambda point_id: done.append(point_id) or DONE)
    thread = running(app)
    wait_until(lambda: bool(done))
    thread.stop()
    assert (done, alive()) == ([asked_for], False)


def test_the_end_does_not_wait_for_a_turn_and_gives_the_job_back(
    app: Flask, asked_for: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = threading.Event()

    def make(chain: Chain) -> Callable[[int], JobResult]:
        def handler(_: int) -> JobResult:
            waiting.set()
            chain.wait_for_turn(60)
            return DONE

        return handler

    handle(monkeypatch, make)
    thread = running(app)
    assert waiting.wait(LONGEST_SECONDS)
    began = time.monotonic()
    thread.stop()
    assert time.monotonic() - began < 1
    assert not alive()
    with app.app_context(), DatabaseSession(db.engine) as session:
        job = session.scalars(select(Job)).one()
        assert (job.lease, job.attempts) == ("", 0)


def test_a_database_that_fails_is_waited_for(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []

    def failing(*_args: object, **_named: object) -> bool:
        looked.append(1)
        raise OperationalError("SELECT", {}, Exception("database is locked"))

    monkeypatch.setattr(background, "is_anything_due", failing)
    thread = running(app)
    wait_until(lambda: len(looked) > 2)
    thread.stop()
    assert not alive()


def test_each_worker_has_its_thread_from_its_beginning_to_its_end(app: Flask) -> None:
    options = gunicorn_options("127.0.0.1", 8000, 2, lambda: None)
    worker = SimpleNamespace(wsgi=app, age=2)
    options["post_worker_init"](worker)
    assert alive()
    options["worker_exit"](None, worker)
    assert not alive()
    options["worker_exit"](None, SimpleNamespace(wsgi=app, age=2))
