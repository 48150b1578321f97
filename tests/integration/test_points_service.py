"""Create, update and retire a meeting point: history, data version, slug, and two people at once."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session as OwnSession

from kommanmap.domain.errors import Conflict
from kommanmap.domain.problems import InvalidDraft, Problem
from kommanmap.domain.vocabulary import Audience, ChangeKind, Offer, Status
from kommanmap.extensions import db
from kommanmap.models import Change, MeetingPoint, PointWarning
from kommanmap.services import data_version, points
from kommanmap.services.slugs import slug_for
from tests.factories import CREATED_UTC, SIEGEN, make_draft, make_point

LATER_UTC = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def history(point: MeetingPoint) -> list[Change]:
    return list(db.session.scalars(select(Change).where(Change.point_id == point.id).order_by(Change.id)))


def test_a_new_point_says_what_its_draft_says(app_db: Flask) -> None:
    with app_db.app_context():
        draft = make_draft(
            texts=(("de", "Kaffee"), ("ar", "قهوة")),
            audiences=(Audience.WOMEN,),
            languages=("uk", "de"),
            times=("mo 9-11", "di 9-11"),
        )
        point = points.create(db.session(), draft=draft, actor="tests", now=LATER_UTC)
        db.session.commit()
        db.session.expire_all()
        assert points.draft_of(db.session.get_one(MeetingPoint, point.id)) == draft


def test_a_new_point_has_history_and_raises_the_data_version(app: Flask) -> None:
    with app.app_context():
        before = data_version.versions(db.session())
        point = make_point(db.session(), name="Café Mosaik", website="")
        after = data_version.versions(db.session())
        assert after.version == before.version + 1 == point.data_version
        assert after.reference == before.reference
        (entry,) = history(point)
        assert (entry.kind, entry.actor) == (ChangeKind.CREATED, "tests")
        assert entry.fields["name"] == [None, "Café Mosaik"]
        assert "website" not in entry.fields


def test_an_update_records_what_differs_and_nothing_else(app: Flask) -> None:
    with app.app_context():
        point = make_point(db.session(), name="Alt")
        said = replace(points.draft_of(point), name="Neu", offers=(Offer.MUSIC,), times=())
        changes = points.update(db.session(), point=point, draft=said, actor="tests", now=LATER_UTC)
        assert changes == {
            "name": ("Alt", "Neu"),
            "offers": (["begegnung"], ["musik"]),
            "times": (["mittwochs von 16 bis 19 Uhr"], []),
            "times_status": ("unread", "none"),
        }
        entry = history(point)[-1]
        assert entry.kind is ChangeKind.UPDATED
        assert entry.fields == {name: list(values) for name, values in changes.items()}
        assert (point.updated_utc, point.version) == (LATER_UTC, 2)


def test_an_update_that_changes_nothing_leaves_no_trace(app: Flask) -> None:
    with app.app_context():
        point = make_point(db.session())
        before = data_version.versions(db.session()).version
        assert points.update(db.session(), point=point, draft=points.draft_of(point), actor="t", now=LATER_UTC) == {}
        assert len(history(point)) == 1
        assert data_version.versions(db.session()).version == before


def test_a_change_of_a_child_raises_the_version_of_the_point(app: Flask) -> None:
    with app.app_context():
        point = make_point(db.session())
        said = replace(points.draft_of(point), times=("neu",))
        points.update(db.session(), point=point, draft=said, actor="t", now=LATER_UTC)
        assert point.version == 2


def test_slug_and_public_id_never_change(app: Flask) -> None:
    with app.app_context():
        point = make_point(db.session(), name="Café Mosaik (früher Sprachcafé)")
        slug, public_id = point.slug, point.public_id
        assert slug == "cafe-mosaik-burbach"
        said = replace(points.draft_of(point), name="Ganz anders", ags=SIEGEN, postcode="")
        points.update(db.session(), point=point, draft=said, actor="t", now=LATER_UTC)
        assert (point.slug, point.public_id) == (slug, public_id)


def test_places_of_one_name_get_slugs_of_their_own(app: Flask) -> None:
    with app.app_context():
        slugs = [make_point(db.session(), name="Café International").slug for _ in range(3)]
        assert slugs == [f"cafe-international-burbach{end}" for end in ("", "-2", "-3")]


@pytest.mark.parametrize(
    ("name", "town", "slug"),
    [
        ("Café Willkommen Stolberg", "stolberg-rhld", "cafe-willkommen-stolberg-rhld"),
        ("Café Mülheim an der Ruhr", "muelheim-an-der-ruhr", "cafe-muelheim-an-der-ruhr"),
        ("مقهى اللقاء", "siegen", "treffpunkt-siegen"),
        ("(nur Klammer)", "olpe", "nur-klammer-olpe"),
        ("WelcomeC@fé", "muenster", "welcomec-fe-muenster"),
    ],
)
def test_a_slug_is_made_of_name_and_town(name: str, town: str, slug: str) -> None:
    assert slug_for(name, town) == slug


def test_a_slug_fits_its_column_whatever_the_name() -> None:
    assert len(slug_for("W" * 10_000, "burbach")) <= 100
    assert slug_for("Wort " * 2000, "burbach").endswith("wort-burbach")


def test_a_broken_draft_is_refused_and_nothing_is_written(app: Flask) -> None:
    with app.app_context():
        with pytest.raises(InvalidDraft) as refused:
            make_point(db.session(), name="", email="nobody")
        assert refused.value.problems == {"name": "missing", "email": "not_an_address"}
        with pytest.raises(InvalidDraft) as unknown:
            make_point(db.session(), ags="05999999")
        assert unknown.value.problems == {"ags": "no_such_municipality"}
        assert db.session.scalar(select(func.count()).select_from(MeetingPoint)) == 0


def test_an_outdated_version_is_a_conflict(app: Flask) -> None:
    with app.app_context():
        point = make_point(db.session())
        said = replace(points.draft_of(point), name="Neu")
        points.update(db.session(), point=point, draft=said, actor="t", now=LATER_UTC, expected_version=1)
        again = replace(said, name="Noch neuer")
        with pytest.raises(Conflict):
            points.update(db.session(), point=point, draft=again, actor="t", now=LATER_UTC, expected_version=1)


@pytest.mark.both_databases
def test_of_two_sessions_with_the_same_version_the_second_meets_a_conflict(app: Flask) -> None:
    with app.app_context():
        point_id = make_point(db.session()).id
        db.session.commit()
        with OwnSession(db.engine, expire_on_commit=False) as mine, OwnSession(db.engine) as theirs:
            read_early = mine.get_one(MeetingPoint, point_id)
            said = replace(points.draft_of(read_early), name="Meins")
            mine.commit()
            point = theirs.get_one(MeetingPoint, point_id)
            points.update(theirs, point=point, draft=replace(said, name="Ihres"), actor="t", now=LATER_UTC)
            theirs.commit()
            with pytest.raises(Conflict):
                points.update(mine, point=read_early, draft=said, actor="t", now=LATER_UTC)
        assert db.session.scalar(select(MeetingPoint.name)) == "Ihres"


def test_a_retired_point_keeps_everything_and_names_its_successor(app: Flask) -> None:
    with app.app_context():
        old, new = make_point(db.session()), make_point(db.session())
        points.retire(db.session(), point=old, actor="t", now=LATER_UTC, reason="Umzug", successor=new)
        assert (old.status, old.status_reason, old.successor) == (Status.CLOSED, "Umzug", new)
        assert [item.words for item in old.times] == ["mittwochs von 16 bis 19 Uhr"]
        entry = history(old)[-1]
        assert entry.kind is ChangeKind.RETIRED
        assert entry.fields["successor"] == [None, new.public_id]
        points.retire(db.session(), point=old, actor="t", now=LATER_UTC, reason="Umzug", successor=new)
        assert len(history(old)) == 2


def test_a_point_does_not_follow_itself(app: Flask) -> None:
    with app.app_context():
        first, second = make_point(db.session()), make_point(db.session())
        points.retire(db.session(), point=first, actor="t", now=LATER_UTC, successor=second)
        for successor in (second, first):
            with pytest.raises(InvalidDraft):
                points.retire(db.session(), point=second, actor="t", now=LATER_UTC, successor=successor)


def doubts(point: MeetingPoint) -> dict[str, datetime]:
    """Code → since when, as stored."""
    rows = db.session.scalars(select(PointWarning).where(PointWarning.point_id == point.id))
    return {row.code: row.found_utc for row in rows}


def test_what_does_not_fit_together_is_kept_with_the_point_until_it_fits(app_db: Flask) -> None:
    with app_db.app_context():
        draft = make_draft(postcode="50667", lat=50.88, lon=8.02)  # a postcode of Köln, a pin in Siegen
        point = points.create(db.session(), draft=draft, actor="tests", now=CREATED_UTC)
        assert doubts(point) == {"pin_outside_town": CREATED_UTC, "postcode_not_of_town": CREATED_UTC}
        renamed = replace(draft, name="Anders")
        points.update(db.session(), point=point, draft=renamed, actor="tests", now=LATER_UTC)
        assert doubts(point) == {"pin_outside_town": CREATED_UTC, "postcode_not_of_town": CREATED_UTC}
        nearer = replace(renamed, postcode="57299", lat=50.95)
        points.update(db.session(), point=point, draft=nearer, actor="tests", now=LATER_UTC)
        assert doubts(point) == {"pin_outside_town": CREATED_UTC}, "known since the beginning"
        points.update(
            db.session(), point=point, draft=make_draft(name="Anders"), actor="tests", now=LATER_UTC,
        )  # fmt: skip
        assert doubts(point) == {}


def test_warnings_that_a_caller_found_replace_those_of_before_as_a_set(app_db: Flask) -> None:
    with app_db.app_context():
        point = make_point(db.session())
        found = [Problem("street", "street_unknown", {"street": "Gassenweg", "town": "Burbach"})]
        same = points.draft_of(point)
        assert points.update(
            db.session(), point=point, draft=same, actor="tests", now=LATER_UTC, warnings=found
        ) == {}  # fmt: skip
        assert doubts(point) == {"street_unknown": LATER_UTC}
        assert len(history(point)) == 1, "a warning is no change of the place"
        points.update(db.session(), point=point, draft=same, actor="tests", now=LATER_UTC, warnings=[])
        assert doubts(point) == {}
