"""The menu of staff: what somebody's role may see, in order. A part of the staff's side adds its entry here."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, g, request, url_for
from flask_babel.speaklater import LazyString

from kommanmap.i18n import lazy_gettext
from kommanmap.permissions import Permission, may


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu."""

    label: LazyString
    endpoint: str
    permission: Permission


MENU: tuple[Entry, ...] = (
    Entry(lazy_gettext("Übersicht"), "team.dashboard", Permission.SEE_PLACES),
    Entry(lazy_gettext("Treffpunkte"), "team.places", Permission.SEE_PLACES),
    Entry(lazy_gettext("Meldungen"), "team_reports.queue", Permission.DECIDE_REPORTS),
    Entry(lazy_gettext("Abdeckung"), "team_coverage.page", Permission.SEE_COVERAGE),
    Entry(lazy_gettext("Nachweis"), "team_evidence.page", Permission.SEE_COVERAGE),
)


def init_app(app: Flask) -> None:
    """Give templates of signed-in people their menu."""

    @app.context_processor
    def team_words() -> dict[str, Any]:
        staff = g.get("staff")
        if staff is None:
            return {"staff": None, "team_menu": []}
        shown = [entry for entry in MENU if may(staff.role, entry.permission)]
        return {
            "staff": staff,
            "team_menu": [
                (entry.label, url_for(entry.endpoint), request.endpoint == entry.endpoint) for entry in shown
            ],
        }
