"""One line per request: when, which kind of page, how it ended, how long. Never who asked or what they typed."""

import json
import logging
import time
import uuid

from flask import Flask, Response, g, request

from kommanmap.clock import Clock
from kommanmap.views.current import edges

logger = logging.getLogger("kommanmap.requests")
QUIET_ENDPOINTS = frozenset({"site.healthz", "site.readyz", "site.static_file"})


def init_app(app: Flask) -> None:
    """Stamp each request with an id, log it when it ends."""

    @app.before_request
    def start() -> None:
        g.request_id = uuid.uuid4().hex[:12]
        g.started = time.perf_counter()

    @app.after_request
    def finish(answer: Response) -> Response:
        answer.headers["X-Request-Id"] = g.get("request_id", "")
        if request.endpoint not in QUIET_ENDPOINTS and logger.isEnabledFor(logging.INFO):
            logger.info("%s", json.dumps(_entry(answer, edges().clock)))
        return answer


def _entry(answer: Response, clock: Clock) -> dict[str, object]:
    """The route's pattern instead of the path: a path or query may hold the place a reader typed."""
    rule = request.url_rule
    return {
        "at": clock.now().isoformat(timespec="seconds"),
        "id": g.get("request_id", ""),
        "method": request.method if request.method.isalpha() else "?",
        "route": rule.rule if rule is not None else "unknown",
        "status": answer.status_code,
        "ms": round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000, 1),
    }
