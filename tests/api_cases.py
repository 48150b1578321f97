"""Asks `/api` what its OpenAPI document allows and forbids, in thousands of generated cases: `make test-api`.

A program of its own, because schemathesis takes seconds to load and most test processes never need it.
"""

import argparse
import sys
import tempfile
import warnings
from collections import Counter
from pathlib import Path
from typing import Any

import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import Case, GenerationMode

from kommanmap.clock import FixedClock
from kommanmap.queries.features import MOST_FEATURES
from tests.apps import NOW, end, make_app
from tests.databases import Contents, SqliteTemplates
from tests.filling import fill

BAD_REQUEST = 400
INSTANTS = ("2026-01-01", "2026-03-01T08:00:00Z", "2026-01-01T00:00:00+01:00", "1999-12-31T23:59:59.5Z")
SPANS = (*INSTANTS, "../2026-01-01", "2026-01-01/..", "2026-01-01T00:00:00Z/2026-03-18", "/2026-01-01", "../..")
TOWNS = ("Siegen", "Köln", "سيغن", "57072", "05315000", "Дюссельдорф")
"""What OpenAPI 3.0 cannot say of a text: that it names a town, a time, or is in order."""


def sensible(case: Case) -> Case:
    """A case that the document allows, with texts that mean something where it can only say „text"."""
    query: dict[str, Any] = dict(case.query or {})
    pick = sum(map(len, map(str, query.values())))
    for word, values in {"datetime": SPANS, "modified_after": INSTANTS, "ort": TOWNS}.items():
        if word in query:
            query[word] = values[pick % len(values)]
    box = query.get("bbox")
    if isinstance(box, str):
        edges = box.split(",")
        south, north = 1, len(edges) // 2 + 1
        edges[south], edges[north] = sorted((edges[south], edges[north]), key=float)
        query["bbox"] = ",".join(edges)
    case.query = query
    return case


def asks_for_too_many(case: Case) -> bool:
    """Whether a limit is merely larger than we give: OGC API Features says that this is no mistake."""
    query = dict(case.query or {})
    return any(
        str(query.get(word, "")).isdecimal() and int(str(query[word])) > MOST_FEATURES for word in ("limit", "per_page")
    )


def run(app: Flask, cases: int, number: int, paths: tuple[str, ...] = ("",)) -> tuple[Counter[str], list[str]]:
    """About so many cases, always the same for a number; paths: how their paths end.

    → (how many of which kind and answer, what went wrong).
    """
    counted: Counter[str] = Counter()
    wrong: list[str] = []
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", app)
    operations = [found.ok() for found in schema.get_all_operations()]
    operations = [operation for operation in operations if operation.path.endswith(paths)]
    for operation in operations:
        for mode in GenerationMode:
            share = max(1, cases * weight(operation.path) // total_weight(operations) // 2)
            _ask(operation, mode, share, number, counted, wrong)
    return counted, wrong


def weight(path: str) -> int:
    """Questions deserve more cases than documents that take none."""
    return 20 if path.endswith(("items", "services", "service_at_locations")) else 2


def total_weight(operations: list[Any]) -> int:
    return sum(weight(operation.path) for operation in operations)


def _ask(operation: Any, mode: Any, share: int, number: int, counted: Counter[str], wrong: list[str]) -> None:
    allowed = mode is GenerationMode.POSITIVE
    strategy = operation.as_strategy(generation_mode=mode)

    @seed(number)
    @settings(
        max_examples=share, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=strategy.map(sensible) if allowed else strategy.filter(lambda case: not asks_for_too_many(case)))
    def ask(case: Case) -> None:
        answer = case.call(headers={"Accept-Encoding": "identity"})
        counted[f"{mode.value} {answer.status_code}"] += 1
        case.validate_response(answer)
        if allowed:
            assert answer.status_code != BAD_REQUEST, answer.text

    try:
        ask()
    except (Exception, BaseExceptionGroup) as problem:
        wrong.append(f"{operation.method.upper()} {operation.path} ({mode.value})\n{problem}")


def main() -> int:
    """Say what was seen; 1 where anything was wrong."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cases", type=int, default=2500)
    options.add_argument("--seed", type=int, default=1)
    given_options = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with SqliteTemplates(folder, fill).copy(Contents.DEMO, folder) as url:
            app = make_app(url, folder, FixedClock(NOW))
            counted, wrong = run(app, given_options.cases, given_options.seed)
            end(app)
    seen = dict(sorted(counted.items()))
    sys.stdout.write(f"{sum(counted.values())} cases, {len(wrong)} failures: {seen}\n")
    sys.stderr.writelines(f"\n{text}\n" for text in wrong)
    return 1 if wrong else 0


if __name__ == "__main__":
    warnings.simplefilter("default")
    sys.exit(main())
