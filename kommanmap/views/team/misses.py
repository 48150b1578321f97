"""For staff: what readers looked for and did not find, as counted words."""

from flask import Blueprint, render_template

from kommanmap.domain.missed_words import KEPT_DAYS, LEAST_TIMES
from kommanmap.extensions import db
from kommanmap.permissions import Permission
from kommanmap.queries.search_misses import misses_within
from kommanmap.services.point_times import berlin_day
from kommanmap.views.access import permitted
from kommanmap.views.current import now, staff

team_misses = Blueprint("team_misses", __name__, url_prefix="/team")


@team_misses.get("/gesucht")
@permitted(Permission.SEE_COVERAGE)
def page() -> str:
    """Words of the last months, most often first."""
    lines = misses_within(db.session(), staff().scope, berlin_day(now()))
    return render_template("team/misses.html", lines=lines, days=KEPT_DAYS, least=LEAST_TIMES)
