"""Everything outside this process in one bundle, handed to `create_app`; tests hand in something else."""

from dataclasses import dataclass, field

from kommanmap.clock import Clock, SystemClock
from kommanmap.geocoding.providers.adapter import AdapterFactory, CarefulAdapter
from kommanmap.mail import MailerFactory, mailer_for
from kommanmap.tile_source import HttpTileSource, TileSource
from kommanmap.web_probe import HttpLinkProbe, LinkProbe


@dataclass(frozen=True)
class Edges:
    """The clock, the tile server, how geocoding services are reached (an adapter as geopy wants it), links, letters."""

    clock: Clock = field(default_factory=SystemClock)
    tiles: TileSource = field(default_factory=HttpTileSource)
    geocoder_adapter: AdapterFactory = CarefulAdapter
    links: LinkProbe = field(default_factory=HttpLinkProbe)
    mailer: MailerFactory = mailer_for
