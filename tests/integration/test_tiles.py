"""Base maps from our own address: what may be asked, what is believed, what is kept, and what never leaves."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from kommanmap import create_app
from kommanmap.config import Config
from kommanmap.edges import Edges
from kommanmap.extensions import db
from kommanmap.tile_cache import FRESH_SECONDS, REST_AFTER_FAILURE_SECONDS, TileCache
from kommanmap.tile_source import LARGEST_TILE_BYTES, PNG_SIGNATURE, TileAddress
from tests.fakes import TilesFromMemory

KOELN = TileAddress(10, 531, 342)
PNG = PNG_SIGNATURE + b"a picture"


@dataclass
class MovingClock:
    """A clock that tests push forward."""

    instant: datetime = datetime(2026, 3, 18, 9, 30, tzinfo=UTC)

    def now(self) -> datetime:
        return self.instant

    def wait(self, seconds: float) -> None:
        self.instant += timedelta(seconds=seconds)


@dataclass
class World:
    """An app, its fake tile server, its clock and its folder."""

    app: Flask
    source: TilesFromMemory
    clock: MovingClock
    folder: Path

    def get(self, address: str, **headers: str) -> tuple[int, bytes]:
        answer = self.app.test_client().get(address, headers=headers)
        return answer.status_code, answer.data


MakeWorld = Callable[..., World]


@pytest.fixture
def make_world(tmp_path: Path) -> Iterator[MakeWorld]:
    """An app with these settings whose tile server knows one tile; tiles ask no database, so it has none."""
    apps: list[Flask] = []

    def make(**settings: object) -> World:
        clock, source = MovingClock(), TilesFromMemory({KOELN: PNG})
        overrides = {"secret_key": "s" * 40, "testing": True, **settings}
        config = Config.load(instance=tmp_path, overrides=overrides)
        app = create_app(config=config, edges=Edges(clock=clock, tiles=source))
        apps.append(app)
        return World(app, source, clock, tmp_path)

    yield make
    for app in apps:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def world(make_world: MakeWorld) -> World:
    """An app whose operator has switched basemap.de on."""
    return make_world(base_layer="basemap")


def test_tiles_are_off_until_the_operator_turns_them_on(make_world: MakeWorld) -> None:
    world = make_world()
    assert world.get("/kacheln/10/531/342.png")[0] == 404
    assert world.get("/kacheln/karte.pmtiles")[0] == 404
    assert world.source.asked == []


def test_a_tile_is_fetched_once_and_then_read_from_disk(world: World) -> None:
    for _ in range(3):
        assert world.get("/kacheln/10/531/342.png") == (200, PNG)
    assert world.source.asked == [KOELN]
    assert (world.folder / "tiles" / "10" / "531" / "342.png").read_bytes() == PNG


def test_browsers_may_keep_a_tile_and_ask_with_its_etag(world: World) -> None:
    client = world.app.test_client()
    first = client.get("/kacheln/10/531/342.png")
    again = client.get("/kacheln/10/531/342.png", headers={"If-None-Match": first.headers["ETag"]})
    assert first.mimetype == "image/png"
    assert "max-age=604800" in first.headers["Cache-Control"]
    assert "Set-Cookie" not in first.headers
    assert again.status_code == 304


@pytest.mark.parametrize(
    "path",
    [
        "10/0/0",  # the Atlantic
        "10/540/300",  # Denmark
        "5/16/10",  # too far
        "19/271872/175104",  # too near
        "99/1/1",
        "-1/0/0",
        "10/-531/342",
        "10/531.5/342",
        "10/5e2/342",
        "10/0x213/342",
        "10/٥٣١/342",
        "10/531/342%00",
        "10/531/../../../etc/passwd",
        "10/531/342@127.0.0.1:22",
        "10/http:%2F%2F169.254.169.254/342",
        "10/531/99999999999999999999",
    ],
)
def test_only_tiles_of_the_state_can_be_asked_for(world: World, path: str) -> None:
    assert world.get(f"/kacheln/{path}.png")[0] == 404
    assert world.source.asked == []


def test_a_tile_server_that_fails_answers_502_and_is_left_alone_for_a_while(world: World) -> None:
    assert world.get("/kacheln/10/532/342.png")[0] == 502
    assert world.get("/kacheln/10/532/342.png")[0] == 502
    assert world.get("/kacheln/10/531/342.png")[0] == 502
    assert len(world.source.asked) == 1
    world.clock.wait(REST_AFTER_FAILURE_SECONDS + 1)
    assert world.get("/kacheln/10/531/342.png")[0] == 200


def test_an_old_tile_is_renewed_and_served_stale_when_the_server_fails(world: World) -> None:
    world.get("/kacheln/10/531/342.png")
    world.clock.wait(FRESH_SECONDS + 60)
    world.source.tiles.clear()
    assert world.get("/kacheln/10/531/342.png") == (200, PNG)
    world.clock.wait(REST_AFTER_FAILURE_SECONDS + 1)
    world.source.tiles[KOELN] = PNG + b" renewed"
    assert world.get("/kacheln/10/531/342.png") == (200, PNG + b" renewed")


@pytest.mark.parametrize("lie", [b"<html>sorry</html>", b"", PNG_SIGNATURE + b"x" * LARGEST_TILE_BYTES])
def test_what_is_not_a_tile_is_neither_served_nor_kept(world: World, lie: bytes) -> None:
    world.source.tiles[KOELN] = lie
    assert world.get("/kacheln/10/531/342.png")[0] == 502
    assert not list((world.folder / "tiles").rglob("*.png"))


def test_a_broken_file_on_disk_is_fetched_anew(world: World) -> None:
    world.get("/kacheln/10/531/342.png")
    (world.folder / "tiles" / "10" / "531" / "342.png").write_bytes(b"half a ti")
    assert world.get("/kacheln/10/531/342.png") == (200, PNG)


def test_the_cache_stays_below_its_limit_by_dropping_the_oldest(tmp_path: Path) -> None:
    clock = MovingClock()
    addresses = [TileAddress(12, x, 1370) for x in range(2120, 2140)]
    source = TilesFromMemory(dict.fromkeys(addresses, PNG_SIGNATURE + b"x" * 992))
    cache = TileCache(folder=tmp_path, largest_bytes=10_000, source=source, now=clock.now)
    for address in addresses:
        cache.tile(address)
        clock.wait(1)
    kept = sorted(path.parent.name for path in tmp_path.rglob("*.png"))
    assert sum(path.stat().st_size for path in tmp_path.rglob("*.png")) <= 10_000
    assert kept[-1] == "2139"
    assert "2120" not in kept


def test_a_disk_that_takes_nothing_costs_the_cache_not_the_tile(tmp_path: Path) -> None:
    blocked = tmp_path / "tiles"
    blocked.write_text("a file where the folder should be", encoding="utf-8")
    source = TilesFromMemory({KOELN: PNG})
    cache = TileCache(folder=blocked, largest_bytes=10**6, source=source, now=MovingClock().now)
    assert cache.tile(KOELN).content == PNG


def test_many_readers_of_one_new_tile_cause_one_question(tmp_path: Path) -> None:
    class Slow(TilesFromMemory):
        def fetch(self, address: TileAddress) -> bytes:
            time.sleep(0.2)
            return super().fetch(address)

    source = Slow({KOELN: PNG})
    cache = TileCache(folder=tmp_path, largest_bytes=10**6, source=source, now=MovingClock().now)
    got: list[bytes] = []
    threads = [threading.Thread(target=lambda: got.append(cache.tile(KOELN).content)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [PNG] * 8
    assert source.asked == [KOELN]


def test_a_pmtiles_file_is_served_in_ranges(make_world: MakeWorld) -> None:
    world = make_world(base_layer="pmtiles")
    (world.folder / "map.pmtiles").write_bytes(b"PMTiles" + bytes(range(256)))
    client = world.app.test_client()
    with client.get("/kacheln/karte.pmtiles", headers={"Range": "bytes=0-6"}) as part:
        assert (part.status_code, part.data) == (206, b"PMTiles")
        assert part.headers["Content-Range"] == "bytes 0-6/263"
    with client.get("/kacheln/karte.pmtiles", headers={"Range": "bytes=900-"}) as beyond:
        assert beyond.status_code == 416
    with client.get("/kacheln/karte.pmtiles") as whole:
        assert whole.headers["Accept-Ranges"] == "bytes"
