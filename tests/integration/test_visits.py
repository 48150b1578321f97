"""Readers hear that a check is long ago, and say with one tap that a place is as it stands here."""

import re
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kommanmap.clock import FixedClock
from kommanmap.domain.vocabulary import CheckedBy
from kommanmap.extensions import db
from kommanmap.models import Attempt, Change, DataVersion, MeetingPoint, VisitHint
from kommanmap.services.visit_limits import MOST_A_DAY, Verdict, VisitLimits
from tests.apps import NOW
from tests.factories import make_point

TAP = "Ich war da, es stimmt"


@pytest.fixture
def slugs(app: Flask) -> dict[str, str]:
    """By name."""
    with app.app_context():
        session = db.session()
        days = {"Alt": date(2024, 9, 1), "Neu": date(2026, 2, 1), "Nie": None}
        made = {
            name: make_point(session, name=name, last_checked_on=day, last_checked_by=day and CheckedBy.CENTRE)
            for name, day in days.items()
        }
        found = {name: point.slug for name, point in made.items()}
        session.commit()
    return found


def at(app: Flask, monkeypatch: pytest.MonkeyPatch, **later: float) -> None:
    """Let time go on."""
    edges = app.extensions["kommanmap.edges"]
    clock = FixedClock(NOW + timedelta(**later))
    monkeypatch.setitem(app.extensions, "kommanmap.edges", type(edges)(**{**vars(edges), "clock": clock}))


def tap(client: FlaskClient, slug: str, **options: str) -> int:
    page = client.get(f"/de/treffpunkte/{slug}").text
    (token,) = re.findall(r'name="open_token" value="([^"]+)"', page)
    answer = client.post(f"/de/treffpunkte/{slug}/war-da", data={"open_token": token}, **options)  # type: ignore[arg-type]
    assert "Set-Cookie" not in answer.headers
    return answer.status_code


def test_overdue_places_say_so_and_stand_below_the_others(
    app: Flask, client: FlaskClient, slugs: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new, never = (client.get(f"/de/treffpunkte/{slugs[name]}").text for name in ("Alt", "Neu", "Nie"))
    assert "Das ist lange her" in old
    assert "Das ist lange her" not in new
    assert "Noch nicht geprüft" in never
    listed = client.get("/de/treffpunkte").text
    assert re.findall(r">(Alt|Neu|Nie)<", listed) == ["Neu", "Alt", "Nie"]
    assert listed.count("Lange nicht geprüft") == 2
    at(app, monkeypatch, days=330)  # past the next report: what was new is not any more, though no data changed
    assert "Das ist lange her" in client.get(f"/de/treffpunkte/{slugs['Neu']}").text
    listed = client.get("/de/treffpunkte").text
    assert re.findall(r">(Alt|Neu|Nie)<", listed) == ["Alt", "Neu", "Nie"]
    assert listed.count("Lange nicht geprüft") == 3


@pytest.mark.both_databases
def test_a_tap_is_a_hint_with_a_date_and_no_check(
    app: Flask, client: FlaskClient, slugs: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert tap(client, slugs["Alt"]) == 303
    assert "Danke" in client.get(f"/de/treffpunkte/{slugs['Alt']}/war-da?danke=1").text
    app.extensions["kommanmap.index"].refresh()
    page = client.get(f"/de/treffpunkte/{slugs['Alt']}").text
    assert "Hinweis: Am 18. März 2026 war jemand dort und sagt, es stimmt." in page
    assert "Das ist lange her" in page
    with app.app_context():
        place = db.session.scalars(select(MeetingPoint).where(MeetingPoint.name == "Alt")).one()
        assert place.last_checked_on == date(2024, 9, 1)
        assert len(db.session.scalars(select(Change).where(Change.point_id == place.id)).all()) == 1
        version = db.session.scalars(select(DataVersion.version)).one()
        assert db.session.scalars(select(Attempt)).all() == []  # nothing about who it was
    other = {"environ_base": {"REMOTE_ADDR": "198.51.100.7"}}
    assert tap(client, slugs["Alt"]) == tap(client, slugs["Alt"], **other) == 303  # type: ignore[arg-type]
    with app.app_context():
        assert db.session.scalars(select(DataVersion.version)).one() == version  # once a day and place is enough
    at(app, monkeypatch, days=1)
    assert tap(client, slugs["Alt"]) == 303
    with app.app_context():
        hint = db.session.scalars(select(VisitHint)).one()
        assert (hint.last_on, hint.days) == (date(2026, 3, 19), 2)


def test_a_button_needs_its_own_token(app: Flask, client: FlaskClient, slugs: dict[str, str]) -> None:
    page = client.get(f"/de/treffpunkte/{slugs['Alt']}").text
    (token,) = re.findall(r'name="open_token" value="([^"]+)"', page)
    foreign = client.post(f"/de/treffpunkte/{slugs['Neu']}/war-da", data={"open_token": token})
    assert foreign.status_code == 422
    assert TAP in foreign.text
    assert client.post(f"/de/treffpunkte/{slugs['Alt']}/war-da").status_code == 400
    assert client.post("/de/treffpunkte/gibt-es-nicht/war-da", data={"open_token": token}).status_code == 404
    with app.app_context():
        assert db.session.scalars(select(VisitHint)).all() == []


def test_taps_are_limited_per_sender_and_altogether_without_knowing_senders() -> None:
    limits = VisitLimits()
    first = [limits.claim(network="192.0.2.1", place=str(number), now=NOW) for number in range(MOST_A_DAY + 2)]
    assert first == [Verdict.COUNTS] * MOST_A_DAY + [Verdict.TOO_MANY] * 2
    assert limits.claim(network="192.0.2.1", place="3", now=NOW) is Verdict.KNOWN
    flood = [limits.claim(network=f"n{number}", place="x", now=NOW) for number in range(300)]
    assert flood.count(Verdict.COUNTS) == 200 - MOST_A_DAY
    assert limits.claim(network="192.0.2.9", place="x", now=NOW + timedelta(hours=1)) is Verdict.COUNTS
    tomorrow = NOW + timedelta(days=1)
    assert limits.claim(network="192.0.2.1", place="0", now=tomorrow) is Verdict.COUNTS
    held = repr(vars(limits))
    assert "192.0.2" not in held


def test_a_flood_answers_kindly(app: Flask, client: FlaskClient, slugs: dict[str, str]) -> None:
    limits: VisitLimits = app.extensions["kommanmap.visit_limits"]
    for number in range(MOST_A_DAY):
        limits.claim(network="127.0.0.1", place=str(number), now=NOW)
    assert tap(client, slugs["Neu"]) == 429
