"""What can happen to one meeting point: create, update, retire. Writes history and data version; never commits."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session as DatabaseSession
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.exc import StaleDataError

from kommanmap.domain.drafts import DRAFT_FIELDS, PointDraft, differences, plain_value
from kommanmap.domain.errors import Conflict
from kommanmap.domain.problems import InvalidDraft, Problem
from kommanmap.domain.rules import checked
from kommanmap.domain.vocabulary import ChangeKind, Status
from kommanmap.geocoding.checks import warnings_about
from kommanmap.models import (
    Change,
    MeetingPoint,
    Municipality,
    PointAudience,
    PointLanguage,
    PointOffer,
    PointText,
    Session,
    TypedTime,
)
from kommanmap.services import data_version
from kommanmap.services.history_chain import seal
from kommanmap.services.point_warnings import Topic, add_warnings, replace_warnings
from kommanmap.services.slugs import free_slug

_CHILDREN = ("times", "sessions", "texts", "offers", "audiences", "languages")
WHOLE = tuple(selectinload(getattr(MeetingPoint, name)) for name in _CHILDREN)
"""Options of a statement that loads many points for `draft_of`."""
_COLUMNS = tuple(name for name in DRAFT_FIELDS if name not in _CHILDREN)
_PLACE = frozenset(
    {"ags", "street", "house_number", "postcode", "district", "lat", "lon", "position_accuracy", "position_source"}
)
"""Fields whose change makes it necessary to check anew whether address and pin fit together."""
_TIMES = frozenset({"times", "sessions", "times_status"})
"""Fields whose change makes the warnings about times outdated."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Many changes that belong together: one name in the history, one data version, raised once by `open_batch`."""

    name: str
    data_version: int


def open_batch(session: DatabaseSession, *, now: datetime, name: str = "") -> Batch:
    """Begin a batch; from here on nobody else changes data until the transaction ends.

    name: of a batch that goes on, where one takes several transactions.
    """
    return Batch(name or str(uuid.uuid4()), data_version.bump(session, now=now))


def create(
    session: DatabaseSession,
    *,
    draft: PointDraft,
    actor: str,
    now: datetime,
    source: str = "",
    external_id: str | None = None,
    is_example: bool = False,
    batch: Batch | None = None,
    warnings: Sequence[Problem] | None = None,
    time_warnings: Sequence[Problem] = (),
    kind: ChangeKind = ChangeKind.CREATED,
) -> MeetingPoint:
    """A new point with a public id and a slug that never change.

    warnings: what the checks of this draft found with the geocoder's answer; None: it is checked here, without one.
    time_warnings: what the reading of the typed times could not settle. kind: what the history calls it.

    Raises:
        InvalidDraft: a rule is broken, or the municipality does not exist.
    """
    tidy = _valid(session, draft)
    town = session.get_one(Municipality, tidy.ags)
    version = batch.data_version if batch else data_version.bump(session, now=now)
    point = MeetingPoint(
        public_id=str(uuid.uuid4()),
        slug=free_slug(session, tidy.name, town.slug),
        source=source,
        external_id=external_id,
        is_example=is_example,
        created_utc=now,
        updated_utc=now,
        data_version=version,
        municipality=town,
    )
    _write(point, tidy)
    session.add(point)
    session.flush()
    said = {name: [None, new] for name, (_old, new) in differences(PointDraft(), tidy).items()}
    said.setdefault("status", [None, tidy.status.value])
    doubts = warnings_about(tidy) if warnings is None else warnings
    add_warnings(session, point_id=point.id, found=(*doubts, *time_warnings), now=now)
    _record(session, point, kind, said, actor=actor, now=now, batch=batch)
    return point


def update(
    session: DatabaseSession,
    *,
    point: MeetingPoint,
    draft: PointDraft,
    actor: str,
    now: datetime,
    expected_version: int | None = None,
    batch: Batch | None = None,
    warnings: Sequence[Problem] | None = None,
    time_warnings: Sequence[Problem] | None = None,
    kind: ChangeKind = ChangeKind.UPDATED,
    updated_utc: datetime | None = None,
) -> dict[str, tuple[Any, Any]]:
    """Make the point say what the draft says; give field → (before, after), empty when nothing differs.

    warnings: as with `create`; None: it is checked here if what the checks look at changes.
    time_warnings: as with `create`; None: those there are stay, unless the times change. updated_utc: since when it has
    said so; None: since now.

    Raises:
        InvalidDraft: a rule is broken.
        Conflict: the point is no longer in `expected_version`, or changes while this runs.
    """
    _refuse_outdated(point, expected_version)
    tidy = _valid(session, draft)
    changes = differences(draft_of(point), tidy)
    if warnings is None and not _PLACE.isdisjoint(changes):
        warnings = warnings_about(tidy)
    if warnings is not None:
        replace_warnings(session, point_id=point.id, found=warnings, now=now, topic=Topic.PLACE)
    if time_warnings is None and not _TIMES.isdisjoint(changes):
        time_warnings = ()
    if time_warnings is not None:
        replace_warnings(session, point_id=point.id, found=time_warnings, now=now, topic=Topic.TIMES)
    if not changes:
        return {}
    point.data_version = batch.data_version if batch else data_version.bump(session, now=now)
    point.updated_utc = updated_utc or now
    _write(point, tidy)
    said = {name: list(values) for name, values in changes.items()}
    if tidy.status is not Status.CLOSED and point.successor is not None:
        said["successor"], point.successor = [point.successor.public_id, None], None
    _flush(session)
    _record(session, point, kind, said, actor=actor, now=now, batch=batch)
    return changes


