"""Words about times in a table: read once, kept to the letter, never read over what somebody has set by hand."""

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time

import pytest
from flask import Flask
from sqlalchemy import func, select

from kommanmap.cli.import_report import json_report, say_report
from kommanmap.domain.drafts import PointDraft
from kommanmap.domain.hours.session import Frequency, PartOfDay, ReadingStatus, Session
from kommanmap.domain.tables import Table
from kommanmap.domain.vocabulary import Status
from kommanmap.extensions import db
from kommanmap.formats.tables import read_table
from kommanmap.models import Change, MeetingPoint, PointWarning
from kommanmap.services import point_times, points
from kommanmap.services.import_plan import ImportPlan, RowAction
from tests.apps import NOW
from tests.factories import make_point, make_table
from tests.importing import carry_out, codes, counts, only_row, preview

HEADER = ("ID", "Name", "Ort", "Zeiten")
FRIDAYS = "jeden 2. und 4. Freitag im Monat von 17:00 bis 19:00 Uhr"
FORTNIGHTLY = "Alle 14 Tage mittwochs von 10 bis 12 Uhr"
BY_HAND = Session(weekdays=(0,), start=time(9), end=time(10), note="von Hand")


def with_times(*cells: str) -> Table:
    return make_table(*((str(number), "Treff", "Burbach", cell) for number, cell in enumerate(cells)), header=HEADER)


def kept() -> PointDraft:
    db.session.expire_all()
    return points.draft_of(db.session.scalars(select(MeetingPoint)).one())


def warned() -> list[str]:
    return list(db.session.scalars(select(PointWarning.code).where(PointWarning.field == "times")))


def report(plan: ImportPlan, table: Table) -> dict[str, object]:
    (row,) = json_report(plan, table, file="f", dry_run=True, applied=False)["report"]
    found: dict[str, object] = row["times"]
    return found


@pytest.mark.both_databases
def test_words_that_are_understood_become_sessions(app: Flask) -> None:
    with app.app_context():
        carry_out(with_times(FRIDAYS))
        assert kept().times == (FRIDAYS,)
        assert kept().sessions == (
            Session(freq=Frequency.MONTHLY, weekdays=(4,), nth=(2, 4), start=time(17), end=time(19)),
        )
        assert (kept().times_status, warned()) == (ReadingStatus.COMPLETE, [])


@pytest.mark.both_databases
def test_what_only_a_person_can_answer_is_kept_as_a_warning(app: Flask) -> None:
    with app.app_context():
        carry_out(with_times(FORTNIGHTLY))
        (session,) = kept().sessions
        assert (session.weekdays, session.interval, session.anchor) == ((2,), 2, None)
        assert kept().times_status is ReadingStatus.PARTIAL
        (warning,) = db.session.scalars(select(PointWarning)).all()
        assert (warning.field, warning.found_utc) == ("times", NOW)
        assert "14 Tage" in warning.params["words"]
        carry_out(with_times(FRIDAYS))
        assert warned() == [], "the new words leave nothing open"


def test_no_page_says_open_while_a_question_or_a_contradiction_denies_it(app: Flask) -> None:
    client = app.test_client()
    for words in (
        "mittwochs 9-17 Uhr, bis auf Weiteres entfällt der Treff",
        "alle 14 Tage mittwochs, jeden 1. und 3. Mittwoch im Monat 9-17 Uhr",
    ):
        with app.app_context():
            carry_out(with_times(words))
            assert kept().times_status is ReadingStatus.DOUBTFUL, words
            slug = db.session.scalars(select(MeetingPoint.slug)).one()
        page = client.get(f"/de/treffpunkte/{slug}").get_data(as_text=True)
        assert "bitte erfragen" in page
        assert "Jetzt geöffnet" not in page
        assert "openingHoursSpecification" not in page
        assert slug not in client.get("/de/treffpunkte?offen=jetzt").get_data(as_text=True)
        assert "VEVENT" not in client.get("/daten/treffpunkte.ics").get_data(as_text=True)


@pytest.mark.both_databases
def test_a_second_import_changes_nothing(app: Flask) -> None:
    table = with_times(FORTNIGHTLY)
    with app.app_context():
        carry_out(table)
        changes, before = db.session.scalar(select(func.count()).select_from(Change)), warned()
        plan = carry_out(table)
        assert counts(plan) == {"unchanged": 1}
        assert db.session.scalar(select(func.count()).select_from(Change)) == changes
        assert warned() == before


