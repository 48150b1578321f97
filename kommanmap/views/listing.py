"""The list of places as a page shows it: groups with finished cards, filters with counts, chips, paging, advice.

Shared by the list, the map's list, centre and town pages and embeds.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request

from kommanmap.domain.vocabulary import OpenWhen
from kommanmap.extensions import db
from kommanmap.i18n import gettext
from kommanmap.presenters.areas import public_centre
from kommanmap.presenters.notes import note_text, understood_text
from kommanmap.presenters.place_hours import as_of
from kommanmap.presenters.public_point import PlaceLink
from kommanmap.queries.filters import FILTERS
from kommanmap.queries.point_query import PointQuery, QueryNote, read_query
from kommanmap.queries.records import centre_by_slug
from kommanmap.queries.search import FacetChoice, Found, Page, search
from kommanmap.queries.session_filters import OPEN
from kommanmap.views.current import index, minute, work_day
from kommanmap.views.links import PageLinks
from kommanmap.views.shown import CardView, card_views

PAGE_SIZE = 50
PLACE_FILTER = next(item for item in FILTERS if item.word == "ort")

FEW = 5
"""With fewer places than this a page also says what else to try."""


@dataclass(frozen=True, slots=True)
class GroupView:
    """The places of one centre on this page; `total` counts those on other pages too."""

    centre: PlaceLink
    total: int
    cards: tuple[CardView, ...]


@dataclass(frozen=True, slots=True)
class FacetView:
    """A filter of the panel."""

    word: str
    label: str
    multiple: bool
    choices: tuple[FacetChoice, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter in words, with the address of the list without it."""

    label: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class OpenLink:
    """The same list of what is open at some time; where that is chosen already, the address of all."""

    label: str
    url: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class PagingView:
    """Where we are. Addresses are "" where there is no page to go to; `numbers` leaves pages far away out."""

    number: int
    pages: int
    first: int
    last: int
    previous_url: str
    next_url: str
    numbers: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A query with its answer."""

    query: PointQuery
    notes: tuple[QueryNote, ...]
    found: Found
    page: Page


def ask(extra: tuple[tuple[str, str], ...] = (), ignore: tuple[str, ...] = ()) -> Listing:
    """Read the query words of this request (plus `extra`), ask the index. Words in `ignore` belong to somebody else."""
    snapshot = index()
    words = [(key, value) for key, value in request.args.items(multi=True) if key not in ignore]
    query, notes = read_query([*words, *extra], snapshot.gazetteer)
    found = search(snapshot, query, minute(), fresh_since=work_day().fresh_since)
    return Listing(query, notes, found, found.page(query.page, PAGE_SIZE))


def address(path: str, query: PointQuery) -> str:
    """A path with the words of a query; a path that has words already (an embed's own) keeps them."""
    words = query.to_args()
    return f"{path}{'&' if '?' in path else '?'}{urlencode(words)}" if words else path


def groups(page: Page) -> list[GroupView]:
    """The page's groups with finished cards."""
    links, gazetteer = PageLinks(), index().gazetteer
    finished = {card.point_id: card for card in card_views([hit for group in page.groups for hit in group.hits])}
    views = []
    for group in page.groups:
        centre = gazetteer.centres[group.centre_slug]
        link = PlaceLink(slug=centre.slug, key=centre.slug, name=centre.name, url=links.centre(centre.slug))
        shown = tuple(finished[hit.point_id] for hit in group.hits if hit.point_id in finished)
        views.append(GroupView(centre=link, total=group.total, cards=shown))
    return views


def facets(found: Found) -> list[FacetView]:
    """The filters of the panel with counts."""
    counted = found.facets()
    return [
        FacetView(item.word, str(item.label), item.multiple, counted[item.word])
        for item in FILTERS
        if item.word in counted
    ]


def chips(path: str, listing: Listing) -> list[Chip]:
    """The active filters in words, each removable."""
    gazetteer = index().gazetteer
    return [
        Chip(item.describe(value, gazetteer), address(path, listing.query.without(item.word, value)))
        for item in FILTERS
        for value in listing.query.get(item.word)
    ]


def open_links(path: str, listing: Listing) -> list[OpenLink]:
    """What is open now or soon, with one tap; a second tap takes it back."""
    query, chosen = listing.query, listing.query.get(OPEN.word)
    return [
        OpenLink(
            OPEN.describe(when.value, index().gazetteer),
            address(path, query.without(OPEN.word) if when in chosen else query.with_value(OPEN.word, when.value)),
            when in chosen,
        )
        for when in OpenWhen
    ]


def paging(path: str, listing: Listing) -> PagingView:
    """Addresses of the pages around this one."""
    page = listing.page

    def url(number: int) -> str:
        return address(path, listing.query.at_page(number)) if 1 <= number <= page.pages else ""

    near = sorted(number for number in {1, page.pages, *range(page.number - 1, page.number + 2)} if url(number))
    return PagingView(
        number=page.number,
        pages=page.pages,
        first=page.first,
        last=page.last,
        previous_url=url(page.number - 1),
        next_url=url(page.number + 1),
        numbers=tuple((number, url(number)) for number in near),
    )


def context(path: str, listing: Listing) -> dict[str, object]:
    """Everything the list component needs. `path` is the page's own address without query."""
    found, query = listing.found, listing.query
    advice, links, few = found.advice(), PageLinks(), found.total < FEW
    centres = [centre_by_slug(db.session(), slug) for slug in (advice.centre_slugs if few else ())]
    notes = [note_text(note) for note in listing.notes]
    if query.page != listing.page.number:
        notes.append(gettext("Diese Seite gibt es nicht. Sie sehen Seite %(number)s.", number=listing.page.number))
    return {
        "query": query,
        "ort_label": "".join(PLACE_FILTER.describe(value, index().gazetteer) for value in query.get(PLACE_FILTER.word)),
        "found_total": found.total,
        "found_of": found.of,
        "at": as_of(minute()),
        "open_links": open_links(path, listing),
        "groups": groups(listing.page),
        "facets": facets(found),
        "chips": chips(path, listing),
        "notes": notes,
        "understood": [understood_text(item) for item in found.understood],
        "did_you_mean": [(item.label, address(path, item.query)) for item in advice.did_you_mean],
        "wider": [(km, count, address(path, wide)) for km, count, wide in advice.wider] if few else [],
        "neighbours": [(town, links.town(slug), count, km) for slug, town, count, km in advice.neighbours if few],
        "advice_centres": [public_centre(centre, links) for centre in centres if centre is not None],
        "clear_url": path,
        "paging": paging(path, listing),
    }
