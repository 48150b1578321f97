"""Under which names centres and municipalities are looked for, beside those in the alias table.

Used only while a gazetteer is built. Knows no tables.
"""

import re

_BRACKETS = re.compile(r"\s*\([^)]*\)")
_AT_A_RIVER = re.compile(r"\s+(?:an der|am|im|in der)\s+\S+$", re.IGNORECASE)
_CENTRE_WORDS = re.compile(
    r"^(?:ki|kommunales (?:bildungs- und )?integrationszentrum|kreisintegrationszentrum|integrationszentrum)\s+",
    re.IGNORECASE,
)
_AREA_WORDS = re.compile(r"^(?:stadt|kreis|städteregion)\s+", re.IGNORECASE)
_TRAILING_KREIS = re.compile(r"[- ]?kreis$", re.IGNORECASE)
CENTRE_BEGINNINGS = ("", "KI ", "Integrationszentrum ", "Kommunales Integrationszentrum ", "Zentrum ")


def short_names(name: str) -> tuple[str, ...]:
    """A municipality's name without what people leave out: brackets, "/Ruhr", "an der Ruhr"."""
    without = _BRACKETS.sub("", name)
    shorter = {without, without.split("/")[0], _AT_A_RIVER.sub("", without)}
    return tuple(sorted(shorter - {name}))


def centre_names(name: str, serves: str) -> tuple[str, ...]:
    """What a centre is called: with and without "KI", "Kommunales …", "Kreis", "Stadt".

    >>> sorted(centre_names("KI Hochsauerlandkreis", "Hochsauerlandkreis"))[:2]
    ['Hochsauerland', 'Hochsauerlandkreis']
    """
    area = _CENTRE_WORDS.sub("", name)
    core = _AREA_WORDS.sub("", area)
    areas = {area, core, _BRACKETS.sub("", serves).split(" ohne ")[0]}
    stem = _TRAILING_KREIS.sub("", core)
    if stem != core and not stem.endswith("er"):  # "Märkischer" alone is no name
        areas |= {stem, f"Kreis {stem}"}
    if area.startswith("Kreis "):
        areas.add(f"{core}kreis")
    return tuple({beginning + each for beginning in CENTRE_BEGINNINGS for each in areas} | {name})
