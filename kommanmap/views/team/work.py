"""Which list of work somebody goes through while a place is open: how many are left, and where it goes on."""

from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from kommanmap.extensions import db
from kommanmap.queries.staff_places import PlacesAsked, asked_places, places_page
from kommanmap.queries.worklists import WORKLIST_BY_KEY
from kommanmap.views.current import staff, work_day

WORD = "aufgabe"
"""Of the address: the key of a list of work."""


@dataclass(frozen=True, slots=True)
class Work:
    """One list and one place of it. left: how many are on it now. just_saved: the place before this one."""

    key: str
    title: str
    left: int
    further: str
    saved: str
    listing: str
    just_saved: bool


def asked_work(public_id: str) -> Work | None:
    """The list that the address names; further leads to the place after this one, saved too and says so."""
    worklist = WORKLIST_BY_KEY.get(request.args.get(WORD, ""))
    if worklist is None:
        return None
    wanted = asked_places(staff().scope, PlacesAsked(worklist=worklist.key), work_day())
    return Work(
        worklist.key,
        str(worklist.title),
        places_page(db.session(), wanted, 1).total,
        url_for("team.further", key=worklist.key, nach=public_id),
        url_for("team.further", key=worklist.key, nach=public_id, gespeichert=1),
        url_for("team.places", aufgabe=worklist.key),
        "gespeichert" in request.args,
    )


def words_for_work(work: Work | None) -> dict[str, Any]:
    """What an address carries so that the work goes on."""
    return {WORD: work.key} if work else {}
