"""When the public data of each centre changed last, for the catalogue of data sets. Knows no requests."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.domain.vocabulary import LISTED_STATUSES, Status
from kommanmap.models import Centre, MeetingPoint, Municipality

_WAS_PUBLIC = (*LISTED_STATUSES, Status.CLOSED)
"""A place that closes changes what is public, too."""


@dataclass(frozen=True, slots=True)
class AreaDates:
    """The first and the last public change of an area's places."""

    first_utc: datetime
    last_utc: datetime


def changes_by_centre(session: DatabaseSession) -> Mapping[str, AreaDates]:
    """By slug of the centre; centres that never had a public place are left out."""
    rows = session.execute(
        select(Centre.slug, func.min(MeetingPoint.created_utc), func.max(MeetingPoint.updated_utc))
        .join(Municipality, Municipality.centre_id == Centre.id)
        .join(MeetingPoint, MeetingPoint.ags == Municipality.ags)
        .where(MeetingPoint.status.in_(_WAS_PUBLIC))
        .group_by(Centre.slug)
    )
    return {slug: AreaDates(first, last) for slug, first, last in rows}
