"""A draft as readers will see it: the public page's own parts, made of what is in the form. Stores nothing."""

from flask import render_template
from markupsafe import Markup

from kommanmap.domain.drafts import PointDraft
from kommanmap.domain.hours.calendar import nrw_calendar
from kommanmap.domain.hours.session import ReadingStatus, Timetable
from kommanmap.domain.languages import Language
from kommanmap.domain.rules import session_refusals
from kommanmap.domain.vocabulary import Status
from kommanmap.geocoding.names.shipped import shipped_gazetteer
from kommanmap.i18n import speaking
from kommanmap.models import MeetingPoint
from kommanmap.presenters.place_hours import PlaceHours, place_hours
from kommanmap.queries.records import PointRecord
from kommanmap.views.current import minute, work_day
from kommanmap.views.links import absolute
from kommanmap.views.shown import present


def draft_hours(draft: PointDraft) -> PlaceHours | None:
    """What the rows mean for the coming days; None where there are none, or where they make no sense yet."""
    if not draft.sessions or any(session_refusals(session) for session in draft.sessions):
        return None
    return place_hours(_timetable(draft), minute(), nrw_calendar())


def preview(draft: PointDraft, point: MeetingPoint | None, language: Language) -> Markup | None:
    """The main part of the public page; None where the draft does not say in which town it is."""
    if draft.ags not in shipped_gazetteer().towns_by_ags:
        return None
    sane = tuple(session for session in draft.sessions if not session_refusals(session))
    row = _record(draft, point, sane)
    with speaking(language):
        place = present(row)
        html = render_template(
            "public/point_sections.html",
            point=place,
            overdue=place.is_overdue(work_day().today),
            hours=place_hours(place.timetable, minute(), nrw_calendar()),
            calendar=None,
            report_url="",
            geo_uri=None,
            osm_url=None,
            map_start=None,
            page_url=absolute(place.url) if point else "",
        )
    return Markup(html)  # noqa: S704 - rendered by our own template, which escapes


def _timetable(draft: PointDraft) -> Timetable:
    return Timetable(
        sessions=draft.sessions,
        complete=draft.times_status is ReadingStatus.COMPLETE,
        doubtful=draft.times_status is ReadingStatus.DOUBTFUL,
        paused=draft.status is Status.PAUSED,
        paused_until=draft.paused_until,
    )


def _record(draft: PointDraft, point: MeetingPoint | None, sessions: tuple[object, ...]) -> PointRecord:
    """The row that saving would make."""
    fields = {name: getattr(draft, name) for name in PointRecord.__dataclass_fields__ if hasattr(draft, name)}
    fields |= {
        "sessions": sessions,
        "texts": dict(draft.texts),
        "offers": frozenset(draft.offers),
        "audiences": frozenset(draft.audiences),
    }
    return PointRecord(
        **fields,
        id=point.id if point else 0,
        public_id=point.public_id if point else "",
        slug=point.slug if point else "",
        successor_id=None,
        visited_on=None,
        is_example=point.is_example if point else False,
        updated_utc=point.updated_utc if point else minute(),
        version=point.version if point else 0,
    )
