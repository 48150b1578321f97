"""Words by which parts of an address are told apart: types of streets, buildings, ways in, regions, countries.

Lists and shapes only; knows no street and no town by name. Words are compared case-folded ("ß" is "ss") without their
full stop.
"""

import re
from collections.abc import Sequence


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TYPES = (
    "strasse", "strassen", "strasze", "straße", "strase", "str", "weg", "wege", "platz", "plätze", "allee", "gasse",
    "gässchen", "gässken", "ring", "damm", "ufer", "markt", "wall", "chaussee", "pfad", "pfädchen", "steig", "stieg",
    "stiege", "graben", "promenade", "siedlung", "zeile", "passage", "kamp", "steg", "hang", "twiete", "esplanade",
)  # fmt: skip
_INCOMPLETE = frozenset((*_TYPES, "pl", "park", "karree", "tor", "brücke", "bogen")) - frozenset(
    ("markt", "graben", "wall", "kamp", "promenade", "allee", "siedlung", "hang")
)
"""Types that are no name by themselves, as "Markt" is."""

_BEGINNINGS = _words(
    "am an auf bei beim im in zum zur zu unter unterm hinter hinterm neben vor vorm zwischen über überm ob up op obere "
    "obern oberm gegen oben unten"
)
FUNCTION_WORDS = _BEGINNINGS | _words("der die das dem den des und von vom auf'm auf'n aufm de")
_RELATIVE = _words("hinter neben vor bei beim nahe gegenüber unweit direkt zwischen")
_ADJECTIVES = frozenset(
    f"{stem}{ending}"
    for stem in _words("alt neu gross klein lang kurz hoh ober unter mittler inner äusser vorder hinter breit schmal")
    for ending in ("e", "er", "en", "es", "")
)
_BUILDINGS = (
    "haus", "häuser", "heim", "zentrum", "centrum", "center", "zentrale", "kirche", "kapelle", "moschee", "synagoge",
    "schule", "gymnasium", "kolleg", "café", "cafe", "bibliothek", "bücherei", "halle", "saal", "säle", "treff",
    "treffpunkt", "turm", "museum", "theater", "kita", "kindergarten", "universität", "hotel", "gaststätte", "pavillon",
    "bahnhof", "stadion", "klinik", "hospital", "kloster", "werkstatt", "laden", "büro", "amt", "verein", "gemeinde",
    "räume", "raum", "forum", "akademie", "verband", "verwaltung", "agentur", "garage", "stube", "wache",
)  # fmt: skip
_BUILDING_WORDS = _words(
    "vhs awo drk caritas diakonie cvjm asb gmbh ev e.v ggmbh villa burg schloss stift bunker jobcenter rathaus hbf bhf"
)
_HOUSES_ONLY = (
    "zentrum", "centrum", "gemeindehaus", "kolpinghaus", "bürgerhaus", "kulturhaus", "familienhaus", "pfarrheim",
    "jugendheim", "begegnungsstätte", "tagesstätte", "café", "cafe", "treff", "treffpunkt", "bücherei", "bibliothek",
    "museum", "kita", "kindergarten", "moschee", "synagoge", "gymnasium", "gesamtschule", "volkshochschule",
)  # fmt: skip
"""Never the beginning of the name of a street, as "Haus Rath" or "Forsthaus Hirschgrund" are."""

_LABELS = _words(
    "bus linie raum zimmer etage stock stockwerk postfach stand ausfahrt bezirk stadtbezirk gleis parzelle wohnung whg "
    "trakt baracke container"
)
_NAMED_BY_NUMBER = _words("haus halle tor gebäude geb block schacht zeche eingang aufgang")
_ROAD_CLASSES = frozenset(("a", "b", "e", "k", "l"))
_HOME = _words("deutschland germany brd nrw nordrhein-westfalen westfalen rheinland")
_ELSEWHERE = _words(
    "belgien belgium niederlande niederlanden nederland netherlands holland luxemburg luxembourg frankreich france "
    "österreich austria schweiz switzerland polen dänemark tschechien hessen niedersachsen rheinland-pfalz bayern "
    "baden-württemberg saarland thüringen sachsen sachsen-anhalt brandenburg mecklenburg-vorpommern "
    "schleswig-holstein"
)
_LANDSCAPES = (
    r"\(?(?:ruhr|rhein|rh|sieg|lippe|westf|westfalen|rhld|rheinl|rheinland|sauerland|siegerland|niederrhein|see|erft"
    r"|münsterland|eifel|nordrhein.westfalen|nrw|oberberg|w)\.?\)?"
)
_AREAS = (
    r"(?:land|rhein-sieg-|ennepe-ruhr-|rhein-erft-|hochsauerland|oberbergischer |märkischer )?kreis(?: \w.*)?"
    r"|kr\. ?\w.*|städteregion \w.*"
)
_REGION = re.compile(rf"{_LANDSCAPES}|{_AREAS}", re.IGNORECASE)
_BESIDE_A_TOWN = re.compile(
    rf"(?:(?:a\.? ?d\.?|an der|am|a\.|in|i\.|im|in der|b\.) ?)?{_LANDSCAPES}|{_AREAS}", re.IGNORECASE
)
TOWN_TITLES = _words("stadt gemeinde kreisstadt hansestadt universitätsstadt")
DISTRICT_TITLES = _words("ortsteil ot stadtteil ortschaft stadtviertel")


