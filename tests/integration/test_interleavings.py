"""Two editors, an import, its undoing, the geocoder and letters of the public meet at the same places, in any order.

Each way through is a random one. Whatever the order: nobody writes over what they have not seen, undoing takes nothing
from people, every entry begins where the one before ended, and the history replays to what is stored.
"""

import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import hypothesis.strategies as some
import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test
from sqlalchemy import select
from sqlalchemy.orm import Session

from kommanmap.database import reading_connection, reading_only
from kommanmap.domain.drafts import DRAFT_FIELDS, PointDraft, plain_value
from kommanmap.domain.errors import Conflict
from kommanmap.domain.merging import GROUPS, group_of
from kommanmap.domain.vocabulary import ChangeKind, Role
from kommanmap.extensions import db
from kommanmap.models import Change, MeetingPoint, Suggestion
from kommanmap.queries.history_chain import examine_history
from kommanmap.services import geocoding, history, many_places, points, points_import, suggestion_decisions, suggestions
from kommanmap.services.edit_merge import Merged, merge_with_stored, with_stored
from kommanmap.services.history_replay import replayed, taken_back
from kommanmap.services.history_undoing import AUTOMATIC
from kommanmap.services.import_plan import ImportPlan
from tests.apps import NOW
from tests.factories import make_point, make_table
from tests.integration.meeting_people import EDITOR, EDITS, HEADER, PHONES, ROW, SOON, WHICH, Form, Letter

WAYS = int(os.environ.get("KOMMANMAP_TEST_INTERLEAVINGS", "12"))
"""How many ways through on each database; another number than that makes them new ones each time."""


