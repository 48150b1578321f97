"""Pages that say what is open: right for a minute, still cacheable, and the address never holds an instant."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kommanmap.domain.hours.session import ReadingStatus, Session
from kommanmap.domain.vocabulary import Status
from kommanmap.extensions import db
from tests.apps import end, make_app
from tests.databases import Contents, SqliteTemplates
from tests.factories import make_point
from tests.reading import names_on

WEDNESDAY = datetime(2026, 3, 18, 14, 59, 20, tzinfo=UTC)
"""15:59:20 in North Rhine-Westphalia."""


@dataclass
class MovingClock:
    """Says what the test tells it."""

    instant: datetime = WEDNESDAY

    def now(self) -> datetime:
        return self.instant


@pytest.fixture(scope="module")
def hands() -> MovingClock:
    return MovingClock()


@pytest.fixture(scope="module")
def site(
    sqlite_templates: SqliteTemplates, tmp_path_factory: pytest.TempPathFactory, hands: MovingClock
) -> Iterator[Flask]:
    """Three places with times and one without."""
    folder: Path = tmp_path_factory.mktemp("minutes")
    with sqlite_templates.copy(Contents.REFERENCE, folder) as url:
        app = make_app(url, folder, hands)
        with app.app_context():
            session = db.session()
            afternoon = Session(weekdays=(2, 3), start=time(16), end=time(19))
            arabic_monday = Session(weekdays=(0,), start=time(9), end=time(11), languages=("ar",))
            thursday = Session(weekdays=(3,), start=time(14), end=time(17))
            night = Session(weekdays=(2,), start=time(22), end=time(1))
            for name, sessions, more in (
                ("Nachmittag", (afternoon,), {"languages": ("ar",)}),
                ("Montags Arabisch", (arabic_monday, thursday), {}),
                ("Nacht", (night,), {"status": Status.PAUSED, "paused_until": date(2026, 3, 20)}),
                ("Ohne Zeiten", (), {"languages": ("ar",)}),
            ):
                fields = {"status": Status.PUBLIC, "times_status": ReadingStatus.COMPLETE, **more}
                make_point(session, name=name, sessions=sessions, **fields)
            session.commit()
        yield app
        end(app)


@pytest.fixture
def reader(site: Flask, hands: MovingClock) -> FlaskClient:
    hands.instant = WEDNESDAY
    return site.test_client()


def found(reader: FlaskClient, words: str) -> set[str]:
    return set(names_on(reader.get(f"/de/treffpunkte?{words}").text))


def test_the_list_of_open_places_changes_with_the_minute(reader: FlaskClient, hands: MovingClock) -> None:
    assert found(reader, "offen=jetzt") == set()
    hands.instant += timedelta(seconds=40)
    assert found(reader, "offen=jetzt") == {"Nachmittag"}
    hands.instant += timedelta(hours=3)
    assert found(reader, "offen=jetzt") == set()
    assert found(reader, "offen=heute") == set()


def test_what_is_asked_together_holds_in_one_session(reader: FlaskClient) -> None:
    assert found(reader, "sprache=ar") == {"Nachmittag", "Montags Arabisch", "Ohne Zeiten"}
    assert found(reader, "sprache=ar&tag=do") == {"Nachmittag"}
    assert found(reader, "sprache=ar&tag=do&tageszeit=nachmittag") == {"Nachmittag"}
    assert found(reader, "sprache=ar&tag=mo") == {"Montags Arabisch"}
    assert found(reader, "tag=do&tageszeit=nachmittag") == {"Nachmittag", "Montags Arabisch"}
    assert found(reader, "offen=heute&sprache=ar") == {"Nachmittag"}


def test_a_pause_is_not_open_and_ends(reader: FlaskClient, hands: MovingClock) -> None:
    hands.instant = datetime(2026, 3, 18, 22, 0, tzinfo=UTC)
    assert found(reader, "offen=jetzt") == set()
    hands.instant += timedelta(days=7)
    assert found(reader, "offen=jetzt") == {"Nacht"}
    hands.instant += timedelta(hours=1, minutes=30)
    assert found(reader, "offen=jetzt") == {"Nacht"}
    assert found(reader, "tag=mi&tageszeit=abend&offen=jetzt") == {"Nacht"}


@pytest.mark.parametrize(
    "path",
    [
        "/de/treffpunkte", "/de/treffpunkte?offen=abend", "/de/treffpunkte/nachmittag-burbach", "/de/karte",
        "/de/orte/burbach", "/de/zentren/siegen-wittgenstein", "/embed/liste", "/daten/treffpunkte.geojson?offen=jetzt",
        "/de/karte.json?offen=jetzt",
    ],
)  # fmt: skip
def test_a_page_that_says_what_is_open_expires_with_its_minute(
    reader: FlaskClient, hands: MovingClock, path: str
) -> None:
    first = reader.get(path)
    assert first.status_code == 200
    assert first.cache_control.public
    assert first.cache_control.max_age == 40
    assert "stale-while-revalidate" not in first.headers["Cache-Control"]
    tag = {"If-None-Match": first.headers["ETag"]}
    hands.instant += timedelta(seconds=39)
    again = reader.get(path, headers=tag)
    assert again.status_code == 304
    assert again.cache_control.max_age == 1


@pytest.mark.parametrize("path", ["/daten/treffpunkte.geojson", "/daten/treffpunkte.csv?tag=do", "/de/karte.json"])
def test_a_file_that_says_nothing_of_now_is_the_same_at_any_time(
    reader: FlaskClient, hands: MovingClock, path: str
) -> None:
    first = reader.get(path)
    assert first.cache_control.max_age == 60
    hands.instant += timedelta(hours=5)
    assert reader.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_a_page_is_made_once_a_minute(reader: FlaskClient, hands: MovingClock, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[datetime] = []
    path = "/de/treffpunkte?q=Nacht"
    view = reader.application.jinja_env.get_template("public/points.html")
    original = type(view).render

    def counted(self: object, *arguments: object, **values: object) -> str:
        made.append(hands.instant)
        return original(view, *arguments, **values)

    monkeypatch.setattr(type(view), "render", counted)
    for seconds in (0, 10, 20, 30, 50, 60):
        hands.instant = WEDNESDAY + timedelta(seconds=seconds)
        assert reader.get(path).status_code == 200
    assert made == [WEDNESDAY, WEDNESDAY + timedelta(seconds=50)]
