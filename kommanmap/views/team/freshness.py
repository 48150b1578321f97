"""For staff: which places are due, whose mailbox may be asked about them, and the letters that ask."""

from collections.abc import Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kommanmap.domain.errors import NotFound
from kommanmap.domain.languages import DEFAULT_LANGUAGE
from kommanmap.extensions import db
from kommanmap.i18n import gettext, ngettext, speaking
from kommanmap.models import ReminderAnswer, ReminderPlace
from kommanmap.permissions import Permission
from kommanmap.queries.due_places import Mailbox, mailboxes
from kommanmap.queries.reach import centres_within
from kommanmap.services import data_version, freshness
from kommanmap.services.freshness import LIFE, Words
from kommanmap.views.access import permitted
from kommanmap.views.current import config, now, staff, work_day
from kommanmap.views.links import absolute
from kommanmap.views.team.transaction import writing

team_freshness = Blueprint("team_freshness", __name__, url_prefix="/team/aktualitaet")

PER_PAGE = 40
MOST_LETTERS = 300
"""At one click; the next click writes the next."""

BOX, CENTRE = "postfach", "zentrum"


@team_freshness.get("")
@permitted(Permission.SEND_REMINDERS)
def page() -> str:
    """Mailboxes with their due places; page by page."""
    boxes, at = _boxes(), now()
    pages = max(1, -(-len(boxes) // PER_PAGE))
    number = min(max(1, request.args.get("seite", 1, type=int)), pages)
    asking = [box for box in boxes if box.to_ask(at)]
    return render_template(
        "team/freshness/page.html",
        boxes=[(box, len(box.to_ask(at))) for box in boxes[(number - 1) * PER_PAGE : number * PER_PAGE]],
        page=number,
        pages=pages,
        letters=len(asking),
        due=sum(len(box.places) for box in boxes),
        overdue=sum(place.is_overdue for box in boxes for place in box.places),
        without_mailbox=sum(len(box.places) for box in boxes if not box.email),
        centres=db.session().scalars(centres_within(staff().scope)).all(),
        chosen=request.args.get(CENTRE, ""),
        most=MOST_LETTERS,
        done=_said(request.args.get("getan", "")),
    )


@team_freshness.get("/brief")
@permitted(Permission.SEND_REMINDERS)
def preview() -> str:
    """The letter as a mailbox would get it; its links open nothing."""
    key, at = request.args.get(BOX, ""), now()
    box = next((each for each in _boxes() if each.key == key and each.to_ask(at)), None)
    if box is None:
        raise NotFound(key)
    words = freshness.preview(db.session(), box=box, compose=_composed(box.centre_id), now=at)
    return render_template("team/freshness/letter.html", box=box, words=words)


@team_freshness.post("")
@permitted(Permission.SEND_REMINDERS)
def send() -> ResponseReturnValue:
    """Write to the chosen mailboxes, or to all that are shown under this centre."""
    keys, everybody = frozenset(request.form.getlist(BOX)), "alle" in request.form
    with writing() as session:
        data_version.lock(session, now=now())  # of two who send at once the second sees what the first has sent
        chosen = [box for box in _boxes() if box.email and (everybody or box.key in keys)]
        done = freshness.Reminded()
        for box in [box for box in chosen if box.to_ask(now())][:MOST_LETTERS]:
            done += freshness.remind(session, box=box, compose=_composed(box.centre_id), now=now())
    return redirect(url_for("team_freshness.page", zentrum=request.args.get(CENTRE) or None, getan=done.letters), 303)


def _boxes() -> list[Mailbox]:
    asked = request.args.get(CENTRE, "").replace("\0", "")  # PostgreSQL takes it in no text
    return mailboxes(db.session(), staff().scope, rule=config().freshness, today=work_day().today, centre=asked)


def _composed(centre_id: int) -> freshness.Compose:
    """How this site writes: in German, with its own addresses."""
    centre = freshness.centre(db.session(), centre_id)

    def compose(token: str, places: Sequence[ReminderPlace]) -> Words:
        links = [(place, {each.value: _link(token, place.number, each) for each in ReminderAnswer}) for place in places]
        overview = absolute(url_for("answers.letter", token=token))
        with speaking(DEFAULT_LANGUAGE):
            text = render_template("mail/reminder.txt", places=links, overview=overview, centre=centre, days=LIFE.days)
        count = len(places)
        return Words("Stimmt das noch? " + (f"{count} Treffpunkte" if count > 1 else "Ihr Treffpunkt"), text)

    return compose


def _link(token: str, number: int, said: ReminderAnswer) -> str:
    return absolute(url_for("answers.question", token=token, number=number, said=said.value))


def _said(word: str) -> str:
    """The sentence for a number in the address."""
    if not (word.isascii() and word.isdigit()):
        return ""
    if not int(word[:6]):
        return gettext("Kein Brief geschrieben. Bitte zuerst Postfächer ankreuzen.")
    return ngettext("%(num)d Brief ist unterwegs.", "%(num)d Briefe sind unterwegs.", min(int(word[:6]), MOST_LETTERS))
