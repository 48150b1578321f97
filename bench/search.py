"""Search at size: build time, memory, every kind of question, a change seen by two processes, SQLite's answer times.

    python -m bench.search [--places 100000] [--questions 2600] [--quality] [--keep FILE]

Times are wall-clock; on a busy machine the processor time printed beside them says more.
"""

import argparse
import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.queues import Queue
from pathlib import Path

import psutil
from flask import Flask
from flask_babel import Babel
from sqlalchemy import create_engine, text

from bench.data import generate
from bench.instant import AT
from bench.quality import example_scores, place_scores, town_scores
from bench.questions import Question, questions
from bench.sqlite_search import SqliteSearch
from kommanmap.database import prepare_engine
from kommanmap.domain.folding import key
from kommanmap.queries.current import IndexHolder
from kommanmap.queries.index import PointIndex
from kommanmap.queries.point_query import read_query
from kommanmap.queries.search import search

SEED = 7
GOAL_MS, GOAL_BUILD_S, GOAL_MB, GOAL_CHANGE_S = 5.0, 5.0, 250.0, 1.0


def holder_over(url: str) -> IndexHolder:
    """A holder as the application has it."""
    engine = create_engine(url)
    prepare_engine(engine)
    return IndexHolder(engine)


@contextmanager
def german_page() -> Iterator[None]:
    """Labels are translated, as on a page."""
    app = Flask("kommanmap", static_folder=None)
    Babel(app, default_locale="de")
    with app.test_request_context("/"):
        yield


def measured(ask: Callable[[Question], object], asked: list[Question]) -> dict[str, list[tuple[float, float]]]:
    """(wall, processor) milliseconds by kind of question."""
    times: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for question in asked:
        wall, processor = time.perf_counter(), time.process_time()
        ask(question)
        times[question.kind].append(((time.perf_counter() - wall) * 1e3, (time.process_time() - processor) * 1e3))
    return times


