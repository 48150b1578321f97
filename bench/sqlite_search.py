"""The same questions for SQLite: FTS5 for words, R*Tree for circles, indexed narrow tables for the counts.

A fair peer, not a straw man: text is folded beforehand, results go into a temporary table once, every count is one
grouped statement over an indexed table, everything is in the page cache.
"""

import math
import sqlite3
from pathlib import Path

from bench.questions import Question
from kommanmap.domain.folding import IndexFolding, fold
from kommanmap.queries.facets import Facet
from kommanmap.queries.index import PointIndex

_FACETS = {
    "sprache": Facet.LANGUAGE, "angebot": Facet.OFFER, "zielgruppe": Facet.AUDIENCE, "tag": Facet.WEEKDAY,
    "stufenfrei": Facet.STEP_FREE, "status": Facet.STATUS,
}  # fmt: skip
_VALUES = {"ja": "yes", "offen": "public", "pausiert": "paused"}


class SqliteSearch:
    """A search database beside the tables, filled from them."""

    def __init__(self, index: PointIndex, database: Path, target: Path) -> None:
        target.unlink(missing_ok=True)
        self._index = index
        self._db = sqlite3.connect(target)
        self._db.executescript(
            """
            PRAGMA journal_mode = OFF; PRAGMA cache_size = -262144; PRAGMA mmap_size = 1000000000;
            CREATE VIRTUAL TABLE words USING fts5(body, content='', prefix='2 3', tokenize='unicode61');
            CREATE VIRTUAL TABLE box USING rtree(id, south, north, west, east);
            CREATE TABLE place (id INTEGER PRIMARY KEY, centre INTEGER, ags TEXT, name TEXT, lat REAL, lon REAL);
            CREATE TABLE facet (kind TEXT, value TEXT, id INTEGER, PRIMARY KEY (kind, value, id)) WITHOUT ROWID;
            CREATE TEMP TABLE hit (id INTEGER PRIMARY KEY);
            """
        )
        self._fill(index, database)
        self._db.executescript("CREATE INDEX facet_of ON facet (id, kind, value); ANALYZE;")

    def _fill(self, index: PointIndex, database: Path) -> None:
        folding = IndexFolding()
        texts = sqlite3.connect(database)
        query = (
            "SELECT p.id, p.ags, p.name, p.name || ' ' || street || ' ' || house_number || ' ' || building || ' ' || "
            "carrier || ' ' || district || ' ' || offers_as_typed || ' ' || m.name || ' ' || coalesce((SELECT "
            "group_concat(description, ' ') FROM point_text t WHERE t.point_id = p.id), '') "
            "FROM meeting_point p JOIN municipality m ON m.ags = p.ags WHERE p.status IN ('public', 'paused')"
        )
        centres = {town.ags: index.gazetteer.centres[town.centre_slug].order for town in index.gazetteer.towns.values()}
        for number, ags, name, text in texts.execute(query):
            document = index.document(number)
            assert document is not None
            place = index.position(document)
            self._db.execute("INSERT INTO words (rowid, body) VALUES (?, ?)", (number, " ".join(folding.tokens(text))))
            self._db.execute(
                "INSERT INTO place VALUES (?, ?, ?, ?, ?, ?)", (number, centres[ags], ags, name, place.lat, place.lon)
            )
            self._db.execute(
                "INSERT INTO box VALUES (?, ?, ?, ?, ?)", (number, place.lat, place.lat, place.lon, place.lon)
            )
        for (facet, value), bits in index.base.sets.items():
            ids = (index.base.ids[number] for number in range(index.base.size) if bits >> number & 1) if bits else ()
            self._db.executemany("INSERT INTO facet VALUES (?, ?, ?)", ((facet, value, number) for number in ids))
        self._db.commit()
        texts.close()

    def answer(self, question: Question) -> int:
        """Total, all counts and the first page; gives the total."""
        conditions, values = [], []
        asked: dict[str, list[str]] = {}
        for word, value in question.args:
            asked.setdefault(word, []).append(value)
        for word, facet in _FACETS.items():
            if word in asked:
                conditions.append("id IN (SELECT id FROM facet WHERE kind = ? AND value = ?)")
                values += [facet.value, _VALUES.get(asked[word][0], asked[word][0])]
        if "zentrum" in asked:
            conditions.append("centre = ?")
            values.append(self._index.gazetteer.centres[asked["zentrum"][0]].order)
        match = " ".join(f'"{token}"' for word in question.words for token in fold(word))
        match += "".join(f'"{token}"*' for token in fold(question.prefix))
        if match:
            conditions.append("id IN (SELECT rowid FROM words WHERE words MATCH ?)")
            values.append(match)
        order = "centre, name"
        place = self._place(asked)
        if place:
            lat, lon, km = place
            high, wide = km / 111.19, km / 111.19 / math.cos(math.radians(lat))
            across = 12364 * math.cos(math.radians(lat)) ** 2
            squared = f"((lat - {lat}) * (lat - {lat}) * 12364 + (lon - {lon}) * (lon - {lon}) * {across})"
            conditions.append(
                "id IN (SELECT id FROM box WHERE south >= ? AND north <= ? AND west >= ? AND east <= ?) "
                f"AND {squared} <= {km * km}"
            )
            values += [lat - high, lat + high, lon - wide, lon + wide]
            order = squared
        run = self._db.execute
        run("DELETE FROM hit")
        run(
            "INSERT INTO hit SELECT id FROM place" + (" WHERE " + " AND ".join(conditions) if conditions else ""),
            values,
        )
        total: int = run("SELECT count(*) FROM hit").fetchone()[0]
        run("SELECT kind, value, count(*) FROM hit JOIN facet USING (id) GROUP BY kind, value").fetchall()
        run("SELECT centre, count(*) FROM hit JOIN place USING (id) GROUP BY centre").fetchall()
        run(f"SELECT id FROM hit JOIN place USING (id) ORDER BY {order} LIMIT 50").fetchall()
        return total

    def _place(self, asked: dict[str, list[str]]) -> tuple[float, float, float] | None:
        gazetteer = self._index.gazetteer
        if "plz" in asked:
            position = gazetteer.postcodes[asked["plz"][0]].position
        elif "ort" in asked:
            position = gazetteer.towns[asked["ort"][0]].position
        else:
            return None
        assert position is not None
        return position.lat, position.lon, float(asked["umkreis"][0])
