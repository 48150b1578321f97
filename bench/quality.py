"""How often search understands what was meant: the 396 municipalities and the example places, spelled right and wrong.

Used by `bench/search.py --quality` and by a test. A first hit is the town (or place) that the answer understands or
shows first, or that "Meinten Sie" names first.
"""

import random
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from bench.instant import AT
from kommanmap.domain.folding import key
from kommanmap.queries.index import PointIndex
from kommanmap.queries.point_query import read_query
from kommanmap.queries.search import Found, search

LETTERS = "abcdefghijklmnopqrstuvwxyzäöü"
_BRACKETS = re.compile(r"\s*\([^)]*\)")
ISSUE_EXAMPLES = (
    ("Muhlheim", "Mülheim an der Ruhr"), ("koeln", "Köln"), ("Hochsauerland Kreis", "KI Hochsauerlandkreis"),
    ("burbahc", "Burbach"), ("٥٧٠٧٢", "57072 Siegen"), ("دوسلدورف", "Düsseldorf"), ("Дюссельдорф", "Düsseldorf"),
    ("Cologne", "Köln"), ("كولونيا", "Köln"),
)  # fmt: skip


@dataclass
class Score:
    """How many of a kind of spelling led to the right place first, and which did not."""

    kind: str
    right: int = 0
    asked: int = 0
    wrong: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def share(self) -> float:
        """0 … 1."""
        return self.right / self.asked if self.asked else 1.0

    def count(self, typed: str, meant: str, got: str) -> None:
        """Note one answer."""
        self.asked += 1
        self.right += meant == got
        if meant != got:
            self.wrong.append((typed, meant, got))


def ask(index: PointIndex, text: str) -> Found:
    """An answer as the list page would give it."""
    query, _ = read_query([("q", text)], index.gazetteer)
    return search(index, query, AT)


def town_found(index: PointIndex, text: str, meant: str) -> str:
    """The AGS understood first, or that of the first suggestion; `meant` if it is among equals."""
    found = ask(index, text)
    if found.places:
        first = found.places[0]
        equals = [place for place in found.places if place.kind is first.kind]
        return meant if any(meant in place.ags for place in equals) else (first.ags or (first.centre_slug,))[0]
    for suggestion in found.advice().did_you_mean[:1]:
        places = ask(index, suggestion.query.get("q")[0]).places
        return places[0].ags[0] if places and places[0].ags else ""
    return ""


def offers(index: PointIndex, text: str) -> set[str]:
    """The AGS of everything that "Meinten Sie" offers."""
    suggested = (ask(index, each.query.get("q")[0]).places for each in ask(index, text).advice().did_you_mean)
    return {ags for places in suggested for place in places for ags in place.ags}


def name_found(index: PointIndex, text: str) -> str:
    """The name of the first place on the first page."""
    found = ask(index, text)
    if not found.total:
        suggested = found.advice().did_you_mean
        found = ask(index, suggested[0].query.get("q")[0]) if suggested else found
    groups = found.page(1).groups
    document = index.document(groups[0].hits[0].point_id) if groups else None
    return index.name(document) if document is not None else ""


def foldings(name: str) -> Iterator[str]:
    """Right in meaning, different in writing."""
    written_out = name.translate(
        str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})
    )
    bare = "".join(c for c in unicodedata.normalize("NFD", name.replace("ß", "ss")) if not unicodedata.combining(c))
    yield from (name.lower(), name.upper(), written_out, bare, unicodedata.normalize("NFD", name), f"  {name} ")
    yield from (_BRACKETS.sub("", name), _BRACKETS.sub("", bare.lower()))


def slips(name: str, chance: random.Random) -> dict[str, str]:
    """One of each kind of slip at a place by chance, in lower case; nothing is done to brackets."""
    text = _BRACKETS.sub("", name).lower()
    inside = [at for at, char in enumerate(text) if char.isalpha()]
    at = chance.choice(inside)
    pairs = [p for p in inside if p + 1 in inside and text[p] != text[p + 1]]
    swap = chance.choice(pairs)
    other = chance.choice([letter for letter in LETTERS if letter != text[at]])
    return {
        "deletion": text[:at] + text[at + 1 :],
        "substitution": text[:at] + other + text[at + 1 :],
        "swap": text[:swap] + text[swap + 1] + text[swap] + text[swap + 2 :],
        "insertion": text[:at] + chance.choice(LETTERS) + text[at:],
    }


def town_scores(index: PointIndex, aliases: list[tuple[str, str, str]], seed: int, rounds: int = 2) -> list[Score]:
    """Scores over all municipalities. aliases: (kind, alias, AGS)."""
    towns = list(index.gazetteer.towns.values())
    scores = {"correct": Score("towns: correct"), "folded": Score("towns: folded")}
    chance = random.Random(seed)

    def check(kind: str, typed: str, ags: str) -> None:
        scores.setdefault(kind, Score(f"towns: {kind}")).count(typed, ags, town_found(index, typed, ags))

    for town in towns:
        check("correct", town.name, town.ags)
        for typed in foldings(town.name):
            check("folded", typed, town.ags)
    for kind, alias, ags in aliases:
        if any(ags in place.ags for place in index.gazetteer.others(key(alias))):
            offered = scores.setdefault("homonym", Score("towns: names that first mean another, offered"))
            offered.count(alias, ags, ags if ags in offers(index, alias) else "")
        else:
            check(f"alias {kind}", alias, ags)
    for _ in range(rounds):
        for town in towns:
            for kind, typed in slips(town.name, chance).items():
                check(f"one slip, {kind}", typed, town.ags)
    return list(scores.values())


def place_scores(index: PointIndex, names: list[str], seed: int, rounds: int = 2) -> list[Score]:
    """Scores over names of places."""
    scores: dict[str, Score] = {}
    chance = random.Random(seed)

    def check(kind: str, typed: str, name: str, same: Callable[[str], str] = str) -> None:
        scores.setdefault(kind, Score(f"places: {kind}")).count(typed, same(name), same(name_found(index, typed)))

    def without_brackets(name: str) -> str:
        return _BRACKETS.sub("", name)

    for name in names:
        check("correct", name, name)
        for typed in foldings(name):
            check("folded", typed, name, without_brackets if "(" in name and "(" not in typed else str)
        for _ in range(rounds):
            for kind, typed in slips(name, chance).items():
                check(f"one slip, {kind}", typed, name, without_brackets)
    return list(scores.values())


def example_scores(index: PointIndex) -> Score:
    """The spellings that the issue names."""
    score = Score("examples of the issue")
    for typed, label in ISSUE_EXAMPLES:
        understood = ask(index, typed).understood
        score.count(typed, label, understood[0].label if understood else "")
    return score
