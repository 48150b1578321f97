"""The tables → segments of the index, by Core selects in short batches (no ORM object, no long transaction).

Reads public columns only. Called by `index` builders; knows nothing of queries.
"""

import gc
from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache, reduce
from typing import Any

from sqlalchemy import ColumnElement, Connection, String, Text, cast, func, select, true, type_coerce

from kommanmap.domain.folding import IndexFolding, sort_key
from kommanmap.domain.hours.session import ReadingStatus
from kommanmap.domain.vocabulary import LISTED_STATUSES, Knowledge, PinVisibility, Status
from kommanmap.geocoding.names.gazetteer import Gazetteer
from kommanmap.models import (
    MeetingPoint,
    PointAudience,
    PointLanguage,
    PointOffer,
    PointText,
    Session,
)
from kommanmap.queries.bits import from_ids
from kommanmap.queries.build_sessions import SessionCollector, of_any_session
from kommanmap.queries.check_days import NEVER, CheckDays
from kommanmap.queries.facets import Facet
from kommanmap.queries.positions import LatLon, Positions
from kommanmap.queries.segment import Segment
from kommanmap.queries.words import WordIndex

BATCH = 10_000
"""Rows per statement. Between statements no lock is held, so a writer never waits for a whole build."""

_SMALLEST_ID = -(2**31)

_STATUS = type_coerce(MeetingPoint.status, String)
_LISTED = [status.value for status in LISTED_STATUSES]
LISTED = _STATUS.in_(_LISTED)
LISTED_IN_ORDER = func.coalesce(_STATUS, "").in_(_LISTED)
"""The same for reading nearly all rows by id: SQLite would take the index on `status` and sort again."""


Postings = defaultdict[str, "array[int]"]


def read_segment(connection: Connection, gazetteer: Gazetteer, only: Sequence[int] | None = None) -> Segment:
    """The listed points (only those with certain ids, if some are given; at most a few thousand) as a segment."""
    collecting = gc.isenabled()
    gc.disable()  # a build makes millions of objects and no cycles; the collector would double its time
    try:
        return _Builder(connection, gazetteer, only).segment()
    finally:
        if collecting:
            gc.enable()


def _rows_in_batches(connection: Connection, statement: Any, order: Any) -> Iterator[Any]:
    """The rows of a statement by ascending integer column `order`, which must be its first column and unique."""
    last = _SMALLEST_ID
    while True:
        batch = connection.execute(statement.where(order > last).order_by(order).limit(BATCH)).all()
        _release(connection)
        yield from batch
        if len(batch) < BATCH:
            return
        last = batch[-1][0]


def _rows_by_point(connection: Connection, statement: Any, order: Any) -> Iterator[Any]:
    """The same where several rows share a point: batches are ranges of point ids."""
    last = _SMALLEST_ID
    while True:
        edge = connection.execute(
            statement.with_only_columns(order).where(order > last).order_by(order).offset(BATCH).limit(1)
        ).scalar()
        batch = statement.where(order > last)
        rows = connection.execute(batch if edge is None else batch.where(order <= edge)).all()
        _release(connection)
        yield from rows
        if edge is None:
            return
        last = edge


def _joined(*columns: Any) -> Any:
    """Text columns as one, a line each: the database joins faster than a loop here would."""
    return reduce(lambda text, column: text + "\n" + column, columns)


@lru_cache(maxsize=4_000)
def _day_number(text: str) -> int:
    """An ISO date as `date.toordinal`; many places share a day."""
    return date.fromisoformat(text).toordinal()


def _release(connection: Connection) -> None:
    """End the read transaction of a connection that was opened for reading only."""
    if connection.get_execution_options().get("kommanmap_read_only"):
        connection.rollback()


