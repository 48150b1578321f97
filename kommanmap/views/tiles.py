"""Base maps from our own address, if the operator wants one: cached basemap.de tiles, or a PMTiles file.

The reader's address, headers and referrer go no further than here. What is not switched on answers 404.
"""

import hashlib
import threading

from flask import Blueprint, Response, abort, current_app, request, send_file
from flask.typing import ResponseReturnValue

from kommanmap.config import Config
from kommanmap.domain.errors import Unavailable
from kommanmap.edges import Edges
from kommanmap.tile_cache import TileCache
from kommanmap.tile_source import TileAddress
from kommanmap.views.access import public
from kommanmap.views.current import config, edges

tiles = Blueprint("tiles", __name__)

BROWSERS_KEEP_SECONDS = 7 * 24 * 3600
FAILURE_KEEP_SECONDS = 20
TILE_FOLDER = "tiles"
CACHE_KEY = "kommanmap.tile_cache"
_making = threading.Lock()


@tiles.get("/kacheln/<z>/<x>/<y>.png")
@public
def tile(z: str, x: str, y: str) -> ResponseReturnValue:
    """One raster tile of basemap.de inside NRW."""
    settings = config()
    address = TileAddress.read(z, x, y)
    if settings.base_layer != "basemap" or address is None:
        abort(404)
    try:
        found = _cache(settings, edges()).tile(address)
    except Unavailable:
        # No page of ours: it is an <img>, and the map says in words that tiles are missing.
        return Response(status=502, headers={"Cache-Control": f"public, max-age={FAILURE_KEEP_SECONDS}"})
    keep = FAILURE_KEEP_SECONDS if found.is_stale else BROWSERS_KEEP_SECONDS
    answer = Response(found.content, mimetype="image/png", headers={"Cache-Control": f"public, max-age={keep}"})
    answer.set_etag(hashlib.sha256(found.content).hexdigest()[:24])
    return answer.make_conditional(request)


@tiles.get("/kacheln/karte.pmtiles")
@public
def pmtiles() -> ResponseReturnValue:
    """The operator's PMTiles file; the map reads it in byte ranges (206)."""
    settings = config()
    path = settings.instance / settings.pmtiles_file
    if settings.base_layer != "pmtiles" or not path.is_file():
        abort(404)
    return send_file(path, mimetype="application/vnd.pmtiles", conditional=True, max_age=24 * 3600)


def _cache(settings: Config, bundle: Edges) -> TileCache:
    """The app's one tile cache, made when first needed: most installations never switch it on."""
    with _making:
        cache: TileCache | None = current_app.extensions.get(CACHE_KEY)
        if cache is None:
            cache = TileCache(
                folder=settings.instance / TILE_FOLDER,
                largest_bytes=settings.tile_cache_mb * 1024 * 1024,
                source=bundle.tiles,
                now=bundle.clock.now,
            )
            current_app.extensions[CACHE_KEY] = cache
    return cache