def test_sessions_set_by_hand_stay_as_long_as_the_words_do(app: Flask) -> None:
    with app.app_context():
        carry_out(with_times(FORTNIGHTLY))
        point = db.session.scalars(select(MeetingPoint)).one()
        by_hand = replace(kept(), sessions=(BY_HAND,), times_status=ReadingStatus.COMPLETE)
        points.update(db.session(), point=point, draft=by_hand, actor="tests", now=NOW)
        db.session.commit()
        row = only_row(with_times(FORTNIGHTLY))
        assert (row.action, row.times) == (RowAction.UNCHANGED, None)
        renamed = make_table(("0", "Neuer Name", "Burbach", FORTNIGHTLY), header=HEADER)
        carry_out(renamed)
        assert (kept().name, kept().sessions, warned()) == ("Neuer Name", (BY_HAND,), [])
        carry_out(with_times(FRIDAYS))
        assert [session.nth for session in kept().sessions] == [(2, 4)], "other words, other sessions"


def test_a_row_without_the_column_or_with_an_empty_cell_leaves_times_alone(app: Flask) -> None:
    with app.app_context():
        carry_out(with_times(FRIDAYS))
        before = kept()
        carry_out(make_table(("0", "Neu", "Burbach"), header=HEADER[:3]))
        carry_out(make_table(("0", "Neuer", "Burbach", ""), header=HEADER))
        assert kept() == replace(before, name="Neuer")
        carry_out(make_table(("0", "Neuer", "Burbach", "-"), header=HEADER))
        assert (kept().times, kept().sessions, kept().times_status) == ((), (), ReadingStatus.NONE)


SENSELESS = (
    ("montags 25:00 bis 26:00 Uhr", "25:00"),
    ("Mo 17-16 Uhr", "17"),
    ("am 30. Februar 2027 von 15 bis 17 Uhr", "Februar"),
    ("jeden 6. Montag im Monat von 15 bis 17 Uhr", "6."),
    ("alle 14 Tage, jeden 1. und 3. Dienstag im Monat von 15 bis 17 Uhr", "14 Tage"),
    ("Open every Monday from 3 to 5 pm", "Open"),
    ("مفتوح كل يوم اثنين من الساعة الثالثة", "مفتوح"),
    ("x" * 20_000, "xxx"),
    ("Montag 9-10 Uhr; " * 1_200 + "Ende", "Montag"),
)


def test_what_makes_no_sense_is_reported_with_its_words_and_the_row_is_kept(app: Flask) -> None:
    with app.app_context():
        table = with_times(*(cell for cell, _ in SENSELESS))
        plan = carry_out(table)
        assert counts(plan) == {"new": len(SENSELESS)}
        for row, (cell, words) in zip(plan.rows, SENSELESS, strict=True):
            assert codes(row)[0] == [], cell
            said = [str(warning.params.get("words", "")) for warning in row.warnings if warning.field == "times"]
            assert any(words in each for each in said), said
            assert max(map(len, said)) <= point_times.LONGEST_WORDS
        stored = [points.draft_of(point) for point in db.session.scalars(select(MeetingPoint))]
        assert sorted("; ".join(draft.times) for draft in stored) == sorted(cell for cell, _ in SENSELESS)
        assert ReadingStatus.COMPLETE not in {draft.times_status for draft in stored}
        assert counts(preview(table)) == {"unchanged": len(SENSELESS)}


def test_the_report_says_per_row_what_was_understood_and_what_not(app: Flask) -> None:
    with app.app_context():
        table = with_times("donnerstags von 15 bis 17 Uhr, Quarzsand mitbringen")
        found = report(preview(table), table)
        assert (found["status"], found["read"], found["left_over"]) == ("partial", True, ["Quarzsand mitbringen"])
        (session,) = found["sessions"]  # type: ignore[misc]  # a list of one
        assert (session["weekdays"], session["start"], session["end"]) == (["TH"], "15:00", "17:00")
        assert str(found["osm"]).startswith("Th 15:00-17:00; PH off")
        asked = report(preview(with_times(FORTNIGHTLY)), table)["questions"]
        assert [set(each) for each in asked] == [{"field", "code", "text", "params"}]  # type: ignore[attr-defined]
        carry_out(table)
        again = report(preview(table), table)
        assert (again["status"], again["read"], again["sessions"]) == ("partial", False, found["sessions"])
        assert preview(with_times(FRIDAYS, "freitags 9-10 Uhr", FORTNIGHTLY)).times_read == {
            ReadingStatus.COMPLETE: 2,
            ReadingStatus.PARTIAL: 1,
        }


