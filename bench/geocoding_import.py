"""How long reading an address file takes, and how much memory, in a process of its own:

python -m bench.geocoding_import ADDRESSES.zip INDEX.sqlite3 [POSTCODES]
"""

import json
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from kommanmap.geocoding.register.address_import import Progress, Stage, import_addresses

ROOT = Path(__file__).resolve().parents[1]
MEGABYTE = 1e6
UNIT_OF_RSS = 1 if sys.platform == "darwin" else 1024


def measure_import(twin: Path, target: Path, postcodes: Path | None = None) -> dict[str, float]:
    """Import `twin` into `target` in a child process.

    seconds, cpu_seconds, reading_seconds, peak_mb (resident memory, the program itself included), index_mb, rows,
    streets.
    """
    words = [str(path) for path in (twin, target, postcodes) if path]
    done = subprocess.run(
        [sys.executable, "-m", "bench.geocoding_import", *words],
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


def _import(twin: Path, target: Path, postcodes: Path | None = None) -> dict[str, float]:
    written_from: list[float] = []

    def note(progress: Progress) -> None:
        if progress.stage is Stage.WRITING and not written_from:
            written_from.append(time.monotonic())

    begun = time.monotonic()
    report = import_addresses(twin, target, postcodes=postcodes, now=datetime.now(UTC), progress=note)
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "seconds": time.monotonic() - begun,
        "reading_seconds": written_from[0] - begun,
        "cpu_seconds": used.ru_utime + used.ru_stime,
        "peak_mb": used.ru_maxrss * UNIT_OF_RSS / MEGABYTE,
        "index_mb": report.size_bytes / MEGABYTE,
        "rows": report.origin.rows,
        "streets": report.origin.streets,
    }


if __name__ == "__main__":
    print(json.dumps(_import(*map(Path, sys.argv[1:]))))
