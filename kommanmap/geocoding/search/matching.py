"""A typed street name → the streets of the index that it may mean, with how many slips lie between. Knows no houses.

Inside a municipality: the name as it is spelled, then as it folds, then all that sounds, abbreviates or is spelled
alike, compared at once (rapidfuzz) over the few hundred names of the town. Never chooses: see `ranking`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from kommanmap.geocoding.register.index_reader import IndexReader, Key, Street
from kommanmap.geocoding.register.street_keys import mark_of, street_key, street_keys, without_mark

SOUNDS_ALIKE = 0.5
"""The slips of a name that only sounds as it was typed: "Muhlenstrase"."""

MOST_SIMILAR = 12
MOST_NAMES_ANYWHERE = 6
_KINDS = ("strasse", "weg", "platz", "allee", "gasse", "ring", "damm", "ufer", "pfad", "markt")
_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_WORD_AND_STOP = re.compile(r"([^\W_]+)(\.?)")
_WHOLE_WORDS = ("strasse", "platz", "sankt")
_BARE = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})
_DIGRAPH = re.compile("[aou]e")
_SHORT_STREET = re.compile(r"str(?:\.|\b)")
_NOT_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Match:
    """A street and the slips between its name and the typed one: 0 for the same name, 0.5 for the same sound."""

    street: Street
    slips: float = 0.0

    @property
    def is_certain(self) -> bool:
        """Whether so many slips are few for so long a name, if nothing else speaks against it."""
        stem = len(_stem(self.street.folded))
        return self.slips <= (SOUNDS_ALIKE if stem < 4 else 1 if stem < 7 else 2 if stem < 14 else 3)


def matches(reader: IndexReader, typed: str, ags: str) -> list[Match]:
    """The streets of a municipality that a name may mean, likeliest first; those of the same name all with 0 slips."""
    same = reader.named(Key.FOLDED, street_key(typed), ags)
    return [Match(street) for street in _spelled_so(same, typed)] if same else _similar(reader, typed, ags)


def matches_anywhere(reader: IndexReader, typed: str) -> list[Match]:
    """The same without a town: names that are the same, else sound the same, else are one or two slips away."""
    keys = street_keys(typed)
    same = reader.named(Key.FOLDED, keys.folded)
    if same:
        return [Match(street) for street in _spelled_so(same, typed)]
    alike = reader.named(Key.COARSE, keys.coarse)
    if alike:
        return [Match(street, SOUNDS_ALIKE) for street in alike]
    most = _most_slips(keys.folded)
    found: dict[str, float] = {}
    for length in range(len(keys.folded) - most, len(keys.folded) + most + 1):
        for name, slips, _ in extract(
            keys.folded, reader.spellings(length), scorer=OSA.distance, score_cutoff=most, limit=MOST_NAMES_ANYWHERE
        ):
            found[name] = float(slips)
    nearest = sorted(found, key=lambda name: (found[name], name))[:MOST_NAMES_ANYWHERE]
    return [Match(street, found[name]) for name in nearest for street in reader.named(Key.FOLDED, name)]


def _spelled_so(streets: list[Street], typed: str) -> list[Street]:
    """Those that are spelled as typed ("Bruckstr." and "Brückstr." fold alike), or all if none is.

    Marks that only a register adds count where they are typed.
    """
    if len({street.name for street in streets}) == 1:
        return streets
    whole = _spelling(typed)
    spelled = [street for street in streets if _spelling(street.name) == whole and mark_of(typed)]
    if not spelled:
        core = _spelling(without_mark(typed))
        spelled = [street for street in streets if _spelling(without_mark(street.name)) == core]
    return spelled or streets


def _spelling(name: str) -> str:
    """A name with its umlauts, whichever way they are written, without signs."""
    return _NOT_LETTERS.sub("", _SHORT_STREET.sub("strasse", name.lower().translate(_WRITTEN_OUT)))


def _similar(reader: IndexReader, typed: str, ags: str) -> list[Match]:
    keys = street_keys(typed)
    town = reader.town(ags)
    if not keys.folded or not town.names:
        return []
    found: dict[int, float] = {}

    def note(ids: Iterable[int], slips: float) -> None:
        for street in ids:
            found[street] = min(slips, found.get(street, slips))

    for written in _writings(typed, keys.folded):
        for _, slips, at in extract(
            written, town.names, scorer=OSA.distance, score_cutoff=_most_slips(keys.folded), limit=MOST_SIMILAR
        ):
            note((town.ids[at],), float(slips))
    note((street.id for street in reader.named(Key.COARSE, keys.coarse, ags)), SOUNDS_ALIKE)
    for street in reader.named(Key.SOUND, keys.sound, ags):
        slips = OSA.distance(keys.folded, street.folded)
        if slips <= _most_slips(keys.folded) + 1:
            note((street.id,), max(1.0, slips - SOUNDS_ALIKE))
    note((town.ids[at] for at in _abbreviated(typed, town.names)), SOUNDS_ALIKE)
    note((town.ids[at] for at in _without_kind(keys.folded, town.names)), 1.0)
    streets = {street.id: street for street in reader.with_ids(list(found))}
    ranked = sorted(found.items(), key=lambda entry: (entry[1], entry[0]))
    return [Match(streets[street], slips) for street, slips in ranked if street in streets]


def _writings(typed: str, folded: str) -> set[str]:
    """The typed name as it may be meant: folded; with a letter missing ("Haenpfad" is no "Hänpfad"); and if its end is
    a "Str." with a slip ("Hauptsrt", "Haupt St")."""
    bare = _NOT_LETTERS.sub("", _SHORT_STREET.sub("strasse", without_mark(typed).lower().translate(_BARE)))
    writings = {folded, bare} if _DIGRAPH.search(bare) else {folded}
    return writings if folded.endswith(_KINDS) else writings | {f"{each}asse" for each in writings}


def _most_slips(folded: str) -> int:
    stem = len(_stem(folded))
    return 1 if stem < 4 else 2 if stem < 9 else 3 if stem < 16 else 4


def _stem(folded: str) -> str:
    """A folded name without the word that says what kind of street it is."""
    for kind in _KINDS:
        if folded.endswith(kind) and len(folded) > len(kind):
            return folded.removesuffix(kind)
    return folded


def _abbreviated(typed: str, names: list[str]) -> list[int]:
    """Where names stand whose words begin as the typed ones that end in a full stop: "Joh.-Seb.-Bach-Str."."""
    if "." not in typed:
        return []
    parts = [
        re.escape(folded) + ("[a-z]*" if stop and not folded.endswith(_WHOLE_WORDS) else "")
        for word, stop in _WORD_AND_STOP.findall(typed)
        if (folded := street_key(word))
    ]
    if not any(part.endswith("*") for part in parts):
        return []
    pattern = re.compile("".join(parts))
    return [at for at, name in enumerate(names) if pattern.fullmatch(name)]


def _without_kind(folded: str, names: list[str]) -> list[int]:
    """Where names stand that are the typed one and the kind of street behind it: "Venloer 5"."""
    whole = {folded + kind for kind in _KINDS}
    return [at for at, name in enumerate(names) if name in whole]
