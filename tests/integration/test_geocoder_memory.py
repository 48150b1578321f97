"""The memory of outside geocoders in the database: the same for every process, and never in anybody's way."""

import multiprocessing
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from multiprocessing.connection import Connection

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, func, select, text

from kommanmap import database
from kommanmap.clock import SystemClock
from kommanmap.database import prepare_engine
from kommanmap.domain.values import Coordinates
from kommanmap.extensions import db
from kommanmap.geocoding.providers.inquiry import Finding, NotAnswered, Question, Trouble
from kommanmap.geocoding.providers.memory import FAILURES_BEFORE_REST, KEPT_WHEN_FOUND
from kommanmap.models import GeocoderAnswer
from kommanmap.services.geocoder_memory import DatabaseMemory
from tests.apps import NOW
from tests.fakes import MovingClock, OutsideService

pytestmark = pytest.mark.both_databases

QUESTION = Question("Holunderstraße", "12a", "57299", "Burbach")
FOUND = (
    Finding(Coordinates(50.74412, 8.08623), "Holunderstraße", "12a", "57299", ("Burbach",), "NRW", estimated=True),
)


def service(**more: object) -> OutsideService:
    return OutsideService([FOUND], **{"name": "nominatim", "server": "https://one.example", "per_second": 10, **more})


Opened = Callable[[], Engine]


@pytest.fixture
def opened(app: Flask, database_url: str) -> Iterator[Opened]:
    """Opens the database once more, as another process would."""
    engines: list[Engine] = []

    def again() -> Engine:
        engine = create_engine(database_url)
        prepare_engine(engine)
        engines.append(engine)
        return engine

    yield again
    for engine in engines:
        engine.dispose()


def test_an_answer_is_known_to_every_process_until_it_is_old(opened: Opened) -> None:
    clock = MovingClock(NOW)
    here, there = DatabaseMemory(opened(), clock), DatabaseMemory(opened(), clock)
    assert there.recall(service(), QUESTION) is None
    here.answered(service(), QUESTION, FOUND)
    recalled = there.recall(service(), replace(QUESTION, street="HOLUNDERSTRASSE", town="burbach"))
    assert recalled is not None
    assert (recalled.findings, recalled.asked_at_utc) == (FOUND, NOW)
    assert there.recall(service(server="https://two.example"), QUESTION) is None
    clock.instant += KEPT_WHEN_FOUND
    assert there.recall(service(), QUESTION) is None


def test_what_is_kept_is_the_address_of_a_house_and_nothing_else(opened: Opened) -> None:
    engine = opened()
    DatabaseMemory(engine, MovingClock(NOW)).answered(service(), QUESTION, FOUND)
    with engine.connect() as connection:
        [row] = connection.execute(select(*GeocoderAnswer.__table__.columns)).all()
    assert (row.service, row.question) == ("nominatim", "holunderstrasse 12a 57299 burbach")
    assert set(row.findings[0]) == {
        "lat", "lon", "street", "house_number", "postcode", "places", "state", "ags", "estimated"
    }  # fmt: skip
    assert set(row._mapping) == {"key", "service", "question", "findings", "asked_utc", "expires_utc"}


def test_the_table_stays_below_its_limit_and_keeps_what_is_new(opened: Opened) -> None:
    engine, clock = opened(), MovingClock(NOW)
    memory = DatabaseMemory(engine, clock, most_answers=20)
    for number in range(30):
        clock.instant += timedelta(seconds=1)
        memory.answered(service(), replace(QUESTION, number=str(number)), FOUND)
    with engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(GeocoderAnswer)).scalar_one() <= 20
    assert memory.recall(service(), replace(QUESTION, number="0")) is None
    assert memory.recall(service(), replace(QUESTION, number="29")) is not None


