"""The page about the data: which files there are, what is in them, under which licence, as of when."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as WerkzeugResponse

from kommanmap.domain.hours.slots import BERLIN
from kommanmap.domain.languages import DEFAULT_LANGUAGE, Language
from kommanmap.domain.licences import licence_of
from kommanmap.extensions import db
from kommanmap.formats import FORMATS, Format
from kommanmap.i18n import best_language, current_language, long_date
from kommanmap.presenters.format_texts import format_text
from kommanmap.presenters.json_ld_dataset import dataset_json_ld
from kommanmap.queries.records import all_centres, data_changed_utc
from kommanmap.views.access import public
from kommanmap.views.catalogue import describe_data
from kommanmap.views.current import config, index
from kommanmap.views.delivery import cached_page
from kommanmap.views.downloads import BEGINNING
from kommanmap.views.language import speaks_languages
from kommanmap.views.links import absolute

open_data = Blueprint("open_data", __name__, url_prefix="/<language:language>")
data_root = Blueprint("data_root", __name__)
speaks_languages(open_data)


@dataclass(frozen=True, slots=True)
class FileView:
    """One format: its name, what it is good for, its address."""

    label: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Timed:
    """An instant for people and for programs."""

    text: str
    iso: str


@open_data.get("/daten")
@public
@cached_page()
def page() -> str:
    """Every file, one address each."""
    described, language = describe_data(), current_language()
    return render_template(
        "public/open_data.html",
        files=[_file(each, language) for each in FORMATS],
        centres=all_centres(db.session()),
        licence=licence_of(config().data_licence),
        as_of=_wall_time(data_changed_utc(db.session())),
        total=index().listed_count,
        json_ld=Markup(dataset_json_ld(described.data_sets[0], described, language=language.code)),  # noqa: S704 - escaped there
        example=absolute(url_for("downloads.points", extension="geojson", ort="siegen", umkreis=10)),
    )


def _file(item: Format, language: Language) -> FileView:
    spoken = None if language is DEFAULT_LANGUAGE else language.code
    url = url_for("downloads.points", extension=item.extension, lang=spoken)
    return FileView(item.label, format_text(item.extension), url)


def _wall_time(changed_utc: datetime) -> Timed | None:
    """On the clocks of Berlin; None while nothing has been entered yet."""
    if changed_utc < BEGINNING:
        return None
    local = changed_utc.astimezone(BERLIN)
    return Timed(f"{long_date(local.date())}, {local:%H:%M}", local.isoformat(timespec="minutes"))


@data_root.get("/daten")
@public
def root() -> WerkzeugResponse:
    """To the page in the language the browser asks for."""
    language = best_language([(tag, quality) for tag, quality in request.accept_languages])
    answer = redirect(url_for("open_data.page", language=language))
    answer.headers["Vary"] = "Accept-Language"
    answer.headers["Cache-Control"] = "private, max-age=0"
    return answer