def bare(word: str) -> str:
    """A word as it is compared."""
    return word.casefold().rstrip(".,:")


def is_street_type(word: str) -> bool:
    """Whether a bare word is nothing but a type of street and no name: "Straße", "Weg"."""
    return word in _INCOMPLETE


def ends_like_a_street(word: str) -> bool:
    """Whether a bare word ends in a type of street: "Hauptstr", "Friedrich-Ebert-Platz"."""
    return word.endswith(_TYPES)


def looks_like_a_street(words: Sequence[str]) -> bool:
    """Whether words without a number name a street: "Hauptstr.", "Am Alten Markt", "Platz der Diakonie"."""
    if not words:
        return False
    first = bare(words[0])
    return ends_like_a_street(bare(words[-1])) or (len(words) > 1 and (first in _BEGINNINGS or first in _TYPES))


def begins_like_a_street(word: str) -> bool:
    """Whether a word begins the name of a street that needs no type: "Am", "Zur"."""
    return bare(word) in _BEGINNINGS


def is_relative(words: Sequence[str]) -> bool:
    """Whether words say where something is as seen from another thing: "hinter dem Bahnhof"."""
    return len(words) > 1 and bare(words[0]) in _RELATIVE


def is_function_word(word: str) -> bool:
    """Whether a word names nothing by itself."""
    return bare(word) in FUNCTION_WORDS


def is_adjective(word: str) -> bool:
    """Whether a word belongs to the noun after it: "Alte", "Siegener"."""
    folded = word.casefold()
    return folded in _ADJECTIVES or (len(folded) > 4 and folded.endswith("er") and word[0].isupper())


def is_label(words: Sequence[str]) -> bool:
    """Whether a number behind these words is part of a name: "Haus 3", "Schacht 1/2", "An der B 54"."""
    last = bare(words[-1])
    if last in _LABELS:
        return True
    before = words[-2] if len(words) > 1 else ""
    if last in _ROAD_CLASSES:
        return not before or is_function_word(before)
    return last in _NAMED_BY_NUMBER and (not before or is_building_word(before))


def is_building_word(word: str) -> bool:
    """Whether a word names a kind of building or its user."""
    folded = bare(word)
    return folded.endswith(_BUILDINGS) or folded in _BUILDING_WORDS


def is_only_a_building(word: str) -> bool:
    """Whether a word names a building and never begins the name of a street: "Gemeindezentrum"."""
    return bare(word).endswith(_HOUSES_ONLY)


def is_elsewhere(text: str) -> bool:
    """Whether a text names a country or state beside North Rhine-Westphalia."""
    return text.casefold() in _ELSEWHERE


def is_region(text: str) -> bool:
    """Whether a text names what every address of the state has, or the addition to the name of a town."""
    return text.casefold() in _HOME or _REGION.fullmatch(text) is not None


def is_region_of_a_town(text: str) -> bool:
    """The same right behind a town, where "am Rhein" is no street: "Monheim am Rhein"."""
    return text.casefold() in _HOME or _BESIDE_A_TOWN.fullmatch(text) is not None


def street_start(words: Sequence[str]) -> int:
    """Where among words the name of a street begins that ends with them: "Haus der Jugend Alte Poststr." → 3."""
    start = len(words) - 1
    if ends_like_a_street(bare(words[-1])):
        if is_street_type(bare(words[-1])):
            start = max(start - 1, 0)
    else:
        for at, word in enumerate(words[1:], 1):
            folded = bare(word)
            if folded in _BEGINNINGS or (folded in _TYPES and at < start):
                return at
        return start
    while start > 0 and (is_adjective(words[start - 1]) or is_function_word(words[start - 1])):
        start -= 1
    return start


def building_end(words: Sequence[str]) -> int:
    """How many words in front of a street name a building: "Ev. Gemeindezentrum Königswall" → 2; 0 for none."""
    buildings = [at for at, word in enumerate(words[:-1]) if is_building_word(word)]
    if not buildings:
        return 0
    start = street_start(words)
    before = [at for at in buildings if at < start]
    if not before or begins_like_a_street(words[0]):
        return 0
    if start == 1 and not is_only_a_building(words[0]):
        return 0
    typed = ends_like_a_street(bare(words[-1])) or begins_like_a_street(words[start])
    return start if typed or (before[-1] == start - 1 and is_only_a_building(words[start - 1])) else 0
