"""The list of places as a page shows it: groups with finished cards, filters with counts, chips, paging, advice.

Shared by the list, the map's list, centre and town pages and embeds.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request
from markupsafe import Markup

from kommanmap.extensions import db
from kommanmap.i18n import gettext
from kommanmap.presenters.areas import PublicCentre, public_centre
from kommanmap.presenters.notes import distance_text, note_text, understood_text, wider_text
from kommanmap.presenters.public_point import PlaceLink
from kommanmap.queries.filters import FILTERS, RADII_KM
from kommanmap.queries.point_query import PointQuery, QueryNote, read_query
from kommanmap.queries.records import centre_by_slug
from kommanmap.queries.search import Found, Page, search
from kommanmap.views.current import index
from kommanmap.views.links import PageLinks
from kommanmap.views.shown import cards

PAGE_SIZE = 50
TYPED_WORDS = ("q", "ort", "plz", "umkreis")
"""Query words that a person types; the form shows them again."""

FEW = 5
"""With fewer places than this a page also says what else to try."""


@dataclass(frozen=True, slots=True)
class GroupView:
    """The places of one centre: `shown` of its `total` places stand on this page, as finished cards."""

    centre: PlaceLink
    total: int
    shown: int
    cards: tuple[Markup, ...]


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """A value of a filter with the number of places it would leave, and the address that chooses or drops it."""

    value: str
    label: str
    count: int
    selected: bool
    url: str


@dataclass(frozen=True, slots=True)
class FacetView:
    """A filter of the panel."""

    word: str
    label: str
    multiple: bool
    choices: tuple[ChoiceView, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter in words, with the address of the list without it."""

    label: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page of the list; `number` None stands for the pages left out between two."""

    number: int | None
    url: str


@dataclass(frozen=True, slots=True)
class PagingView:
    """Where we are. Addresses are "" where there is no page to go to."""

    number: int
    pages: int
    first: int
    last: int
    previous_url: str
    next_url: str
    links: tuple[PageLink, ...]


@dataclass(frozen=True, slots=True)
class AdviceView:
    """What else to try: (label, address), (town, places, distance, address), centres to ask."""

    wider: tuple[tuple[str, str], ...]
    neighbours: tuple[tuple[str, int, str, str], ...]
    centres: tuple[PublicCentre, ...]


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
    found = search(snapshot, query)
    return Listing(query, notes, found, found.page(query.page, PAGE_SIZE))


def address(path: str, query: PointQuery) -> str:
    """A path with the words of a query."""
    words = query.to_args()
    return f"{path}?{urlencode(words)}" if words else path


def groups(page: Page) -> list[GroupView]:
    """The page's groups with finished cards."""
    links, gazetteer = PageLinks(), index().gazetteer
    finished = cards([hit for group in page.groups for hit in group.hits])
    views = []
    for group in page.groups:
        shown = tuple(finished[hit.point_id] for hit in group.hits if hit.point_id in finished)
        centre = gazetteer.centres[group.centre_slug]
        link = PlaceLink(slug=centre.slug, key=centre.slug, name=centre.name, url=links.centre(centre.slug))
        views.append(GroupView(centre=link, total=group.total, shown=len(shown), cards=shown))
    return views


def facets(path: str, listing: Listing) -> list[FacetView]:
    """The filters of the panel with counts."""
    counted = listing.found.facets()
    query = listing.query
    return [
        FacetView(
            word=item.word,
            label=str(item.label),
            multiple=item.multiple,
            choices=tuple(
                ChoiceView(
                    value=choice.value,
                    label=choice.label,
                    count=choice.count,
                    selected=choice.selected,
                    url=address(
                        path,
                        query.without(item.word, choice.value)
                        if choice.selected
                        else query.with_value(item.word, choice.value),
                    ),
                )
                for choice in counted[item.word]
            ),
        )
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


def paging(path: str, listing: Listing) -> PagingView:
    """Addresses of the pages around this one."""
    page = listing.page

    def url(number: int) -> str:
        return address(path, listing.query.at_page(number)) if 1 <= number <= page.pages else ""

    near = sorted(number for number in {1, page.pages, *range(page.number - 1, page.number + 2)} if url(number))
    links: list[PageLink] = []
    for before, number in zip([0, *near], near, strict=False):
        if number > before + 1:
            links.append(PageLink(None, ""))
        links.append(PageLink(number, url(number)))
    return PagingView(
        number=page.number,
        pages=page.pages,
        first=page.first,
        last=page.last,
        previous_url=url(page.number - 1),
        next_url=url(page.number + 1),
        links=tuple(links),
    )


def advice(path: str, found: Found) -> AdviceView:
    """What to try when little or nothing was found."""
    given, links = found.advice(), PageLinks()
    centres = (centre_by_slug(db.session, slug) for slug in given.centre_slugs)
    return AdviceView(
        wider=tuple((wider_text(km, count), address(path, query)) for km, count, query in given.wider),
        neighbours=tuple(
            (name, count, distance_text(km), links.town(slug)) for slug, name, count, km in given.neighbours
        ),
        centres=tuple(public_centre(centre, links) for centre in centres if centre is not None),
    )


def context(path: str, listing: Listing) -> dict[str, object]:
    """Everything the list component needs. `path` is the page's own address without query."""
    found, query = listing.found, listing.query
    notes = [note_text(note) for note in listing.notes]
    if query.page != listing.page.number:
        notes.append(gettext("Diese Seite gibt es nicht. Sie sehen Seite %(number)s.", number=listing.page.number))
    return {
        "fields": {word: " ".join(query.get(word)) for word in TYPED_WORDS},
        "radii": [(str(km), distance_text(km), str(km) in query.get("umkreis")) for km in RADII_KM],
        "found_total": found.total,
        "found_of": found.of,
        "sorted_by_distance": found.sorted_by_distance,
        "groups": groups(listing.page),
        "facets": facets(path, listing),
        "chips": chips(path, listing),
        "notes": notes,
        "understood": [understood_text(item) for item in found.understood],
        "did_you_mean": [(item.label, address(path, item.query)) for item in found.advice().did_you_mean],
        "advice": advice(path, found) if found.total < FEW else None,
        "paging": paging(path, listing),
    }
