"""What the running app holds: settings, edges, index. Views ask here instead of reaching into `app.extensions`."""

from datetime import UTC, datetime

from flask import Flask, current_app, g

from kommanmap.config import Config
from kommanmap.domain.freshness import WorkDay
from kommanmap.domain.hours.slots import BERLIN
from kommanmap.domain.staff import Staff
from kommanmap.edges import Edges
from kommanmap.geocoding.chain import Chain
from kommanmap.queries.current import IndexHolder
from kommanmap.queries.index import PointIndex
from kommanmap.services.passwords import Passwords


def config(app: Flask | None = None) -> Config:
    """The settings of this installation."""
    settings: Config = (app or current_app).extensions["kommanmap.config"]
    return settings


def edges() -> Edges:
    """Clock, tiles and the other edges."""
    bundle: Edges = current_app.extensions["kommanmap.edges"]
    return bundle


def minute() -> datetime:
    """The instant that this answer speaks of, in UTC, rounded down to the minute: the same from first to last.

    A view whose page depends on it says so: `cached_page(by_minute=True)`.
    """
    if "minute" not in g:
        g.minute = edges().clock.now().astimezone(UTC).replace(second=0, microsecond=0)
    asked: datetime = g.minute
    return asked


def geocoder() -> Chain:
    """Addresses → places."""
    chain: Chain = current_app.extensions["kommanmap.geocoder"]
    return chain


def index() -> PointIndex:
    """The newest index; looks for a new data version at most a few times a second."""
    holder: IndexHolder = current_app.extensions["kommanmap.index"]
    return holder.get()


def passwords() -> Passwords:
    """How this installation hashes passwords."""
    hasher: Passwords = current_app.extensions["kommanmap.passwords"]
    return hasher


def staff() -> Staff:
    """Who is at work; only in views behind `@permitted`."""
    asking: Staff = g.staff
    return asking


def now() -> datetime:
    """The instant of the app's clock, aware."""
    return edges().clock.now()


def work_day() -> WorkDay:
    """Today in North Rhine-Westphalia, and since when a check is still good."""
    today = minute().astimezone(BERLIN).date()
    return WorkDay(today, config().freshness.fresh_since(today))
