"""What an embed was asked for: area and filters (as the list takes them) and its own words. Shared by every embed."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request
from werkzeug.datastructures import MultiDict

from kommanmap.domain.embedding import LANGUAGE, OWN_WORDS, EmbedOptions, Part, read_options, shown
from kommanmap.geocoding.names.gazetteer import Gazetteer
from kommanmap.i18n import current_language, gettext
from kommanmap.queries.point_query import MOST_VALUES, PointQuery
from kommanmap.views.current import index
from kommanmap.views.links import absolute, with_words
from kommanmap.views.listing import PLACE_FILTER, Listing, ask, context

CENTRE, TOWN = "zentrum", "gemeinde"
AREAS = (CENTRE, TOWN, "ort", "plz")
"""Words that say where: when nobody knows the place, an embed must not show the whole state instead."""

Words = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class EmbedQuestion:
    """The places, the options, and the area that nobody knows ("" where all is well)."""

    listing: Listing
    options: EmbedOptions
    unknown: str


def read_question() -> EmbedQuestion:
    """Of this request."""
    snapshot = index()
    typed = [value for value in request.args.getlist(TOWN)[:MOST_VALUES] if value.strip()]
    towns = tuple((TOWN, town_slug(value, snapshot.gazetteer) or value) for value in typed)
    listing = ask(extra=towns, ignore=(*OWN_WORDS, TOWN))
    unknown = ""
    for word in AREAS:
        asked = [value for value in request.args.getlist(word) if value.strip()]
        if asked and not listing.query.get(word):
            unknown = asked[0]
    return EmbedQuestion(listing, options_asked(request.args), shown(unknown)[:100])


def options_asked(words: "MultiDict[str, str]") -> EmbedOptions:
    """The options of an address; wrong ones are left out."""
    options, _problems = read_options(words.items(multi=True))
    return options


def town_slug(typed: str, gazetteer: Gazetteer) -> str:
    """Slug, AGS or name in any spelling → the slug of the municipality; "" where nobody knows it."""
    town = gazetteer.town(typed.strip().lower())
    if town is not None:
        return town.slug
    good, _bad = PLACE_FILTER.parse([typed], gazetteer)
    return next((slug for slug in good if slug in gazetteer.towns), "")


def own_words(options: EmbedOptions) -> Words:
    """The embed's own words: its language, then what is not as usual."""
    return [(LANGUAGE, current_language().code), *options.words()]


def style_url(options: EmbedOptions) -> str:
    """The style sheet of the chosen colours; "" where they are ours."""
    words = options.style_words()
    return with_words("embed_code.style", words) if words else ""


def shell(options: EmbedOptions, title: str, full_url: str) -> dict[str, object]:
    """What `layouts/embed.html` needs."""
    return {
        "embed_title": title,
        "full_url": full_url,
        "style_url": style_url(options),
        "title_shown": Part.TITLE in options.parts,
    }


def frame(question: EmbedQuestion) -> dict[str, object]:
    """What the templates of lists and maps need."""
    options, listing = question.options, question.listing
    own = own_words(options)
    path = address_with(request.path, own)
    return {
        **shell(options, title_of(listing.query), absolute(with_words("public.points", listing.query.to_args()))),
        **context(path, listing),
        "action": request.path,
        "own_words": own,
        "count_shown": Part.COUNT in options.parts,
        "search_shown": Part.SEARCH in options.parts,
    }


def address_with(path: str, words: Words) -> str:
    """A path with query words."""
    return f"{path}?{urlencode(words)}" if words else path


def title_of(query: PointQuery) -> str:
    """The places, and of which area."""
    gazetteer = index().gazetteer
    for slug in query.get(CENTRE):
        return gettext("Treffpunkte: %(name)s", name=gazetteer.centres[slug].name)
    for slug in (*query.get(TOWN), *query.get("ort")):
        town = gazetteer.town(slug)
        if town is not None:
            return gettext("Treffpunkte: %(name)s", name=town.name)
    return gettext("Treffpunkte")
