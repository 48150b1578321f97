"""What a webmaster copies: the element with its script, the plain frame, a link, an include, and the policy line."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import url_for
from markupsafe import Markup

from kommanmap.domain.embedding import LANGUAGE, EmbedOptions, EmbedView
from kommanmap.i18n import current_language, gettext
from kommanmap.views.links import absolute, site_origin, with_words

HEIGHT_PX = 640
LEAST_PX, MOST_PX = 200, 4000

SANDBOX = "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox"
"""What a frame of ours needs; it can never turn the page around it elsewhere."""

ENDPOINTS = {
    EmbedView.LIST: "embed.point_list",
    EmbedView.MAP: "embed.point_map",
    EmbedView.BOTH: "embed.map_and_list",
}

_FRAME = Markup(
    '<iframe src="{src}" title="{title}" width="100%" height="{height}" loading="lazy" allow="geolocation"'
    ' sandbox="{sandbox}"></iframe>'
)
_ELEMENT = Markup(
    '<script src="{script}" async></script>\n'
    '<komman-map src="{src}" title="{title}" lang="{language}">\n  {link}\n</komman-map>'
)
_LINK = Markup('<a href="{url}">{title}</a>')

Words = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class EmbedSnippet:
    """Ready HTML, as text to copy. `embed_url`: what is framed; `link_url`: the same on the whole site."""

    script_html: str
    iframe_html: str
    link_html: str
    include_url: str
    csp_line: str
    embed_url: str
    link_url: str


def snippet_of_places(
    view: EmbedView, question: Words, options: EmbedOptions, title: str, height: int = HEIGHT_PX
) -> EmbedSnippet:
    """Snippets for a question (canonical query words)."""
    words = [*question, (LANGUAGE, current_language().code)]
    return _snippet(
        embed_url=absolute(with_words(ENDPOINTS[view], [*words, *options.words()])),
        link_url=absolute(with_words("public.points", question)),
        include_url=absolute(with_words("embed_code.fragment", words)),
        title=title,
        height=height,
    )


def snippet_of_point(slug: str, options: EmbedOptions, title: str, height: int = HEIGHT_PX) -> EmbedSnippet:
    """Snippets for one place."""
    words = [(LANGUAGE, current_language().code), *options.words()]
    return _snippet(
        embed_url=absolute(with_words("embed.point", words, slug=slug)),
        link_url=absolute(url_for("public.point", slug=slug)),
        include_url="",
        title=title,
        height=height,
    )


def embed_snippet(word: str, value: str, name: str) -> EmbedSnippet:
    """Snippets for an area: `word` is `zentrum` or `gemeinde`, `value` its slug, `name` for the frame's title."""
    title = gettext("Treffpunkte: %(name)s", name=name)
    return snippet_of_places(EmbedView.BOTH, [(word, value)], EmbedOptions(), title)


def generator_url(words: Words) -> str:
    """The page that makes snippets, filled in."""
    path = url_for("embed_generator.page")
    return f"{path}?{urlencode(words)}" if words else path


def _snippet(*, embed_url: str, link_url: str, include_url: str, title: str, height: int) -> EmbedSnippet:
    link = _LINK.format(url=link_url, title=title)
    return EmbedSnippet(
        script_html=str(
            _ELEMENT.format(
                script=absolute(url_for("embed_code.script")), src=embed_url, title=title,
                language=current_language().code, link=link,
            )
        ),
        iframe_html=iframe(embed_url, title, height),
        link_html=str(link),
        include_url=include_url,
        csp_line=f"script-src {site_origin()}; frame-src {site_origin()}",
        embed_url=embed_url,
        link_url=link_url,
    )  # fmt: skip


def iframe(url: str, title: str, height: int) -> str:
    """A plain frame."""
    return str(_FRAME.format(src=url, title=title, height=height, sandbox=SANDBOX))