def percentile(values: list[float], share: float) -> float:
    """The value that `share` of all do not exceed."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def report(title: str, times: dict[str, list[tuple[float, float]]]) -> list[float]:
    """Print p50/p99/max by kind and over all; give all processor times."""
    print(f"\n{title:40s} {'n':>5} {'p50':>8} {'p99':>8} {'max':>8}   processor p99  (ms)")
    everything = [entry for entries in times.values() for entry in entries]
    for kind, entries in [*times.items(), ("all", everything)]:
        walls, processors = zip(*entries, strict=True)
        print(
            f"  {kind:38s} {len(walls):5d} {statistics.median(walls):8.3f} {percentile([*walls], 0.99):8.3f} "
            f"{max(walls):8.3f}   {percentile([*processors], 0.99):8.3f}"
        )
    return [processor for _, processor in everything]


def answer(index: PointIndex, question: Question) -> int:
    """What a list page asks for: total, all counts with labels, first page."""
    query, _ = read_query(question.args, index.gazetteer)
    found = search(index, query, AT)
    found.facets()
    found.page(1)
    return found.total


def build_and_memory(url: str) -> None:
    """Build once in a process of its own and print seconds and megabytes."""
    holder = holder_over(url)
    before = psutil.Process().memory_info().rss / 1e6
    wall, processor = time.perf_counter(), time.process_time()
    index = holder.get()
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    after = psutil.Process().memory_info().rss / 1e6
    print(
        f"build: {index.listed_count} places, {len(index.base.words)} words in {wall:.2f} s "
        f"(processor {processor:.2f} s; goal {GOAL_BUILD_S}); memory {after:.0f} MB, "
        f"{before:.0f} before (goal {GOAL_MB})"
    )


def watch(url: str, name: str, ready: "Queue[str]", seen: "Queue[float]") -> None:
    """A second process: say when the new name is found."""
    holder = holder_over(url)
    holder.get()
    ready.put("ready")
    wanted = key(name)
    while not holder.get().words.exact(wanted) & holder.get().alive:
        time.sleep(0.005)
    seen.put(time.time())


def change_in_two_processes(url: str) -> None:
    """Change one place; print when two other processes answer with it."""
    name = f"Probe{time.time_ns()}"
    context = multiprocessing.get_context("spawn")
    ready: Queue[str] = context.Queue()
    seen: Queue[float] = context.Queue()
    watchers = [context.Process(target=watch, args=(url, name, ready, seen)) for _ in range(2)]
    for watcher in watchers:
        watcher.start()
    for _ in watchers:
        ready.get(timeout=180)
    time.sleep(1)
    engine = create_engine(url)
    prepare_engine(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE data_version SET version = version + 1"))
        connection.execute(
            text(
                "UPDATE meeting_point SET name = :name, data_version = (SELECT version FROM data_version) "
                "WHERE id = (SELECT min(id) FROM meeting_point WHERE status = 'public')"
            ),
            {"name": name},
        )
    committed = time.time()
    delays = [seen.get(timeout=60) - committed for _ in watchers]
    for watcher in watchers:
        watcher.join()
    print(f"\na change is seen after {', '.join(f'{delay:.2f} s' for delay in delays)} (goal {GOAL_CHANGE_S})")


def quality(url: str) -> bool:
    """Print how often the right town or place comes first."""
    index = holder_over(url).get()
    with create_engine(url).connect() as connection:
        rows = connection.execute(text("SELECT kind, alias, ags FROM municipality_alias"))
        aliases = [(row.kind, row.alias, row.ags) for row in rows]
    names = [index.name(number) for number in range(index.base.size)]
    good = True
    with german_page():
        scores = [example_scores(index), *town_scores(index, aliases, SEED), *place_scores(index, names, SEED)]
    for score in scores:
        goal = 0.95 if "slip" in score.kind or "offered" in score.kind else 1.0
        good = good and score.share >= goal
        print(f"{score.kind:34s} {score.right:5d} of {score.asked:5d}  {score.share:7.2%}  (goal {goal:.0%})")
        for typed, meant, got in score.wrong[:5]:
            print(f"    {typed!r}: meant {meant}, got {got or 'nothing'}")
    return good


def main() -> int:
    """Everything, or only the quality over a database of real names (`--keep` names it)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--places", type=int, default=100_000)
    parser.add_argument("--questions", type=int, default=2_600)
    parser.add_argument("--quality", action="store_true", help="spelling instead of speed; needs --keep with places")
    parser.add_argument("--keep", type=Path, help="database file to use, made if it is not there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = options.keep or Path(folder) / "places.sqlite3"
        url = f"sqlite:///{database.resolve()}"
        if options.quality:
            return 0 if quality(url) else 1
        if not database.exists():
            generate(url, options.places, SEED)
        return speed(url, database, Path(folder), options.questions)


def speed(url: str, database: Path, folder: Path, count: int) -> int:
    """Print all figures; 0 if the goals are reached."""
    context = multiprocessing.get_context("spawn")
    builder = context.Process(target=build_and_memory, args=(url,))
    builder.start()
    builder.join()
    index = holder_over(url).get()
    asked = list(questions(index.gazetteer, count, SEED))
    with german_page():
        times = measured(lambda question: answer(index, question), asked)
    processors = report(f"the index, {index.listed_count} places", times)
    p99 = percentile(processors, 0.99)
    print(f"  goal: p99 <= {GOAL_MS} ms; memory here {psutil.Process(os.getpid()).memory_info().rss / 1e6:.0f} MB")
    change_in_two_processes(url)
    peer = SqliteSearch(index, database, folder / "peer.sqlite3")
    for_both = [question for question in asked if question.for_sql][: count // 4]
    sql = measured(peer.answer, for_both)
    report("SQLite FTS5 + R*Tree, same questions", sql)
    print(f"\n{'ratio SQLite : index (medians)':40s}")
    for kind, entries in sql.items():
        ratio = statistics.median(wall for wall, _ in entries) / statistics.median(wall for wall, _ in times[kind])
        print(f"  {kind:38s} {ratio:6.1f}")
    return 0 if p99 <= GOAL_MS else 1


if __name__ == "__main__":
    sys.exit(main())
