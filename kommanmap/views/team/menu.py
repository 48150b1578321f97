"""The menu of staff: what somebody's role may see, in order. A part of the staff's side adds its entry here."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, g, request, url_for
from flask_babel.speaklater import LazyString

from kommanmap.i18n import lazy_gettext
from kommanmap.permissions import Permission, may
from kommanmap.services.login_sessions import ends_utc
from kommanmap.views.current import now
from kommanmap.views.team.identity import current_login


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
    Entry(lazy_gettext("Tabelle"), "team_import.start", Permission.IMPORT_PLACES),
    Entry(lazy_gettext("Aktualität"), "team_freshness.page", Permission.SEND_REMINDERS),
    Entry(lazy_gettext("Abdeckung"), "team_coverage.page", Permission.SEE_COVERAGE),
    Entry(lazy_gettext("Nachweis"), "team_evidence.page", Permission.SEE_COVERAGE),
    Entry(lazy_gettext("Vergeblich gesucht"), "team_misses.page", Permission.SEE_COVERAGE),
    Entry(lazy_gettext("Änderungen an vielen"), "team_history.batches", Permission.IMPORT_PLACES),
    Entry(lazy_gettext("Personen"), "people.listing", Permission.MANAGE_CENTRE_STAFF),
    Entry(lazy_gettext("Mein Konto"), "account.overview", Permission.SEE_OWN_ACCOUNT),
)
ALWAYS_SEEN = 3
"""The rest stands in a fold."""


def init_app(app: Flask) -> None:
    """Give templates of signed-in people their menu."""

    @app.context_processor
    def team_words() -> dict[str, Any]:
        staff = g.get("staff")
        if staff is None:
            return {"staff": None, "team_menu": []}
        shown = [entry for entry in MENU if may(staff.role, entry.permission)]
        login = current_login()
        ends = now() if login is None else ends_utc(login)
        return {
            "staff": staff,
            "session_ends": ends,
            "session_seconds": max(0, int((ends - now()).total_seconds())),
            "team_menu_seen": ALWAYS_SEEN,
            "team_menu": [
                (entry.label, url_for(entry.endpoint), request.endpoint == entry.endpoint) for entry in shown
            ],
        }