class Meeting(RuleBasedStateMachine):
    """Every rule is one thing one of them does, in a transaction of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, Form] = {}
        self.plan: tuple[ImportPlan, dict[int, PointDraft]] | None = None
        self.letter: Letter | None = None
        self.batches: list[str] = []
        self.ids: list[int] = []
        self.source, self.minutes = f"way {id(self)} {os.urandom(4).hex()}", 0

    def now(self) -> datetime:
        self.minutes += 1
        return NOW + timedelta(minutes=self.minutes)

    def table(self, *rows: tuple[str, str, str, str]) -> Any:
        cells = ((str(n), name, "Burbach", street, phone, times) for n, (name, street, phone, times) in enumerate(rows))
        return make_table(*cells, header=HEADER)

    @initialize(rows=some.tuples(ROW, ROW), more=some.tuples(ROW, ROW), imported=some.booleans())
    def begin(self, rows: tuple[Any, Any], more: tuple[Any, Any], imported: bool) -> None:
        if imported:
            self.preview(rows, now=True)
        else:
            with Session(db.engine) as session, session.begin():
                for number, (name, _street, phone, times) in enumerate(rows):
                    fields: dict[str, Any] = {"name": name, "phone": phone, "times": (times,)}
                    make_point(session, source=self.source, external_id=str(number), **fields)
        with Session(db.engine) as session:
            found = select(MeetingPoint.id).where(MeetingPoint.source == self.source).order_by(MeetingPoint.id)
            self.ids = list(session.scalars(found))
        self.preview(more, now=True)

    @rule(editor=EDITOR, which=WHICH, edits=some.lists(some.sampled_from(EDITS), min_size=1, max_size=2), now=SOON)
    def open_form(self, editor: str, which: int, edits: list[Mapping[str, Any]], now: bool) -> None:
        draft, version = self.stored(self.ids[which])
        mine = draft
        for edit in edits:
            mine = replace(mine, **edit)
        self.forms[editor] = Form(self.ids[which], version, draft, mine)
        if now:
            self.save(editor, take_theirs=False)

    @precondition(lambda self: self.forms)
    @rule(editor=EDITOR, take_theirs=some.booleans())
    def save(self, editor: str, take_theirs: bool) -> None:
        form = self.forms.get(editor)
        if form is None:
            return
        try:
            self.write(editor, form)
        except Conflict:
            with reading_only(), Session(db.engine) as session:
                point = session.get_one(MeetingPoint, form.place)
                merged = merge_with_stored(session, point=point, mine=form.mine, seen_version=form.version)
                base, form.seen, form.version = form.seen, merged.theirs, point.version
            assert_both_have_a_say(base, form.mine, merged)
            form.mine = with_stored(merged.draft, merged.theirs, merged.clashes) if take_theirs else merged.draft
            self.write(editor, form)
        del self.forms[editor]

    def write(self, editor: str, form: Form) -> None:
        with Session(db.engine) as session, session.begin():
            point = session.get_one(MeetingPoint, form.place)
            points.update(
                session, point=point, draft=form.mine, actor=editor, now=self.now(), expected_version=form.version
            )
        assert self.stored(form.place)[0] == form.mine
        self.check({form.place: form.seen})

    @rule(rows=some.tuples(ROW, ROW), now=SOON)
    def preview(self, rows: tuple[Any, Any], now: bool) -> None:
        with reading_only(), Session(db.engine) as session:
            plan = points_import.preview(session, table=self.table(*rows), source=self.source, now=NOW)
        self.plan = plan, {number: self.stored(number)[0] for number in self.ids}
        if now:
            self.apply()

    @precondition(lambda self: self.plan)
    @rule()
    def apply(self) -> None:
        assert self.plan is not None
        (plan, seen), self.plan = self.plan, None
        try:
            with Session(db.engine) as session, session.begin():
                applied = points_import.apply(session, plan=plan, actor="centre:3", now=self.now())
        except Conflict:
            assert any(self.stored(number)[0] != draft for number, draft in seen.items())
            return
        if applied.batch:
            self.batches.append(applied.batch)
        self.check(seen)

    @precondition(lambda self: self.batches)
    @rule()
    def undo_newest(self) -> None:
        self.take_back(self.batches[-1])

    @precondition(lambda self: self.batches)
    @rule(data=some.data())
    def undo_any(self, data: some.DataObject) -> None:
        self.take_back(data.draw(some.sampled_from(self.batches)))

    def take_back(self, name: str) -> None:
        with Session(db.engine) as session, session.begin():
            changes = session.scalars(select(Change).where(Change.batch == name).order_by(Change.id)).all()
            undone = history.undo_batch(session, changes=changes, reason="Weg", actor="centre:3", now=self.now())
        if undone.points:
            self.batches.append(undone.batch)
        for number in self.ids:
            assert_people_lost_nothing(self.changes(number), name, undone.batch)
        self.check({})

    @rule(which=WHICH, phone=some.sampled_from(PHONES), now=SOON)
    def read_letter(self, which: int, phone: str, now: bool) -> None:
        with Session(db.engine) as session, session.begin():
            point = session.get_one(MeetingPoint, self.ids[which])
            letter = suggestions.record_carrier_answer(
                session, point=point, fields={"phone": phone}, message=self.source, now=self.now()
            )
            number = letter.id
        draft, version = self.stored(self.ids[which])
        self.letter = Letter(number, self.ids[which], version, draft, phone)
        if now:
            self.accept_letter()

    @precondition(lambda self: self.letter)
    @rule()
    def accept_letter(self) -> None:
        assert self.letter is not None
        read, self.letter = self.letter, None
        try:
            with Session(db.engine) as session, session.begin():
                letter = session.get_one(Suggestion, read.number)
                suggestion_decisions.accept_changes(
                    session, letter=letter, changes={"phone": read.phone}, reason="", expected_version=read.version,
                    chain=geocoding.without_addresses(), actor="centre:4", now=self.now(),
                )  # fmt: skip
        except Conflict:
            assert self.stored(read.place)[1] != read.version or self.decided(read.number)
            return
        assert self.stored(read.place)[0].phone == read.phone
        self.check({read.place: read.seen})

    @rule(which=WHICH, lat=some.sampled_from((None, 50.741, 50.742)))
    def confirm_or_find_pin(self, which: int, lat: float | None) -> None:
        with Session(db.engine) as session, session.begin():
            now, point = self.now(), session.get_one(MeetingPoint, self.ids[which])
            if lat is None:
                day = now.date() + timedelta(self.minutes)
                many_places.confirm(session, chosen=[point], role=Role.CENTRE, actor="centre:5", today=day, now=now)
            else:
                batch, draft = points.open_batch(session, now=now), replace(points.draft_of(point), lat=lat)
                points.update(session, point=point, draft=draft, actor=geocoding.ACTOR, now=now, batch=batch)
        self.check({})

    def stored(self, number: int) -> tuple[PointDraft, int]:
        with reading_only(), Session(db.engine) as session:
            point = session.get_one(MeetingPoint, number, options=points.WHOLE)
            return points.draft_of(point), point.version

    def decided(self, number: int) -> bool:
        with reading_only(), Session(db.engine) as session:
            return session.get_one(Suggestion, number).decided_utc is not None

    def changes(self, number: int) -> list[Change]:
        with reading_only(), Session(db.engine) as session:
            return list(session.scalars(select(Change).where(Change.point_id == number).order_by(Change.id)))

    def check(self, seen: Mapping[int, PointDraft]) -> None:
        """seen: what whoever has just written had before their eyes, of each place they may have written."""
        for number in self.ids:
            changes, (draft, version) = self.changes(number), self.stored(number)
            assert replayed(changes) == draft
            assert len(changes) == version
            if number in seen and changes[-1].at_utc == NOW + timedelta(minutes=self.minutes):
                for name, (before, _after) in changes[-1].fields.items():
                    assert before == plain_value(getattr(seen[number], name)), f"{name}: written over unseen"

    def teardown(self) -> None:
        for number in self.ids:
            changes, (draft, _version) = self.changes(number), self.stored(number)
            assert_each_begins_where_the_last_ended(changes)
            for position in range(len(changes)):
                assert taken_back(draft, changes[position:]) == replayed(changes[:position])


def assert_each_begins_where_the_last_ended(changes: list[Change]) -> None:
    said: dict[str, Any] = {}
    for change in changes:
        for name, (before, after) in change.fields.items():
            blank = plain_value(getattr(PointDraft(), name)) if name in DRAFT_FIELDS else None
            assert said.get(name, blank) == before or (change is changes[0] and before is None), (change.id, name)
            said[name] = after


def assert_both_have_a_say(base: PointDraft, mine: PointDraft, merged: Merged) -> None:
    """What only the others have changed is taken over; what both have is asked about, and mine until then."""
    for group in GROUPS:
        old, here, there, said = (
            [getattr(draft, name) for name in group] for draft in (base, mine, merged.theirs, merged.draft)
        )
        assert said == (there if here == old else here), group
        assert (group[0] in merged.clashes) == (here not in (old, there) and there != old), group


def assert_people_lost_nothing(changes: list[Change], undone: str, undoing: str) -> None:
    """No field went back that a person had written since the batch wrote it, or what goes together with it."""
    for change in (each for each in changes if each.batch == undoing):
        for name in change.fields:
            group = group_of(name) if name in DRAFT_FIELDS else (name,)
            earlier = [each for each in changes if each.id < change.id]
            own = [each for each in earlier if each.batch == undone and not each.fields.keys().isdisjoint(group)]
            since = [each for each in earlier if name in each.fields and each.id > max((e.id for e in own), default=0)]
            people = [e for e in since if e.kind is not ChangeKind.UNDONE and e.actor not in AUTOMATIC and not e.batch]
            assert not people, (name, [each.id for each in people])


@pytest.mark.both_databases
def test_whatever_the_order_nothing_is_lost_and_the_history_tells_it_all(app: Flask) -> None:
    with app.app_context():
        run_state_machine_as_test(
            Meeting,
            settings=settings(
                max_examples=WAYS, stateful_step_count=14, deadline=None, database=None, derandomize=WAYS == 12,
                phases=(Phase.generate, Phase.shrink), suppress_health_check=list(HealthCheck),
            ),
        )  # fmt: skip
        with reading_connection(db.engine) as connection:
            seen = examine_history(connection)
        assert seen.broken_at is None
        assert seen.entries > WAYS * 2
