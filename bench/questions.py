"""The seeded mix of questions that `bench/search.py` asks the index and, where it can answer, SQLite."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from bench.quality import slips
from bench.words import COMPOUND_ENDS, COMPOUND_STARTS, KINDS, SAINTS, STREET_ENDS, STREET_STARTS
from kommanmap.domain.languages import SPOKEN_LANGUAGES
from kommanmap.domain.vocabulary import Audience, Offer, Weekday
from kommanmap.queries.gazetteer import Gazetteer

Args = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Question:
    """kind: what is measured. words: exact words that plain SQL can look for too. `for_sql`: SQL can answer it."""

    kind: str
    args: Args
    words: tuple[str, ...] = ()
    prefix: str = ""
    for_sql: bool = True


def questions(gazetteer: Gazetteer, count: int, seed: int) -> Iterator[Question]:
    """Texts, places, radii, filters and mixtures of them."""
    chance = random.Random(seed)
    towns = list(gazetteer.towns.values())
    codes = sorted(gazetteer.postcodes)

    def filters() -> list[tuple[str, str]]:
        chosen = []
        for word, values, share in (
            ("sprache", SPOKEN_LANGUAGES[:12], 0.5),
            ("angebot", [*map(str, Offer)], 0.5),
            ("zielgruppe", [*map(str, Audience)], 0.2),
            ("tag", [*map(str, Weekday)], 0.3),
            ("stufenfrei", ("ja",), 0.2),
            ("status", ("offen",), 0.1),
        ):
            if chance.random() < share:
                chosen.append((word, chance.choice(values)))
        return chosen

    def word() -> str:
        return chance.choice(
            (
                chance.choice(KINDS).split()[0],
                chance.choice(SAINTS).split()[-1],
                chance.choice(STREET_STARTS) + chance.choice(STREET_ENDS),
                chance.choice(COMPOUND_STARTS) + chance.choice(COMPOUND_ENDS),
                chance.choice(("Caritasverband", "Fahrradwerkstatt", "Kirchengemeinde", "Formularen", "Café")),
            )
        )

    def one(kind: str) -> Question:
        town = chance.choice(towns)
        radius = str(chance.choice((1, 2, 5, 10, 25, 50)))
        first, second = word(), word()
        match kind:
            case "nothing asked":
                return Question(kind, ())
            case "filters":
                return Question(kind, tuple(filters()))
            case "word":
                return Question(kind, (("q", first),), (first,))
            case "two words":
                return Question(kind, (("q", f"{first} {second}"),), (first, second))
            case "word + filters":
                return Question(kind, (("q", first), *filters()), (first,))
            case "prefix":
                start = first[: chance.randint(2, 6)]
                return Question(kind, (("q", start), *filters()[:1]), prefix=start)
            case "town":
                return Question(kind, (("q", town.name),), for_sql=False)
            case "town + word":
                return Question(
                    kind, (("q", f"{chance.choice(('Frauen', 'Deutschkurs', first))} {town.name}"),), for_sql=False
                )
            case "typo in a town":
                return Question(kind, (("q", chance.choice(list(slips(town.name, chance).values()))),), for_sql=False)
            case "typo in a word":
                typed = chance.choice(list(slips(first, chance).values()))
                return Question(kind, (("q", f"{typed} {second}"), *filters()[:1]), for_sql=False)
            case "place + radius":
                return Question(kind, (("ort", town.slug), ("umkreis", radius), *filters()))
            case "postcode + radius + word + filters":
                return Question(
                    kind, (("plz", chance.choice(codes)), ("umkreis", radius), ("q", first), *filters()), (first,)
                )
            case _:
                centre = chance.choice(list(gazetteer.centres))
                return Question(kind, (("zentrum", centre), *filters()))

    kinds = (
        "nothing asked", "filters", "word", "two words", "word + filters", "prefix", "town", "town + word",
        "typo in a town", "typo in a word", "place + radius", "postcode + radius + word + filters", "centre + filters",
    )  # fmt: skip
    for number in range(count):
        yield one(kinds[number % len(kinds)])
