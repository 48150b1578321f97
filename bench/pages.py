"""How many pages a second, against a bare Flask app on the same server in the same run: `python -m bench.pages`.

With 3,000 invented places. In service, finished pages are kept until the data change, so the goals are judged on pages
that each process has made before: lists, places, all places as GeoJSON. What a page costs the first time it is asked
for is measured beside it and only shown. Every round asks ours and the anchor in turn; a ratio is judged within its
round, because machines wander.
"""

import argparse
import json
import os
import random
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from bench.data import generate
from bench.load import Measured, client_name, measure
from kommanmap.domain.vocabulary import Audience, Offer, Weekday

PLACES = 3_000
SEED = 20_260_318
QUESTIONS = 4_000
WARM_UP_SECONDS = 6.0
LISTS_IN_TURN, PLACES_IN_TURN = 200, 500
WORDS = ("café", "sprachcafe", "frauen", "kirche", "deutsch", "treff", "international", "haus", "nähen", "kinder", "aw")
TOWNS = ("siegen", "koeln", "dortmund", "hagen", "muenster", "aachen", "bielefeld", "bonn", "wuppertal", "duisburg")


@dataclass(frozen=True)
class Course:
    """One comparison: our paths, the anchor's path, the least ratio asked for (None: only shown).

    `warm`: every path is asked for by each process before anything is measured.
    """

    name: str
    ours: tuple[str, ...]
    anchor: str
    least: float | None
    warm: bool = False


def questions(chance: random.Random) -> Iterator[str]:
    """Questions as people put them: a word, a town, a filter or two, a later page."""
    while True:
        asked: list[tuple[str, str]] = []
        if chance.random() < 0.5:
            asked.append(("q", chance.choice(WORDS)))
        if chance.random() < 0.3:
            asked.append(("angebot", chance.choice(list(Offer)).value))
        if chance.random() < 0.3:
            asked += [("ort", chance.choice(TOWNS)), ("umkreis", chance.choice(("5", "10", "25", "50")))]
        if chance.random() < 0.2:
            asked.append(("zielgruppe", chance.choice(list(Audience)).value))
        if chance.random() < 0.2:
            asked.append(("tag", chance.choice(list(Weekday)).value))
        if chance.random() < 0.4:
            asked.append(("seite", str(chance.randint(2, 40))))
        yield "/de/treffpunkte?" + urlencode(asked)


