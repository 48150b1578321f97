"""Rows are known again, a file is written as a whole or not at all, two imports do not meet."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select

from kommanmap.domain.errors import Conflict, KommAnMapError
from kommanmap.domain.problems import InvalidDraft, UnreadableTable
from kommanmap.extensions import db
from kommanmap.models import Change, MeetingPoint
from kommanmap.services import data_version, points_import
from kommanmap.services.import_plan import ImportPlan, RowAction, RowPlan
from tests.apps import NOW
from tests.factories import make_point, make_table
from tests.importing import carry_out, codes, counts, only_row, preview, stored


def test_a_row_is_known_by_its_id_even_under_a_new_name(app: Flask) -> None:
    header = ("ID", "Name", "Ort")
    with app.app_context():
        carry_out(make_table(("7", "Treff", "Burbach"), header=header))
        row = only_row(make_table(("7", "Neuer Name", "Burbach"), header=header))
        assert (row.action, dict(row.changes)) == (RowAction.CHANGED, {"name": ("Treff", "Neuer Name")})


def test_an_id_of_another_list_does_not_take_over_a_place(app: Flask) -> None:
    header = ("ID", "Name", "Ort")
    with app.app_context():
        carry_out(make_table(("7", "Treff", "Burbach"), header=header))
        row = only_row(make_table(("7", "Etwas anderes", "Köln"), header=header))
        assert codes(row)[0] == ["id_of_other_place"]
        other = points_import.preview(
            db.session(),
            table=make_table(("7", "Etwas anderes", "Köln"), header=header),
            source="andere Liste",
            now=NOW,
        )
        assert counts(other) == {"new": 1}


def test_a_row_is_known_by_the_public_id(app: Flask) -> None:
    with app.app_context():
        point = make_point(db.session(), name="Treff")
        row = only_row(make_table((point.public_id, "Treff neu", "Burbach"), header=("ID", "Name", "Ort")))
        assert (row.action, row.point_id) == (RowAction.CHANGED, point.id)


def test_the_same_row_twice_is_refused_the_second_time(app: Flask) -> None:
    with app.app_context():
        cells = ("Treff", "Burbach", "Gassenweg 28", "mo")
        plan = preview(make_table(cells, cells))
        assert [codes(row)[0] for row in plan.rows] == [[], ["twice_in_file"]]


def test_one_bad_row_stops_all_or_is_left_out_on_purpose(app: Flask) -> None:
    rows = [(f"Treff {number}", "Burbach" if number != 49 else "Nirgendwo", "", "") for number in range(60)]
    with app.app_context():
        plan = preview(make_table(*rows))
        assert counts(plan) == {"new": 59, "refused": 1}
        with pytest.raises(InvalidDraft):
            points_import.apply(db.session(), plan=plan, actor="tests", now=NOW)
        assert stored() == 0
        applied = points_import.apply(db.session(), plan=plan, actor="tests", now=NOW, skip_refused=True)
        assert (applied.created, applied.refused, stored()) == (59, 1, 59)


@pytest.mark.both_databases
def test_a_failure_in_the_middle_leaves_nothing(app: Flask) -> None:
    """T54: The plan is made, then the fiftieth town vanishes from under it."""
    rows = [(f"Treff {number}", "Burbach" if number != 49 else "Siegen", "", "") for number in range(60)]
    with app.app_context():
        plan = preview(make_table(*rows))
        before = data_version.versions(db.session())
        broken = ImportPlan(plan.source, False, (*plan.rows[:50], _without_town(plan.rows[50]), *plan.rows[51:]))
        with pytest.raises(KommAnMapError):
            points_import.apply(db.session(), plan=broken, actor="tests", now=NOW)
        db.session.rollback()
        assert stored() == 0
        assert db.session.scalar(select(func.count()).select_from(Change)) == 0
        assert data_version.versions(db.session()) == before


def _without_town(row: RowPlan) -> RowPlan:
    assert row.draft is not None
    draft = replace(row.draft, ags="05000000")
    return replace(row, draft=draft)


def test_one_import_is_one_batch_and_one_version(app: Flask) -> None:
    with app.app_context():
        before = data_version.versions(db.session()).version
        carry_out(make_table(*[(f"Treff {number}", "Burbach", "", "") for number in range(20)]))
        assert data_version.versions(db.session()).version == before + 1
        assert set(db.session.scalars(select(MeetingPoint.data_version))) == {before + 1}
        assert len(set(db.session.scalars(select(Change.batch)))) == 1


def test_a_place_changed_after_the_preview_is_a_conflict(app: Flask) -> None:
    header = ("ID", "Name", "Ort")
    with app.app_context():
        carry_out(make_table(("7", "Treff", "Burbach"), header=header))
        plan = preview(make_table(("7", "Neu", "Burbach"), header=header))
        carry_out(make_table(("7", "Noch neuer", "Burbach"), header=header))
        with pytest.raises(Conflict):
            points_import.apply(db.session(), plan=plan, actor="tests", now=NOW)


@pytest.mark.both_databases
def test_a_plan_carried_out_twice_is_a_conflict_and_no_second_set(app: Flask) -> None:
    with app.app_context():
        plan = carry_out(make_table())
        with pytest.raises(Conflict):
            points_import.apply(db.session(), plan=plan, actor="tests", now=NOW)
        db.session.rollback()
        assert stored() == 1


def test_without_reference_data_the_reason_is_said(app: Flask) -> None:
    with app.app_context():
        db.session.execute(db.text("DELETE FROM postcode_area"))
        db.session.execute(db.text("DELETE FROM municipality_alias"))
        db.session.execute(db.text("DELETE FROM municipality"))
        with pytest.raises(UnreadableTable) as refused:
            preview(make_table())
        assert refused.value.problem.code == "no_reference_data"
