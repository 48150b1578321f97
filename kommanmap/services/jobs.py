"""Jobs: what is asked for, who is at it, what is tried again when. Knows neither what a job does nor any request.

Two processes never do the same job: whoever takes one holds its lease, and takes it in a transaction of its own that is
over before the work begins. A job is never given up; after many failures it is tried once a day.
"""

import random
import uuid
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, Select, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.clock import Clock
from kommanmap.database import reading_connection
from kommanmap.models import Job, JobKind

LEASE = timedelta(minutes=5)
"""Longer than any handler takes; what a process that died was at is left to others after this."""

FIRST_DELAY_SECONDS = 60
LONGEST_DELAY_SECONDS = 24 * 3600
SPREAD = 0.25
"""What failed together is spread over this share of its delay, so that it does not come back together."""

MOST_AT_ONCE = 1000
LONGEST_CODE = 60


@dataclass(frozen=True, slots=True)
class JobResult:
    """What came of one try. `code` says why there has to be another."""

    done: bool
    code: str = ""


DONE = JobResult(done=True)

Handler = Callable[[int], JobResult]
"""Does a job for the point with this id, in transactions of its own."""


class Interrupted(Exception):
    """The process ends: the job is given back as if nobody had taken it."""


@dataclass(frozen=True, slots=True)
class JobsReport:
    """How many jobs were done, and the codes of those that have to be tried again."""

    done: int = 0
    again: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JobsStatus:
    """What waits: all jobs, those whose time has come, those somebody is at, the next moment, errors by code."""

    waiting: int
    due: int
    under_way: int
    next_try_utc: datetime | None
    errors: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Taken:
    """A job under our lease, and when it had last been asked for."""

    id: int
    kind: JobKind
    point_id: int
    lease: str
    asked_utc: datetime


def enqueue(session: DatabaseSession, *, kind: JobKind, point_id: int, now: datetime) -> None:
    """Ask for a job, in the caller's transaction. Asking twice makes one job, and does not hurry it."""
    insert: Any = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = insert(Job).values(kind=kind, point_id=point_id, asked_utc=now, next_try_utc=now)
    session.execute(row.on_conflict_do_update(index_elements=["kind", "point_id"], set_={"asked_utc": now}))


def run_due_jobs(
    engine: Engine,
    *,
    handlers: Mapping[JobKind, Handler],
    clock: Clock,
    most: int = MOST_AT_ONCE,
    chance: Callable[[], float] = random.random,
) -> JobsReport:
    """Do what is due, one job after the other, until nothing is or `most` are tried.

    Raises:
        Interrupted: a handler was told to end.
    """
    done, again = 0, []
    for _ in range(most):
        job = _take(engine, clock.now())
        if job is None:
            break
        try:
            result = handlers[job.kind](job.point_id)
        except Interrupted:
            _give_back(engine, job)
            raise
        except Exception as error:  # whatever it is, the other jobs have to go on
            result = JobResult(done=False, code=type(error).__name__)
        _finish(engine, job, result, now=clock.now(), chance=chance)
        done += result.done
        again += [] if result.done else [result.code]
    return JobsReport(done, tuple(again))


def is_anything_due(engine: Engine, *, now: datetime) -> bool:
    """A cheap look that locks nothing."""
    with reading_connection(engine) as connection:
        return connection.execute(_due(now).with_only_columns(Job.id)).first() is not None


def status(engine: Engine, *, now: datetime) -> JobsStatus:
    """What waits, and why."""
    with reading_connection(engine) as connection:
        rows = connection.execute(select(Job.next_try_utc, Job.leased_until_utc, Job.last_error)).all()
    return JobsStatus(
        waiting=len(rows),
        due=sum(row.next_try_utc <= now for row in rows),
        under_way=sum(row.leased_until_utc is not None and row.leased_until_utc > now for row in rows),
        next_try_utc=min((row.next_try_utc for row in rows), default=None),
        errors=dict(sorted(Counter(row.last_error for row in rows if row.last_error).items())),
    )


def delay_seconds(attempts: int, chance: float) -> float:
    """How long to wait after so many failures: twice as long each time, a day at most, spread by `chance` (0 to 1)."""
    doubled = FIRST_DELAY_SECONDS * 2.0 ** min(attempts - 1, 30)
    return min(LONGEST_DELAY_SECONDS, doubled) * (1 - SPREAD * chance)


def _due(now: datetime) -> Select[Any]:
    free = or_(Job.leased_until_utc.is_(None), Job.leased_until_utc <= now)
    return select(Job).where(Job.next_try_utc <= now, free).order_by(Job.next_try_utc, Job.id).limit(1)


def _take(engine: Engine, now: datetime) -> _Taken | None:
    """The next due job, ours from now on; None where there is none."""
    if not is_anything_due(engine, now=now):
        return None
    with DatabaseSession(engine) as session, session.begin():
        # What another process is just taking is skipped; on SQLite it is the write lock that keeps us apart.
        job: Job | None = session.scalars(_due(now).with_for_update(skip_locked=True)).first()
        if job is None:
            return None
        job.lease = str(uuid.uuid4())
        job.leased_until_utc = now + LEASE
        return _Taken(job.id, job.kind, job.point_id, job.lease, job.asked_utc)


def _held(session: DatabaseSession, taken: _Taken) -> Job | None:
    """The job if it is still ours: the point may be gone, or the lease have run out and gone to somebody else."""
    job = session.get(Job, taken.id, with_for_update=True)
    return job if job is not None and job.lease == taken.lease else None


def _give_back(engine: Engine, taken: _Taken) -> None:
    with DatabaseSession(engine) as session, session.begin():
        job = _held(session, taken)
        if job is not None:
            job.lease, job.leased_until_utc = "", None


def _finish(engine: Engine, taken: _Taken, result: JobResult, *, now: datetime, chance: Callable[[], float]) -> None:
    """Strike the job out, or say when it is tried again."""
    with DatabaseSession(engine) as session, session.begin():
        job = _held(session, taken)
        if job is None:
            return
        if result.done and job.asked_utc == taken.asked_utc:
            session.delete(job)
            return
        job.lease, job.leased_until_utc = "", None
        job.attempts = 0 if result.done else job.attempts + 1
        job.last_error = result.code[:LONGEST_CODE]
        # Done, but asked for again meanwhile: what was done may be out of date.
        wait = 0.0 if result.done else delay_seconds(job.attempts, chance())
        job.next_try_utc = now + timedelta(seconds=wait)
