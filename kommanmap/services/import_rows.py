"""Cells of one row → the draft it asks for, on top of what is stored. Says every doubt; writes nothing.

Columns the table does not have, and empty cells, leave the stored value alone. What was derived from typed words
(offers, languages …) follows a change of the words, never overrides what somebody has set by hand since.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from kommanmap.domain.drafts import PointDraft
from kommanmap.domain.hours.session import ReadingStatus
from kommanmap.domain.problems import Problem
from kommanmap.domain.rules import MOST_TIMES, SINGLE_LINE_LIMITS, TEXT_LIMITS, checked, latin_digits
from kommanmap.domain.value_words import date_of, member_of
from kommanmap.domain.vocabulary import Cost, Knowledge, PinVisibility, Registration, Status
from kommanmap.geocoding.answers import GeocodeAnswer
from kommanmap.geocoding.chain import Chain
from kommanmap.geocoding.checks import warnings_about
from kommanmap.geocoding.names.shipped import shipped_gazetteer
from kommanmap.services.import_addresses import address_cells
from kommanmap.services.import_columns import CLEARED
from kommanmap.services.import_hints import hints
from kommanmap.services.import_positions import positioned
from kommanmap.services.import_words import with_words
from kommanmap.services.point_times import JOINT, TimesReader, Verdict, words_changed
from kommanmap.services.town_lookup import Town, TownLookup, centre_notes

_COPIED = tuple(
    name
    for name in (*SINGLE_LINE_LIMITS, *TEXT_LIMITS)
    if name not in ("ags", "street", "house_number", "postcode", "district", "position_source", "offers_as_typed")
)
_MEMBERS: dict[str, type[StrEnum]] = {
    "status": Status,
    "step_free": Knowledge,
    "accessible_toilet": Knowledge,
    "childcare": Knowledge,
    "cost": Cost,
    "registration": Registration,
    "pin_visibility": PinVisibility,
}
_DATE_INSTEAD_OF_NUMBER = re.compile(r"\d{4}-\d{2}-\d{2}.*|\d{1,2}\. ?[A-Za-zä]{3,}.*")
_TIMES_BREAK = re.compile(r"; |\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row whose town is known (or the problems that keep it unknown): enough to tell which place it means."""

    cells: dict[str, str]
    town: Town | None
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class ReadRow:
    """The draft that a row asks for, checked; `warnings` are kept with the place, `answer` is the geocoder's.

    times: what was read from the words about times; None where they are not new, so that what is stored stays.
    """

    draft: PointDraft
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    answer: GeocodeAnswer | None
    times: Verdict | None


def place_row(cells: dict[str, str], lookup: TownLookup) -> PlacedRow:
    """Take the address apart where it stands in one cell, and find the municipality."""
    taken_apart = address_cells(cells, shipped_gazetteer())
    parts = taken_apart.cells
    if "postcode" in parts:
        parts["postcode"] = re.sub(r"^D\s*-?\s*(?=\d)", "", latin_digits(parts["postcode"]))
    said = {name: "" if parts.get(name) == CLEARED else parts.get(name, "") for name in ("ags", "town", "postcode")}
    answer = lookup.find(**said)
    notes = [*taken_apart.notes, *answer.notes]
    if answer.town is not None:
        notes += centre_notes(answer.town, centre=parts.get("centre", ""), kreis=parts.get("kreis", ""))
        if answer.district and not parts.get("district"):  # a part found with the town never overrides a cell
            parts["district"] = answer.district
    return PlacedRow(parts, answer.town, answer.problems, tuple(notes))


def read_row(row: PlacedRow, *, stored: PointDraft | None, chain: Chain, times: TimesReader) -> ReadRow:
    """The draft of a row whose town is known; `stored` is what the place says now."""
    assert row.town is not None  # noqa: S101 - a row without a town is refused before
    base = stored or PointDraft()
    problems: list[Problem] = []
    values: dict[str, Any] = {"ags": row.town.ags}
    values |= {name: _text(row.cells[name]) for name in _COPIED if name in row.cells}
    values |= {
        name: _text(row.cells[name]) for name in ("street", "house_number", "postcode", "district") if name in row.cells
    }
    if "times" in row.cells and _text(row.cells["times"]) != JOINT.join(base.times):
        values["times"] = times_of(_text(row.cells["times"]))
    values |= _collect(_members(row.cells), problems)
    values |= _collect(_texts(row.cells, base), problems)
    values |= _collect(_dates(row.cells), problems)
    if _DATE_INSTEAD_OF_NUMBER.fullmatch(values.get("house_number", "")):
        problems.append(Problem("house_number", "date_in_number", {"typed": values["house_number"]}))
    draft, word_notes = with_words(row.cells, base=base, draft=replace(base, **values))
    place = positioned(row.cells, base=stored, draft=draft, chain=chain)
    result = checked(place.draft)
    problems += (*place.problems, *result.problems)
    draft, verdict = _with_times(result.draft, stored, times)
    doubts = () if problems else (*warnings_about(draft, answer=place.answer), *(verdict.warnings if verdict else ()))
    return ReadRow(
        draft,
        tuple(problems),
        (*row.notes, *word_notes, *place.notes, *result.notes, *hints(draft)),
        doubts,
        place.answer,
        verdict,
    )


def _with_times(draft: PointDraft, stored: PointDraft | None, times: TimesReader) -> tuple[PointDraft, Verdict | None]:
    """Sessions follow the words; while these stay, so does what was made of them, by whomever."""
    if not words_changed(stored, draft):
        return draft, None
    if not draft.times:
        return replace(draft, sessions=(), times_status=ReadingStatus.NONE), None
    verdict = times.read(draft.times)
    return verdict.on(draft), verdict


def times_of(typed: str) -> tuple[str, ...]:
    """Times as typed, one entry per fragment; joined with `"; "` they give the typed text back to the letter."""
    parts = [part for part in _TIMES_BREAK.split(typed) if part.strip()]
    return (*parts[: MOST_TIMES - 1], JOINT.join(parts[MOST_TIMES - 1 :])) if len(parts) > MOST_TIMES else tuple(parts)


def _text(cell: str) -> str:
    return "" if cell == CLEARED else cell


Found = Iterator[tuple[str, Any] | Problem]


def _collect(found: Found, problems: list[Problem]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for item in found:
        if isinstance(item, Problem):
            problems.append(item)
        else:
            values[item[0]] = item[1]
    return values


def _members(cells: dict[str, str]) -> Found:
    for name, vocabulary in _MEMBERS.items():
        if name not in cells:
            continue
        word = cells[name]
        member: StrEnum | None
        if word == CLEARED and vocabulary is not Status:
            member = getattr(PointDraft(), name)
        else:
            member = member_of(vocabulary, word)
        yield (name, member) if member is not None else Problem(name, "word_not_known", {"typed": word})


def _texts(cells: dict[str, str], base: PointDraft) -> Found:
    texts = dict(base.texts)
    for name, cell in cells.items():
        if name.startswith("description:"):
            texts[name.removeprefix("description:")] = _text(cell)
    yield "texts", tuple((code, text) for code, text in texts.items() if text)


def _dates(cells: dict[str, str]) -> Found:
    for name in ("last_checked_on", "paused_until"):
        typed = cells.get(name)
        if typed is not None:
            day = None if typed == CLEARED else date_of(typed)
            unclear = day is None and typed != CLEARED
            yield Problem(name, "not_a_date", {"typed": typed}) if unclear else (name, day)
