"""A seeded database of invented places over the real municipalities, for benches and load tests.

    python -m bench.data sqlite:////tmp/places.sqlite3 100000

Nobody real is in it: names, carriers and texts are put together from word lists. Large towns (by number of postcodes)
get more places than small ones, and words are as unevenly frequent as in real text.
"""

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import accumulate, islice
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, create_engine, insert, select, update
from sqlalchemy.orm import Session as DatabaseSession

from bench.words import (
    ARABIC,
    AUDIENCES,
    BUILDINGS,
    CARRIERS,
    COMPOUND_ENDS,
    COMPOUND_STARTS,
    ENGLISH,
    KINDS,
    OFFERS_TYPED,
    SAINTS,
    SENTENCES,
    STREET_ENDS,
    STREET_STARTS,
    TIMES,
)
from kommanmap.database import prepare_engine
from kommanmap.domain.hours.reading.reader import read_hours
from kommanmap.domain.hours.reading.result import Reading
from kommanmap.domain.hours.session import ReadingStatus
from kommanmap.domain.languages import SPOKEN_LANGUAGES
from kommanmap.domain.vocabulary import Audience, Offer, Status
from kommanmap.extensions import Base
from kommanmap.models import (
    DataVersion,
    MeetingPoint,
    Municipality,
    MunicipalityAlias,
    PointAudience,
    PointLanguage,
    PointOffer,
    PointText,
    PostcodeArea,
    Session,
    TypedTime,
)
from kommanmap.services.reference import load_reference

CHUNK = 5_000
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Town:
    """What places of a municipality are made of."""

    ags: str
    name: str
    postcodes: tuple[tuple[str, float, float], ...]
    districts: tuple[str, ...]


def generate(database_url: str, n: int, seed: int = 1) -> None:
    """Fill a database (made if it is empty) with reference data and `n` invented places, most of them public."""
    engine = create_engine(database_url)
    prepare_engine(engine)
    Base.metadata.create_all(engine)
    with DatabaseSession(engine) as session:
        load_reference(session, now=NOW)
        session.commit()
    with engine.begin() as connection:
        version = connection.execute(select(DataVersion.version)).scalar_one() + 1
        _insert(connection, n, random.Random(seed), version)
        connection.execute(update(DataVersion).values(version=version))
    engine.dispose()


def _insert(connection: Connection, n: int, chance: random.Random, version: int) -> None:
    places = _places(n, _towns(connection), chance, version)
    while chunk := list(islice(places, CHUNK)):
        for table in (MeetingPoint, TypedTime, Session, PointText, PointOffer, PointAudience, PointLanguage):
            rows = [row for place in chunk for row in place[table]]
            if rows:
                target: Table = table.__table__  # type: ignore[assignment]  # declared as FromClause
                connection.execute(insert(target), rows)


def _towns(connection: Connection) -> list[Town]:
    postcodes: dict[str, list[tuple[str, float, float]]] = {}
    for row in connection.execute(select(PostcodeArea.ags, PostcodeArea.postcode, PostcodeArea.lat, PostcodeArea.lon)):
        postcodes.setdefault(row.ags, []).append((row.postcode, row.lat, row.lon))
    districts: dict[str, list[str]] = {}
    query = select(MunicipalityAlias.ags, MunicipalityAlias.alias).where(MunicipalityAlias.kind == "district")
    for ags, alias in connection.execute(query.order_by(MunicipalityAlias.alias)):
        districts.setdefault(ags, []).append(alias)
    columns = (Municipality.ags, Municipality.name, Municipality.lat, Municipality.lon)
    return [
        Town(ags, name, tuple(sorted(postcodes.get(ags, [("", lat, lon)]))), tuple(districts.get(ags, [name])))
        for ags, name, lat, lon in connection.execute(select(*columns).order_by(Municipality.ags))
    ]


Rows = dict[type[Base], list[dict[str, Any]]]


def _places(n: int, towns: list[Town], chance: random.Random, version: int) -> Iterator[Rows]:
    weights = list(accumulate(2 + len(town.postcodes) for town in towns))
    words = _Words(chance)
    for number in range(1, n + 1):
        town = chance.choices(towns, cum_weights=weights)[0]
        yield _place(number, town, words, version)


