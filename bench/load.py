"""Asks a server as fast as it answers: wrk where there is one, else a small client of threads. For benchmarks only."""

import http.client
import itertools
import json
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

CONNECTIONS = 16
UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}
SCRIPT = """
local paths = {}
for line in io.lines("%s") do paths[#paths + 1] = line end
local next = 0
request = function()
    next = next %% #paths + 1
    return wrk.format("GET", paths[next])
end
"""


@dataclass(frozen=True)
class Measured:
    """One measurement. Latencies in milliseconds; `failed` counts answers that were not 2xx or 3xx."""

    per_second: float
    p50_ms: float
    p99_ms: float
    failed: int


def measure(
    port: int, paths: Sequence[str], *, seconds: float, folder: Path, headers: Mapping[str, str] | None = None
) -> Measured:
    """Ask for the paths in turn for so long, with these headers."""
    if shutil.which("wrk"):
        return _with_wrk(port, paths, seconds=seconds, folder=folder, headers=headers or {})
    return _with_threads(port, paths, seconds=seconds, headers=headers or {})


def _with_wrk(port: int, paths: Sequence[str], *, seconds: float, folder: Path, headers: Mapping[str, str]) -> Measured:
    listed = folder / "paths.txt"
    listed.write_text("\n".join(paths) + "\n", encoding="ascii")
    script = folder / "ask.lua"
    script.write_text(SCRIPT % listed, encoding="ascii")
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds:.0f}s", "--latency", "-s", str(script)]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    told = subprocess.run(
        [*command, f"http://127.0.0.1:{port}"], capture_output=True, text=True, check=True, timeout=seconds + 30
    ).stdout
    rate = re.search(r"Requests/sec:\s+([\d.]+)", told)
    latencies = {share: float(value) * UNITS[unit] for share, value, unit in LATENCY.findall(told)}
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
    errors = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", told)
    return Measured(
        float(rate.group(1)) if rate else 0.0,
        latencies.get("50", 0.0),
        latencies.get("99", 0.0),
        (int(failed.group(1)) if failed else 0) + sum(map(int, errors.groups()) if errors else ()),
    )


LATENCY = re.compile(r"^\s+(50|99)%\s+([\d.]+)(us|ms|s|m)$", re.MULTILINE)


def _with_threads(port: int, paths: Sequence[str], *, seconds: float, headers: Mapping[str, str]) -> Measured:
    """Slower than wrk and itself a load, so its ratios are nearer to 1 than they should be."""
    turns = itertools.cycle(paths)
    lock = threading.Lock()
    taken: list[float] = []
    failed = 0
    end = time.monotonic() + seconds

    def ask() -> None:
        nonlocal failed
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while (started := time.monotonic()) < end:
            with lock:
                path = next(turns)
            connection.request("GET", path, headers=dict(headers))
            answer = connection.getresponse()
            answer.read()
            with lock:
                taken.append((time.monotonic() - started) * 1000)
                failed += answer.status >= 400
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken.sort()
    return Measured(len(taken) / seconds, taken[len(taken) // 2], taken[int(len(taken) * 0.99)], failed)


def client_name() -> str:
    """What asks, for the report."""
    return "wrk" if shutil.which("wrk") else json.dumps("threads (install wrk for firmer figures)")
