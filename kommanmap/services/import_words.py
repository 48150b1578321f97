"""Typed words of a row → offers, audiences, languages and facts of its draft. Keeps the typed words whole."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from kommanmap.domain.drafts import PointDraft
from kommanmap.domain.language_words import CODE_BY_WORD, spoken_languages
from kommanmap.domain.offer_words import said_audiences, said_by_offers
from kommanmap.domain.problems import Problem
from kommanmap.domain.vocabulary import Audience, Cost, Knowledge, Offer, Registration
from kommanmap.domain.word_keys import word_key
from kommanmap.services.import_columns import CLEARED

Value = TypeVar("Value")
AUDIENCE_LABEL = "Zielgruppe: "

_CODES: dict[str, dict[str, Any]] = {
    "offers": {item.value: item for item in Offer},
    "audiences": {item.value: item for item in Audience},
    "languages": dict(CODE_BY_WORD),
}
"""Columns as our own files write them: codes between semicolons."""


@dataclass(frozen=True, slots=True)
class _Derived:
    offers: frozenset[Offer]
    audiences: frozenset[Audience]
    languages: frozenset[str]
    childcare: Knowledge
    cost: Cost
    registration: Registration


def with_words(cells: dict[str, str], *, base: PointDraft, draft: PointDraft) -> tuple[PointDraft, tuple[Problem, ...]]:
    """The draft with what its words say, and notes about words that no reader's filter will find."""
    notes: list[Problem] = []
    offers_typed, groups = _typed_offers(cells, base)
    languages_typed = draft.languages_as_typed
    before, after = _derive(base.offers_as_typed, base.languages_as_typed), _derive(offers_typed, languages_typed)
    values = {
        "offers_as_typed": offers_typed,
        "offers": _merged(base.offers, before.offers, after.offers),
        "audiences": _merged(base.audiences, before.audiences, after.audiences),
        "languages": _merged(base.languages, before.languages, after.languages),
    }
    for name in ("childcare", "cost", "registration"):
        if name not in cells and getattr(base, name) == getattr(before, name):
            values[name] = getattr(after, name)
    if groups is not None:
        values["audiences"] = tuple(groups | after.audiences)
    for name, known in _CODES.items():
        if name in cells:
            values[name], unknown = _listed(cells[name], known)
            notes += [Problem(name, "code_not_known", {"typed": word}) for word in unknown]
    if "languages_as_typed" in cells:
        spoken = spoken_languages(languages_typed)
        notes += [Problem("languages", "word_kept_as_text", {"typed": words}) for words in spoken.kept_as_text]
        notes += [Problem("languages", "language_ambiguous", {"typed": word}) for word in spoken.ambiguous]
    return replace(draft, **values), tuple(notes)  # type: ignore[arg-type]


def phrases_kept_as_text(draft: PointDraft) -> tuple[str, ...]:
    """Phrases of the offers that gave nothing; a report counts them, so that the table of words can grow."""
    return said_by_offers(draft.offers_as_typed).kept_as_text


def _typed_offers(cells: dict[str, str], base: PointDraft) -> tuple[str, frozenset[Audience] | None]:
    """Offers as typed, with the words of an audience column that are no group appended, and the groups it names."""
    typed = cells.get("offers_as_typed", base.offers_as_typed)
    typed = "" if typed == CLEARED else typed
    audience = cells.get("audience_words")
    if audience is None:
        return typed, None
    groups, kept = said_audiences("" if audience == CLEARED else audience)
    if kept:
        rest = AUDIENCE_LABEL + ", ".join(kept)
        typed = typed if rest in typed else "; ".join(filter(None, (typed, rest)))
    return typed, groups


def _derive(offers_typed: str, languages_typed: str) -> _Derived:
    said = said_by_offers(offers_typed)
    spoken = spoken_languages(languages_typed)
    interpreting = frozenset({Offer.INTERPRETING}) if spoken.interpreters else frozenset()
    return _Derived(
        said.offers | interpreting,
        said.audiences,
        frozenset(spoken.codes),
        said.childcare,
        said.cost,
        said.registration,
    )


def _merged(stored: Iterable[Value], before: frozenset[Value], after: frozenset[Value]) -> tuple[Value, ...]:
    """What is stored, minus what the old words said and the new ones do not, plus what only the new ones say."""
    return tuple((frozenset(stored) - (before - after)) | (after - before))


def _listed(cell: str, known: dict[str, Value]) -> tuple[tuple[Value, ...], list[str]]:
    """A cell that lists codes or words between semicolons or commas."""
    words = [] if cell == CLEARED else [word.strip() for word in cell.replace(",", ";").split(";") if word.strip()]
    by_key = {word_key(str(word)): value for word, value in known.items()}
    found = {word: by_key.get(word_key(word)) for word in words}
    return tuple(value for value in found.values() if value is not None), [w for w, v in found.items() if v is None]
