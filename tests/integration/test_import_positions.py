"""Where the pins of a table come from: own coordinates, the imported addresses, the middle of postcode or town."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from kommanmap.domain.drafts import PointDraft
from kommanmap.domain.tables import Table
from kommanmap.domain.vocabulary import Accuracy
from kommanmap.extensions import db
from kommanmap.geocoding.answers import Outcome
from kommanmap.geocoding.chain import Chain
from kommanmap.geocoding.local import LocalGeocoder
from kommanmap.geocoding.search.candidates import POSTCODE_SOURCE, TOWN_SOURCE
from kommanmap.models import Job, MeetingPoint, PointWarning
from kommanmap.services import geocoding, points, points_import
from kommanmap.services.import_plan import ImportPlan, RowAction, RowPlan
from tests.address_samples import SIEGEN, sample_position, sample_street
from tests.apps import NOW
from tests.asking import service
from tests.factories import make_table

HEADER = ("ID", "Name", "Ort", "Straße", "Hausnummer", "PLZ")
HOUSE = ("1", "Treff", "Siegen", "Sandstr.", "12", "57072")
SANDSTRASSE_12 = sample_position(sample_street(SIEGEN, "Sandstraße"), 12)


@pytest.fixture
def site(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        yield app


@pytest.fixture
def chain(local_addresses: LocalGeocoder) -> Chain:
    return Chain(local_addresses)


def preview(table: Table, chain: Chain | None = None) -> ImportPlan:
    return points_import.preview(db.session(), table=table, source="test", now=NOW, chain=chain)


def bring(table: Table, chain: Chain | None = None) -> ImportPlan:
    plan = preview(table, chain)
    points_import.apply(db.session(), plan=plan, actor="tests", now=NOW)
    db.session.commit()
    return plan


def only_row(cells: tuple[str, ...], chain: Chain | None = None, header: tuple[str, ...] = HEADER) -> RowPlan:
    (row,) = preview(make_table(cells, header=header), chain).rows
    return row


def stored() -> PointDraft:
    db.session.expire_all()
    return points.draft_of(db.session.scalars(select(MeetingPoint)).one())


def change(**values: Any) -> None:
    """Somebody changes the only place."""
    point = db.session.scalars(select(MeetingPoint)).one()
    for name, value in values.items():
        setattr(point, name, value)
    db.session.commit()


def warned(row: RowPlan) -> list[str]:
    return [warning.code for warning in row.warnings]


@pytest.mark.both_databases
def test_a_new_row_without_coordinates_finds_its_house(site: Flask, chain: Chain) -> None:
    (row,) = bring(make_table(HOUSE, header=HEADER), chain).rows
    assert (row.answer and row.answer.outcome, warned(row)) == (Outcome.FOUND, [])
    draft = stored()
    assert (draft.lat, draft.lon) == pytest.approx(SANDSTRASSE_12)
    assert (draft.position_accuracy, draft.position_source) == (
        Accuracy.HOUSE,
        "Probe-Hauskoordinaten, Stand 2026-01-01",
    )
    assert (draft.street, draft.house_number) == ("Sandstr.", "12"), "to the letter"


def test_without_imported_addresses_it_stands_in_the_middle_as_ever(site: Flask) -> None:
    table = make_table(HOUSE, ("2", "Treff", "Siegen", "Sandstr.", "12", ""), header=HEADER)
    first, second = (row.draft for row in bring(table).rows)
    assert first is not None
    assert second is not None
    assert (first.position_accuracy, first.position_source) == (Accuracy.POSTCODE, POSTCODE_SOURCE)
    assert (second.position_accuracy, second.position_source) == (Accuracy.MUNICIPALITY, TOWN_SOURCE)


@pytest.mark.parametrize("with_addresses", [False, True])
@pytest.mark.both_databases
def test_the_second_import_changes_nothing(site: Flask, chain: Chain, with_addresses: bool) -> None:
    table = make_table(
        HOUSE,
        ("2", "Zwei", "Siegen", "Talstraße", "5", ""),
        ("3", "Drei", "Siegen", "Nirgendwoweg", "5", "57072"),
        ("4", "Vier", "Köln", "", "", "99999"),
        ("5", "Fünf", "Siegen", "Bürgerhaus, Bergstr. 3 / Hof", "", ""),
        header=HEADER,
    )
    used = chain if with_addresses else None
    assert bring(table, used).count(RowAction.NEW) == 5
    assert {row.action for row in preview(table, used).rows} == {RowAction.UNCHANGED}


def test_addresses_imported_in_between_make_pins_finer_cell_by_cell(site: Flask, chain: Chain) -> None:
    bring(make_table(HOUSE, header=HEADER))
    row = only_row(HOUSE, chain)
    assert (row.action, set(row.changes)) == (
        RowAction.CHANGED,
        {"lat", "lon", "position_accuracy", "position_source"},
    )
    assert row.changes["position_accuracy"] == ("postcode", "house")
    bring(make_table(HOUSE, header=HEADER), chain)
    assert only_row(HOUSE, chain).action is RowAction.UNCHANGED
    assert only_row(HOUSE).action is RowAction.UNCHANGED, "and stay when the addresses are taken away"


@pytest.mark.parametrize("accuracy", [Accuracy.MANUAL, Accuracy.HOUSE])
def test_a_pin_as_fine_or_set_by_hand_stays(site: Flask, chain: Chain, accuracy: Accuracy) -> None:
    bring(make_table(HOUSE, header=HEADER))
    change(lat=50.8791, lon=8.0225, position_accuracy=accuracy, position_source="vor Ort")
    assert only_row(HOUSE, chain).action is RowAction.UNCHANGED


def test_a_house_that_moves_finds_its_new_place(site: Flask, chain: Chain) -> None:
    bring(make_table(HOUSE, header=HEADER), chain)
    moved = only_row(("1", "Treff", "Siegen", "Burgstraße", "4", ""), chain)
    assert (set(moved.changes), moved.notes) == ({"street", "house_number", "lat", "lon"}, ())
    assert moved.draft is not None
    assert (moved.draft.lat, moved.draft.lon) == pytest.approx(sample_position(sample_street(SIEGEN, "Burgstraße"), 4))


def test_a_pin_set_by_hand_stays_when_the_address_changes_and_the_row_says_so(site: Flask, chain: Chain) -> None:
    bring(make_table(HOUSE, header=HEADER), chain)
    change(lat=50.8791, lon=8.0225, position_accuracy=Accuracy.MANUAL)
    moved = only_row(("1", "Treff", "Siegen", "Burgstraße", "4", ""), chain)
    assert set(moved.changes) == {"street", "house_number"}
    assert [note.code for note in moved.notes] == ["manual_pin_kept"]
    assert warned(moved) == ["pin_far_from_address"]


def test_a_table_with_rougher_coordinates_does_not_take_a_pin_back(site: Flask, chain: Chain) -> None:
    header = (*HEADER, "lat", "lon")
    row = (*HOUSE, "50.8800", "8.0210")
    bring(make_table(row, header=header), chain)
    assert stored().position_accuracy is Accuracy.STREET, "nothing says that it is the house"
    point_id = db.session.scalars(select(MeetingPoint.id)).one()
    db.session.rollback()
    geocoding.geocode_point(db.engine, point_id=point_id, chain=chain, now=NOW)
    assert stored().position_accuracy is Accuracy.HOUSE
    again = only_row(row, chain, header)
    assert (again.action, [note.code for note in again.notes]) == (RowAction.UNCHANGED, ["finer_pin_kept"])


def test_coordinates_of_a_row_are_compared_with_its_address(site: Flask, chain: Chain) -> None:
    header = (*HEADER, "lat", "lon", "Genauigkeit")
    assert warned(only_row((*HOUSE, "50.8790", "8.0224", "Haus"), chain, header)) == []
    far = only_row((*HOUSE, "50.8950", "8.0224", "Haus"), chain, header)
    assert warned(far) == ["pin_far_from_address"]
    assert far.draft is not None
    assert (far.draft.lat, far.draft.position_accuracy) == (50.895, Accuracy.HOUSE), "a warning, not a correction"
    assert warned(only_row((*HOUSE, "50.7415", "8.1019", "Haus"), chain, header)) == ["pin_outside_town"]
    assert warned(only_row((*HOUSE[:5], "50667", "50.8790", "8.0224", "Haus"), None, header)) == [
        "postcode_not_of_town"
    ]


@pytest.mark.both_databases
def test_warnings_are_kept_with_the_place_and_go_when_the_row_is_mended(site: Flask, chain: Chain) -> None:
    bring(make_table(("1", "Treff", "Siegen", "Talstraße", "5", ""), header=HEADER), chain)
    (kept,) = db.session.scalars(select(PointWarning))
    assert (kept.code, kept.found_utc) == ("address_ambiguous", NOW)
    assert stored().position_accuracy is Accuracy.MUNICIPALITY
    bring(make_table(("1", "Treff", "Siegen", "Talstraße", "5", "57078"), header=HEADER), chain)
    assert stored().position_accuracy is Accuracy.HOUSE
    assert [warning.code for warning in db.session.scalars(select(PointWarning))] == ["street_more_than_once"]
    bring(make_table(("1", "Treff", "Siegen", "Sandstr.", "12", "57072"), header=HEADER), chain)
    assert db.session.scalars(select(PointWarning)).all() == []


@pytest.mark.both_databases
def test_services_are_asked_later_and_never_while_a_table_is_read(site: Flask, local_addresses: LocalGeocoder) -> None:
    other = service()
    asking = Chain(local_addresses, [other])
    table = make_table(HOUSE, ("2", "Zwei", "Burbach", "Holunderstr.", "12a", ""), header=HEADER)
    first, second = bring(table, asking).rows
    assert [row.answer and row.answer.outcome for row in (first, second)] == [Outcome.FOUND, Outcome.UNAVAILABLE]
    assert other.asked == []
    waiting = db.session.scalars(select(MeetingPoint.name).join(Job, Job.point_id == MeetingPoint.id)).all()
    assert waiting == ["Zwei"]
    assert {row.action for row in preview(table, asking).rows} == {RowAction.UNCHANGED}


def test_a_refused_row_has_no_warnings_and_moves_nothing(site: Flask, chain: Chain) -> None:
    header = (*HEADER, "lat", "lon")
    row = only_row((*HOUSE, "nirgends", "8.02"), chain, header)
    assert (row.action, row.warnings, row.draft) == (RowAction.REFUSED, (), None)
