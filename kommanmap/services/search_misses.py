"""Counting what readers looked for in vain: in memory while they read, stored now and then by somebody else.

A reader's request never writes. Only words are counted, never who asked, when exactly or with which other words.
"""

import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.domain.missed_words import KEPT_DAYS
from kommanmap.models import Centre, SearchMiss
from kommanmap.queries.search_misses import Miss

MOST_IN_MEMORY = 2_000
MOST_A_DAY = 5_000
"""Rows; what floods the search is left out, not stored."""


class MissCounter:
    """What this process has counted and nobody has stored yet. Safe between threads, bounded."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[Miss] = Counter()

    def note(self, misses: Iterable[Miss]) -> None:
        """Count each once. When there are too many different words, only known ones go on counting."""
        with self._lock:
            for miss in misses:
                if miss in self._counts or len(self._counts) < MOST_IN_MEMORY:
                    self._counts[miss] += 1

    def take(self) -> Mapping[Miss, int]:
        """Everything counted so far; the counter begins anew."""
        with self._lock:
            taken, self._counts = self._counts, Counter()
        return taken

    def give_back(self, counts: Mapping[Miss, int]) -> None:
        """What could not be stored counts on."""
        with self._lock:
            for miss, times in counts.items():
                if miss in self._counts or len(self._counts) < MOST_IN_MEMORY:
                    self._counts[miss] += times

    def __bool__(self) -> bool:
        """Whether there is anything to store."""
        return bool(self._counts)


def store(session: DatabaseSession, *, counts: Mapping[Miss, int], today: date) -> int:
    """Add the counts to the table; how many rows it took."""
    slugs = {miss.centre_slug for miss in counts}
    wanted = session.execute(select(Centre.slug, Centre.id).where(Centre.slug.in_(slugs)))
    centres = {row.slug: row.id for row in wanted}
    of_today = select(func.count()).select_from(SearchMiss).where(SearchMiss.on_day == today)
    room = max(0, MOST_A_DAY - (session.scalar(of_today) or 0))
    often_first = sorted(counts.items(), key=lambda item: (-item[1], item[0].word, item[0].centre_slug))[:room]
    session.add_all(
        SearchMiss(on_day=today, word=miss.word, centre_id=centres.get(miss.centre_slug), times=times)
        for miss, times in often_first
    )
    session.flush()
    return len(often_first)


def forget_old(session: DatabaseSession, *, today: date) -> None:
    """Delete what was counted more than `KEPT_DAYS` ago."""
    session.execute(delete(SearchMiss).where(SearchMiss.on_day <= today - timedelta(days=KEPT_DAYS)))
