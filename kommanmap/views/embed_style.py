"""The style sheet of an embed in the colours of the site around it: values for the variables of our own styles.

A sheet of its own and not a `<style>`, because the policy of our pages allows none. Whatever was asked for, what comes
out can be read: a colour without contrast becomes the nearest one that has it.
"""

import re
from collections.abc import Mapping

from kommanmap.domain.contrast import SEEN, Colour, best_on, mixed, nearest_readable, read_colour
from kommanmap.domain.embedding import EmbedOptions
from kommanmap.views.assets import ASSETS

TOKENS, MAP_SHEET = "css/parts/10-tokens.css", "css/map.css"
LARGE_TYPE = "html { font-size: 125%; }"

_BLOCK = re.compile(r":root\s*\{([^}]*)\}")
_MAP_BLOCK = re.compile(r"\.km-map\s*\{([^}]*)\}")
_TOKEN = re.compile(r"(--[\w-]+):\s*([^;]+);")
LINE_SHARE = 0.2


def _values() -> tuple[dict[str, str], dict[str, str]]:
    """Our own values, light and dark: the first two blocks of the tokens."""
    blocks = [dict(_TOKEN.findall(block)) for block in _BLOCK.findall(ASSETS[TOKENS].finished.body.decode())]
    return blocks[0], blocks[1]


LIGHT, DARK = _values()
MAP_LIGHT, MAP_DARK = _MAP_BLOCK.findall(ASSETS[MAP_SHEET].finished.body.decode())[:2]
_COLOURS = frozenset(DARK)
"""What differs between light and dark: the colours."""


def style_sheet(options: EmbedOptions) -> str:
    """CSS for the options; empty where nothing was chosen."""
    parts = []
    if options.follows_device:
        if options.accent or options.ink:
            parts.append(_root(_chosen(options, LIGHT)))
            parts.append(f"@media (prefers-color-scheme: dark) {{\n{_root(_chosen(options, DARK))}\n}}")
    else:
        base = DARK if options.is_dark else LIGHT
        scheme = "dark" if options.is_dark else "light"
        own = {name: value for name, value in base.items() if name in _COLOURS}
        parts.append(_root({"color-scheme": scheme, **own, **_chosen(options, base)}))
        land = dict(_TOKEN.findall(MAP_DARK if options.is_dark else MAP_LIGHT))
        parts.append(_rule(".embed .km-map", land))
    if options.large:
        parts.append(LARGE_TYPE)
    return "\n".join(parts) + "\n"


def _chosen(options: EmbedOptions, base: Mapping[str, str]) -> dict[str, str]:
    """The variables that follow from the chosen colours, on light or on dark."""
    ground = options.ground or _colour(base, "--surface")
    values: dict[str, Colour] = {}
    if options.ground:
        edge = mixed(ground, best_on(ground), LINE_SHARE)
        values |= {"--paper": ground, "--surface": ground, "--tint": ground, "--warm": ground, "--line": edge}
        values |= {name: nearest_readable(_colour(base, name), ground) for name in ("--ink", "--soft", "--accent")}
        values |= {name: nearest_readable(_colour(base, name), ground, SEEN) for name in ("--edge", "--focus")}
        values |= _pair("--open", nearest_readable(_colour(base, "--open"), ground))
        values |= _pair("--brand", nearest_readable(_colour(base, "--brand"), ground))
    if options.ink:
        ink = nearest_readable(options.ink, ground)
        values |= {"--ink": ink, "--soft": ink}
    if options.accent:
        values |= {**_pair("--brand", nearest_readable(options.accent, ground)), "--tint": ground}
    return {name: colour.css for name, colour in values.items()}


def _pair(name: str, colour: Colour) -> dict[str, Colour]:
    """A colour and what is written on it."""
    return {name: colour, name.replace("--", "--on-"): best_on(colour)}


def _colour(base: Mapping[str, str], name: str) -> Colour:
    colour = read_colour(base[name])
    if colour is None:
        raise ValueError(f"{name} is no colour of six digits: {base[name]}")
    return colour


def _root(values: Mapping[str, str]) -> str:
    return _rule(":root", values)


def _rule(selector: str, values: Mapping[str, str]) -> str:
    return f"{selector} {{ " + " ".join(f"{name}: {value};" for name, value in values.items()) + " }"
