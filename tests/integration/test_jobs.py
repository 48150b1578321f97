"""Jobs: asked for once, done by one process, tried again with patience, never lost."""

import threading
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, func, select, text
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.database import prepare_engine
from kommanmap.extensions import db
from kommanmap.models import Job, JobKind, MeetingPoint
from kommanmap.services import jobs
from kommanmap.services.jobs import DONE, Interrupted, JobResult, JobsReport
from tests.apps import NOW
from tests.factories import make_point
from tests.fakes import MovingClock

pytestmark = pytest.mark.both_databases

SILENT = JobResult(done=False, code="timed_out")


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock(NOW)


@pytest.fixture
def engine(app: Flask) -> Iterator[Engine]:
    with app.app_context():
        yield db.engine


def asked_for(engine: Engine, count: int = 1) -> list[int]:
    """So many points, each with a job that is due."""
    with DatabaseSession(engine) as session, session.begin():
        ids = [make_point(session).id for _ in range(count)]
        for point_id in ids:
            jobs.enqueue(session, kind=JobKind.GEOCODE_POINT, point_id=point_id, now=NOW)
    return ids


def ask(engine: Engine, point_id: int, now: datetime) -> None:
    with DatabaseSession(engine) as session, session.begin():
        jobs.enqueue(session, kind=JobKind.GEOCODE_POINT, point_id=point_id, now=now)


def run(engine: Engine, clock: MovingClock, handler: jobs.Handler) -> JobsReport:
    return jobs.run_due_jobs(engine, handlers={JobKind.GEOCODE_POINT: handler}, clock=clock, chance=lambda: 0.0)


def stored(engine: Engine) -> Job:
    with DatabaseSession(engine) as session:
        return session.scalars(select(Job)).one()


def count(engine: Engine) -> int:
    with DatabaseSession(engine) as session:
        return session.scalar(select(func.count(Job.id))) or 0


def test_what_is_asked_for_is_done_once(engine: Engine, clock: MovingClock) -> None:
    [point_id] = asked_for(engine)
    done: list[int] = []

    def handler(which: int) -> JobResult:
        done.append(which)
        return DONE

    assert run(engine, clock, handler) == JobsReport(done=1)
    assert run(engine, clock, handler) == JobsReport()
    assert (done, count(engine)) == ([point_id], 0)


def test_asking_twice_makes_one_job_and_does_not_hurry_it(engine: Engine, clock: MovingClock) -> None:
    [point_id] = asked_for(engine)
    run(engine, clock, lambda _: SILENT)
    before = stored(engine).next_try_utc
    ask(engine, point_id, clock.now())
    assert (count(engine), stored(engine).attempts, stored(engine).next_try_utc) == (1, 1, before)


def test_silence_is_met_with_patience_that_ends_at_a_day_and_never_in_giving_up(
    engine: Engine, clock: MovingClock
) -> None:
    asked_for(engine)
    waits = []
    for _ in range(14):
        assert run(engine, clock, lambda _: SILENT) == JobsReport(again=("timed_out",))
        assert run(engine, clock, lambda _: SILENT) == JobsReport(), "not before its time"
        waits.append((stored(engine).next_try_utc - clock.now()).total_seconds() / 60)
        clock.instant = stored(engine).next_try_utc
    assert waits[:5] == [1, 2, 4, 8, 16]
    assert waits[-3:] == [24 * 60] * 3
    assert (stored(engine).attempts, stored(engine).last_error) == (14, "timed_out")
    assert run(engine, clock, lambda _: DONE).done == 1


def test_what_failed_together_does_not_come_back_together(engine: Engine, clock: MovingClock) -> None:
    asked_for(engine, 2)
    chances = iter((0.0, 1.0))
    handlers = {JobKind.GEOCODE_POINT: lambda _: SILENT}
    jobs.run_due_jobs(engine, handlers=handlers, clock=clock, chance=lambda: next(chances))
    with DatabaseSession(engine) as session:
        tries = sorted(job.next_try_utc for job in session.scalars(select(Job)))
    assert tries == [NOW + timedelta(seconds=45), NOW + timedelta(seconds=60)]