def test_what_fails_in_one_process_rests_in_all(opened: Opened) -> None:
    clock = MovingClock(NOW)
    here, there = DatabaseMemory(opened(), clock), DatabaseMemory(opened(), clock)
    for _ in range(FAILURES_BEFORE_REST):
        here.turn(service(), patience=9)
        here.failed(service(), NotAnswered(Trouble.TIMED_OUT))
    with pytest.raises(NotAnswered) as caught:
        there.turn(service(), patience=9)
    assert caught.value.trouble is Trouble.RESTING
    there.turn(service(name="photon"), patience=9)
    clock.instant += timedelta(seconds=31)
    there.turn(service(), patience=9)
    with pytest.raises(NotAnswered):
        here.turn(service(), patience=9)
    there.answered(service(), QUESTION, ())
    here.turn(service(), patience=9)


def take_turns(url: str, count: int, told: Connection) -> None:
    """In another process: take turns, wait for each, say when its request left."""
    engine = create_engine(url)
    prepare_engine(engine)
    memory = DatabaseMemory(engine, SystemClock())
    left = []
    for _ in range(count):
        time.sleep(memory.turn(service(per_second=25), patience=60))
        left.append(time.monotonic())
    engine.dispose()
    told.send(left)
    told.close()


@pytest.mark.slow_on_purpose
@pytest.mark.skipif(not hasattr(os, "fork"), reason="starts its processes by fork")
def test_several_processes_together_keep_the_pace(app: Flask, database_url: str) -> None:
    """Three processes with seven requests each, 25 a second allowed: real time has to pass."""
    began = time.monotonic()
    fork = multiprocessing.get_context("fork")
    ears, processes = [], []
    for _ in range(3):
        ear, mouth = fork.Pipe(duplex=False)
        process = fork.Process(target=take_turns, args=(database_url, 7, mouth))
        process.start()
        mouth.close()
        ears.append(ear)
        processes.append(process)
    left = sorted(moment for ear in ears for moment in ear.recv())
    for process, ear in zip(processes, ears, strict=True):
        process.join()
        ear.close()
    assert len(left) == 21
    assert left[-1] - began >= 20 / 25


def test_no_turn_is_taken_that_would_come_too_late(opened: Opened) -> None:
    memory = DatabaseMemory(opened(), MovingClock(NOW))
    waits = [memory.turn(service(per_second=2), patience=1) for _ in range(3)]
    assert waits == [0, 0.5, 1]
    for _ in range(2):
        with pytest.raises(NotAnswered) as caught:
            memory.turn(service(per_second=2), patience=1)
        assert caught.value.trouble is Trouble.NO_TURN
    assert memory.turn(service(per_second=2), patience=2) == 1.5


def test_a_long_write_of_ours_makes_no_deadlock(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """On SQLite the memory cannot be written meanwhile, which is said once and not waited for again and again."""
    busy_seconds = 0.5
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", int(busy_seconds * 1000))
    engine, clock = opened(), MovingClock(NOW)
    memory = DatabaseMemory(engine, clock)
    with engine.begin() as ours:
        ours.execute(text("UPDATE data_version SET version = version"))
        began = time.monotonic()
        for _ in range(20):
            if engine.dialect.name == "sqlite":
                with pytest.raises(NotAnswered) as caught:
                    memory.turn(service(), patience=9)
                assert caught.value.trouble is Trouble.NO_MEMORY
            else:
                memory.turn(service(), patience=9)
        assert time.monotonic() - began < 20 * busy_seconds, "each turn waited anew"
    clock.instant += timedelta(seconds=21)
    assert memory.turn(service(), patience=9) >= 0


def test_looking_up_an_answer_waits_for_no_writer(opened: Opened) -> None:
    engine = opened()
    memory = DatabaseMemory(engine, MovingClock(NOW))
    memory.answered(service(), QUESTION, FOUND)
    with engine.begin() as ours:
        ours.execute(text("UPDATE data_version SET version = version"))
        assert memory.recall(service(), QUESTION) is not None


def test_without_tables_there_is_no_memory_and_no_traceback(app: Flask) -> None:
    with app.app_context():
        engine = db.engine
        with engine.begin() as connection:
            connection.execute(text("DROP TABLE geocoder_answer"))
            connection.execute(text("DROP TABLE geocoder_service"))
        with pytest.raises(NotAnswered) as caught:
            DatabaseMemory(engine, MovingClock(NOW)).recall(service(), QUESTION)
    assert caught.value.trouble is Trouble.NO_MEMORY
