"""Sessions in the tables: what goes in comes out, on both databases, with a history that people can read."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from flask import Flask
from sqlalchemy import func, inspect, select, text

from kommanmap.database import downgrade, upgrade
from kommanmap.domain.drafts import plain_value
from kommanmap.domain.hours.session import (
    DateException,
    ExceptionKind,
    Frequency,
    HolidayRule,
    PartOfDay,
    ReadingStatus,
    Session,
    Timetable,
    YearlySeason,
)
from kommanmap.domain.problems import InvalidDraft, Problem
from kommanmap.domain.vocabulary import Audience, Registration, Status
from kommanmap.extensions import db
from kommanmap.models import Change, MeetingPoint, PointWarning, TypedTime
from kommanmap.models import Session as SessionRow
from kommanmap.queries.records import point_by_slug
from kommanmap.services import points
from tests.factories import make_point

LATER_UTC = datetime(2026, 3, 19, 9, 0, tzinfo=UTC)

WOMEN = Session(
    freq=Frequency.MONTHLY,
    weekdays=(4,),
    nth=(2, -1),
    start=time(17),
    end=time(19),
    first=date(2026, 1, 1),
    last=date(2026, 12, 31),
    season=YearlySeason((10, 1), (3, 31)),
    school_holidays=HolidayRule.CLOSED,
    exceptions=(
        DateException(date(2026, 3, 13), ExceptionKind.CANCELLED, note="Karneval"),
        DateException(date(2026, 3, 20), ExceptionKind.EXTRA, time(18), time(20), "im Pfarrheim"),
    ),
    audiences=(Audience.WOMEN,),
    languages=("ar", "uk"),
    registration=Registration.NEEDED,
    note="قهوة und „Kuchen“",
)
FORTNIGHTLY = Session(weekdays=(2,), interval=2, anchor=date(2026, 3, 4), start=time(22), end=time(1, 30))
ASKED = Session(weekdays=(3,), interval=2, part=PartOfDay.AFTERNOON)
DATED = Session(freq=Frequency.DATES, dates=(date(2028, 2, 29),), start=time(16), public_holidays=HolidayRule.OPEN)
ALL = (WOMEN, FORTNIGHTLY, ASKED, DATED)


@pytest.mark.both_databases
def test_sessions_come_back_as_they_went_in(app: Flask) -> None:
    with app.app_context():
        point = make_point(
            db.session(), sessions=ALL, times_status=ReadingStatus.PARTIAL, status=Status.PAUSED,
            paused_until=date(2026, 10, 24),
        )  # fmt: skip
        db.session.commit()
        db.session.expire_all()
        draft = points.draft_of(db.session.get_one(MeetingPoint, point.id))
        assert (draft.sessions, draft.times_status) == (ALL, ReadingStatus.PARTIAL)
        record = point_by_slug(db.session(), point.slug)
        assert record is not None
        assert (record.times, record.sessions) == (draft.times, ALL)
        assert record.timetable == Timetable(ALL, complete=False, paused=True, paused_until=date(2026, 10, 24))


@pytest.mark.parametrize(
    ("status", "read", "expected"),
    [
        (Status.PUBLIC, ReadingStatus.COMPLETE, Timetable((FORTNIGHTLY,))),
        (Status.PUBLIC, ReadingStatus.UNREAD, Timetable((FORTNIGHTLY,), complete=False)),
        (Status.CLOSED, ReadingStatus.COMPLETE, Timetable((FORTNIGHTLY,), paused=True)),
    ],
)
def test_a_timetable_says_how_far_silence_may_be_trusted(
    app: Flask, status: Status, read: ReadingStatus, expected: Timetable
) -> None:
    with app.app_context():
        point = make_point(
            db.session(), sessions=(FORTNIGHTLY,), times_status=read, status=status, paused_until=date(2027, 1, 1)
        )
        record = point_by_slug(db.session(), point.slug)
        assert record is not None
        assert record.timetable == expected, "an end of a pause counts only for a place that pauses"


@pytest.mark.both_databases
def test_the_history_holds_sessions_as_plain_values(app: Flask) -> None:
    with app.app_context():
        point = make_point(db.session(), sessions=(FORTNIGHTLY,), times_status=ReadingStatus.COMPLETE)
        said = replace(points.draft_of(point), sessions=(WOMEN, FORTNIGHTLY))
        points.update(db.session(), point=point, draft=said, actor="tests", now=LATER_UTC)
        db.session.commit()
        created, updated = db.session.scalars(
            select(Change).where(Change.point_id == point.id).order_by(Change.id)
        ).all()
        assert created.fields["sessions"] == [None, plain_value((FORTNIGHTLY,))]
        before, after = updated.fields["sessions"]
        assert set(updated.fields) == {"sessions"}
        assert [each["start"] for each in before] == ["22:00"]
        assert [(each["freq"], each["start"], each["note"]) for each in after] == [
            ("monthly", "17:00", "قهوة und „Kuchen“"),
            ("weekly", "22:00", ""),
        ]


def test_sessions_that_go_leave_no_rows(app: Flask) -> None:
    with app.app_context():
        point = make_point(db.session(), sessions=ALL, times_status=ReadingStatus.COMPLETE)
        said = replace(points.draft_of(point), sessions=(DATED,))
        points.update(db.session(), point=point, draft=said, actor="tests", now=LATER_UTC)
        rows = db.session.execute(select(SessionRow.position, SessionRow.plan)).all()
        assert [tuple(row) for row in rows] == [(0, DATED)]


@pytest.mark.parametrize(
    ("session", "code"),
    [
        (Session(start=time(15)), "session_weekday_missing"),
        (Session(freq=Frequency.MONTHLY, weekdays=(1,), nth=(6,)), "session_nth_impossible"),
        (Session(weekdays=(1,), start=time(15), end=time(15)), "session_time_end_is_start"),
        (Session(weekdays=(1,), first=date(2026, 5, 1), last=date(2026, 4, 1)), "session_season_ends_before_start"),
        (Session(weekdays=(1,), languages=("xx",)), "unknown_language"),
        (Session(weekdays=(1,), note="w" * 1001), "too_long"),
    ],
)
def test_a_session_that_makes_no_sense_is_refused(app: Flask, session: Session, code: str) -> None:
    with app.app_context(), pytest.raises(InvalidDraft) as refused:
        make_point(db.session(), sessions=(session,))
    assert [(problem.field, problem.code) for problem in refused.value.found] == [("sessions", code)]


def test_warnings_about_times_and_about_the_place_do_not_wipe_each_other_out(app: Flask) -> None:
    def codes() -> list[str]:
        return sorted(db.session.scalars(select(PointWarning.code).where(PointWarning.point_id == point.id)))

    unread, street = Problem("times", "times_left_over", {"words": "??"}), Problem("street", "street_unknown", {})
    with app.app_context():
        point = make_point(db.session(), sessions=(ASKED,))
        draft = points.draft_of(point)
        points.update(
            db.session(), point=point, draft=draft, actor="t", now=LATER_UTC, warnings=[street], time_warnings=[unread]
        )
        assert codes() == ["street_unknown", "times_left_over"]
        points.update(db.session(), point=point, draft=draft, actor="t", now=LATER_UTC, warnings=[])
        assert codes() == ["times_left_over"]
        points.update(db.session(), point=point, draft=replace(draft, name="Neu"), actor="t", now=LATER_UTC)
        assert codes() == ["times_left_over"], "the times are the same"
        by_hand = replace(points.draft_of(point), sessions=(DATED,), times_status=ReadingStatus.COMPLETE)
        points.update(db.session(), point=point, draft=by_hand, actor="t", now=LATER_UTC)
        assert codes() == []


@pytest.mark.both_databases
def test_the_migration_keeps_every_word_both_ways(demo_app: Flask) -> None:
    words = select(TypedTime.point_id, TypedTime.position, TypedTime.words).order_by(
        TypedTime.point_id, TypedTime.position
    )
    with demo_app.app_context():
        before = [tuple(row) for row in db.session.execute(words)]
        statuses = db.session.scalar(select(func.count()).where(MeetingPoint.times_status != ReadingStatus.UNREAD))
        db.session.remove()
    downgrade(demo_app, "2026_11_22_e_warnings")
    with demo_app.app_context():
        old = text("SELECT point_id, position, words FROM session ORDER BY point_id, position")
        assert [tuple(row) for row in db.session.execute(old)] == before
        columns = {column["name"] for column in inspect(db.session.connection()).get_columns("meeting_point")}
        assert columns.isdisjoint({"times_status", "paused_until"})
        db.session.remove()
    upgrade(demo_app)
    with demo_app.app_context():
        assert len(before) > 101
        assert statuses == 101
        assert [tuple(row) for row in db.session.execute(words)] == before
        assert set(db.session.scalars(select(MeetingPoint.times_status))) == {ReadingStatus.UNREAD}
        assert db.session.scalar(select(func.count()).select_from(SessionRow)) == 0