class _Builder:
    """One pass over the tables. Lives only while `segment` runs."""

    def __init__(self, connection: Connection, gazetteer: Gazetteer, only: Sequence[int] | None) -> None:
        self._connection = connection
        self._gazetteer = gazetteer
        self._only = only
        self._fold = IndexFolding().tokens
        self._documents: dict[int, int] = {}
        self._names: list[str] = []
        self._towns: list[str] = []
        self._spans: list[tuple[int, int]] = []
        self._ids_of: defaultdict[tuple[Facet, str], array[int]] = defaultdict(lambda: array("I"))
        self._sessions = SessionCollector()
        self._checked = array("l")

    def segment(self) -> Segment:
        """Read everything."""
        self._lay_out()
        size = len(self._documents)
        self._checked = array("l", [NEVER]) * size
        words, name_words, places, vague = self._read_points()
        self._read_texts(words)
        self._read_choices()
        self._read_sessions()
        sets = {name: from_ids(ids, size) for name, ids in self._ids_of.items()}
        sessions = self._sessions.sessions(size, sets)
        by_id = sorted(self._documents.items())
        town_documents = self._documents_by_town()
        self._add_town_names(words, town_documents)
        return Segment(
            size=size,
            ids=array("q", self._documents),
            names=self._names,
            spans=tuple(self._spans),
            towns={ags: self._town_set(documents) for ags, documents in town_documents.items()},
            sets=sets | of_any_session(sessions),
            sessions=sessions,
            checks=CheckDays(self._checked),
            words=WordIndex(words, size),
            name_words=WordIndex(name_words, size),
            positions=Positions(places, self._spans),
            vague=from_ids(vague, size),
            ids_sorted=array("q", (point_id for point_id, _ in by_id)),
            documents_by_id=array("I", (document for _, document in by_id)),
        )

    def _lay_out(self) -> None:
        """Give every point its number: by centre, then by name."""
        centres = self._gazetteer.centres
        order = {ags: centres[town.centre_slug].order for ags, town in self._gazetteer.towns_by_ags.items()}
        statement = select(MeetingPoint.id, MeetingPoint.name, MeetingPoint.ags).where(
            LISTED, self._wanted(MeetingPoint.id)
        )
        by_centre: list[list[tuple[tuple[str, str], int, str]]] = [[] for _ in centres]
        for point_id, name, ags in _rows_in_batches(self._connection, statement, MeetingPoint.id):
            if ags in order:
                by_centre[order[ags]].append((sort_key(name), point_id, ags))
        for rows in by_centre:
            rows.sort()
            start = len(self._names)
            for (_, name), point_id, ags in rows:
                self._documents[point_id] = len(self._names)
                self._names.append(name)
                self._towns.append(ags)
            self._spans.append((start, len(self._names)))

    def _read_points(self) -> tuple[Postings, Postings, list[LatLon], "array[int]"]:
        """Words, positions and single-valued properties."""
        words: Postings = defaultdict(lambda: array("I"))
        name_words: Postings = defaultdict(lambda: array("I"))
        towns = self._gazetteer.towns_by_ags
        middles = {ags: (town.position.lat, town.position.lon) for ags, town in towns.items()}
        places = [middles[ags] for ags in self._towns]
        vague = array("I")
        point = MeetingPoint
        statement = select(
            point.id, point.lat, point.lon,
            type_coerce(point.status, String), type_coerce(point.pin_visibility, String),
            type_coerce(point.step_free, String), point.is_example,
            type_coerce(point.times_status, String), point.paused_until, cast(point.last_checked_on, String),
            _joined(
                point.street, point.house_number, point.building, point.carrier, point.district, point.offers_as_typed
            ),
        ).where(LISTED_IN_ORDER, self._wanted(MeetingPoint.id))  # fmt: skip
        for point_id, lat, lon, status, visibility, step_free, example, read, until, checked, text in _rows_in_batches(
            self._connection, statement, point.id
        ):
            document = self._documents.get(point_id)
            if document is None:
                continue
            if lat is None or visibility != PinVisibility.EXACT:
                vague.append(document)
            else:
                places[document] = (lat, lon)
            self._ids_of[Facet.STATUS, status].append(document)
            if status == Status.PAUSED:
                self._sessions.pause(document, until)
            if checked is not None:
                self._checked[document] = _day_number(checked)
            if read == ReadingStatus.DOUBTFUL:
                self._sessions.never_surely(document)
            if step_free == Knowledge.YES:
                self._ids_of[Facet.STEP_FREE, Knowledge.YES].append(document)
            if example:
                self._ids_of[Facet.EXAMPLE, Knowledge.YES].append(document)
            of_name = self._fold(self._names[document])
            for word in of_name:
                name_words[word].append(document)
            for word in of_name | self._fold(text):
                words[word].append(document)
        return words, name_words, places, vague

    def _read_texts(self, words: Postings) -> None:
        """Descriptions in every language."""
        statement = select(PointText.point_id, PointText.description).where(self._wanted(PointText.point_id))
        for point_id, description in _rows_by_point(self._connection, statement, PointText.point_id):
            document = self._documents.get(point_id)
            if document is not None:
                for word in self._fold(description):
                    words[word].append(document)

    def _read_choices(self) -> None:
        """Offers, audiences, languages: one row per value with all its points, which is four times as fast."""
        documents = self._documents
        for facet, owner, value in (
            (Facet.OFFER, PointOffer.point_id, PointOffer.offer),
            (Facet.AUDIENCE, PointAudience.point_id, PointAudience.audience),
            (Facet.LANGUAGE, PointLanguage.point_id, PointLanguage.language),
        ):
            code = type_coerce(value, String)
            points = func.aggregate_strings(cast(owner, String), ",")
            statement = select(code, points).where(self._wanted(owner)).group_by(value)
            for choice, ids in self._connection.execute(statement):
                here = [documents[point] for point in map(int, ids.split(",")) if point in documents]
                self._ids_of[facet, choice] = array("I", here)
            _release(self._connection)

    def _read_sessions(self) -> None:
        """What happens when."""
        documents, add = self._documents, self._sessions.add
        statement = select(Session.point_id, type_coerce(Session.plan, Text)).where(self._wanted(Session.point_id))
        for point_id, plan in _rows_by_point(self._connection, statement, Session.point_id):
            document = documents.get(point_id)
            if document is not None:
                add(document, plan)

    def _wanted(self, owner: Any) -> ColumnElement[bool]:
        """Rows of the points asked for. A whole build takes all and drops the few unlisted ones by their id."""
        return true() if self._only is None else owner.in_(self._only)

    def _documents_by_town(self) -> Mapping[str, "array[int]"]:
        found: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        for document, ags in enumerate(self._towns):
            found[ags].append(document)
        return found

    def _town_set(self, documents: "array[int]") -> tuple[int, int]:
        """The documents of one municipality, counted from the start of its centre's span."""
        for span, (start, end) in enumerate(self._spans):
            if start <= documents[0] < end:
                return span, from_ids([document - start for document in documents], end - start)
        raise AssertionError("a document lies outside every span")

    def _add_town_names(self, words: Postings, town_documents: Mapping[str, "array[int]"]) -> None:
        """The name of the municipality is a word of every place in it."""
        for ags, documents in town_documents.items():
            for word in self._fold(self._gazetteer.towns_by_ags[ags].name):
                words[word].extend(documents)