def test_two_processes_never_do_the_same_job(engine: Engine, clock: MovingClock, database_url: str) -> None:
    """As threads with engines of their own: the database is all they share."""
    ids = asked_for(engine, 24)
    done: Counter[int] = Counter()
    lock = threading.Lock()

    def handler(point_id: int) -> JobResult:
        with lock:
            done[point_id] += 1
        return DONE

    def work() -> None:
        own = create_engine(database_url)
        prepare_engine(own)
        run(own, clock, handler)
        own.dispose()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done == Counter(ids)
    assert count(engine) == 0


def test_a_job_under_way_is_left_alone_until_its_lease_runs_out(engine: Engine, clock: MovingClock) -> None:
    [point_id] = asked_for(engine)
    others: list[int] = []

    def other(which: int) -> JobResult:
        others.append(which)
        return SILENT

    def slow(_: int) -> JobResult:
        assert run(engine, clock, other) == JobsReport()
        clock.move(minutes=6)
        assert run(engine, clock, other) == JobsReport(again=("timed_out",))
        return DONE

    run(engine, clock, slow)
    assert others == [point_id]
    assert count(engine) == 1, "who lost the lease does not strike out what another has put back"


def test_what_is_asked_for_again_while_it_is_done_is_done_again(engine: Engine, clock: MovingClock) -> None:
    [point_id] = asked_for(engine)
    addresses = []

    def handler(_: int) -> JobResult:
        addresses.append("old" if not addresses else "new")
        if len(addresses) == 1:
            clock.move(seconds=1)
            ask(engine, point_id, clock.now())
        return DONE

    assert run(engine, clock, handler) == JobsReport(done=2)
    assert (addresses, count(engine)) == (["old", "new"], 0)


def test_a_job_goes_with_its_point(engine: Engine, clock: MovingClock) -> None:
    [point_id] = asked_for(engine)

    def handler(_: int) -> JobResult:
        with DatabaseSession(engine) as session, session.begin():
            session.delete(session.get_one(MeetingPoint, point_id))
        return DONE

    assert run(engine, clock, handler).done == 1
    assert count(engine) == 0


def test_a_handler_that_breaks_stops_neither_the_others_nor_its_own_next_try(
    engine: Engine, clock: MovingClock
) -> None:
    first, _ = asked_for(engine, 2)

    def handler(point_id: int) -> JobResult:
        if point_id == first:
            raise ZeroDivisionError("with an address in it")
        return DONE

    assert run(engine, clock, handler) == JobsReport(done=1, again=("ZeroDivisionError",))
    assert stored(engine).last_error == "ZeroDivisionError"


def test_a_process_that_ends_gives_its_job_back(engine: Engine, clock: MovingClock) -> None:
    asked_for(engine)

    def ending(_: int) -> JobResult:
        raise Interrupted

    with pytest.raises(Interrupted):
        run(engine, clock, ending)
    assert stored(engine).attempts == 0
    assert run(engine, clock, lambda _: DONE).done == 1


def test_nobody_holds_the_database_while_a_job_is_done(engine: Engine, clock: MovingClock, database_url: str) -> None:
    """A handler waits for a network; meanwhile anybody may write."""
    asked_for(engine)
    impatient = create_engine(database_url)
    prepare_engine(impatient)

    def handler(_: int) -> JobResult:
        with impatient.connect() as connection:
            if engine.dialect.name == "sqlite":
                connection.connection.execute("PRAGMA busy_timeout = 0")
            with connection.begin():
                connection.execute(text("UPDATE job SET last_error = 'written'"))
        return SILENT

    try:
        assert run(engine, clock, handler) == JobsReport(again=("timed_out",))
    finally:
        impatient.dispose()


def test_looking_for_jobs_waits_for_no_writer(engine: Engine) -> None:
    asked_for(engine)
    with engine.begin() as ours:
        ours.execute(text("UPDATE data_version SET version = version"))
        assert jobs.is_anything_due(engine, now=NOW)
        assert not jobs.is_anything_due(engine, now=NOW - timedelta(seconds=1))


def test_the_status_says_what_waits_and_why(engine: Engine, clock: MovingClock) -> None:
    asked_for(engine, 3)
    run(engine, clock, lambda point_id: SILENT if point_id % 2 else DONE)
    waiting = jobs.status(engine, now=clock.now())
    assert waiting.waiting == sum(waiting.errors.values()) == count(engine)
    assert (waiting.due, waiting.under_way) == (0, 0)
    assert waiting.next_try_utc == NOW + timedelta(seconds=60)
    assert set(waiting.errors) == {"timed_out"}