class _Words:
    """Texts by chance; long-tailed words are compounds, chosen with a falling frequency."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def compound(self) -> str:
        """A German compound; a few hundred are common, tens of thousands rare."""
        start = COMPOUND_STARTS[int(len(COMPOUND_STARTS) * self.chance.random() ** 2.5)]
        end = COMPOUND_ENDS[int(len(COMPOUND_ENDS) * self.chance.random() ** 1.5)]
        middle = self.chance.choice(COMPOUND_ENDS) + "s" if self.chance.random() < 0.2 else ""
        return start + middle + end

    def street(self) -> str:
        """A street name."""
        return self.chance.choice(STREET_STARTS) + self.chance.choice(STREET_ENDS)

    def name(self, town: Town) -> str:
        """A place's name."""
        own = (
            *town.districts,
            town.name,
            self.chance.choice(SAINTS),
            self.compound(),
            self.chance.choice(STREET_STARTS),
        )
        return f"{self.chance.choice(KINDS)} {self.chance.choice(own)}"

    def sentences(self, town: Town) -> str:
        """A short description."""
        count = self.chance.choice((1, 2, 3, 4))
        return " ".join(
            self.chance.choice(SENTENCES).format(compound=self.compound(), town=town.name, street=self.street())
            for _ in range(count)
        )

    def some(self, values: list[str], most: int) -> list[str]:
        """A few different values, the first ones more often."""
        count = self.chance.randint(0, most)
        return sorted({values[int(len(values) * self.chance.random() ** 2)] for _ in range(count)})


@cache
def _read(text: str) -> Reading:
    """There are some two thousand different texts, however many places."""
    return read_hours(text, today=NOW.date())


def _place(number: int, town: Town, words: _Words, version: int) -> Rows:
    chance = words.chance
    postcode, lat, lon = chance.choice(town.postcodes)
    located = chance.random() < 0.97
    point = {
        "id": number,
        "public_id": str(UUID(int=chance.getrandbits(128), version=4)),
        "slug": f"platz-{number}",
        "name": words.name(town),
        "status": chance.choices(
            (Status.PUBLIC, Status.PAUSED, Status.CLOSED, Status.DRAFT), (94, 4, 1, 1)
        )[0],
        "status_reason": "", "successor_id": None, "paused_until": None,
        "ags": town.ags, "street": words.street(), "house_number": str(chance.randint(1, 180)), "postcode": postcode,
        "district": chance.choice(town.districts) if chance.random() < 0.6 else "",
        "building": f"{chance.choice(BUILDINGS)} {chance.choice(SAINTS)}" if chance.random() < 0.5 else "",
        "way_in": "",
        "lat": round(chance.gauss(lat, 0.011), 5) if located else None,
        "lon": round(chance.gauss(lon, 0.017), 5) if located else None,
        "position_accuracy": "house" if located else None, "position_source": "bench",
        "pin_visibility": chance.choices(("exact", "town", "hidden"), (97, 2, 1))[0],
        "carrier": f"{chance.choice(CARRIERS)} {town.name}", "phone": "", "email": "", "website": "",
        "step_free": chance.choices(("yes", "no", "unknown"), (30, 20, 50))[0],
        "accessible_toilet": "unknown", "childcare": "unknown", "cost": "free", "registration": "unknown",
        "offers_as_typed": "; ".join(words.some(list(OFFERS_TYPED), 5)),
        "languages_as_typed": "", "access_as_typed": "",
        "last_checked_on": None, "last_checked_by": None, "source": "bench", "external_id": str(number),
        "source_url": "", "source_date": "2026", "is_example": True,
        "version": 1, "created_utc": NOW, "updated_utc": NOW, "data_version": version,
    }  # fmt: skip
    texts = [{"point_id": number, "language": "de", "description": words.sentences(town)}]
    for code, sentences, share in (("en", ENGLISH, 0.2), ("ar", ARABIC, 0.15)):
        if chance.random() < share:
            texts.append({"point_id": number, "language": code, "description": chance.choice(sentences)})
    times = [chance.choice(TIMES).format(start=chance.randint(9, 17), end=chance.randint(18, 21)) for _ in range(2)]
    times = times[: chance.choice((1, 1, 2))]
    read = [_read(text) for text in times]
    whole = all(each.status is ReadingStatus.COMPLETE for each in read)
    point["times_status"] = ReadingStatus.COMPLETE if whole else ReadingStatus.PARTIAL
    return {
        MeetingPoint: [point],
        TypedTime: [{"point_id": number, "position": at, "words": text} for at, text in enumerate(times)],
        Session: [
            {"point_id": number, "position": at, "plan": session}
            for at, session in enumerate(session for each in read for session in each.sessions)
        ],
        PointText: texts if chance.random() < 0.8 else [],
        PointOffer: [{"point_id": number, "offer": Offer(code)} for code in words.some([*map(str, Offer)], 5)],
        PointAudience: [{"point_id": number, "audience": Audience(code)} for code in words.some(list(AUDIENCES), 2)],
        PointLanguage: [{"point_id": number, "language": code} for code in words.some(list(SPOKEN_LANGUAGES), 5)],
    }


if __name__ == "__main__":
    generate(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1)
