"""The stored places that a table may speak of: found by our id, by the list's own id, by address. Reads once."""

from collections.abc import Iterable

from sqlalchemy import and_, select
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.domain.word_keys import word_key
from kommanmap.models import MeetingPoint
from kommanmap.services import points

MADE_ID = "row-"
"""Begins the ids that are made from what a row says; they mean the same place in every list."""

_AT_ONCE = 400

AddressKey = tuple[str, str, str]


class StoredPlaces:
    """Places by their ids, and the names at each address; loaded in a few statements."""

    def __init__(self, session: DatabaseSession, source: str, keys: Iterable[str]) -> None:
        self.by_external_id: dict[str, MeetingPoint] = {}
        self.by_public_id: dict[str, MeetingPoint] = {}
        wanted = sorted(set(filter(None, keys)))
        for start in range(0, len(wanted), _AT_ONCE):
            part = wanted[start : start + _AT_ONCE]
            whole = select(MeetingPoint).options(*points.WHOLE)
            of_any_list = and_(MeetingPoint.external_id.startswith(MADE_ID), MeetingPoint.source != source)
            others = whole.where(MeetingPoint.external_id.in_(part), of_any_list).order_by(MeetingPoint.id.desc())
            ours = whole.where(MeetingPoint.source == source, MeetingPoint.external_id.in_(part))
            for statement in (others, ours):
                self.by_external_id |= {str(point.external_id): point for point in session.scalars(statement)}
            public = whole.where(MeetingPoint.public_id.in_(part))
            self.by_public_id |= {point.public_id: point for point in session.scalars(public)}
        self.addresses: dict[AddressKey, str] = {
            key: name
            for ags, street, number, name in session.execute(
                select(MeetingPoint.ags, MeetingPoint.street, MeetingPoint.house_number, MeetingPoint.name)
            )
            if (key := address_key(ags, street, number))
        }

    def find(self, key: str) -> MeetingPoint | None:
        """The place that an id of either kind leads to."""
        return self.by_public_id.get(key) or self.by_external_id.get(key)


def address_key(ags: str, street: str, number: str) -> AddressKey | None:
    """The same for each spelling of an address; None without a house number."""
    words = word_key(street.replace("str.", "straße").replace("Str.", "Straße"))
    return (ags, words, word_key(number)) if words and number else None
