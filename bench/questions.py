"""The seeded mix of questions that `bench/search.py` asks the index and, where it can answer, SQLite."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from bench.quality import slips
from bench.words import COMPOUND_ENDS, COMPOUND_STARTS, KINDS, SAINTS, STREET_ENDS, STREET_STARTS
from kommanmap.domain.languages import SPOKEN_LANGUAGES
from kommanmap.domain.vocabulary import Audience, Offer, Weekday
from kommanmap.geocoding.names.gazetteer import Gazetteer

Args = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Question:
    """kind: what is measured. words: exact words that plain SQL can look for too. `for_sql`: SQL can answer it."""

    kind: str
    args: Args
    words: tuple[str, ...] = ()
    prefix: str = ""
    for_sql: bool = True


KINDS_OF_QUESTIONS = (
    "nothing asked", "filters", "word", "two words", "word + filters", "prefix", "town", "town + word",
    "typo in a town", "typo in a word", "place + radius", "postcode + radius + word + filters", "centre + filters",
)  # fmt: skip
_FILTERS = (
    ("sprache", SPOKEN_LANGUAGES[:12], 0.5), ("angebot", (*map(str, Offer),), 0.5),
    ("zielgruppe", (*map(str, Audience),), 0.2), ("tag", (*map(str, Weekday),), 0.3),
    ("stufenfrei", ("ja",), 0.2), ("status", ("offen",), 0.1),
)  # fmt: skip
"""Filter word, values, how often it is used."""


def questions(gazetteer: Gazetteer, count: int, seed: int) -> Iterator[Question]:
    """Texts, places, radii, filters and mixtures of them, in turn."""
    source = _Source(gazetteer, random.Random(seed))
    for number in range(count):
        kind = KINDS_OF_QUESTIONS[number % len(KINDS_OF_QUESTIONS)]
        yield source.about_places(kind) or source.about_words(kind)


class _Source:
    """Makes questions by chance."""

    def __init__(self, gazetteer: Gazetteer, chance: random.Random) -> None:
        self.chance = chance
        self.towns = list(gazetteer.towns.values())
        self.codes = sorted(gazetteer.postcodes)
        self.centres = list(gazetteer.centres)

    def filters(self) -> list[tuple[str, str]]:
        """Some filters, at most one value each."""
        used = [(word, values) for word, values, share in _FILTERS if self.chance.random() < share]
        return [(word, self.chance.choice(values)) for word, values in used]

    def word(self) -> str:
        """A word that places have: of a name, a street, a text."""
        choice = self.chance.choice
        return choice(
            (
                choice(KINDS).split()[0],
                choice(SAINTS).split()[-1],
                choice(STREET_STARTS) + choice(STREET_ENDS),
                choice(COMPOUND_STARTS) + choice(COMPOUND_ENDS),
                choice(("Caritasverband", "Fahrradwerkstatt", "Kirchengemeinde", "Formularen", "Café")),
            )
        )

    def slip(self, text: str) -> str:
        """The text with one slip."""
        return self.chance.choice(list(slips(text, self.chance).values()))

    def about_places(self, kind: str) -> Question | None:
        """Kinds that name a place."""
        town, word = self.chance.choice(self.towns), self.word()
        radius = ("umkreis", str(self.chance.choice((1, 2, 5, 10, 25, 50))))
        match kind:
            case "town":
                return Question(kind, (("q", town.name),), for_sql=False)
            case "town + word":
                topic = self.chance.choice(("Frauen", "Deutschkurs", word))
                return Question(kind, (("q", f"{topic} {town.name}"),), for_sql=False)
            case "typo in a town":
                return Question(kind, (("q", self.slip(town.name)),), for_sql=False)
            case "place + radius":
                return Question(kind, (("ort", town.slug), radius, *self.filters()))
            case "postcode + radius + word + filters":
                code = ("plz", self.chance.choice(self.codes))
                return Question(kind, (code, radius, ("q", word), *self.filters()), (word,))
            case "centre + filters":
                return Question(kind, (("zentrum", self.chance.choice(self.centres)), *self.filters()))
        return None

    def about_words(self, kind: str) -> Question:
        """Kinds that name no place."""
        first, second = self.word(), self.word()
        match kind:
            case "word":
                return Question(kind, (("q", first),), (first,))
            case "two words":
                return Question(kind, (("q", f"{first} {second}"),), (first, second))
            case "word + filters":
                return Question(kind, (("q", first), *self.filters()), (first,))
            case "prefix":
                start = first[: self.chance.randint(2, 6)]
                return Question(kind, (("q", start), *self.filters()[:1]), prefix=start)
            case "typo in a word":
                return Question(kind, (("q", f"{self.slip(first)} {second}"), *self.filters()[:1]), for_sql=False)
            case "filters":
                return Question(kind, tuple(self.filters()))
        return Question(kind, ())