def test_the_report_for_people_says_it_in_short(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    with app.app_context():
        carry_out(with_times(FRIDAYS))
        table = with_times(FORTNIGHTLY)
        say_report(preview(table), table, dry_run=True, applied=False)
    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert "Zeiten zum Teil verstanden:" in lines
    assert "Zeiten: 1 zum Teil verstanden." in lines
    assert [line for line in lines if line.startswith("Warnung: times:") and "14 Tage" in line]
    (changed,) = [line for line in lines if line.startswith("sessions:")]
    assert "{" not in changed, "no plain values for people"


def test_equal_words_are_read_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def read(text: str, *, today: date) -> object:
        asked.append((text, today))
        return original(text, today=today)

    original = point_times.read_hours
    monkeypatch.setattr(point_times, "read_hours", read)
    with app.app_context():
        preview(with_times(FRIDAYS, FORTNIGHTLY, FRIDAYS, "-", ""))
    assert asked == [(FRIDAYS, date(2026, 3, 18)), (FORTNIGHTLY, date(2026, 3, 18))]


def test_an_end_of_a_pause_is_read_and_asks_for_the_status(app: Flask) -> None:
    header = ("Name", "Ort", "Status", "Pause bis")
    with app.app_context():
        row = only_row(make_table(("Treff", "Burbach", "pausiert", "24.10.2026"), header=header))
        assert row.draft is not None
        assert (row.draft.status, row.draft.paused_until) == (Status.PAUSED, date(2026, 10, 24))
        assert "not_paused" not in codes(row)[1]
        row = only_row(make_table(("Treff", "Burbach", "", "2026-10-24"), header=header))
        assert "not_paused" in codes(row)[1]
        row = only_row(make_table(("Treff", "Burbach", "pausiert", "bald"), header=header))
        assert codes(row)[0] == ["not_a_date"]


@pytest.mark.parametrize(
    "words",
    [
        ("mo 9-11", "di 15 – 17 h"),
        ("Einlass: 15.00- 16.00 h ; danach offen", "„derzeit“, nach Absprache"),
        ("=SUMME(9)", "@15 Uhr"),
    ],
)
def test_our_own_file_gives_words_and_pause_back_to_the_letter(app: Flask, words: Sequence[str]) -> None:
    with app.app_context():
        point = make_point(
            db.session(), times=tuple(words), sessions=(BY_HAND,), times_status=ReadingStatus.COMPLETE,
            status=Status.PAUSED, paused_until=date(2026, 10, 24),
        )  # fmt: skip
        before = points.draft_of(point)
        db.session.commit()
        table = read_table(io.BytesIO(app.test_client().get("/daten/treffpunkte.csv").data))
        (row,) = table.rows
        said = dict(zip(table.header, row.cells, strict=True))
        assert said["paused_until"] == "2026-10-24"
        assert said["id"] == point.public_id
        planned = only_row(table)
        assert planned.draft is not None
        assert (planned.draft.times, planned.draft.sessions) == (before.times, before.sessions)
        assert planned.draft.paused_until == before.paused_until
        assert planned.times is None, "the words are the same, so nobody reads them again"


def test_an_osm_expression_stands_for_words_only_where_there_are_none(app: Flask) -> None:
    with app.app_context():
        beside = make_table(("1", "Treff", "Burbach", FRIDAYS, "Mo 09:00-11:00"), header=(*HEADER, "opening_hours"))
        alone = make_table(
            ("1", "Treff", "Burbach", "We[2] 09:00-11:00; PH off"), header=(*HEADER[:3], "opening_hours")
        )
        drafts = [only_row(table).draft for table in (beside, alone)]
        assert [draft.times for draft in drafts if draft] == [(FRIDAYS,), ("We[2] 09:00-11:00", "PH off")]
        assert [(draft.times_status, draft.sessions[0].nth) for draft in drafts if draft] == [
            (ReadingStatus.COMPLETE, (2, 4)),
            (ReadingStatus.COMPLETE, (2,)),
        ]


def test_a_part_of_the_day_is_kept_without_a_clock_time(app: Flask) -> None:
    with app.app_context():
        carry_out(with_times("immer donnerstags Nachmittag"))
        (session,) = kept().sessions
        assert (session.weekdays, session.start, session.part) == ((3,), None, PartOfDay.AFTERNOON)
        assert kept().times_status is ReadingStatus.PARTIAL
