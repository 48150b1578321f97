"""Calls `kommanmap addresses …` as an operator would, and looks at what is in the index afterwards."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from kommanmap.cli import commands
from kommanmap.geocoding.register.index_file import E7, HOUSE

Source = Callable[[Path], Path]
"""Writes an address file into a folder."""


def call(*words: str) -> Result:
    """`kommanmap addresses …`; a traceback is a failure."""
    result = CliRunner().invoke(commands, ["addresses", *words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def answer(*words: str) -> Any:
    """What a command that ends well says as JSON."""
    result = call(*words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def refusal(*words: str) -> str:
    """The last line on stderr of a command that refuses."""
    result = call(*words)
    assert result.exit_code == 1, result.output
    return result.stderr.splitlines()[-1]


def houses(folder: Path) -> set[tuple[str, str, str, int, str, float, float, str]]:
    """Everything in the index: municipality, street key and name, number, addition, position, postcode."""
    with sqlite3.connect(folder / "addresses.sqlite3") as db:
        additions = dict(db.execute("SELECT code, text FROM addition"))
        postcodes = dict(db.execute("SELECT code, text FROM postcode"))
        streets = db.execute("SELECT ags, key, name, houses FROM street").fetchall()
    db.close()
    return {
        (ags, key, name, number, additions.get(addition, ""), lat / E7, lon / E7, postcodes.get(code, ""))
        for ags, key, name, packed in streets
        for number, addition, lat, lon, code in HOUSE.iter_unpack(packed)
    }


def left_over(folder: Path) -> list[str]:
    """Files beside the index that no finished import leaves."""
    return sorted(
        path.name for path in folder.iterdir() if path.name not in {"addresses.sqlite3", "addresses.sqlite3.lock"}
    )
