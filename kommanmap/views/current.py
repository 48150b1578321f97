"""What the running app holds: settings, edges, index. Views ask here instead of reaching into `app.extensions`."""

from flask import Flask, current_app

from kommanmap.config import Config
from kommanmap.edges import Edges
from kommanmap.geocoding.chain import Chain
from kommanmap.queries.current import IndexHolder
from kommanmap.queries.index import PointIndex


def config(app: Flask | None = None) -> Config:
    """The settings of this installation."""
    settings: Config = (app or current_app).extensions["kommanmap.config"]
    return settings


def edges() -> Edges:
    """Clock, tiles and the other edges."""
    bundle: Edges = current_app.extensions["kommanmap.edges"]
    return bundle


def geocoder() -> Chain:
    """Addresses → places."""
    chain: Chain = current_app.extensions["kommanmap.geocoder"]
    return chain


def index() -> PointIndex:
    """The newest index; looks for a new data version at most a few times a second."""
    holder: IndexHolder = current_app.extensions["kommanmap.index"]
    return holder.get()
