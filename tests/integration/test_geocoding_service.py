"""Stored places are looked up anew: pins become finer, never silently, never over a hand, and nobody is locked out."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.domain.drafts import PointDraft
from kommanmap.domain.vocabulary import Accuracy, Status
from kommanmap.extensions import db
from kommanmap.geocoding.addresses import Address
from kommanmap.geocoding.answers import GeocodeAnswer, Outcome
from kommanmap.geocoding.chain import Chain
from kommanmap.geocoding.local import LocalGeocoder
from kommanmap.geocoding.providers.inquiry import NotAnswered, Trouble
from kommanmap.models import Change, Job, MeetingPoint
from kommanmap.services import data_version, geocoding, points
from kommanmap.services.geocoding import GeocodedPoint, NotWritten, Selection
from kommanmap.services.pins import pin_of
from kommanmap.services.point_warnings import warnings_of
from tests.address_samples import SIEGEN, sample_position, sample_street
from tests.apps import NOW
from tests.asking import service
from tests.factories import make_point

SANDSTRASSE_12 = sample_position(sample_street(SIEGEN, "Sandstraße"), 12)
COARSE = {"lat": 50.8838, "lon": 8.0209, "position_accuracy": Accuracy.MUNICIPALITY}


@pytest.fixture
def engine(app: Flask) -> Iterator[Engine]:
    with app.app_context():
        yield db.engine


@pytest.fixture
def chain(local_addresses: LocalGeocoder) -> Chain:
    return Chain(local_addresses)


def saved(engine: Engine, **fields: Any) -> int:
    """A place at Sandstraße 12 in Siegen, whose pin shows the town only."""
    house = {"ags": SIEGEN, "street": "Sandstr.", "house_number": "12", "postcode": "57072", **COARSE, **fields}
    with DatabaseSession(engine) as session, session.begin():
        return make_point(session, **house).id


def stored(engine: Engine, point_id: int) -> PointDraft:
    with DatabaseSession(engine) as session:
        return points.draft_of(session.get_one(MeetingPoint, point_id))


def warned(engine: Engine, point_id: int) -> list[str]:
    with DatabaseSession(engine) as session:
        return [warning.code for warning in warnings_of(session, [point_id]).get(point_id, ())]


def version(engine: Engine) -> int:
    with DatabaseSession(engine) as session:
        return data_version.versions(session).version


def changes(engine: Engine) -> list[Change]:
    """What the geocoder wrote into the history."""
    with DatabaseSession(engine) as session:
        return list(session.scalars(select(Change).where(Change.actor == "tester").order_by(Change.id)))


def run(engine: Engine, chain: Chain, *ids: int, **options: Any) -> list[GeocodedPoint]:
    wanted = ids or geocoding.selected(engine, Selection.ALL)
    return list(geocoding.geocode_points(engine, ids=wanted, chain=chain, actor="tester", now=NOW, **options))


class Meanwhile(Chain):
    """A chain during whose question something else happens."""

    def __init__(self, local: LocalGeocoder, happens: Callable[[], None]) -> None:
        super().__init__(local)
        self.happens = happens

    def locate(self, query: str | Address, *, ags: str = "", outside: bool = True) -> GeocodeAnswer:
        self.happens()
        return super().locate(query, ags=ags, outside=outside)


@pytest.mark.both_databases
def test_pins_find_their_houses_as_one_batch_and_the_second_run_changes_nothing(
    engine: Engine, chain: Chain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(geocoding, "BATCH_SIZE", 2)
    ids = [saved(engine, house_number=str(number)) for number in (12, 13, 14)]
    before = version(engine)
    assert [point.moves for point in run(engine, chain)] == [True, True, True]
    first = stored(engine, ids[0])
    assert (first.lat, first.lon) == pytest.approx(SANDSTRASSE_12)
    assert (first.position_accuracy, first.position_source) == (
        Accuracy.HOUSE,
        "Probe-Hauskoordinaten, Stand 2026-01-01",
    )
    written = changes(engine)
    assert len(written) == 3
    assert {frozenset(change.fields) for change in written} == {
        frozenset({"lat", "lon", "position_accuracy", "position_source"})
    }
    assert len({change.batch for change in written}) == 1
    assert written[0].batch
    assert version(engine) == before + 2, "one for each transaction"
    again = run(engine, chain)
    assert [point.moves for point in again] == [False, False, False]
    assert (version(engine), len(changes(engine))) == (before + 2, 3)


def test_a_pin_set_by_hand_stays_and_is_checked(engine: Engine, chain: Chain) -> None:
    point_id = saved(engine, lat=50.8838, lon=8.0209, position_accuracy=Accuracy.MANUAL)
    before = stored(engine, point_id)
    run(engine, chain)
    assert stored(engine, point_id) == before
    assert (warned(engine, point_id), changes(engine)) == (["pin_far_from_address"], [])
    with DatabaseSession(engine) as session:
        (warning,) = warnings_of(session, [point_id])[point_id]
    assert float(str(warning.params["proposed_lat"])) == pytest.approx(SANDSTRASSE_12[0])


def test_what_is_not_clear_changes_nothing_and_is_kept_with_the_candidates(engine: Engine, chain: Chain) -> None:
    point_id = saved(engine, street="Talstraße", house_number="5", postcode="")
    before = stored(engine, point_id)
    (asked,) = run(engine, chain)
    assert (asked.answer.outcome, asked.moves, stored(engine, point_id)) == (Outcome.AMBIGUOUS, False, before)
    with DatabaseSession(engine) as session:
        (warning,) = warnings_of(session, [point_id])[point_id]
    assert warning.code == "address_ambiguous"
    assert "Siegen-Geisweid; Talstraße 5, 57080 Siegen-Eiserfeld" in str(warning.params["candidates"])


@pytest.mark.both_databases
def test_an_address_that_changes_meanwhile_gets_no_pin_of_the_old_one(
    engine: Engine, local_addresses: LocalGeocoder
) -> None:
    """And whoever changes it is not locked out while we ask."""
    point_id = saved(engine)

    def move() -> None:
        with DatabaseSession(engine) as session, session.begin():
            session.get_one(MeetingPoint, point_id).street = "Burgstraße"

    (asked,) = run(engine, Meanwhile(local_addresses, move))
    assert (asked.not_written, changes(engine)) == (NotWritten.CHANGED_MEANWHILE, [])
    assert stored(engine, point_id).position_accuracy is Accuracy.MUNICIPALITY


@pytest.mark.both_databases
def test_other_changes_meanwhile_are_kept(engine: Engine, local_addresses: LocalGeocoder) -> None:
    point_id = saved(engine)

    def rename() -> None:
        with DatabaseSession(engine) as session, session.begin():
            session.get_one(MeetingPoint, point_id).name = "Neuer Name"

    (asked,) = run(engine, Meanwhile(local_addresses, rename))
    assert asked.not_written is None
    draft = stored(engine, point_id)
    assert (draft.name, draft.position_accuracy) == ("Neuer Name", Accuracy.HOUSE)


def test_a_dry_run_writes_nothing_and_asks_no_service(engine: Engine, local_addresses: LocalGeocoder) -> None:
    point_id, other = saved(engine), service()
    lost = saved(engine, street="Holunderstr.")
    before = [stored(engine, each) for each in (point_id, lost)]
    found, waits = run(engine, Chain(local_addresses, [other]), dry_run=True)
    assert (found.moves, waits.answer.outcome, other.asked) == (True, Outcome.UNAVAILABLE, [])
    assert [stored(engine, each) for each in (point_id, lost)] == before
    assert (warned(engine, lost), changes(engine)) == ([], [])


@pytest.mark.both_databases
def test_whoever_stops_it_keeps_what_was_written(
    engine: Engine, local_addresses: LocalGeocoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(geocoding, "BATCH_SIZE", 2)
    ids = [saved(engine, house_number=str(number)) for number in range(1, 6)]
    asked: list[int] = []

    def stop() -> None:
        asked.append(1)
        if len(asked) == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(engine, Meanwhile(local_addresses, stop))
    houses = [stored(engine, point_id).position_accuracy is Accuracy.HOUSE for point_id in ids]
    assert houses == [True, True, False, False, False]
    assert len(geocoding.selected(engine, Selection.INEXACT)) == 3
    run(engine, Chain(local_addresses))
    assert geocoding.selected(engine, Selection.INEXACT) == []


@pytest.mark.both_databases
def test_a_service_that_does_not_answer_leaves_a_job(engine: Engine, local_addresses: LocalGeocoder) -> None:
    point_id, fine = saved(engine, street="Holunderstr."), saved(engine)
    silent = Chain(local_addresses, [service(NotAnswered(Trouble.TIMED_OUT))])
    for _ in range(2):
        first, second = run(engine, silent, point_id, fine)
        assert (first.has_to_wait, second.has_to_wait) == (True, False)
    with DatabaseSession(engine) as session:
        assert session.scalars(select(Job.point_id)).all() == [point_id]


def test_a_place_that_breaks_a_rule_does_not_stop_the_others(engine: Engine, chain: Chain) -> None:
    broken, fine = saved(engine), saved(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE meeting_point SET email = 'nobody' WHERE id = :id"), {"id": broken})
    assert [point.not_written for point in run(engine, chain)] == [NotWritten.BREAKS_A_RULE, None]
    assert stored(engine, fine).position_accuracy is Accuracy.HOUSE


@pytest.mark.both_databases
def test_which_places_are_asked_for(engine: Engine) -> None:
    none = saved(engine, lat=None, lon=None, position_accuracy=None)
    ids = {accuracy: saved(engine, position_accuracy=accuracy) for accuracy in Accuracy}
    saved(engine, status=Status.CLOSED)
    coarse = [none, ids[Accuracy.POSTCODE], ids[Accuracy.MUNICIPALITY]]
    assert geocoding.selected(engine, Selection.ALL) == [none, *ids.values()]
    assert geocoding.selected(engine, Selection.MISSING) == coarse
    rest = [ids[Accuracy.NEAREST_HOUSE], ids[Accuracy.STREET]]
    assert geocoding.selected(engine, Selection.INEXACT) == sorted([*coarse, *rest])


def test_one_place_for_a_job(engine: Engine, chain: Chain) -> None:
    point_id = saved(engine)
    answer = geocoding.geocode_point(engine, point_id=point_id, chain=chain, actor="tester", now=NOW)
    assert answer is not None
    assert (answer.outcome, stored(engine, point_id).position_accuracy) == (Outcome.FOUND, Accuracy.HOUSE)
    assert [change.batch for change in changes(engine)] == [""]
    assert geocoding.geocode_point(engine, point_id=point_id, chain=chain, now=NOW) == answer
    assert len(changes(engine)) == 1
    assert geocoding.geocode_point(engine, point_id=999, chain=chain, now=NOW) is None


def test_the_geocoder_says_who_it_is(engine: Engine, chain: Chain) -> None:
    geocoding.geocode_point(engine, point_id=saved(engine), chain=chain, now=NOW)
    with DatabaseSession(engine) as session:
        assert session.scalar(select(func.count(Change.id)).where(Change.actor == "geocoder")) == 1


def test_a_draft_gets_the_best_pin_there_is(chain: Chain, local_addresses: LocalGeocoder, engine: Engine) -> None:
    draft = PointDraft(name="Treff", ags=SIEGEN, street="Sandstraße", house_number="12")
    placed, answer = geocoding.geocode_draft(draft, chain=chain)
    assert (placed.lat, placed.lon) == pytest.approx(SANDSTRASSE_12)
    assert not geocoding.should_be_tried_again(placed, answer)
    silent = Chain(local_addresses, [service(NotAnswered(Trouble.TIMED_OUT))])
    unknown = PointDraft(name="Treff", ags=SIEGEN, street="Holunderstr.", house_number="12")
    placed, answer = geocoding.geocode_draft(unknown, chain=silent)
    assert placed.position_accuracy is Accuracy.MUNICIPALITY, "saved all the same"
    assert geocoding.should_be_tried_again(placed, answer)
    by_hand = PointDraft(
        name="Treff", ags=SIEGEN, street="Sandstraße", house_number="12", lat=50.88, lon=8.02,
        position_accuracy=Accuracy.MANUAL,
    )  # fmt: skip
    assert pin_of(geocoding.geocode_draft(by_hand, chain=chain)[0]) == pin_of(by_hand)
