"""The local geocoder at size: import, look-up times, accuracy by way of writing, memory, against honest yardsticks.

    python -m bench.geocoding [--rows 300000] [--twin ZIP | --index FILE] [--questions 500] [--seed S] [--nominatim URL]

Without --twin it writes one: with `../shared/tools/make_gebref_twin.py` where that is (real street names, invented
houses), else with invented streets. The twin has no postcodes; see `bench.address_spellings` for what that means.
Addresses are drawn by chance with a seed of the day unless one is given; the seed is printed.
"""

import argparse
import multiprocessing
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from multiprocessing.queues import Queue
from pathlib import Path

import psutil

from bench.address_spellings import HARDER, WRITINGS, Draw, DrawnAddress, Score, slip, written
from bench.geocoding_import import measure_import
from bench.geocoding_yardsticks import FlatTable, all_timed, ask_nominatim
from bench.small_twin import write_small_twin
from kommanmap.domain.values import Coordinates
from kommanmap.geocoding.local import LocalGeocoder
from kommanmap.geocoding.names.shipped import shipped_gazetteer
from kommanmap.geocoding.register.index_reader import IndexReader

TWIN_TOOL = Path(__file__).resolve().parents[2] / "shared" / "tools" / "make_gebref_twin.py"
FULL_ROWS = 4_000_000
NOMINATIM = "KOMMANMAP_BENCH_NOMINATIM"
MOST_FUZZY_IN_SQL = 60
TYPOS = ("one typo in the street", "two typos in the street", "typo in the town")
OPENINGS = 20


@dataclass
class Goals:
    """Prints one line per figure and remembers whether all goals were reached."""

    reached: bool = True

    def say(self, what: str, value: float, unit: str, goal: float | None = None, *, least: bool = False) -> None:
        """One line; `least`: the goal is a lower bound."""
        verdict = ""
        if goal is not None:
            good = value >= goal if least else value <= goal
            self.reached &= good
            verdict = f"goal {'>=' if least else '<='} {goal:g} {unit:4s} {'reached' if good else 'MISSED'}"
        print(f"  {what:46s} {value:10.2f} {unit:4s} {verdict}")


@dataclass
class Served:
    """What a serving process measured: milliseconds by kind, opening times, megabytes grown."""

    times: dict[str, list[float]]
    opening_ms: list[float]
    grown_mb: float


