"""The line a webmaster copies: an iframe of the list or the map of one area."""

from dataclasses import dataclass

from markupsafe import Markup

from kommanmap.i18n import current_language, gettext
from kommanmap.views.links import absolute, with_words

HEIGHT_PX = 640

NOTHING = Markup("")
MAY_LOCATE = Markup(' allow="geolocation"')
"""In a frame, a browser asks for the position (on tap, and keeps it) only where the page around allows it."""


@dataclass(frozen=True, slots=True)
class EmbedSnippet:
    """Ready HTML, as text to copy."""

    list_html: str
    map_html: str


def embed_snippet(word: str, value: str, name: str) -> EmbedSnippet:
    """Snippets for an area: `word` is `zentrum` or `gemeinde`, `value` its slug, `name` for the frame's title."""
    words = [(word, value), ("lang", current_language().code)]
    list_url = absolute(with_words("embed.point_list", words))
    map_url = absolute(with_words("embed.point_map", words))
    title = gettext("Treffpunkte: %(name)s", name=name)
    return EmbedSnippet(
        list_html=_iframe(list_url, title),
        map_html=_iframe(map_url, title, MAY_LOCATE),
    )


def _iframe(url: str, title: str, permissions: Markup = NOTHING) -> str:
    frame = Markup('<iframe src="{}" title="{}" width="100%" height="{}" loading="lazy"{}></iframe>')
    return str(frame.format(url, title, HEIGHT_PX, permissions))
