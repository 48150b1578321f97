"""What there is to do with the places in one's reach: one list a kind of trouble. Reads the tables, changes nothing.

A new list is one entry of WORKLISTS: a word for the address, what it is called, which places are on it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel.speaklater import LazyString
from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session as DatabaseSession
from sqlalchemy.orm import aliased

from kommanmap.domain.freshness import WorkDay
from kommanmap.domain.hours.session import ReadingStatus
from kommanmap.domain.staff import Scope
from kommanmap.domain.vocabulary import LISTED_STATUSES, Accuracy, Status
from kommanmap.i18n import lazy_gettext
from kommanmap.models import LinkCheck, MeetingPoint, PointWarning
from kommanmap.queries.reach import within
from kommanmap.web_probe import LinkState

FAILS_IN_A_ROW = 2
"""A web server that is silent once may be resting."""

_TIMES = "times"
_VAGUE = (Accuracy.POSTCODE, Accuracy.MUNICIPALITY, Accuracy.STREET)

Condition = Callable[[WorkDay], ColumnElement[bool]]
"""Which places, on a day in North Rhine-Westphalia."""


@dataclass(frozen=True, slots=True)
class Worklist:
    """One kind of work. clear: what is said when nothing is left."""

    key: str
    title: LazyString
    condition: Condition


def _listed() -> ColumnElement[bool]:
    return MeetingPoint.status.in_(LISTED_STATUSES)


def _overdue(day: WorkDay) -> ColumnElement[bool]:
    return and_(_listed(), overdue(day.fresh_since))


def overdue(fresh_since: date) -> ColumnElement[bool]:
    """Places whose last check is older, or that nobody has checked."""
    checked = MeetingPoint.last_checked_on
    return or_(checked.is_(None), checked < fresh_since)


def _vague_pin(_day: WorkDay) -> ColumnElement[bool]:
    return and_(_listed(), or_(MeetingPoint.lat.is_(None), MeetingPoint.position_accuracy.in_(_VAGUE)))


def _warned(about_times: bool) -> ColumnElement[bool]:
    field = PointWarning.field == _TIMES if about_times else PointWarning.field != _TIMES
    return MeetingPoint.id.in_(select(PointWarning.point_id).where(field))


def _address_doubts(_day: WorkDay) -> ColumnElement[bool]:
    return and_(_listed(), _warned(about_times=False))


def _no_times(_day: WorkDay) -> ColumnElement[bool]:
    return and_(_listed(), MeetingPoint.times_status.in_((ReadingStatus.NONE, ReadingStatus.UNREAD)))


def _contradictions(_day: WorkDay) -> ColumnElement[bool]:
    return and_(_listed(), MeetingPoint.times_status == ReadingStatus.DOUBTFUL)


def _open_questions(_day: WorkDay) -> ColumnElement[bool]:
    return and_(_listed(), MeetingPoint.times_status == ReadingStatus.PARTIAL, _warned(about_times=True))


def _pause_is_over(day: WorkDay) -> ColumnElement[bool]:
    return and_(MeetingPoint.status == Status.PAUSED, MeetingPoint.paused_until < day.today)


def _same_house(_day: WorkDay) -> ColumnElement[bool]:
    other = aliased(MeetingPoint)
    same = select(other.id).where(
        other.id != MeetingPoint.id,
        other.status != Status.CLOSED,
        other.ags == MeetingPoint.ags,
        other.house_number != "",
        func.lower(other.street) == func.lower(MeetingPoint.street),
        other.house_number == MeetingPoint.house_number,
    )
    return and_(MeetingPoint.status != Status.CLOSED, same.exists())


def _dead_links(_day: WorkDay) -> ColumnElement[bool]:
    gone = LinkCheck.state.in_((LinkState.GONE, LinkState.REFUSED))
    silent = and_(LinkCheck.state == LinkState.FAILS, LinkCheck.failures >= FAILS_IN_A_ROW)
    dead = select(LinkCheck.point_id).where(
        LinkCheck.point_id == MeetingPoint.id, LinkCheck.website == MeetingPoint.website, or_(gone, silent)
    )
    return and_(_listed(), dead.exists())


def _unfinished(_day: WorkDay) -> ColumnElement[bool]:
    return MeetingPoint.status.in_((Status.DRAFT, Status.REVIEW))


WORKLISTS: tuple[Worklist, ...] = (
    Worklist("pruefen", lazy_gettext("Lange nicht geprüft"), _overdue),
    Worklist("zeiten-widerspruch", lazy_gettext("Zeiten, die sich widersprechen"), _contradictions),
    Worklist("zeiten-fragen", lazy_gettext("Zeiten mit offenen Fragen"), _open_questions),
    Worklist("zeiten-fehlen", lazy_gettext("Zeiten fehlen oder sind nicht lesbar"), _no_times),
    Worklist("ort", lazy_gettext("Kein genauer Punkt auf der Karte"), _vague_pin),
    Worklist("adresse", lazy_gettext("Zweifel an der Adresse"), _address_doubts),
    Worklist("doppelt", lazy_gettext("Vielleicht doppelt"), _same_house),
    Worklist("weblink", lazy_gettext("Webadresse antwortet nicht"), _dead_links),
    Worklist("pause", lazy_gettext("Pause ist vorbei"), _pause_is_over),
    Worklist("entwurf", lazy_gettext("Entwürfe und Ungeprüftes"), _unfinished),
)
WORKLIST_BY_KEY: Mapping[str, Worklist] = {each.key: each for each in WORKLISTS}


def counts(session: DatabaseSession, scope: Scope, day: WorkDay) -> dict[str, int]:
    """How many places in reach are on each list, by key."""
    found: dict[str, int] = {}
    for each in WORKLISTS:
        wanted = select(func.count()).select_from(MeetingPoint).where(within(scope), each.condition(day))
        found[each.key] = session.scalar(wanted) or 0
    return found
