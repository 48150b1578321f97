"""What a webmaster filled in on the page that makes snippets: area, parts, language, colours, height.

Reads query words and says what is wrong with them; the page around it is `embed_generator`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kommanmap.domain.embedding import LANGUAGE, EmbedOptions, EmbedView, read_options, shown
from kommanmap.domain.languages import LANGUAGE_BY_CODE, Language
from kommanmap.domain.problems import Problem
from kommanmap.geocoding.names.gazetteer import Gazetteer
from kommanmap.i18n import current_language
from kommanmap.queries.point_query import read_query
from kommanmap.views.embed_question import CENTRE, TOWN, town_slug
from kommanmap.views.embed_snippet import HEIGHT_PX, LEAST_PX, MOST_PX
from kommanmap.views.own_address import OwnAddress, own_address

ADDRESS, VIEW, HEIGHT = "adresse", "ansicht", "hoehe"


@dataclass(frozen=True, slots=True)
class EmbedChoice:
    """Options, and the places: by question, or the one place `slug`. typed: what stands in the fields."""

    view: EmbedView
    question: tuple[tuple[str, str], ...]
    slug: str
    options: EmbedOptions
    language: Language
    height: int
    typed: dict[str, str]
    problems: tuple[Problem, ...]


def read_choice(pairs: Sequence[tuple[str, str]], gazetteer: Gazetteer) -> EmbedChoice:
    """Of the query words of the page."""
    typed = {word: shown(value) for word, value in reversed(pairs)}
    options, problems = read_options(pairs)
    found, address_problems = _address(next((value.strip() for word, value in pairs if word == ADDRESS), ""))
    question, area_problems = _area(typed, gazetteer)
    view = typed.get(VIEW, "")
    return EmbedChoice(
        view=EmbedView(view) if view in set(EmbedView) else found.view if found else EmbedView.BOTH,
        question=found.question if found else question,
        slug=found.slug if found else "",
        options=options,
        language=LANGUAGE_BY_CODE.get(typed.get(LANGUAGE, ""), current_language()),
        height=_height(typed.get(HEIGHT, "")),
        typed=typed,
        problems=(*([] if found else area_problems), *address_problems, *problems),
    )


def _address(text: str) -> tuple[OwnAddress | None, list[Problem]]:
    found = own_address(text) if text else None
    return found, [Problem(ADDRESS, "not_ours")] if text and found is None else []


def _area(typed: dict[str, str], gazetteer: Gazetteer) -> tuple[tuple[tuple[str, str], ...], list[Problem]]:
    """A municipality counts before a centre: it is the narrower area."""
    town, centre = typed.get(TOWN, ""), typed.get(CENTRE, "")
    if town:
        slug = town_slug(town, gazetteer)
        return (((TOWN, slug),), []) if slug else ((), [Problem(TOWN, "area_unknown", {"typed": town[:60]})])
    query, _notes = read_query([(CENTRE, centre)] if centre else [], gazetteer)
    unknown = bool(centre) and query.is_empty
    return tuple(query.to_args()), [Problem(CENTRE, "area_unknown", {"typed": centre[:60]})] if unknown else []


def _height(text: str) -> int:
    digits = text if text.isascii() and text.isdigit() and len(text) <= len(str(MOST_PX)) else str(HEIGHT_PX)
    return min(max(int(digits), LEAST_PX), MOST_PX)
