"""Every route of staff, for every role: who is let in, what is out of reach, what another site could not send.

Nothing here names a page: routes come from the app, objects from one table of what stands in addresses.
"""

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from kommanmap.clock import FixedClock
from kommanmap.domain.vocabulary import Role, Status
from kommanmap.extensions import Base, db
from kommanmap.models import Centre, Change, MeetingPoint, Municipality, Suggestion
from kommanmap.permissions import Permission, may
from kommanmap.queries.worklists import WORKLISTS
from kommanmap.services import drafts, points, suggestions, table_drafts
from kommanmap.views.access import declared_access
from kommanmap.views.form_token import FIELD
from tests.apps import NOW, end, make_app
from tests.databases import Contents, SqliteTemplates
from tests.factories import make_table
from tests.staff import AtWork, make_user, sign_in

OWN, OTHER = "siegen-wittgenstein", "kleve"
SECRET = "Quittenbaum"
STAFF = {permission.value for permission in Permission}

Objects = Mapping[str, Any]
FOREIGN: Mapping[str, Callable[[], Any]] = {
    "public_id": lambda: _place(OTHER).public_id,
    "other_id": lambda: _place(OTHER).public_id,
    "name": lambda: db.session.scalars(select(Change.batch).where(Change.batch != "")).first(),
    "team_reports.number": lambda: _letter(_place(OTHER)),
    "upload_name": lambda: _upload(make_user(Role.CENTRE, centre=OTHER).id),
    "people.number": lambda: make_user(Role.CENTRE, centre=OTHER).id,
}
"""`argument`, or `blueprint.argument`: an object of another centre, made or found."""

NO_OBJECT = {"team.further": "key", "account.end_session": "number", "account.remove_passkey": "number"}
"""Arguments that name no object of a centre: a kind of work, a thing of one's own account."""


@pytest.fixture(scope="module")
def site(
    sqlite_templates: SqliteTemplates, tmp_path_factory: pytest.TempPathFactory, clock: FixedClock
) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("staff_routes")
    with sqlite_templates.copy(Contents.DEMO, folder) as url:
        app = make_app(url, folder, clock)
        yield app
        end(app)


def _place(centre: str) -> MeetingPoint:
    towns = select(Municipality.ags).join(Centre).where(Centre.slug == centre)
    found = db.session.scalars(
        select(MeetingPoint).where(MeetingPoint.ags.in_(towns)).order_by(MeetingPoint.id)
    ).first()
    assert found is not None
    return found


def _letter(point: MeetingPoint) -> int:
    letter = suggestions.record_carrier_answer(
        db.session(), point=point, fields={"phone": "02821 1234"}, message="Bitte ändern", now=NOW
    )
    db.session.commit()
    return db.session.scalars(select(Suggestion.id).where(Suggestion.id == letter.id)).one()


def _upload(user_id: int) -> str:
    draft = table_drafts.keep(db.session(), user_id=user_id, file_name="x.csv", table=make_table(), now=NOW)
    db.session.commit()
    return draft.name


def rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if declared_access(app.view_functions[rule.endpoint]) in STAFF]


def method_of(rule: Rule) -> str:
    (method,) = (rule.methods or set()) - {"HEAD", "OPTIONS"}
    return method


def address(app: Flask, rule: Rule, objects: Objects) -> str:
    with app.test_request_context():
        return str(app.url_map.bind("localhost").build(rule.endpoint, {name: objects[name] for name in rule.arguments}))


def something(rule: Rule) -> Objects:
    """Arguments of the right shape that name nothing."""
    nothing = {"number": 2_000_000_000, "name": "x", "key": "x"}
    return {name: nothing.get(name, "00000000-0000-4000-8000-00000000000a") for name in rule.arguments}


def ask(person: AtWork, method: str, path: str, data: dict[str, Any] | None = None, **options: Any) -> int:
    return int(person.client.open(path, method=method, data=data, **options).status_code)


@pytest.mark.parametrize("role", list(Role))
def test_a_role_gets_in_exactly_where_its_permissions_say(site: Flask, role: Role) -> None:
    """T28: every role at every endpoint with its method."""
    person = sign_in(site, role, centre=OWN if role is Role.CENTRE else "")
    for rule in rules(site):
        permission = Permission(str(declared_access(site.view_functions[rule.endpoint])))
        method = method_of(rule)
        data = {FIELD: person.form_token} if method == "POST" else None
        status = ask(person, method, address(site, rule, something(rule)), data)
        assert (status == 403) is not may(role, permission), (role, rule.endpoint, status)
        assert status < 500, (role, rule.endpoint)


