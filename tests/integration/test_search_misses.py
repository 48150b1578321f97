"""Searches in vain: counted as words of nobody, stored by somebody else than readers, shown from the third time."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from kommanmap.cli.background import JobThread
from kommanmap.domain.missed_words import KEPT_DAYS, countable_words
from kommanmap.domain.vocabulary import Role
from kommanmap.extensions import db
from kommanmap.models import SearchMiss
from kommanmap.queries.search_misses import Miss
from kommanmap.services import search_misses
from kommanmap.services.search_misses import MOST_IN_MEMORY, MissCounter
from kommanmap.views.missed import misses_of
from tests.factories import make_point
from tests.integration.test_background import wait_until
from tests.staff import sign_in

TODAY = date(2026, 3, 18)
CENTRE = "siegen-wittgenstein"


def rows() -> int:
    return db.session.scalar(select(func.count()).select_from(SearchMiss)) or 0


def keep(*counts: tuple[str, str, int], day: date = TODAY) -> None:
    search_misses.store(db.session(), counts={Miss(word, centre): times for word, centre, times in counts}, today=day)
    db.session.commit()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Häkelkurs", ("hakelkurs",)),
        ("Schach und Tee", ("schach", "tee")),
        ("57072 Schach 12", ("57072", "schach")),
        ("anna.beispiel@stadt.example", ()),
        ("bitte an anna @ stadt.example", ()),
        ("anna(at)stadt.example", ()),
        ("0271 333-0123", ()),
        ("+49 (0) 271 33 30", ()),
        ("Anna ٠٢٧١٣٣٣", ()),
        ("https://stadt.example/x", ()),
        ("x" * 41, ()),
        ("eins zwei drei vier fünf sechs sieben acht neun", ()),
        ("a 1 ?", ()),
        ("", ()),
    ],
)
def test_only_words_that_lead_to_nobody_are_counted(typed: str, words: tuple[str, ...]) -> None:
    assert countable_words(typed) == words


def test_a_reader_counts_in_memory_and_writes_nothing(app: Flask) -> None:
    with app.app_context():
        make_point(db.session())
        db.session.commit()
    client, counter = app.test_client(), misses_of(app)
    for query in (
        "q=burbach", "q=", "q=burbach&stufenfrei=ja", "q=xqwzv@stadt.example", "q=0271+3330123",
        "q=deutsch&offen=wochenende",
    ):  # fmt: skip
        assert client.get(f"/de/treffpunkte?{query}").status_code == 200
    assert dict(counter.take()) == {}
    for query in ("q=xqwzv", "q=xqwzv+burbach", "q=Xqwzv", "ort=Kleve&umkreis=5", "ort=Xqwzvstadt", "plz=47533"):
        client.get(f"/de/treffpunkte?{query}")
    client.get("/de/treffpunkte?q=xqwzv")  # the same page within the same minute
    counted = dict(counter.take())
    assert counted[Miss("xqwzv", "")] == 2
    assert counted[Miss("xqwzv", CENTRE)] == 1
    assert counted[Miss("kleve", "kleve")] == 1
    assert counted[Miss("47533", "kleve")] == 1
    assert counted[Miss("xqwzvstadt", "")] == 1
    with app.app_context():
        assert rows() == 0


def test_the_counter_is_bounded_and_takes_back_what_was_not_stored() -> None:
    counter = MissCounter()
    counter.note(Miss(f"wort{number}", "") for number in range(MOST_IN_MEMORY + 10))
    counter.note([Miss("wort1", "")])
    taken = counter.take()
    assert (len(taken), taken[Miss("wort1", "")]) == (MOST_IN_MEMORY, 2)
    assert not counter
    counter.give_back(taken)
    counter.note([Miss("wort1", "")])
    assert counter.take()[Miss("wort1", "")] == 3


@pytest.mark.both_databases
def test_staff_see_their_own_words_from_the_third_time_and_only_for_a_while(app: Flask) -> None:
    with app.app_context():
        keep(("schach", CENTRE, 2), ("selten", CENTRE, 2), ("fern", "kleve", 9), ("ueberall", "", 3))
        keep(("schach", CENTRE, 1), day=TODAY - timedelta(days=3))
        keep(("frueher", CENTRE, 9), day=TODAY - timedelta(days=KEPT_DAYS))
    own = sign_in(app, Role.CENTRE, centre=CENTRE).get("/team/gesucht").text
    assert [word for word in ("schach", "selten", "fern", "ueberall", "frueher") if f">{word}<" in own] == [
        "schach",
        "ueberall",
    ]
    assert ">3<" in own
    state = sign_in(app, Role.STATE).get("/team/gesucht").text
    assert ">fern<" in state
    assert ">selten<" not in state
    assert sign_in(app, Role.CARRIER).get("/team/gesucht").status_code == 403
    with app.app_context():
        search_misses.forget_old(db.session(), today=TODAY)
        db.session.commit()
        assert db.session.scalars(select(SearchMiss.word).where(SearchMiss.word == "frueher")).all() == []
        assert rows() == 5


def test_a_flood_of_words_fills_no_table(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_misses, "MOST_A_DAY", 3)
    with app.app_context():
        keep(("a1", "", 1), ("b1", "", 5), ("c1", "", 2), ("d1", "", 9))
        assert set(db.session.scalars(select(SearchMiss.word))) == {"b1", "c1", "d1"}
        keep(("e1", "", 100))
        assert rows() == 3


def test_the_thread_of_the_server_stores_what_was_counted(app: Flask) -> None:
    misses_of(app).note([Miss("xqwzv", CENTRE)])
    thread = JobThread(app, look_seconds=0.01)
    thread.start()
    wait_until(lambda: not misses_of(app))
    thread.stop()
    with app.app_context():
        assert db.session.execute(select(SearchMiss.word, SearchMiss.times, SearchMiss.on_day)).all() == [
            ("xqwzv", 1, TODAY)
        ]
