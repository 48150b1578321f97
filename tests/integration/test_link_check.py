"""The checker of web links: off by default, gentle, remembered per place, and a list of work for staff."""

import json
import re
from datetime import timedelta

import pytest
from click.testing import CliRunner
from flask import Flask

from kommanmap.cli import background, commands
from kommanmap.cli.background import JobThread
from kommanmap.clock import FixedClock
from kommanmap.domain.vocabulary import Role, Status
from kommanmap.extensions import db
from kommanmap.models import LinkCheck, MeetingPoint
from kommanmap.services.link_check import AGAIN_AFTER, AGAIN_AFTER_FAILURE, Checked, addresses, check_due
from kommanmap.web_probe import LinkAnswer, LinkState
from tests.apps import NOW
from tests.factories import make_point
from tests.staff import sign_in

GOOD, GONE, SILENT = "https://gut.example/a", "https://weg.example/", "https://still.example/"
ANSWERS = {GONE: LinkAnswer(LinkState.GONE, 404), SILENT: LinkAnswer(LinkState.FAILS)}


class FakeProbe:
    """Answers from memory; remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def look(self, url: str) -> LinkAnswer:
        self.asked.append(url)
        return ANSWERS.get(url, LinkAnswer(LinkState.ANSWERS, 200))


@pytest.fixture
def places(app: Flask) -> dict[str, int]:
    """By name: ids of places with web addresses."""
    with app.app_context():
        session = db.session()
        websites = {"Gut": GOOD, "Zwei": f"{GOOD}; {GONE}", "Still": SILENT, "Ohne": "", "Zu": GONE}
        made = {name: make_point(session, name=name, website=website) for name, website in websites.items()}
        made["Zu"].status = Status.CLOSED
        ids = {name: point.id for name, point in made.items()}
        session.commit()
    return ids


def run(app: Flask, probe: FakeProbe, *, days: float = 0, most: int = 50) -> Checked:
    clock = FixedClock(NOW + timedelta(days=days))
    with app.app_context():
        return check_due(db.engine, probe=probe, clock=clock, most=most, sleep=lambda _seconds: None)


def on_the_list(app: Flask) -> list[str]:
    page = sign_in(app, Role.STATE).get("/team/treffpunkte?aufgabe=weblink").text
    return sorted(name for name in ("Gut", "Zwei", "Still", "Ohne", "Zu") if re.search(rf">{name}<", page))


@pytest.mark.both_databases
def test_dead_links_become_work_and_leave_it_when_the_address_changes(app: Flask, places: dict[str, int]) -> None:
    probe = FakeProbe()
    first = run(app, probe)
    assert first == Checked(3, {LinkState.ANSWERS: 1, LinkState.GONE: 1, LinkState.FAILS: 1})
    assert sorted(probe.asked) == [GOOD, SILENT, GONE]  # each address once
    assert on_the_list(app) == ["Zwei"]  # silent once may be chance
    assert run(app, FakeProbe()).places == 0
    again = FakeProbe()
    assert run(app, again, days=AGAIN_AFTER_FAILURE.days).places == 1
    assert again.asked == [SILENT]
    assert on_the_list(app) == ["Still", "Zwei"]
    assert run(app, FakeProbe(), days=AGAIN_AFTER.days).places == 3
    with app.app_context():
        db.session.get_one(MeetingPoint, places["Zwei"]).website = GOOD
        db.session.commit()
    assert on_the_list(app) == ["Still"]
    assert run(app, FakeProbe(), days=AGAIN_AFTER.days + 0.1).places == 1


def test_a_host_is_asked_at_most_once_a_second(app: Flask) -> None:
    with app.app_context():
        for number in range(3):
            make_point(db.session(), website=f"https://gut.example/{number} https://anders{number}.example/")
        db.session.commit()
        now, waits = [100.0], []

        def sleep(seconds: float) -> None:
            waits.append(round(seconds, 3))
            now[0] += seconds

        found = check_due(db.engine, probe=FakeProbe(), clock=FixedClock(NOW), sleep=sleep, monotonic=lambda: now[0])
    assert (found.places, waits) == (3, [1.0, 1.0])


def test_only_web_addresses_of_a_field_are_asked_and_only_a_few() -> None:
    assert addresses("siehe http://a.example, http://a.example; b.example") == ["http://a.example"]
    assert len(addresses(" ".join(f"http://x{number}.example" for number in range(20)))) == 5


def test_nothing_is_asked_until_the_operator_wants_it(
    app: Flask, places: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[int] = []
    monkeypatch.setattr(background, "check_due", lambda *_args, **_options: looked.append(1))
    thread = JobThread(app, look_seconds=0.01)
    thread._check_links()
    assert looked == []
    thread._links = FakeProbe()
    thread._check_links()
    thread._check_links()
    assert looked == [1]
    with app.app_context():
        assert db.session.get(LinkCheck, places["Gut"]) is None
    monkeypatch.setenv("KOMMANMAP_INSTANCE", str(app.extensions["kommanmap.config"].instance))
    monkeypatch.setenv("KOMMANMAP_DATABASE_URL", app.extensions["kommanmap.config"].database_url)
    refused = CliRunner().invoke(commands, ["links", "check"])
    assert refused.exit_code == 1
    assert "check_links" in refused.stderr
    state = json.loads(CliRunner().invoke(commands, ["links", "status", "--json"]).stdout)
    assert state == {"on": False, "answers": 0, "gone": 0, "fails": 0, "refused": 0}
