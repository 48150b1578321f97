"""How tests make an app: the real factory, settings that fit a test, edges that stay in memory."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

from kommanmap import create_app
from kommanmap.clock import Clock
from kommanmap.config import Config
from kommanmap.edges import Edges
from kommanmap.extensions import db
from kommanmap.geocoding.providers.adapter import AdapterFactory
from tests.fakes import NoTiles, SilentAdapter
from tests.html_check import CheckingClient

NOW = datetime(2026, 3, 18, 9, 30, tzinfo=UTC)
"""What the clock of the tests says: a Wednesday in term time, 10:30 in North Rhine-Westphalia."""

CHEAP_HASHES = {"password_memory_kib": 64}
"""What would be unfit for a real site makes a sign-in of the tests cost nothing."""

NEVER_TOO_OFTEN = {"api_per_minute": 1_000_000}
"""The clock of the tests stands still, so a minute never ends."""

SECRET_KEY = "only-for-tests-" + "0" * 32


class _CompiledOnce(BytecodeCache):
    """Keeps compiled templates for the next app of this process: compiling them takes longer than most tests."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        known = self._known.get(bucket.key)
        if known is not None:
            bucket.bytecode_from_string(known)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._known[bucket.key] = bucket.bytecode_to_string()


_TEMPLATES = _CompiledOnce()


def _build_once(compile_builder: Callable[..., Any]) -> Callable[..., Any]:
    """Rules of the same words build the same addresses: what werkzeug compiles for one app serves the next of this
    process too. Half of the time that it takes to make an app goes there."""
    known: dict[tuple[object, ...], Any] = {}

    @wraps(compile_builder)
    def remembered(rule: Rule, append_unknown: bool = True) -> Any:
        key = (rule.rule, rule.endpoint, rule.subdomain, rule.host, append_unknown, repr(rule.defaults))
        if key not in known:
            known[key] = compile_builder(rule, append_unknown)
        return known[key]

    return remembered


Rule._compile_builder = _build_once(Rule._compile_builder)  # type: ignore[method-assign]


def make_app(
    database_url: str,
    instance: Path,
    clock: Clock,
    geocoder_adapter: AdapterFactory = SilentAdapter,
    **overrides: object,
) -> Flask:
    """An app on a database, with edges that stay in memory; `overrides` are settings."""
    settings = {"database_url": database_url, "secret_key": SECRET_KEY, "testing": True,
        **CHEAP_HASHES, **NEVER_TOO_OFTEN, **overrides,
    }  # fmt: skip
    config = Config.load(instance=instance, overrides=settings)
    edges = Edges(clock=clock, tiles=NoTiles(), geocoder_adapter=geocoder_adapter)
    app = create_app(config=config, edges=edges)
    app.test_client_class = CheckingClient
    app.jinja_env.bytecode_cache = _TEMPLATES
    return app


def end(app: Flask) -> None:
    """Close what the app holds of its database."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
