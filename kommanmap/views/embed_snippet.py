"""The line a webmaster copies: an iframe of the list or the map of one area."""

from dataclasses import dataclass

from flask import url_for
from markupsafe import Markup

from kommanmap.i18n import current_language, gettext
from kommanmap.views.links import absolute

HEIGHT_PX = 640


@dataclass(frozen=True, slots=True)
class EmbedSnippet:
    """Ready HTML (as text to copy) and the addresses it frames."""

    list_html: str
    map_html: str
    list_url: str
    map_url: str


def embed_snippet(word: str, value: str, name: str) -> EmbedSnippet:
    """Snippets for an area: `word` is `zentrum` or `gemeinde`, `value` its slug, `name` for the frame's title."""
    language = current_language().code
    urls = {
        kind: absolute(url_for(f"embed.{kind}", lang=language, **{word: value})) for kind in ("point_list", "point_map")
    }
    title = gettext("Treffpunkte: %(name)s", name=name)
    return EmbedSnippet(
        list_html=_iframe(urls["point_list"], title),
        map_html=_iframe(urls["point_map"], title),
        list_url=urls["point_list"],
        map_url=urls["point_map"],
    )


def _iframe(url: str, title: str) -> str:
    return str(
        Markup('<iframe src="{}" title="{}" width="100%" height="{}" loading="lazy"></iframe>').format(
            url, title, HEIGHT_PX
        )
    )
