"""What asking for open places costs: `python -m bench.open_now [--places 3000]`. SQLite, one process, no server.

Judged is the list of places filtered by "open now" against the same list without the filter, both made anew each time
(no finished page is kept) at another minute of a day each, in seconds of the processor, because machines are shared.
Shown besides: the search alone, with all counts, and what a new day costs once.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import create_engine

from bench.data import generate
from bench.instant import AT
from kommanmap import create_app
from kommanmap.config import Config
from kommanmap.database import prepare_engine
from kommanmap.domain.vocabulary import OpenWhen
from kommanmap.edges import Edges
from kommanmap.queries.current import IndexHolder
from kommanmap.queries.index import PointIndex
from kommanmap.queries.point_query import PointQuery
from kommanmap.queries.search import search
from kommanmap.views.delivery import FILES, PAGES, PageCache

PLACES = 3_000
MOST_TIMES_AS_LONG = 1.5
ROUNDS = 60
LIST = "/de/treffpunkte"
OPEN_NOW = f"{LIST}?offen=jetzt"


@dataclass
class SteppingClock:
    """Goes on only when told."""

    instant: datetime

    def now(self) -> datetime:
        """The instant it was set to."""
        return self.instant


def site(url: str, folder: Path, clock: SteppingClock) -> Flask:
    """The app as it runs, but nothing of its finished pages is kept."""
    settings = {"database_url": url, "secret_key": "bench" * 8}
    app = create_app(config=Config.load(instance=folder, overrides=settings), edges=Edges(clock=clock))
    app.extensions[PAGES] = PageCache(0)
    app.extensions[FILES] = PageCache(0)
    return app


def milliseconds(work: Callable[[], object]) -> float:
    """Processor time of one call."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1e3


def lists(app: Flask, clock: SteppingClock) -> tuple[list[float], list[float]]:
    """Milliseconds of both lists in turn, minute after minute."""
    client = app.test_client()
    plain, filtered = [], []
    for _ in range(ROUNDS):
        clock.instant += timedelta(minutes=1)
        for path, times in ((LIST, plain), (OPEN_NOW, filtered)):
            times.append(milliseconds(lambda path=path: client.get(path).data))
    return plain, filtered


def searches(index: PointIndex) -> None:
    """Print what the index needs by itself."""
    open_now = PointQuery().with_value("offen", OpenWhen.NOW.value)

    def answer(query: PointQuery, minutes: int) -> None:
        found = search(index, query, AT + timedelta(minutes=minutes))
        found.facets()
        found.page(1)

    first = milliseconds(lambda: index.sessions_open(OpenWhen.NOW, AT))
    next_day = milliseconds(lambda: index.sessions_open(OpenWhen.NOW, AT + timedelta(days=1)))
    plain = statistics.median(milliseconds(lambda n=n: answer(PointQuery(), n)) for n in range(ROUNDS))
    filtered = statistics.median(milliseconds(lambda n=n: answer(open_now, n)) for n in range(ROUNDS))
    sys.stdout.write(
        f"table of the first day {first:.0f} ms (with reading the holidays), of another day {next_day:.0f} ms\n"
        f"search with counts and first page: {plain:.2f} ms, open now {filtered:.2f} ms (median)\n"
    )


def main() -> int:
    """Measure and judge; 1 where the filtered list costs too much."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--places", type=int, default=PLACES)
    places = parser.parse_args().places
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.sqlite3"
        generate(url, places)
        engine = create_engine(url)
        prepare_engine(engine)
        index = IndexHolder(engine).get()
        clock = SteppingClock(AT)
        app = site(url, Path(folder), clock)
        with app.test_request_context("/de/"):
            searches(index)
        if any(app.test_client().get(path).status_code != 200 for path in (LIST, OPEN_NOW)):
            raise SystemExit("the lists cannot be shown")
        plain, filtered = lists(app, clock)
        engine.dispose()
    ratio = statistics.median(filtered) / statistics.median(plain)
    sys.stdout.write(
        f"list of {places} places, made anew: {statistics.median(plain):.1f} ms; open now "
        f"{statistics.median(filtered):.1f} ms (median of {ROUNDS}); {ratio:.2f} times as long "
        f"(goal {MOST_TIMES_AS_LONG})\n"
    )
    return 0 if ratio <= MOST_TIMES_AS_LONG else 1


if __name__ == "__main__":
    sys.exit(main())