def test_objects_of_another_centre_do_not_exist(site: Flask) -> None:
    """T29."""
    person = sign_in(site, Role.CENTRE, centre=OWN)
    checked = 0
    for rule in rules(site):
        names = [name for name in rule.arguments if NO_OBJECT.get(rule.endpoint) != name]
        if not names:
            continue
        blueprint = rule.endpoint.partition(".")[0]
        with site.app_context():
            makers = [(name, FOREIGN.get(f"{blueprint}.{name}") or FOREIGN.get(name)) for name in names]
            unknown = [name for name, maker in makers if maker is None]
            assert not unknown, f"{rule.endpoint} takes {unknown}: add an object of another centre to FOREIGN."
            objects = {name: maker() for name, maker in makers if maker}
        data = {FIELD: person.form_token} if method_of(rule) == "POST" else None
        status = ask(person, method_of(rule), address(site, rule, objects), data)
        assert status == 404, (rule.endpoint, objects, status)
        checked += 1
    assert checked > 15


@pytest.mark.parametrize("role", [Role.CENTRE, Role.CARRIER])
def test_no_list_search_or_file_names_what_belongs_to_another_centre(site: Flask, role: Role) -> None:
    """T29."""
    person = sign_in(site, role, centre=OWN if role is Role.CENTRE else "")
    with site.app_context():
        point, session = _place(OTHER), db.session()
        colleague = make_user(Role.CENTRE, centre=OTHER, email=f"{SECRET.lower()}.{role.value}@kleve.example")
        draft = replace(points.draft_of(point), name=f"Werkstatt {SECRET}", status=Status.DRAFT)
        batch = points.open_batch(session, now=NOW)
        points.update(session, point=point, draft=draft, actor=f"centre:{colleague.id}", now=NOW, batch=batch)
        drafts.keep(session, user_id=colleague.id, key="neu-1", words={"name": [SECRET]}, now=NOW)
        suggestions.record_carrier_answer(session, point=point, fields={}, message=SECRET, now=NOW)
        session.commit()
        hidden = [SECRET, point.public_id, point.slug, batch.name]
    assert SECRET in sign_in(site, Role.STATE).get("/team/treffpunkte?q=Werkstatt").text, "there is something to find"
    checked = 0
    for rule in rules(site):
        if method_of(rule) != "GET" or rule.arguments - {"key"}:
            continue
        keys = [each.key for each in WORKLISTS] if rule.arguments else [""]
        for key in keys:
            for query in ("", "?q=Werkstatt&suche=Werkstatt&zentrum=kleve", "?zentrum=kleve&seite=1&status=draft"):
                answer = person.get(address(site, rule, {"key": key} if key else {}) + query)
                said = unpacked(answer.data) + str(answer.headers)
                assert not [each for each in hidden if each.lower() in said.lower()], (rule.endpoint, query)
                checked += answer.status_code == 200
    assert checked >= 6


def unpacked(data: bytes) -> str:
    """A page or table as text; of a workbook everything inside."""
    if data[:2] != b"PK":
        return data.decode()
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return "".join(book.read(name).decode(errors="replace") for name in book.namelist())


def test_nothing_is_changed_without_the_token_of_the_form_or_from_another_site(site: Flask) -> None:
    """T32."""
    person = sign_in(site, Role.STATE)
    for rule in rules(site):
        if method_of(rule) != "POST":
            continue
        path = address(site, rule, something(rule))
        assert ask(person, "POST", path, {}) == 400, rule.endpoint
        assert ask(person, "POST", path, {FIELD: "0" * 64}) == 400, rule.endpoint
        right = {FIELD: person.form_token}
        assert ask(person, "POST", path, right, headers={"Sec-Fetch-Site": "cross-site"}) == 403, rule.endpoint
        assert ask(person, "POST", path, right, headers={"Origin": "https://evil.example"}) == 403, rule.endpoint


def test_whoever_is_not_signed_in_gets_nothing(site: Flask) -> None:
    client = site.test_client()
    for rule in rules(site):
        answer = client.open(
            address(site, rule, something(rule)), method=method_of(rule), headers={"Accept": "text/html"}
        )
        assert answer.status_code in {302, 401}, rule.endpoint
        assert "Set-Cookie" not in answer.headers
        if answer.status_code == 302:
            assert answer.location.startswith("/team/anmelden"), rule.endpoint


def test_reading_pages_changes_nothing(site: Flask) -> None:
    """T16, T32: every page of staff, after which the database is the same; none is stored."""
    person = sign_in(site, Role.STATE)
    with site.app_context():
        point = _place(OWN)
        objects = {
            "public_id": point.public_id, "other_id": _place(OTHER).public_id, "key": "pruefen",
            "name": FOREIGN["name"](), "upload_name": _upload(person.staff.user_id), "number": 1,
        }  # fmt: skip
        before = contents()
    for rule in rules(site):
        if method_of(rule) == "GET":
            answer = person.get(address(site, rule, objects))
            assert answer.status_code in {200, 302, 404}, rule.endpoint
            assert answer.headers["Cache-Control"] == "no-store", rule.endpoint
    with site.app_context():
        assert contents() == before


def contents() -> str:
    """A hash over everything that is stored."""
    found = hashlib.sha256()
    for table in Base.metadata.sorted_tables:
        rows = db.session.execute(select(table)).all()
        found.update(repr((table.name, sorted(map(repr, rows)))).encode())
    return found.hexdigest()
