"""What stands in a file or an environment variable → a setting in its type. Knows no setting by name."""

import re
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kommanmap.domain.errors import BadConfiguration

_TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False, "": False}
_HOST = re.compile(r"[a-z0-9.-]+|[0-9a-f:.]+")  # nothing that a resolver would read as another name than it looks like


def settings_in_file(path: Path) -> dict[str, Any]:
    """What a TOML file says; nothing where there is none. Raises BadConfiguration for one that cannot be read."""
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadConfiguration(f"{path} cannot be read: {error}") from error


def typed_setting(name: str, hint: Any, value: Any) -> Any:
    """A setting in its type; text from the environment is read as number or comma list where one is wanted.

    Raises:
        BadConfiguration: it is nothing that this type takes.
    """
    if hint is bool:
        if isinstance(value, bool):
            return value
        if isinstance(value, str) and value.strip().lower() in _TRUTH:
            return _TRUTH[value.strip().lower()]
    elif hint is int:
        try:
            return int(value)
        except (TypeError, ValueError):
            pass
    elif hint == tuple[str, ...]:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        if isinstance(value, list | tuple) and all(isinstance(part, str) for part in value):
            return tuple(value)
    elif isinstance(value, str):
        return value
    raise BadConfiguration(f"{name}: {value!r} is not what this setting takes")


def check_server(name: str, url: str) -> None:
    """Refuse what is not plainly `http(s)://host[:port][/path]`."""
    try:
        parts = urlsplit(url)
        plain = parts.port != 0 and parts.scheme in ("https", "http") and _HOST.fullmatch(parts.hostname or "")
    except ValueError:
        plain = None
    if not plain or set(url) & set("@?# \\") or not url.isprintable() or not url.isascii():
        raise BadConfiguration(f"{name} must look like https://geocoder.example (no user name, no question mark)")
