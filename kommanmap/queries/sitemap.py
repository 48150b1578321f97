"""The slugs of every page that search engines may list."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.domain.vocabulary import LISTED_STATUSES
from kommanmap.models import Centre, MeetingPoint, Municipality


@dataclass(frozen=True, slots=True)
class SitemapSlugs:
    """Slugs by kind; points with the day of their last change (ISO)."""

    centres: tuple[str, ...]
    towns: tuple[str, ...]
    points: tuple[tuple[str, str], ...]


def sitemap_slugs(session: DatabaseSession) -> SitemapSlugs:
    """All centres, the towns that have a listed place, all listed places."""
    listed = MeetingPoint.status.in_(LISTED_STATUSES)
    with_places = select(MeetingPoint.ags).where(listed)
    points = session.execute(
        select(MeetingPoint.slug, MeetingPoint.updated_utc).where(listed).order_by(MeetingPoint.slug)
    )
    return SitemapSlugs(
        centres=tuple(session.scalars(select(Centre.slug).order_by(Centre.slug))),
        towns=tuple(
            session.scalars(
                select(Municipality.slug).where(Municipality.ags.in_(with_places)).order_by(Municipality.slug)
            )
        ),
        points=tuple((slug, updated.date().isoformat()) for slug, updated in points),
    )