def retire(
    session: DatabaseSession,
    *,
    point: MeetingPoint,
    actor: str,
    now: datetime,
    reason: str = "",
    successor: MeetingPoint | None = None,
    expected_version: int | None = None,
) -> None:
    """Close a point for good; its page then answers 410 and names the successor. Nothing is deleted.

    Raises:
        InvalidDraft: the successor leads back to the point itself.
        Conflict: the point is no longer in `expected_version`, or changes while this runs.
    """
    _refuse_outdated(point, expected_version)
    _refuse_circle(point, successor)
    before = draft_of(point)
    after = _valid(session, replace(before, status=Status.CLOSED, status_reason=reason))
    said = {name: list(values) for name, values in differences(before, after).items()}
    if successor is not point.successor:
        said["successor"] = [
            point.successor.public_id if point.successor else None,
            successor.public_id if successor else None,
        ]
    if not said:
        return
    point.data_version = data_version.bump(session, now=now)
    point.updated_utc = now
    point.successor = successor
    _write(point, after)
    _flush(session)
    _record(session, point, ChangeKind.RETIRED, said, actor=actor, now=now, batch=None)


def draft_of(point: MeetingPoint) -> PointDraft:
    """What the point says now, in the shape in which it can be edited."""
    return PointDraft(
        **{name: getattr(point, name) for name in _COLUMNS},
        times=tuple(item.words for item in point.times),
        sessions=tuple(item.plan for item in point.sessions),
        texts=tuple((item.language, item.description) for item in point.texts),
        offers=tuple(item.offer for item in point.offers),
        audiences=tuple(item.audience for item in point.audiences),
        languages=tuple(item.language for item in point.languages),
    )


def _valid(session: DatabaseSession, draft: PointDraft) -> PointDraft:
    result = checked(draft)
    if not result.problems and session.get(Municipality, result.draft.ags) is None:
        raise InvalidDraft([Problem("ags", "no_such_municipality", {"ags": result.draft.ags})])
    if result.problems:
        raise InvalidDraft(result.problems)
    return result.draft


def _write(point: MeetingPoint, draft: PointDraft) -> None:
    """Columns and children; children that stay are left alone so that their rows keep their identity."""
    for name in _COLUMNS:
        setattr(point, name, getattr(draft, name))
    _keep_in_order(point.times, "words", draft.times, TypedTime)
    _keep_in_order(point.sessions, "plan", draft.sessions, Session)
    texts = dict(draft.texts)
    for text in list(point.texts):
        if text.language in texts:
            text.description = texts.pop(text.language)
        else:
            point.texts.remove(text)
    point.texts.extend(PointText(language=code, description=text) for code, text in texts.items())
    _keep_exactly(point.offers, "offer", draft.offers, PointOffer)
    _keep_exactly(point.audiences, "audience", draft.audiences, PointAudience)
    _keep_exactly(point.languages, "language", draft.languages, PointLanguage)


def _keep_in_order(rows: list[Any], name: str, wanted: tuple[Any, ...], table: type[Any]) -> None:
    for position, value in enumerate(wanted):
        if position < len(rows):
            setattr(rows[position], name, value)
        else:
            rows.append(table(**{"position": position, name: value}))
    del rows[len(wanted) :]


def _keep_exactly(rows: list[Any], name: str, wanted: tuple[Any, ...], table: type[Any]) -> None:
    present = {getattr(row, name): row for row in rows}
    for value, row in present.items():
        if value not in wanted:
            rows.remove(row)
    rows.extend(table(**{name: value}) for value in wanted if value not in present)


def _refuse_outdated(point: MeetingPoint, expected_version: int | None) -> None:
    if expected_version is not None and point.version != expected_version:
        raise Conflict(f"{point.slug} is in version {point.version}, not {expected_version}")


def _refuse_circle(point: MeetingPoint, successor: MeetingPoint | None) -> None:
    follower, seen = successor, {point.id}
    while follower is not None:
        if follower.id in seen:
            raise InvalidDraft([Problem("successor", "own_successor")])
        seen.add(follower.id)
        follower = follower.successor


def _flush(session: DatabaseSession) -> None:
    try:
        session.flush()
    except StaleDataError as error:
        raise Conflict("the point was changed meanwhile") from error


def _record(
    session: DatabaseSession,
    point: MeetingPoint,
    kind: ChangeKind,
    said: Mapping[str, list[Any]],
    *,
    actor: str,
    now: datetime,
    batch: Batch | None,
) -> None:
    plain = {name: [plain_value(value) for value in values] for name, values in said.items()}
    name = batch.name if batch else ""
    change = Change(point_id=point.id, kind=kind, actor=actor, at_utc=now, batch=name, fields=plain)
    seal(session, change)
    session.add(change)
    if batch is None:  # in a batch it goes along with the next point; `apply` flushes the last one
        session.flush()
