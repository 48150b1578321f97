"""Search said the slow and obvious way: a loop over all rows. What the index answers is compared with it."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, delete, insert, select, text, update

from bench.data import generate
from kommanmap.database import prepare_engine
from kommanmap.domain.folding import IndexFolding, fold, sort_key
from kommanmap.domain.hours.session import ReadingStatus
from kommanmap.domain.values import Coordinates
from kommanmap.domain.vocabulary import Status
from kommanmap.models import MeetingPoint, Session
from kommanmap.queries.current import IndexHolder
from kommanmap.queries.index import PointIndex
from kommanmap.queries.point_query import PointQuery
from tests.slow_sessions import SlowPlace, random_sessions


@dataclass
class Row:
    """What a plain loop needs to know of a place."""

    id: int
    name: str
    ags: str
    position: Coordinates
    times: SlowPlace
    checked: date | None = None
    values: dict[str, set[str]] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class World:
    """The same places as an index and as rows."""

    index: PointIndex
    rows: list[Row]

    def slow(self, query: PointQuery, at: datetime) -> list[Row]:
        """Every row that fits, one after the other."""
        return [row for row in self.rows if self.fits(row, query, at)]

    def fits(self, row: Row, query: PointQuery, at: datetime) -> bool:
        """Whether a row passes all filters."""
        gazetteer = self.index.gazetteer
        asked = query.asked()
        for word, values in asked.items():
            if word in row.values and not row.values[word] & set(values):
                return False
            if word == "gemeinde" and row.ags not in {gazetteer.towns[slug].ags for slug in values}:
                return False
            if word == "zentrum" and gazetteer.towns_by_ags[row.ags].centre_slug not in values:
                return False
            if word == "q" and not set(fold(values[0])) <= row.words:
                return False
        if not row.times.fits(asked, at):
            return False
        origin = self.origin(query)
        if origin is None:
            return True
        near = origin.distance_km(row.position) <= int(asked.get("umkreis", ("10",))[0])
        in_town = "ort" in asked and "umkreis" not in asked and row.ags == gazetteer.towns[asked["ort"][0]].ags
        return near or in_town

    def origin(self, query: PointQuery) -> Coordinates | None:
        """The middle of a circle."""
        if query.get("plz"):
            return self.index.gazetteer.postcodes[query.get("plz")[0]].position
        return self.index.gazetteer.towns[query.get("ort")[0]].position if query.get("ort") else None

    def ordered(self, query: PointQuery, at: datetime, fresh_since: date = date.min) -> list[int]:
        """Ids in the order of the list; what was checked before a day, or never, sinks below the rest of its centre."""
        gazetteer = self.index.gazetteer
        origin, rows = self.origin(query), self.slow(query, at)
        groups: dict[int, list[Row]] = {}

        def sinks(row: Row) -> bool:
            return fresh_since > date.min and (row.checked is None or row.checked < fresh_since)

        for row in rows:
            groups.setdefault(gazetteer.centres[gazetteer.towns_by_ags[row.ags].centre_slug].order, []).append(row)
        if origin is None:
            return [
                row.id
                for order in sorted(groups)
                for row in sorted(groups[order], key=lambda r: (sinks(r), sort_key(r.name), r.id))
            ]

        def distance(row: Row) -> tuple[float, tuple[str, str]]:
            return round(origin.distance_km(row.position), 6), sort_key(row.name)

        nearest = sorted(groups.items(), key=lambda entry: (min(map(distance, entry[1]))[0], entry[0]))
        return [row.id for _, group in nearest for row in sorted(group, key=lambda r: (sinks(r), distance(r)))]


def make_world(url: str, places: int) -> World:
    """Invented places with sessions of every kind in a database, an index and a list."""
    generate(url, places, seed=4)
    engine = create_engine(url)
    prepare_engine(engine)
    with engine.begin() as connection:
        _give_times(connection)
    world = World(IndexHolder(engine).get(), [])
    world.rows.extend(_rows(engine, world.index))
    engine.dispose()
    return world


def _give_times(connection: Connection) -> None:
    chance = random.Random(17)  # noqa: S311 - repeatable on purpose
    connection.execute(delete(Session))
    ids = connection.execute(select(MeetingPoint.id).order_by(MeetingPoint.id)).scalars().all()
    plans: list[dict[str, Any]] = [
        {"point_id": point_id, "position": at, "plan": session}
        for point_id in ids
        for at, session in enumerate(random_sessions(chance))
    ]
    connection.execute(insert(Session), plans)
    for number, point_id in enumerate(ids):
        checked = None if number % 7 == 0 else date(2024, 3, 18) + timedelta(days=chance.randrange(730))
        connection.execute(update(MeetingPoint).where(MeetingPoint.id == point_id).values(last_checked_on=checked))
    doubted = [point_id for point_id in ids if point_id % 5 == 0]
    connection.execute(
        update(MeetingPoint).where(MeetingPoint.id.in_(doubted)).values(times_status=ReadingStatus.DOUBTFUL)
    )
    paused = connection.execute(
        select(MeetingPoint.id).where(MeetingPoint.status == Status.PAUSED).order_by(MeetingPoint.id)
    )
    for number, point_id in enumerate(paused.scalars().all()):
        until = (None, date(2026, 3, 18), date(2026, 3, 20), date(2026, 3, 27))[number % 4]
        connection.execute(update(MeetingPoint).where(MeetingPoint.id == point_id).values(paused_until=until))


def _rows(engine: Engine, index: PointIndex) -> list[Row]:
    rows: dict[int, Row] = {}
    folding = IndexFolding()
    with engine.connect() as connection:
        values = _values(connection)
        sessions: dict[int, list[Any]] = {}
        for point_id, plan in connection.execute(
            select(Session.point_id, Session.plan).order_by(Session.point_id, Session.position)
        ):
            sessions.setdefault(point_id, []).append(plan)
        listed = select(MeetingPoint.__table__).where(MeetingPoint.status.in_((Status.PUBLIC, Status.PAUSED)))
        for row in connection.execute(listed.order_by(MeetingPoint.id)):
            town = index.gazetteer.towns_by_ags[row.ags]
            own = {word: found.get(row.id, set()) for word, found in values.items()}
            times = SlowPlace(
                tuple(sessions.get(row.id, ())), frozenset(own["sprache"]), frozenset(own["zielgruppe"]),
                row.times_status is ReadingStatus.DOUBTFUL, row.status is Status.PAUSED, row.paused_until,
            )  # fmt: skip
            shown = row.lat is not None and row.pin_visibility == "exact"
            position = Coordinates(row.lat, row.lon) if shown else town.position
            place = Row(row.id, row.name, row.ags, position, times, row.last_checked_on)
            place.values = {
                "status": {"offen" if row.status is Status.PUBLIC else "pausiert"},
                "stufenfrei": {"ja"} if row.step_free == "yes" else set(),
                "angebot": own["angebot"],
            }
            texts = (
                row.name, row.street, row.house_number, row.building, row.carrier, row.district, row.offers_as_typed,
            )  # fmt: skip
            place.words = set(folding.tokens(" \n ".join((*texts, town.name))))
            rows[row.id] = place
        for point_id, description in connection.execute(text("SELECT point_id, description FROM point_text")):
            if point_id in rows:
                rows[point_id].words |= folding.tokens(description)
    return list(rows.values())


def _values(connection: Connection) -> dict[str, dict[int, set[str]]]:
    """Per filter word what is chosen for each place."""
    found: dict[str, dict[int, set[str]]] = {}
    for table, column, word in (
        ("point_language", "language", "sprache"),
        ("point_offer", "offer", "angebot"),
        ("point_audience", "audience", "zielgruppe"),
    ):
        for point_id, value in connection.execute(text(f"SELECT point_id, {column} FROM {table}")):  # noqa: S608
            found.setdefault(word, {}).setdefault(point_id, set()).add(value)
    return found
