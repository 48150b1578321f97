"""Static files under addresses that change with their content, so that browsers may keep them for ever.

Small files of one kind are delivered as one, in the order of their names: one request instead of twenty.
"""

import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from urllib.parse import quote

from flask import request

from kommanmap.views.delivery import Finished

STATIC = Path(__file__).resolve().parent.parent / "static"
JOINED = {"css/site.css": "css/parts/*.css", "js/map.js": "js/map/parts/*.js"}
"""Files that exist only as the sum of their parts."""

TEXT_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".json": "application/json"}
TAG_LENGTH = 10


@dataclass(frozen=True)
class Asset:
    """One file to deliver."""

    name: str
    sources: tuple[Path, ...]

    @cached_property
    def finished(self) -> Finished:
        """The file as an answer; read once."""
        body = b"\n".join(path.read_bytes() for path in self.sources)
        kind = (
            TEXT_TYPES.get(Path(self.name).suffix) or mimetypes.guess_type(self.name)[0] or "application/octet-stream"
        )
        tag = hashlib.sha256(body).hexdigest()[:TAG_LENGTH]
        return Finished(body=body, status=200, headers=[("Content-Type", kind)], etag=tag)


def find_assets(folder: Path = STATIC) -> dict[str, Asset]:
    """All files below the folder by their name, the joined ones included."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    assets: dict[str, tuple[Path, ...]] = {path.relative_to(folder).as_posix(): (path,) for path in files}
    for name, pattern in JOINED.items():
        assets[name] = tuple(sorted(folder.glob(pattern)))
    return {name: Asset(name, sources) for name, sources in assets.items()}


ASSETS = find_assets()


def asset(name: str) -> str:
    """The address of a static file, with its content's tag.

    Raises:
        KeyError: no such file; a template names something that is not there.
    """
    return f"{request.script_root}{_tagged(name)}"


@cache
def _tagged(name: str) -> str:
    """The path below the site's root; every page asks for the same few."""
    return f"/static/{quote(name)}?v={ASSETS[name].finished.etag}"
