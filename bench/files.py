"""Data files of very many places: how much memory each format needs, and how fast kept ones leave.

    python -m bench.files --places 100000

The memory is the peak of this process while a file is read to its end piece by piece, beyond what it held before. The
speeds are those of a server of its own, beside a server that sends the same bytes from memory.
"""

import argparse
import gzip
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from flask import Flask
from werkzeug.test import Client

from bench.data import generate
from bench.load import client_name, measure
from bench.pages import fetch, free_port, running
from kommanmap import create_app
from kommanmap.formats import FORMATS

MOST_MEGABYTES = 150
LEAST_SHARE = 0.6
SEED = 20260318
GEOJSON = "/daten/treffpunkte.geojson"


def peak_megabytes(*, reset: bool) -> float:
    """The most memory that this process has held since the last reset; Linux only."""
    if reset:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    raise SystemExit("This system does not tell the memory of a process")


def memory_of_files(app: Flask) -> Iterator[float]:
    """Read every file once; give the extra megabytes of each."""
    client = Client(app)
    client.get("/de/").close()
    for item in FORMATS:
        before, started, length = peak_megabytes(reset=True), time.monotonic(), 0
        answer = client.get(f"/daten/treffpunkte.{item.extension}", buffered=False)
        first = None
        for piece in answer.iter_encoded():
            first = first or time.monotonic() - started
            length += len(piece)
        answer.close()
        extra = peak_megabytes(reset=False) - before
        sys.stdout.write(
            f"  {item.extension:15} {length / 1e6:7.1f} MB  first piece {first or 0:6.2f} s  "
            f"all {time.monotonic() - started:6.1f} s  extra memory {extra:6.1f} MB"
            f"{'' if extra <= MOST_MEGABYTES else '  TOO MUCH'}\n"
        )
        sys.stdout.flush()
        yield extra


def speeds(folder: Path, environment: dict[str, str], *, seconds: float, rounds: int) -> bool:
    """How fast the kept GeoJSON leaves: as it is, compressed, and as 304. True when that is fast enough."""
    port, other = free_port(), free_port()
    run = ("-m", "kommanmap.cli", "run", "--port", str(port), "--no-log-requests")
    with running(run, port, "/healthz", environment):
        body = fetch(port, GEOJSON)
        packed = folder / "treffpunkte.geojson.gz"
        packed.write_bytes(gzip.compress(body, 6))
        told = folder / "anchor.json"
        told.write_text(json.dumps({"sizes": {"list": 10, "place": 10}, "file": str(packed)}), encoding="utf-8")
        with running(("-m", "bench.anchor", str(other), str(told)), other, "/list", environment):
            asks = {"compressed": {"Accept-Encoding": "gzip"}, "304": {"Accept-Encoding": "gzip", "If-None-Match": "*"}}
            rates: dict[str, list[float]] = {name: [] for name in asks}
            for _ in range(rounds + 1):
                anchor = measure(other, ("/file",), seconds=seconds, folder=folder)
                for name, headers in asks.items():
                    ours = measure(port, (GEOJSON,), seconds=seconds, folder=folder, headers=headers)
                    rates[name].append(ours.per_second / anchor.per_second)
                    sys.stdout.write(f"  {name:10} {ours.per_second:7.0f}/s, static file {anchor.per_second:7.0f}/s\n")
    medians = {name: statistics.median(found[1:]) for name, found in rates.items()}
    sys.stdout.write(f"  {len(body) / 1e6:.1f} MB, {packed.stat().st_size / 1e6:.1f} MB compressed; ratios {medians}\n")
    return medians["compressed"] >= LEAST_SHARE and medians["304"] > medians["compressed"]


def main() -> int:
    """Both; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--places", type=int, default=100_000)
    parser.add_argument("--kept-places", type=int, default=3_000)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    verdicts = []
    for places in (chosen.places, chosen.kept_places):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            environment = {key: value for key, value in os.environ.items() if not key.startswith("KOMMANMAP_")}
            environment["KOMMANMAP_INSTANCE"] = name
            setup = [sys.executable, "-m", "kommanmap.cli", "setup"]
            subprocess.run(setup, env=environment, check=True, stdout=subprocess.DEVNULL)
            generate(f"sqlite:///{folder / 'kommanmap.sqlite3'}", places, SEED)
            sys.stdout.write(f"{places} places (seed {SEED}), {os.cpu_count()} cores, {client_name()}\n")
            if places == chosen.places:
                os.environ["KOMMANMAP_INSTANCE"] = name
                verdicts += [extra <= MOST_MEGABYTES for extra in memory_of_files(create_app())]
            else:
                verdicts.append(speeds(folder, environment, seconds=chosen.seconds, rounds=chosen.rounds))
    return 0 if all(verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
