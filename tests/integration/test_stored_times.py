"""Words that were stored before anybody could read them: `kommanmap setup` reads them once, in batches."""

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from kommanmap.database import downgrade, upgrade
from kommanmap.domain.hours.session import ReadingStatus
from kommanmap.extensions import db
from kommanmap.models import Change, MeetingPoint, PointWarning, TypedTime
from kommanmap.models import Session as SessionRow
from kommanmap.services import point_times
from kommanmap.services.point_times import read_stored_times
from tests.apps import NOW
from tests.factories import make_draft, make_point


@pytest.mark.both_databases
def test_stored_words_are_read_after_an_update_in_batches(demo_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(point_times, "BATCH_SIZE", 40)
    sessions = select(SessionRow.point_id, SessionRow.plan).order_by(SessionRow.point_id, SessionRow.position)
    warnings = select(PointWarning.point_id, PointWarning.code).where(PointWarning.field == "times")
    with demo_app.app_context():
        before = [tuple(row) for row in db.session.execute(sessions)]
        doubts = sorted(tuple(row) for row in db.session.execute(warnings))
        statuses = dict(db.session.execute(select(MeetingPoint.id, MeetingPoint.times_status)).all())  # type: ignore[arg-type]
        db.session.remove()
    downgrade(demo_app, "2026_11_22_e_warnings")
    upgrade(demo_app)
    with demo_app.app_context():
        db.session.execute(update(PointWarning).values(field="street").where(PointWarning.field == "times"))
        db.session.execute(PointWarning.__table__.delete().where(PointWarning.field == "street"))  # type: ignore[attr-defined]
        db.session.commit()
        done = read_stored_times(db.engine, actor="tests", now=NOW)
        assert (done.places, done.kept_back) == (101, 0)
        assert done.complete == sum(status is ReadingStatus.COMPLETE for status in statuses.values())
        assert [tuple(row) for row in db.session.execute(sessions)] == before
        assert dict(db.session.execute(select(MeetingPoint.id, MeetingPoint.times_status)).all()) == statuses  # type: ignore[arg-type]
        assert sorted(tuple(row) for row in db.session.execute(warnings)) == doubts
        assert db.session.scalar(select(func.count(Change.batch.distinct())).where(Change.actor == "tests")) == 1
        db.session.rollback()
        assert read_stored_times(db.engine, actor="tests", now=NOW).places == 0


def test_a_place_that_breaks_a_newer_rule_stays_unread_and_stops_nobody(app: Flask) -> None:
    with app.app_context():
        bad, good = make_point(db.session()), make_point(db.session())
        bad.email = "nobody"
        db.session.commit()
        done = read_stored_times(db.engine, actor="tests", now=NOW)
        assert (done.places, done.kept_back) == (1, 1)
        db.session.expire_all()
        assert (bad.times_status, good.times_status) == (ReadingStatus.UNREAD, ReadingStatus.COMPLETE)
        words = select(TypedTime.words).where(TypedTime.point_id == bad.id)
        assert db.session.scalars(words).all() == list(make_draft().times)
