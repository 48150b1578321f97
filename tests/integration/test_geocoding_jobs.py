"""A service does not answer: the place is saved all the same, and its pin finds the house later, by itself."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.cli import commands
from kommanmap.cli.installation import edges, geocoder
from kommanmap.database import prepare_engine
from kommanmap.domain.values import Coordinates
from kommanmap.domain.vocabulary import Accuracy
from kommanmap.extensions import db
from kommanmap.geocoding.answers import Outcome
from kommanmap.models import Change, Job, JobKind, MeetingPoint
from kommanmap.services import geocoding, jobs, points
from kommanmap.services.job_handlers import handlers
from kommanmap.services.jobs import JobsReport
from tests.apps import NOW, end, make_app
from tests.factories import make_point
from tests.fakes import MovingClock, RecordedAdapter, Reply

HERE = Coordinates(50.74412, 8.08623)
DOWN, HOUSE = Reply("", 503), Reply.recorded("nominatim/house.json")


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock(NOW)


@pytest.fixture
def service() -> RecordedAdapter:
    """A Nominatim server that is down, then knows the house."""
    return RecordedAdapter(DOWN, HOUSE)


@pytest.fixture
def app(database_url: str, tmp_path: Path, clock: MovingClock, service: RecordedAdapter) -> Iterator[Flask]:
    app = make_app(
        database_url,
        tmp_path,
        clock,
        geocoder_adapter=service,
        geocoders=("nominatim",),
        nominatim_url="https://nominatim.example",
        geocoder_per_second=1000,
    )
    with app.app_context():
        yield app
    end(app)


def saved(**fields: object) -> int:
    """A place at the invented house; its pin shows no more than a street."""
    address = {"street": "Holunderstr.", "house_number": "12a", **fields}
    with DatabaseSession(db.engine) as session, session.begin():
        point_id = make_point(session, **address).id
        jobs.enqueue(session, kind=JobKind.GEOCODE_POINT, point_id=point_id, now=NOW)
    return point_id


def run(app: Flask) -> JobsReport:
    clock = edges(app).clock
    return jobs.run_due_jobs(db.engine, handlers=handlers(db.engine, chain=geocoder(app), clock=clock), clock=clock)


def point(point_id: int) -> MeetingPoint:
    with DatabaseSession(db.engine) as session:
        return session.get_one(MeetingPoint, point_id)


def waiting() -> list[Job]:
    with DatabaseSession(db.engine) as session:
        return list(session.scalars(select(Job)))


@pytest.mark.both_databases
def test_the_pin_finds_its_house_when_the_service_is_back(app: Flask, clock: MovingClock) -> None:
    point_id = saved()
    assert run(app) == JobsReport(again=("server_error",))
    assert point(point_id).position_accuracy is Accuracy.STREET
    assert waiting()[0].last_error == "server_error"
    clock.move(minutes=1)
    assert run(app) == JobsReport(done=1)
    found = point(point_id)
    assert found.coordinates is not None
    assert found.coordinates.distance_km(HERE) < 0.05
    assert (found.position_accuracy, waiting()) == (Accuracy.HOUSE, [])
    assert found.position_source.startswith("Nominatim (© OpenStreetMap-Mitwirkende, ODbL), abgefragt 2026-03-18")
    with DatabaseSession(db.engine) as session:
        assert session.scalar(select(func.count(Change.id)).where(Change.point_id == point_id)) == 2


@pytest.mark.both_databases
def test_anybody_may_write_while_a_service_is_asked(app: Flask, service: RecordedAdapter, database_url: str) -> None:
    impatient = create_engine(database_url)
    prepare_engine(impatient)
    written: list[bool] = []

    class Busy(RecordedAdapter):
        def get_text(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> str:
            with impatient.connect() as connection:
                if impatient.dialect.name == "sqlite":
                    connection.connection.execute("PRAGMA busy_timeout = 0")
                with connection.begin():
                    connection.execute(text("UPDATE job SET last_error = 'written'"))
            written.append(True)
            return super().get_text(url, timeout=timeout, headers=headers)

    service.get_text = Busy(HOUSE).get_text
    saved()
    try:
        assert run(app).done == 1
    finally:
        impatient.dispose()
    assert written == [True]


def test_a_service_that_rests_is_not_asked_by_the_jobs_behind(app: Flask, service: RecordedAdapter) -> None:
    service.replies = [DOWN]
    for number in range(6):
        saved(house_number=str(number + 1))
    report = run(app)
    assert report.again == ("server_error",) * 3 + ("resting",) * 3
    assert len(service.asked) == 3


def test_a_pin_set_by_hand_stays_and_nobody_asks_for_ever(app: Flask, service: RecordedAdapter) -> None:
    service.replies = [DOWN]
    point_id = saved(position_accuracy=Accuracy.MANUAL, lat=50.7461, lon=8.0842)
    assert run(app) == JobsReport(done=1)
    assert point(point_id).lat == 50.7461


def test_inside_a_write_transaction_a_service_is_left_for_later(app: Flask, service: RecordedAdapter) -> None:
    """As an import does it: the place gets its coarse pin, nobody waits, the job comes in the same transaction."""
    with DatabaseSession(db.engine) as session, session.begin():
        place = make_point(
            session, street="Holunderstr.", house_number="12a", lat=None, lon=None, position_accuracy=None
        )
        draft, answer = geocoding.geocode_draft(points.draft_of(place), chain=geocoder(app), outside=False)
    assert answer.outcome is Outcome.UNAVAILABLE
    assert service.asked == []
    assert draft.position_accuracy is Accuracy.POSTCODE
    assert geocoding.should_be_tried_again(draft, answer)


def test_the_commands_say_what_waits_and_do_it(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saved()
    monkeypatch.setenv("KOMMANMAP_INSTANCE", str(tmp_path))
    monkeypatch.setenv("KOMMANMAP_SECRET_KEY", "s" * 40)

    def asked(*words: str) -> dict[str, object]:
        done = CliRunner().invoke(commands, ["jobs", *words, "--json"])
        assert done.exit_code == 0, done.output
        answer: dict[str, object] = json.loads(done.stdout)
        return answer

    before = asked("status")
    assert (before["waiting"], before["due"], before["services"]) == (1, 1, [])
    assert asked("run") == {"done": 1, "again": 0, "errors": [], "waiting": 0}, "no service is named there"
    assert asked("status")["waiting"] == 0
    assert "0 Aufgaben warten" in CliRunner().invoke(commands, ["jobs", "status"]).stdout
    assert CliRunner().invoke(commands, ["jobs", "run"]).stdout == "0 erledigt, 0 später noch einmal, 0 warten.\n"


def test_the_status_says_how_the_services_are(
    app: Flask, service: RecordedAdapter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.replies = [Reply("", 429, {"retry-after": "3600"})]
    edges(app).clock.instant = edges(app).clock.instant.replace(year=2099)
    saved()
    run(app)
    monkeypatch.setenv("KOMMANMAP_INSTANCE", str(tmp_path))
    monkeypatch.setenv("KOMMANMAP_SECRET_KEY", "s" * 40)
    said = CliRunner().invoke(commands, ["jobs", "status"]).stdout
    assert "1 zuletzt ohne Antwort: too_many_requests" in said
    assert "nominatim: 1 Fehler in Folge, Ruhe bis 2099-03-18T10:30:00+00:00" in said
