"""Honest stand-ins for the edges: they do what the real ones may do, from memory."""

from dataclasses import dataclass, field

from kommanmap.domain.errors import Unavailable
from kommanmap.tile_source import TileAddress


@dataclass
class NoTiles:
    """A tile server that cannot be reached."""

    def fetch(self, address: TileAddress) -> bytes:
        """Never answers."""
        raise Unavailable(f"no tile server in tests (asked for {address})")


@dataclass
class TilesFromMemory:
    """A tile server that answers with what the test put there, and remembers what it was asked."""

    tiles: dict[TileAddress, bytes] = field(default_factory=dict)
    asked: list[TileAddress] = field(default_factory=list)

    def fetch(self, address: TileAddress) -> bytes:
        """The tile, or the error of a server that has none."""
        self.asked.append(address)
        try:
            return self.tiles[address]
        except KeyError:
            raise Unavailable(f"no tile at {address}") from None
