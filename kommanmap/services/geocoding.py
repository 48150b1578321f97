"""Addresses of places → their pins, by asking the chain. When a pin moves is decided in `pins`.

The chain is asked outside of every write transaction: on SQLite one of those locks everybody else out. What it said is
written only if address and pin are still those that were asked about, and each move is in the history.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import Engine, Select, or_, select
from sqlalchemy.orm import Session as DatabaseSession
from sqlalchemy.orm import selectinload

from kommanmap.database import reading_only
from kommanmap.domain.drafts import PointDraft
from kommanmap.domain.problems import InvalidDraft, Problem
from kommanmap.domain.vocabulary import Accuracy, Status
from kommanmap.geocoding.answers import GeocodeAnswer, Outcome
from kommanmap.geocoding.chain import Chain
from kommanmap.geocoding.checks import COARSE, warnings_about
from kommanmap.geocoding.local import LocalGeocoder
from kommanmap.models import JobKind, MeetingPoint
from kommanmap.services import data_version, jobs, points
from kommanmap.services.pins import PIN_FIELDS, pin_of, placed
from kommanmap.services.point_addresses import ADDRESS_FIELDS, address_of
from kommanmap.services.point_warnings import Topic, replace_warnings, warnings_of

ACTOR = "geocoder"
"""Who moved a pin, in the history, where no command or person asked for it."""

BATCH_SIZE = 100
"""Places that are asked for and then written in one transaction."""

_ASKED_ABOUT = (*ADDRESS_FIELDS, "district", *PIN_FIELDS)


class Selection(StrEnum):
    """Which places to ask for; those closed for good never."""

    INEXACT = "inexact"
    """Whose pin shows no house: street, postcode, municipality, or none at all."""
    MISSING = "missing"
    """Whose pin shows no more than the part of town."""
    ALL = "all"
    """All of them. A pin set by hand stays, but it is checked."""


class NotWritten(StrEnum):
    """Why an answer was not written."""

    CHANGED_MEANWHILE = "changed_meanwhile"
    BREAKS_A_RULE = "breaks_a_rule"


@dataclass(frozen=True, slots=True)
class GeocodedPoint:
    """What asking for one stored place came to: the place before and after, the answer, what does not fit together."""

    point_id: int
    slug: str
    town: str
    before: PointDraft
    after: PointDraft
    answer: GeocodeAnswer
    warnings: tuple[Problem, ...]
    known_warnings: tuple[Problem, ...] = ()
    not_written: NotWritten | None = None

    @property
    def moves(self) -> bool:
        """Whether the pin becomes another one."""
        return pin_of(self.before) != pin_of(self.after)

    @property
    def has_to_wait(self) -> bool:
        """Whether a service that did not answer might know better."""
        return should_be_tried_again(self.after, self.answer)


@lru_cache(maxsize=1)
def without_addresses() -> Chain:
    """A chain that knows the shipped gazetteer and asks nobody."""
    return Chain(LocalGeocoder())


def geocode_draft(
    draft: PointDraft, *, chain: Chain, before: PointDraft | None = None, outside: bool = True
) -> tuple[PointDraft, GeocodeAnswer]:
    """The draft with the best pin that its address can have, and the answer behind it. Always has a pin at the end.

    before: what is stored, where the draft changes it. outside=False: no service is asked, which is how it has to be
    inside a write transaction and for whole tables; `should_be_tried_again` then says whether a job should do it later.
    """
    answer = chain.locate(address_of(draft), ags=draft.ags, outside=outside)
    return placed(draft, answer, before=before), answer


def should_be_tried_again(draft: PointDraft, answer: GeocodeAnswer | None) -> bool:
    """Whether a service was not asked or did not answer that could make the pin of this draft finer."""
    fine = (Accuracy.MANUAL, Accuracy.HOUSE)
    return answer is not None and answer.outcome is Outcome.UNAVAILABLE and draft.position_accuracy not in fine


def selected(engine: Engine, which: Selection) -> list[int]:
    """The ids of the places to ask for, oldest first."""
    statement = select(MeetingPoint.id).where(MeetingPoint.status != Status.CLOSED).order_by(MeetingPoint.id)
    accuracy = MeetingPoint.position_accuracy
    if which is Selection.INEXACT:
        statement = statement.where(or_(accuracy.is_(None), accuracy.not_in((Accuracy.MANUAL, Accuracy.HOUSE))))
    elif which is Selection.MISSING:
        statement = statement.where(or_(accuracy.is_(None), accuracy.in_(COARSE)))
    with reading_only(), DatabaseSession(engine) as session:
        return list(session.scalars(statement))


def geocode_point(
    engine: Engine, *, point_id: int, chain: Chain, now: datetime, actor: str = ACTOR
) -> GeocodeAnswer | None:
    """Ask for one stored place and write what is better than what it has. None: there is no such place any more.

    To be called without an open transaction.
    """
    for asked in _asked(engine, [point_id], chain, outside=True):
        if _has_news(asked):
            _write(engine, [asked], actor=actor, now=now)
        return asked.answer
    return None


def geocode_points(
    engine: Engine, *, ids: Sequence[int], chain: Chain, actor: str, now: datetime, dry_run: bool = False
) -> Iterator[GeocodedPoint]:
    """Ask for many places, `BATCH_SIZE` at a time; each is yielded when it is written.

    All of them are one batch in the history. Whoever stops in between keeps what was yielded, and loses nothing else.
    A dry run writes nothing, and so asks no service either.
    """
    batch_name = ""
    for start in range(0, len(ids), BATCH_SIZE):
        looked = _asked(engine, ids[start : start + BATCH_SIZE], chain, outside=not dry_run)
        news = [asked for asked in looked if _has_news(asked) or asked.has_to_wait]
        refused: dict[int, NotWritten] = {}
        if news and not dry_run:
            refused, batch_name = _write(engine, news, actor=actor, now=now, batch_name=batch_name)
        for asked in looked:
            yield replace(asked, not_written=refused.get(asked.point_id))


def _asked(engine: Engine, ids: Sequence[int], chain: Chain, *, outside: bool) -> list[GeocodedPoint]:
    """Read the places, let go of the database, and ask for each."""
    with reading_only(), DatabaseSession(engine) as session:
        stored = [
            (point.id, point.slug, point.municipality.name, points.draft_of(point))
            for point in session.scalars(_whole(ids))
        ]
        known = warnings_of(session, ids, topic=Topic.PLACE)
    asked = []
    for point_id, slug, town, before in stored:
        after, answer = geocode_draft(before, chain=chain, outside=outside)
        warnings = warnings_about(after, answer=answer)
        asked.append(GeocodedPoint(point_id, slug, town, before, after, answer, warnings, known.get(point_id, ())))
    return asked


def _whole(ids: Sequence[int]) -> Select[Any]:
    return (
        select(MeetingPoint)
        .where(MeetingPoint.id.in_(ids))
        .order_by(MeetingPoint.id)
        .options(selectinload(MeetingPoint.municipality), *points.WHOLE)
    )


def _has_news(asked: GeocodedPoint) -> bool:
    return asked.moves or asked.warnings != asked.known_warnings


def _write(
    engine: Engine,
    news: Sequence[GeocodedPoint],
    *,
    actor: str,
    now: datetime,
    batch_name: str | None = None,
) -> tuple[dict[int, NotWritten], str]:
    """One short transaction; gives what could not be written, and the name of the batch.

    batch_name: "" begins a batch; without one (None) it is the work of a job, which needs no second job.
    """
    refused: dict[int, NotWritten] = {}
    batch = None
    with DatabaseSession(engine) as session, session.begin():
        data_version.lock(session, now=now)
        stored = {point.id: point for point in session.scalars(_whole([asked.point_id for asked in news]))}
        for asked in news:
            point = stored.get(asked.point_id)
            current = points.draft_of(point) if point else None
            if point is None or current is None or _asked_about(current) != _asked_about(asked.before):
                refused[asked.point_id] = NotWritten.CHANGED_MEANWHILE
                continue
            if batch_name is not None and asked.has_to_wait:
                jobs.enqueue(session, kind=JobKind.GEOCODE_POINT, point_id=point.id, now=now)
            if not asked.moves:
                replace_warnings(session, point_id=point.id, found=asked.warnings, now=now, topic=Topic.PLACE)
                continue
            if batch_name is not None and batch is None:
                batch = points.open_batch(session, now=now, name=batch_name)
            draft = replace(current, **{name: getattr(asked.after, name) for name in PIN_FIELDS})
            try:
                points.update(
                    session, point=point, draft=draft, actor=actor, now=now, batch=batch, warnings=asked.warnings
                )
            except InvalidDraft:
                refused[asked.point_id] = NotWritten.BREAKS_A_RULE
    return refused, batch.name if batch else batch_name or ""


def _asked_about(draft: PointDraft) -> tuple[Any, ...]:
    return tuple(getattr(draft, name) for name in _ASKED_ABOUT)
