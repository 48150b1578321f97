"""For staff: the white spots of the centres in one's reach, with what is in the works and what is overdue."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from kommanmap.extensions import db
from kommanmap.permissions import Permission
from kommanmap.presenters.coverage import STANDING_LABELS, CoverageView, coverage_csv, coverage_view
from kommanmap.queries.coverage import Standing, town_coverage
from kommanmap.queries.reach import centres_within
from kommanmap.queries.records import all_centres
from kommanmap.views.access import permitted
from kommanmap.views.current import index, staff, work_day

team_coverage = Blueprint("team_coverage", __name__, url_prefix="/team")


def _view() -> CoverageView:
    """Of one's own centres, or of the one asked for if it is among them."""
    session = db.session()
    own = {centre.slug for centre in session.scalars(centres_within(staff().scope))}
    asked = request.args.get("zentrum", "")
    towns = town_coverage(session, index(), work_day().fresh_since)
    return coverage_view(towns, all_centres(session), own & {asked} if asked else own)


@team_coverage.get("/abdeckung")
@permitted(Permission.SEE_COVERAGE)
def page() -> str:
    """Map and table."""
    return render_template("team/coverage.html", view=_view(), labels=STANDING_LABELS, standings=tuple(Standing))


@team_coverage.get("/abdeckung.csv")
@permitted(Permission.SEE_COVERAGE)
def table() -> ResponseReturnValue:
    """The same, one line a municipality."""
    answer = Response(coverage_csv(_view(), for_staff=True), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="abdeckung.csv"'
    return answer
