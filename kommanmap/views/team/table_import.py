"""A spreadsheet comes in: upload, preview row by row, choice, taking over. Long work tells how far it is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask import Blueprint, Response, redirect, render_template, request, stream_template, url_for
from flask.typing import ResponseReturnValue

from kommanmap.database import reading_only
from kommanmap.domain.errors import Conflict
from kommanmap.domain.problems import Problem, UnreadableTable
from kommanmap.extensions import db
from kommanmap.formats.tables import read_table
from kommanmap.forms.table_lines import ACTIONS, preview_of
from kommanmap.i18n import gettext
from kommanmap.models import TableDraft
from kommanmap.permissions import Permission
from kommanmap.problem_texts import problem_text, refusal_text
from kommanmap.services import table_drafts, table_import
from kommanmap.services.import_plan import ImportPlan, RowAction
from kommanmap.services.table_import import TakenOver
from kommanmap.views.access import permitted
from kommanmap.views.current import geocoder, now, staff
from kommanmap.views.team.transaction import writing

team_import = Blueprint("team_import", __name__, url_prefix="/team/import")

MOST_BYTES = 2 * 2**20
_ROOM_FOR_FIELDS = 2**16
AT_ONCE = 500
"""More rows than this take seconds: the answer then tells how far the work is while it goes on."""
SHOWN_EVERY = 100
TAKE_OVER, FORGET, NEXT, LOOK = "uebernehmen", "verwerfen", "weiter", "ansehen"
ANSWER = "antwort-"
LONGEST_NUMBER = 10


@team_import.before_request
def allow_files() -> None:
    """Tables may be larger than forms."""
    request.max_content_length = MOST_BYTES + _ROOM_FOR_FIELDS


@team_import.get("")
@permitted(Permission.IMPORT_PLACES)
def start() -> str:
    """Choose a file, or go on with one."""
    return _start()


@team_import.post("")
@permitted(Permission.IMPORT_PLACES)
def upload() -> ResponseReturnValue:
    """Read the file and look at its rows."""
    file = request.files.get("datei")
    if file is None or not file.filename:
        return _start(problem_text(Problem("datei", "no_file"))), 422
    db.session.rollback()  # nobody shall wait while the file is read
    try:
        with file.stream as stream:
            table = read_table(stream, most_bytes=MOST_BYTES)
        with writing() as session:
            draft = table_drafts.keep(session, user_id=staff().user_id, file_name=file.filename, table=table, now=now())
            name = draft.name
    except UnreadableTable as error:
        return _start(refusal_text(error)), 422
    return _look(name)


@team_import.get("/<uuid:upload_name>")
@permitted(Permission.IMPORT_PLACES)
def show(upload_name: object) -> ResponseReturnValue:
    """What each row would do."""
    name = str(upload_name)
    draft = _draft(name)
    only = request.args.get("nur", "")
    preview = preview_of(draft, only if only in ACTIONS else "", request.args.get("seite", 1, type=int))
    taken = table_import.last_taken_over(draft) if "getan" in request.args else None
    return render_template("team/import/preview.html", draft=draft, preview=preview, result=taken, RowAction=RowAction)


@team_import.post("/<uuid:upload_name>")
@permitted(Permission.IMPORT_PLACES)
def choose(upload_name: object) -> ResponseReturnValue:
    """Keep what was ticked and answered; then go on as asked."""
    name = str(upload_name)
    wish = request.form.get("tun", NEXT)
    with writing() as session:
        draft = table_drafts.find(session, user_id=staff().user_id, name=name)
        if wish == FORGET:
            table_drafts.forget(session, draft=draft)
            return redirect(url_for("team_import.start"), 303)
        shown, chosen = (_lines(request.form.getlist(word)) for word in ("gezeigt", "ja"))
        asked = _lines([name.removeprefix(ANSWER) for name in request.form if name.startswith(ANSWER)])
        answers = {line: request.form[f"{ANSWER}{line}"] for line in asked}
        asks_again = table_drafts.answer(draft, shown=shown, chosen=chosen, answers=answers)
    if wish == TAKE_OVER and not asks_again:
        return _take_over(name)
    if asks_again or wish == LOOK:
        return _look(name)
    only, page = request.args.get("nur"), request.form.get("seite", "1")
    return redirect(url_for("team_import.show", upload_name=name, nur=only, seite=page), 303)


@dataclass
class Run:
    """Long work while it goes on: rows done of how many; how it ended."""

    total: int
    problem: str = ""
    result: TakenOver | None = None


def _look(name: str) -> ResponseReturnValue:
    """Find out anew what each row would do, and show it. Others may save meanwhile."""

    def steps(run: Run) -> Iterator[int]:
        with reading_only():
            draft = _draft(name)
            plan: ImportPlan = yield from table_import.planned(
                db.session(), draft=draft, staff=staff(), now=now(), chain=geocoder()
            )
            db.session.rollback()
        with writing():
            table_drafts.show(_draft(name), plan)

    return _run(name, steps, 1)


def _take_over(name: str) -> ResponseReturnValue:
    def steps(run: Run) -> Iterator[int]:
        with writing() as session:
            run.result = yield from table_import.take_over(
                session, draft=_draft(name), staff=staff(), now=now(), chain=geocoder()
            )

    return _run(name, steps, 2)


def _run(name: str, work: Callable[[Run], Iterator[int]], phases: int) -> ResponseReturnValue:
    """Do the work: at once where it is little, else in an answer that grows. phases: how often it counts the rows."""
    rows = len(_draft(name).rows["rows"])
    db.session.rollback()
    run = Run(rows * phases)
    steps = _told(work, run)
    if rows > AT_ONCE:
        following = url_for("team_import.show", upload_name=name)
        growing = stream_template("team/import/running.html", run=run, steps=steps, next_url=following)
        return Response(growing, content_type="text/html; charset=utf-8")
    for _done in steps:
        pass
    if run.problem:
        return _start(run.problem), 422
    return redirect(url_for("team_import.show", upload_name=name, getan=1 if run.result else None), 303)


def _told(work: Callable[[Run], Iterator[int]], run: Run) -> Iterator[int]:
    """Now and then how many rows are done. What goes wrong is said at the end, and nothing of it is written."""
    done = 0
    try:
        for _count in work(run):
            done += 1
            if done % SHOWN_EVERY == 0:
                yield min(done, run.total)
    except UnreadableTable as error:
        run.problem = refusal_text(error)
    except Conflict:
        run.problem = gettext(
            "Jemand hat inzwischen dieselben Treffpunkte geändert. Bitte sehen Sie die Vorschau noch einmal an."
        )


def _start(problem: str = "") -> str:
    known = table_drafts.of_person(db.session(), user_id=staff().user_id)
    return render_template("team/import/start.html", drafts=known, problem=problem, most_mib=MOST_BYTES // 2**20)


def _draft(name: str) -> TableDraft:
    return table_drafts.find(db.session(), user_id=staff().user_id, name=name)


def _lines(typed: list[str]) -> list[int]:
    return [int(text) for text in typed if text.isascii() and text.isdigit() and len(text) < LONGEST_NUMBER]
