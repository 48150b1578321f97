"""For everybody: where there are places and where there are none, as a page with a drawn map and as a file."""

from flask import Blueprint, Response, render_template

from kommanmap.extensions import db
from kommanmap.presenters.coverage import STANDING_LABELS, CoverageView, coverage_csv, coverage_view
from kommanmap.queries.coverage import Standing, town_coverage
from kommanmap.queries.records import all_centres
from kommanmap.views.access import public
from kommanmap.views.current import index, work_day
from kommanmap.views.delivery import FILES, cached_page
from kommanmap.views.language import speaks_languages

coverage = Blueprint("coverage", __name__, url_prefix="/<language:language>")
speaks_languages(coverage)
coverage_files = Blueprint("coverage_files", __name__, url_prefix="/daten")


def _view() -> CoverageView:
    centres = all_centres(db.session())
    towns = town_coverage(db.session(), index(), work_day().fresh_since)
    return coverage_view(towns, centres, {centre.slug for centre in centres})


@coverage.get("/abdeckung")
@public
@cached_page(by_minute=True)
def page() -> str:
    """The white spots."""
    return render_template("public/coverage.html", view=_view(), labels=STANDING_LABELS, standings=tuple(Standing))


@coverage_files.get("/abdeckung.csv")
@public
@cached_page(by_minute=True, shelf=FILES)
def table() -> Response:
    """The same, one line a municipality."""
    answer = Response(coverage_csv(_view(), for_staff=False), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="abdeckung.csv"'
    return answer