def percentile(values: list[float], share: float) -> float:
    """The value that `share` of all do not exceed."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def make_twin(folder: Path, rows: int) -> Path:
    """A twin of the official file."""
    path = folder / "twin.zip"
    if TWIN_TOOL.is_file():
        subprocess.run(
            [sys.executable, str(TWIN_TOOL), str(path), "--rows", str(rows)], check=True, stdout=subprocess.DEVNULL
        )
        print("twin: real street names, invented houses")
    else:
        write_small_twin(path, rows, seed=1)
        print("twin: invented streets and houses")
    return path


def serve(
    index: Path, asked: dict[str, list[str]], places: list[tuple[float, float]], answers: "Queue[Served]"
) -> None:
    """A process of its own: open the index, answer mixed questions, say how long each took and what memory it cost."""
    process = psutil.Process(os.getpid())
    gazetteer = shipped_gazetteer()
    LocalGeocoder(gazetteer=gazetteer).locate("57072 Siegen")
    before = process.memory_info().rss
    opening = []
    for _ in range(OPENINGS):
        begun = time.perf_counter()
        IndexReader(index).close()
        opening.append((time.perf_counter() - begun) * 1e3)
    geocoder = LocalGeocoder(index, gazetteer=gazetteer)
    mixed = [(kind, text) for kind, texts in asked.items() for text in texts]
    random.Random(1).shuffle(mixed)
    times: dict[str, list[float]] = {kind: [] for kind in asked}
    times["reverse"] = []
    times["suggest"] = []
    for kind, text in mixed:
        begun = time.perf_counter()
        geocoder.locate(text)
        times[kind].append((time.perf_counter() - begun) * 1e3)
    for lat, lon in places:
        begun = time.perf_counter()
        geocoder.near(Coordinates(lat, lon))
        times["reverse"].append((time.perf_counter() - begun) * 1e3)
    for _, text in mixed[: len(places)]:
        begun = time.perf_counter()
        geocoder.suggest(text[: 3 + len(text) % 7])
        times["suggest"].append((time.perf_counter() - begun) * 1e3)
    answers.put(Served(times, opening, (process.memory_info().rss - before) / 1e6))


def served(index: Path, asked: dict[str, list[str]], places: list[tuple[float, float]]) -> Served:
    """What `serve` measured."""
    context = multiprocessing.get_context("spawn")
    answers: Queue[Served] = context.Queue()
    process = context.Process(target=serve, args=(index, asked, places, answers))
    process.start()
    measured = answers.get(timeout=3600)
    process.join()
    return measured


def report_import(twin: Path, index: Path, goals: Goals, *, full: bool) -> None:
    """Import and print."""
    print(f"\nimport of {twin.name} ({twin.stat().st_size / 1e6:.0f} MB)")
    figures = measure_import(twin, index)
    goals.say("rows", figures["rows"], "")
    goals.say("time", figures["seconds"], "s", 90.0 if full else None)
    goals.say("memory", figures["peak_mb"], "MB", 400.0)
    goals.say("index file", figures["index_mb"], "MB", 200.0)


def report_times(measured: Served, goals: Goals) -> None:
    """Print look-up times, opening and memory of the serving process."""
    print("\nlook-up in one process (ms)                         n      p50      p95      max")
    for kind, times in measured.times.items():
        middle, slow = statistics.median(times), percentile(times, 0.95)
        print(f"  {kind:42s} {len(times):7d} {middle:8.3f} {slow:8.3f} {max(times):8.2f}")
    typos = [ms for kind in TYPOS for ms in measured.times[kind]]
    goals.say("exact, median", statistics.median(measured.times["exact"]), "ms", 0.2)
    goals.say("with a typo, median", statistics.median(typos), "ms", 3.0)
    goals.say("with a typo, p95", percentile(typos, 0.95), "ms", 15.0)
    goals.say("reverse, p95", percentile(measured.times["reverse"], 0.95), "ms", 5.0)
    goals.say("opening the index, slowest of 20", max(measured.opening_ms), "ms", 50.0)
    goals.say("memory grown while serving", measured.grown_mb, "MB", 60.0)


def report_accuracy(scores: list[Score], goals: Goals, title: str, *, judged: bool) -> None:
    """Print how many led to the right house."""
    print(f"\n{title:42s}       n    right    first  ambiguous  certain and wrong")
    for score in scores:
        share = [count / score.asked for count in (score.right, score.first, score.ambiguous, score.certain_and_wrong)]
        print(f"  {score.kind:40s} {score.asked:7d} {share[0]:8.2%} {share[1]:8.2%} {share[2]:10.2%} {share[3]:10.2%}")
    asked = sum(score.asked for score in scores)
    if judged:
        goals.say("right house, overall", 100 * sum(score.right for score in scores) / asked, "%", 97.0, least=True)
        goals.say("right house, worst kind", 100 * min(s.right / s.asked for s in scores), "%", 93.0, least=True)
        goals.say("certain and wrong", 100 * sum(s.certain_and_wrong for s in scores) / asked, "%", 0.5)


def report_yardsticks(
    reader: IndexReader, drawn: list[DrawnAddress], measured: Served, folder: Path, seed: int
) -> None:
    """Print the same questions asked of plain SQLite tables."""
    flat = FlatTable(reader, shipped_gazetteer(), folder / "flat.sqlite3")
    chance = random.Random(seed)
    print(f"\nyardstick: plain SQLite over the same rows, built in {flat.build_seconds:.0f} s, {flat.megabytes:.0f} MB")
    exact, found = all_timed(partial(flat.exact, each) for each in drawn)
    _ratio("flat table, B-tree, exact parts given", exact, found, measured.times["exact"])
    misspelt = [partial(flat.fuzzy, slip(each.street, chance), each) for each in drawn[:MOST_FUZZY_IN_SQL]]
    fuzzy, found = all_timed(misspelt)
    _ratio("FTS5 trigrams over streets, one typo", fuzzy, found, measured.times["one typo in the street"])
    flat.close()


def _ratio(what: str, theirs: list[float], found: float, ours: list[float]) -> None:
    median, own = statistics.median(theirs), statistics.median(ours)
    print(
        f"  {what:42s} p50 {median:9.3f} ms, right {found:6.1%}; ours {own:7.3f} ms, {median / own:7.1f} times as long"
    )


def scored(geocoder: LocalGeocoder, kind: str, pairs: list[tuple[str, DrawnAddress]]) -> Score:
    """Ask all of one kind."""
    score = Score(kind)
    for text, drawn in pairs:
        score.count(text, drawn, geocoder.locate(text))
    return score


def run(index: Path, folder: Path, options: argparse.Namespace, goals: Goals) -> None:
    """Everything after the import."""
    reader = IndexReader(index)
    draw = Draw(reader, shipped_gazetteer(), options.seed)
    count = options.questions
    asked = {kind: list(written(draw, writing, count)) for kind, writing in {**WRITINGS, **HARDER}.items()}
    places = [drawn.position for drawn in (draw.one() for _ in range(count))]
    nearby = [(at.lat + draw.chance.uniform(-9e-4, 9e-4), at.lon + draw.chance.uniform(-9e-4, 9e-4)) for at in places]
    measured = served(index, {kind: [text for text, _ in pairs] for kind, pairs in asked.items()}, nearby)
    report_times(measured, goals)
    geocoder = LocalGeocoder(index)
    scores = {kind: scored(geocoder, kind, pairs) for kind, pairs in asked.items()}
    report_accuracy([scores[kind] for kind in WRITINGS], goals, "accuracy, ten ways of writing", judged=True)
    report_accuracy([scores[kind] for kind in HARDER], goals, "harder ones, not judged", judged=False)
    if options.misses:
        for score in scores.values():
            print("".join(f"\n  {score.kind}: {typed!r} -> {said}" for typed, said in score.misses[: options.misses]))
    report_yardsticks(reader, [drawn for _, drawn in asked["exact"]], measured, folder, options.seed)
    if options.nominatim:
        ask = ask_nominatim(options.nominatim)
        theirs, found = all_timed(partial(ask, text) for text, _ in asked["exact"][:100])
        _ratio("Nominatim, exact addresses", theirs, found, measured.times["exact"])


def main() -> int:
    """Measure; 0 if every goal is reached."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=300_000, help="rows of the twin that is made")
    parser.add_argument("--twin", type=Path, help="an address file instead of one that is made")
    parser.add_argument("--index", type=Path, help="a finished index: nothing is imported")
    parser.add_argument("--questions", type=int, default=500, help="per way of writing")
    parser.add_argument("--seed", type=int, default=int(datetime.now(UTC).strftime("%y%m%d")))
    parser.add_argument("--misses", type=int, default=0, help="print so many that failed, per way of writing")
    parser.add_argument("--nominatim", default=os.environ.get(NOMINATIM, ""), metavar="URL", help="one's own Nominatim")
    options = parser.parse_args()
    goals = Goals()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        index = options.index or folder / "addresses.sqlite3"
        if not options.index:
            twin = options.twin or make_twin(folder, options.rows)
            report_import(twin, index, goals, full=options.twin is not None or options.rows >= FULL_ROWS)
        print(f"\nseed {options.seed}, {options.questions} addresses per way of writing")
        run(index, folder, options, goals)
    print("\nall goals reached" if goals.reached else "\nnot all goals reached")
    return 0 if goals.reached else 1


if __name__ == "__main__":
    sys.exit(main())
