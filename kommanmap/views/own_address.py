"""An address of this site, as somebody pasted it → what an embed of it shows. For the generator and oEmbed."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from kommanmap.domain.embedding import OWN_WORDS, EmbedOptions, EmbedView, read_options
from kommanmap.domain.languages import LANGUAGE_BY_CODE, Language
from kommanmap.i18n import current_language
from kommanmap.queries.point_query import PAGE_WORD, read_query
from kommanmap.views.current import index
from kommanmap.views.links import site_origin

LONGEST_ADDRESS = 2000
MOST_WORDS = 200

VIEWS = {
    "public.start": EmbedView.LIST,
    "public.points": EmbedView.LIST,
    "map_pages.map_page": EmbedView.MAP,
    "areas.centre": EmbedView.BOTH,
    "areas.town": EmbedView.BOTH,
    "embed.point_list": EmbedView.LIST,
    "embed.point_map": EmbedView.MAP,
    "embed.map_and_list": EmbedView.BOTH,
}
POINTS = frozenset({"public.point", "embed.point"})
AREA_WORDS = {"areas.centre": "zentrum", "areas.town": "gemeinde"}


@dataclass(frozen=True, slots=True)
class OwnAddress:
    """What a page shows: places by question, or the place `slug`."""

    language: Language
    options: EmbedOptions
    view: EmbedView = EmbedView.LIST
    question: tuple[tuple[str, str], ...] = ()
    slug: str = ""


def own_address(text: str) -> OwnAddress | None:
    """None for other sites' addresses, for code, and for pages of ours that hold no places."""
    found = _endpoint(text.strip())
    if found is None:
        return None
    endpoint, values, words = found
    spoken = values.get("language") or LANGUAGE_BY_CODE.get(dict(words).get("lang", ""))
    language = spoken if isinstance(spoken, Language) else current_language()
    options, _problems = read_options(words)
    slug = str(values.get("slug", ""))
    if endpoint in POINTS:
        return OwnAddress(language, options, slug=slug)
    if endpoint not in VIEWS:
        return None
    area = [(AREA_WORDS[endpoint], slug)] if endpoint in AREA_WORDS else []
    kept = [(word, value) for word, value in words if word not in (*OWN_WORDS, PAGE_WORD)]
    query, _notes = read_query([*kept, *area], index().gazetteer)
    if area and not query.get(area[0][0]):
        return None
    return OwnAddress(language, options, view=VIEWS[endpoint], question=tuple(query.to_args()))


def _endpoint(text: str) -> tuple[str, dict[str, object], list[tuple[str, str]]] | None:
    """The route of an address of ours, its arguments, its query words."""
    if len(text) > LONGEST_ADDRESS or not text.isprintable():
        return None
    try:
        parts = urlsplit(text)
        words = parse_qsl(parts.query, max_num_fields=MOST_WORDS)
    except ValueError:
        return None
    ours = {urlsplit(site_origin()).netloc, request.host}
    root = request.script_root
    if parts.scheme not in ("http", "https") or parts.netloc not in ours or not parts.path.startswith(f"{root}/"):
        return None
    adapter = current_app.url_map.bind(request.host, script_name=root or "/")
    try:
        endpoint, values = adapter.match(parts.path.removeprefix(root), method="GET")
    except (HTTPException, RequestRedirect):
        return None
    return str(endpoint), dict(values), words
