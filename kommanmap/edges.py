"""Everything outside this process in one bundle, handed to `create_app`; tests hand in something else."""

from dataclasses import dataclass, field

from kommanmap.clock import Clock, SystemClock
from kommanmap.geocoding.providers.adapter import AdapterFactory, CarefulAdapter
from kommanmap.tile_source import HttpTileSource, TileSource


@dataclass(frozen=True)
class Edges:
    """The clock, the tile server, and how geocoding services are reached (an adapter as geopy wants it)."""

    clock: Clock = field(default_factory=SystemClock)
    tiles: TileSource = field(default_factory=HttpTileSource)
    geocoder_adapter: AdapterFactory = CarefulAdapter