def many_questions(chance: random.Random) -> tuple[str, ...]:
    """So many different ones that a cache of finished pages answers few of them."""
    found: dict[str, None] = {}
    for question in questions(chance):
        found[question] = None
        if len(found) == QUESTIONS:
            return tuple(found)
    raise AssertionError("unreachable")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: Sequence[str], port: int, path: str, environment: dict[str, str]) -> Iterator[int]:
    """A server process; gives its port when the path answers, ends it afterwards."""
    process = subprocess.Popen([sys.executable, *command], env=environment, stdout=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                fetch(port, path)
                break
            except OSError:
                if process.poll() is not None:
                    raise SystemExit(f"{' '.join(command)} ended with {process.returncode}") from None
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def fetch(port: int, path: str) -> bytes:
    """One answer, uncompressed."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
        body: bytes = answer.read()
    return body


def place_paths(database: Path) -> tuple[str, ...]:
    """Pages of all places, in no order."""
    with sqlite3.connect(database) as connection:
        slugs = [row[0] for row in connection.execute("SELECT slug FROM meeting_point WHERE status = 'public'")]
    random.Random(SEED).shuffle(slugs)
    return tuple(f"/de/treffpunkte/{slug}" for slug in slugs)


def courses(database: Path) -> tuple[Course, ...]:
    """What is compared."""
    geojson = "/daten/treffpunkte.geojson"
    asked = many_questions(random.Random(SEED))
    places = place_paths(database)
    return (
        Course("list of 50: 200 questions in turn", asked[-LISTS_IN_TURN:], "/list", 0.5, warm=True),
        Course("place page: 500 places in turn", places[-PLACES_IN_TURN:], "/place/1", 0.5, warm=True),
        Course("GeoJSON of all places", (geojson,), "/file", 0.6),
        Course("first time: list of 50, ever new questions", asked[:-LISTS_IN_TURN], "/list", None),
        Course("first time: place page, ever another", places[:-PLACES_IN_TURN], "/place/1", None),
    )


def report(course: Course, rounds: list[tuple[Measured, Measured]]) -> bool:
    """Print the rounds of a course; give whether it is as fast as asked."""
    sys.stdout.write(f"\n{course.name}\n")
    ratios = []
    for number, (ours, anchor) in enumerate(rounds, 1):
        ratios.append(ours.per_second / anchor.per_second if anchor.per_second else 0.0)
        sys.stdout.write(
            f"  round {number}: {ours.per_second:7.0f}/s  p50 {ours.p50_ms:6.1f}  p99 {ours.p99_ms:6.1f} ms   "
            f"anchor {anchor.per_second:7.0f}/s  p50 {anchor.p50_ms:6.1f}  p99 {anchor.p99_ms:6.1f} ms   "
            f"ratio {ratios[-1]:.2f}\n"
        )
    anchors = [anchor.per_second for _, anchor in rounds]
    failed = sum(ours.failed + anchor.failed for ours, anchor in rounds)
    median = statistics.median(ratios)
    noisy = max(anchors) > 2 * min(anchors)
    good = not failed and (course.least is None or median >= course.least)
    verdict = "" if course.least is None else f" (wanted {course.least:.2f}: {'reached' if good else 'MISSED'})"
    remark = "  noisy: the anchor itself varied more than twofold" if noisy else ""
    sys.stdout.write(f"  median ratio {median:.2f}{verdict}{remark}\n")
    if failed:
        sys.stdout.write(f"  {failed} requests FAILED\n")
    return good or (noisy and not failed)


def main() -> int:
    """Set up, measure, report; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=2.0, help="length of one measurement")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--places", type=int, default=PLACES)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        return bench(Path(folder), seconds=chosen.seconds, rounds=chosen.rounds, places=chosen.places)


def bench(folder: Path, *, seconds: float, rounds: int, places: int) -> int:
    """One run in a folder of its own."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("KOMMANMAP_")}
    environment["KOMMANMAP_INSTANCE"] = str(folder)
    database = folder / "kommanmap.sqlite3"
    subprocess.run(
        [sys.executable, "-m", "kommanmap.cli", "setup"], env=environment, check=True, stdout=subprocess.DEVNULL
    )
    generate(f"sqlite:///{database}", places, SEED)
    port = free_port()
    with running(
        ("-m", "kommanmap.cli", "run", "--port", str(port), "--no-log-requests"), port, "/healthz", environment
    ):
        compared = courses(database)
        file = folder / "treffpunkte.geojson"
        file.write_bytes(fetch(port, "/daten/treffpunkte.geojson"))
        sizes = {
            "list": len(fetch(port, "/de/treffpunkte?angebot=deutsch")),
            "place": len(fetch(port, compared[1].ours[0])),
        }
        told = folder / "anchor.json"
        told.write_text(json.dumps({"sizes": sizes, "file": str(file)}), encoding="utf-8")
        other = free_port()
        with running(("-m", "bench.anchor", str(other), str(told)), other, "/list", environment):
            sys.stdout.write(
                f"{places} places (seed {SEED}), {os.cpu_count()} cores, {client_name()}, "
                f"{rounds} rounds of {seconds:.0f} s; "
                f"list {sizes['list']} bytes, place {sizes['place']}, GeoJSON {file.stat().st_size}\n"
            )
            done: dict[Course, list[tuple[Measured, Measured]]] = {course: [] for course in compared}
            for course in compared:
                if course.warm:
                    measure(port, course.ours, seconds=WARM_UP_SECONDS, folder=folder)
            for number in range(rounds + 1):
                for course in compared:
                    ours = measure(port, course.ours[:: -1 if number else 1], seconds=seconds, folder=folder)
                    anchor = measure(other, (course.anchor,), seconds=seconds, folder=folder)
                    if number:  # the first time warms both up: cards are made once, files come off the disk
                        done[course].append((ours, anchor))
    verdicts = [report(course, measured) for course, measured in done.items()]
    return 0 if all(verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
