"""Which municipality a row means: by key, name, other name or postcode, with every contradiction said. Reads once."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session as DatabaseSession
from sqlalchemy.orm import joinedload

from kommanmap.domain.problems import Problem
from kommanmap.domain.rules import latin_digits
from kommanmap.domain.vocabulary import AliasKind
from kommanmap.domain.word_keys import word_key
from kommanmap.models import Municipality, MunicipalityAlias, PostcodeArea

MOST_NAMES_SHOWN = 5
_CENTRE_WORDS = frozenset(
    {"ki", "kommunales", "kommunale", "bildungs", "und", "integrationszentrum", "integrationszentren", "zentrum"}
    | {"kreisintegrationszentrum", "kreis", "stadt", "kreisfrei", "ohne", "der", "des"}
)


@dataclass(frozen=True, slots=True)
class Town:
    """A municipality with what an import needs to know of it."""

    ags: str
    name: str
    kreis: str
    centre_name: str
    centre_serves: str


@dataclass(frozen=True, slots=True)
class TownAnswer:
    """The municipality (None: refused), the part of town that was named instead of it, problems and notes."""

    town: Town | None
    district: str = ""
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Named:
    ags: str
    kind: AliasKind | None


class TownLookup:
    """The reference tables in memory, for the length of one import."""

    def __init__(self, session: DatabaseSession) -> None:
        rows = session.scalars(select(Municipality).options(joinedload(Municipality.centre)))
        self._towns = {row.ags: Town(row.ags, row.name, row.kreis, row.centre.name, row.centre.serves) for row in rows}
        self._named: dict[str, set[_Named]] = {}
        for town in self._towns.values():
            self._named.setdefault(word_key(town.name), set()).add(_Named(town.ags, None))
        other_names = select(MunicipalityAlias.alias, MunicipalityAlias.ags, MunicipalityAlias.kind)
        for alias, ags, kind in session.execute(other_names):
            self._named.setdefault(word_key(alias), set()).add(_Named(ags, kind))
        self._postcodes: dict[str, list[str]] = {}
        areas = select(PostcodeArea.postcode, PostcodeArea.ags)
        for postcode, ags in session.execute(areas.order_by(PostcodeArea.main.desc(), PostcodeArea.ags)):
            self._postcodes.setdefault(postcode, []).append(ags)

    def __len__(self) -> int:
        return len(self._towns)

    def find(self, *, ags: str, town: str, postcode: str) -> TownAnswer:
        """The municipality of a row that may name key, town and postcode, each possibly ""."""
        answer = self._by_key(ags, town) if ags else self._by_name(town, postcode)
        if answer.town is None:
            return answer
        notes = (*answer.notes, *self._postcode_notes(postcode, answer.town))
        return TownAnswer(answer.town, answer.district, answer.problems, notes)

    def _by_key(self, ags: str, name: str) -> TownAnswer:
        key = _ags(ags)
        town = self._towns.get(key)
        if town is None:
            return TownAnswer(None, problems=(Problem("ags", "no_such_municipality", {"ags": ags}),))
        if not name:
            return TownAnswer(town)
        named = self._candidates(name)
        if not named:
            kept = Problem("district", "town_kept_as_district", {"typed": name, "town": town.name})
            return TownAnswer(town, district=name, notes=(kept,))
        here = [item for item in named if item.ags == key]
        if not here:
            said = {"ags": key, "town": town.name, "typed": name}
            return TownAnswer(None, problems=(Problem("ags", "key_and_town_differ", said),))
        return TownAnswer(town, district=_district(name, here, town))

    def _by_name(self, name: str, postcode: str) -> TownAnswer:
        if not name:
            return self._by_postcode("", postcode)
        named = self._candidates(name)
        keys = {item.ags for item in named}
        notes: tuple[Problem, ...] = ()
        if len(keys) > 1:
            keys, notes = self._narrowed(name, named, postcode)
        if len(keys) > 1:
            said = {"typed": name, "towns": self._names(keys)}
            return TownAnswer(None, problems=(Problem("ags", "town_ambiguous", said),))
        if keys:
            town = self._towns[keys.pop()]
            here_named = [item for item in named if item.ags == town.ags]
            return TownAnswer(town, district=_district(name, here_named, town), notes=notes)
        return self._by_glued_name(name) or self._by_postcode(name, postcode)

    def _narrowed(self, name: str, named: set[_Named], postcode: str) -> tuple[set[str], tuple[Problem, ...]]:
        """Of several municipalities: those the postcode lies in, else those that bear the name as a whole."""
        keys = {item.ags for item in named}
        here = keys.intersection(self._postcodes.get(postcode, ()))
        for kinds in ((None,), (None, AliasKind.NAME), (None, AliasKind.NAME, AliasKind.EXONYM)):
            whole = {item.ags for item in named if item.kind in kinds and (not here or item.ags in here)}
            if whole:
                others = set() if here or kinds == (None,) else keys - whole
                said = {"typed": name, "towns": self._names(others)}
                return whole, (Problem("ags", "also_a_part_of_town", said),) if others else ()
        return here or keys, ()

    def _names(self, keys: Iterable[str]) -> str:
        return ", ".join(sorted(self._towns[key].name for key in keys)[:MOST_NAMES_SHOWN])

    def _by_glued_name(self, name: str) -> TownAnswer | None:
        """`"Dortmund-Dorstfeld"`, `"Köln (Deutz)"`: the town before the sign, its part after it."""
        parts = re.split(r"\s*[-–/,(]\s*", name.rstrip(" )"), maxsplit=1)
        if len(parts) < 2:
            return None
        official = [item for item in self._named.get(word_key(parts[0]), ()) if item.kind is not AliasKind.DISTRICT]
        if len({item.ags for item in official}) != 1:
            return None
        town = self._towns[official[0].ags]
        note = Problem("district", "town_kept_as_district", {"typed": parts[1], "town": town.name})
        return TownAnswer(town, district=parts[1], notes=(note,))

    def _by_postcode(self, name: str, postcode: str) -> TownAnswer:
        keys = self._postcodes.get(postcode, [])
        if len(keys) != 1:
            problem = Problem("ags", "town_unknown", {"typed": name}) if name else Problem("ags", "town_missing")
            return TownAnswer(None, problems=(problem,))
        town = self._towns[keys[0]]
        note = Problem("ags", "town_from_postcode", {"typed": name, "town": town.name, "postcode": postcode})
        return TownAnswer(town, district=name, notes=(note,))

    def _candidates(self, name: str) -> set[_Named]:
        return self._named.get(word_key(name), set())

    def _postcode_notes(self, postcode: str, town: Town) -> tuple[Problem, ...]:
        if not re.fullmatch(r"[0-9]{5}", postcode):
            return ()
        areas = self._postcodes.get(postcode)
        if areas is None:
            return (Problem("postcode", "postcode_unknown", {"postcode": postcode}),)
        if town.ags in areas:
            return ()
        said = {"postcode": postcode, "towns": self._names(areas), "town": town.name}
        return (Problem("postcode", "postcode_of_other_town", said),)


def centre_notes(town: Town, *, centre: str, kreis: str) -> Iterable[Problem]:
    """Where a row names another centre or Kreis than the municipality has."""
    if centre and _area_words(centre) not in (_area_words(town.centre_name), _area_words(town.centre_serves)):
        yield Problem("ags", "centre_differs", {"typed": centre, "centre": town.centre_name, "town": town.name})
    if kreis and _area_words(kreis) != _area_words(town.kreis):
        yield Problem("ags", "kreis_differs", {"typed": kreis, "kreis": town.kreis, "town": town.name})


def _area_words(name: str) -> frozenset[str]:
    """The words that tell areas apart; "Stadt" does where both stand ("Stadt Aachen", "Städteregion Aachen")."""
    return frozenset(word_key(re.sub(r"\(.*", "", name)).split()) - _CENTRE_WORDS


def _district(typed: str, named: list[_Named], town: Town) -> str:
    """The typed name where it names a part of the town and not the town."""
    if not named or any(item.kind is not AliasKind.DISTRICT for item in named):
        return ""
    return re.sub(rf"^{re.escape(town.name)}\s*[-–/,]\s*", "", typed)


def _ags(typed: str) -> str:
    """Eight digits from what spreadsheets make of a key: a lost leading zero, or the twelve digits of the ARS."""
    digits = re.sub(r"\s", "", latin_digits(typed))
    if re.fullmatch(r"5\d{6}", digits):
        return f"0{digits}"
    if re.fullmatch(r"05\d{10}", digits):
        return digits[:5] + digits[9:]
    return digits
