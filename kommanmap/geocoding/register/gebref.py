"""The lines of official address files: gebref of North Rhine-Westphalia in all its layouts, and the nationwide HK-DE.

Text in, typed rows out. Knows neither files nor the index. Fields are separated by semicolons and never quoted; which
field is which follows from the header if there is one, else from the number and shape of the fields.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kommanmap.domain.problems import Problem
from kommanmap.geocoding.register.utm32 import ZONE_PREFIX

SEPARATOR = ";"
COMMENT = "#"
STATE_KEY = "05"
OTHER_STATES = frozenset(f"{number:02}" for number in range(1, 17)) - {STATE_KEY}
ZONE = "32"
WEST, EAST, SOUTH, NORTH = 270_000.0, 545_000.0, 5_565_000.0, 5_830_000.0
"""The state in metres of EPSG:25832, with a margin of some kilometres."""

HIGHEST_NUMBER = 0xFFFF
LONGEST_ADDITION = 16
LONGEST_NAME = 200
LONGEST_SHOWN = 60
ROWS_LOOKED_AT = 20

HK_DE_HEADER = (
    "nba;oid;qua;landschl;land;regbezschl;regbez;kreisschl;kreis;gmdschl;gmd;ottschl;ott;strschl;str;hnr;adz;zone;"
    "ostwert;nordwert;postplz;postonm;postonmzus;postott"
)
"""The first line of today's nationwide file; its names are used for the fields of all layouts."""

SHORT_HEADER = "nba;oid;qua;landschl;regbezschl;kreisschl;gmdschl;ottschl;strschl;hnr;adz;ostwert;nordwert;str"
"""The fields of gebref until 2022 and of HK-DE until 2019, which had no line for them or other names."""

_LONG = HK_DE_HEADER.split(SEPARATOR)[: HK_DE_HEADER.split(SEPARATOR).index("postplz")]
_SHORT = SHORT_HEADER.split(SEPARATOR)
_REQUIRED = frozenset(_LONG) & frozenset(_SHORT) - {"nba", "oid", "qua", "ottschl"}
_OLD_NAMES = {
    "oi": "oid", "lan": "landschl", "rbz": "regbezschl", "krs": "kreisschl", "gmd": "gmdschl", "ott": "ottschl",
    "sss": "strschl", "stn": "str", "plz": "postplz", "jjjj-mm-tt": "datum",
}  # fmt: skip
_OLD_EAST, _OLD_NORTH = re.compile(r"z*e+[_,.]e+"), re.compile(r"n+[_,.]n+")
_KEYS = re.compile(r"\d{2};\d;\d{2};\d{3}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_POSTCODE = re.compile(r"\d{5}")
_UNREADABLE = re.compile("[\ud800-\udfff\x00-\x1f\x7f]")
"""Bytes that were no text (they come as lone surrogates), and control characters."""


class Product(StrEnum):
    """What the publisher calls a layout."""

    GEBREF_21 = "gebref, 21 Spalten"
    GEBREF_15 = "gebref, 15 Spalten"
    GEBREF_14 = "gebref, 14 Spalten"
    HK_DE = "HK-DE"


@dataclass(frozen=True, slots=True)
class Layout:
    """Which field of a line is what: `at` maps the publisher's current field name to its position."""

    product: Product
    columns: int
    at: Mapping[str, int]
    decimal_comma: bool = False

    @property
    def to_number(self) -> Callable[[str], float]:
        """Reads a coordinate as this file writes it."""
        return _comma_number if self.decimal_comma else float


@dataclass(frozen=True, slots=True)
class Row:
    """One address: metres of EPSG:25832 without zone prefix; texts are "" where the file says nothing."""

    ags: str
    street_key: str
    street: str
    district: str
    number: int
    addition: str
    east: float
    north: float
    postcode: str
    date: str


class BrokenRow(Exception):
    """A line that is no address; `problem` says why."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.problem = Problem("", code, params)


def is_no_row(line: str) -> bool:
    """Whether a line is empty, a comment or a header: neither an address nor broken."""
    return not line.strip() or line.startswith(COMMENT) or line[:4].lower() == "nba;"


def layout_of(lines: Iterable[str]) -> Layout | None:
    """The layout of a file by its first lines; None when these are no addresses. A few broken rows do not matter."""
    header: list[str] | None = None
    rows = 0
    for line in lines:
        fields = line.split(SEPARATOR)
        if is_no_row(line):
            header = fields if len(fields) > 1 and not line.startswith(COMMENT) else header
            continue
        layout = _layout(_names_of(header) if header else _names_by_shape(fields), fields)
        rows += 1
        if layout or rows == ROWS_LOOKED_AT:
            return layout
    return None


def _layout(names: Sequence[str], fields: Sequence[str]) -> Layout | None:
    at = {name: position for position, name in enumerate(names) if name}
    if not at.keys() >= _REQUIRED or len(fields) != len(names):
        return None
    keys = SEPARATOR.join(fields[at[name]] for name in ("landschl", "regbezschl", "kreisschl", "gmdschl"))
    if not _KEYS.fullmatch(keys):
        return None
    if "postplz" in at:
        product = Product.HK_DE
    elif "zone" in at:
        product = Product.GEBREF_21
    else:
        product = Product.GEBREF_15 if "datum" in at else Product.GEBREF_14
    return Layout(product, len(names), at, decimal_comma="," in fields[at["ostwert"]])


def _names_of(header: Sequence[str]) -> list[str]:
    """Today's names of the columns of a header; in old ones `gmd` and `ott` are keys, in new ones names."""
    cells = [cell.strip().lower() for cell in header]
    if "landschl" in cells:
        return cells
    return [
        "ostwert"
        if _OLD_EAST.fullmatch(cell)
        else "nordwert"
        if _OLD_NORTH.fullmatch(cell)
        else _OLD_NAMES.get(cell, cell)
        for cell in cells
    ]


def _names_by_shape(fields: Sequence[str]) -> list[str]:
    """Names of the columns of a file without header; [] when nothing fits."""
    family = _LONG if len(fields) > len(_LONG) and fields[17].strip().isdecimal() else _SHORT
    names = list(family)
    for cell in fields[len(family) :]:
        kind = "datum" if _DATE.fullmatch(cell) else "postplz" if _POSTCODE.fullmatch(cell) else ""
        names.append(kind if kind not in names else "")
    return names if len(fields) >= len(family) else []


def read_row(line: str, layout: Layout, municipalities: frozenset[str] = frozenset()) -> Row:
    """One line of this state in full, with every check. `municipalities`: keys of the key file, none for not checking.

    Raises:
        BrokenRow: why this is no address.
    """
    if _UNREADABLE.search(line):
        raise BrokenRow("row_characters")
    cells = line.split(SEPARATOR)
    if len(cells) != layout.columns:
        raise BrokenRow("row_cells", cells=len(cells), columns=layout.columns)
    value = {name: cells[position].strip() for name, position in layout.at.items()}
    keys = [value[name] for name in ("landschl", "regbezschl", "kreisschl", "gmdschl")]
    ags = "".join(keys)
    if not _KEYS.fullmatch(SEPARATOR.join(keys)) or keys[0] != STATE_KEY:
        raise BrokenRow("row_keys", typed=shortened(ags))
    if municipalities and ags not in municipalities:
        raise BrokenRow("row_municipality", ags=ags)
    if not (value["strschl"] and value["str"]) or len(value["str"]) > LONGEST_NAME:
        raise BrokenRow("row_street")
    number, addition = value["hnr"], value["adz"].lower()
    if not (number.isascii() and number.isdecimal() and len(number) < 10 and 0 < int(number) <= HIGHEST_NUMBER):
        raise BrokenRow("row_number", typed=shortened(number))
    if len(addition) > LONGEST_ADDITION:
        raise BrokenRow("row_number", typed=shortened(f"{number} {addition}"))
    east, north = _position(value)
    postcode, date = value.get("postplz", ""), value.get("datum", "")
    return Row(
        ags=ags,
        street_key=value["strschl"],
        street=value["str"],
        district=(value.get("ott") or value.get("postott") or "")[:LONGEST_NAME],
        number=int(number),
        addition=addition,
        east=east,
        north=north,
        postcode=postcode if _POSTCODE.fullmatch(postcode) else "",
        date=date if _DATE.fullmatch(date) else "",
    )


def _position(value: Mapping[str, str]) -> tuple[float, float]:
    typed = f"{value['ostwert']} {value['nordwert']}"
    try:
        east, north = _comma_number(value["ostwert"]), _comma_number(value["nordwert"])
    except ValueError as error:
        raise BrokenRow("row_position", typed=shortened(typed)) from error
    if east > ZONE_PREFIX:
        east -= ZONE_PREFIX
    if not (WEST < east < EAST and SOUTH < north < NORTH and value.get("zone", ZONE) == ZONE):
        raise BrokenRow("row_position", typed=shortened(typed))
    return east, north


def is_postcode(text: str) -> bool:
    """Whether a text is five digits."""
    return bool(_POSTCODE.fullmatch(text))


def municipality_keys(lines: Iterable[str]) -> frozenset[str]:
    """The municipalities (AGS) of a key file, `type;LAN;RBZ;KRS;GMD;name`; empty when this is no key file."""
    found = set()
    for line in lines:
        cells = line.split(SEPARATOR)
        if cells[0].strip() == "G" and len(cells) > 5 and _KEYS.fullmatch(keys := SEPARATOR.join(cells[1:5])):
            found.add(keys.replace(SEPARATOR, ""))
    return frozenset(found)


def is_key_file(lines: Sequence[str]) -> bool:
    """Whether these are the first lines of a key file: all of a type that is one letter, then keys."""
    rows = [line.split(SEPARATOR) for line in lines if line.strip() and not line.startswith(COMMENT)]
    return bool(rows) and all(cells[0].strip() in set("LRKGO") and len(cells) > 2 for cells in rows)


def licence_of(product: Product, date: str) -> str:
    """Under which terms such a file is published. gebref became dl-de/zero on 1 March 2020."""
    if product is Product.HK_DE:
        return "nach Vereinbarung mit der Bezugsstelle (ZSHH)"
    return "dl-de/zero-2-0" if date >= "2020-03-01" else "dl-de/by-2-0"


def source_of(product: Product) -> str:
    """Who publishes it, and as what."""
    if product is Product.HK_DE:
        return "Amtliche Hauskoordinaten Deutschland (HK-DE)"
    return "Geobasis NRW, Gebäudereferenzen"


def _comma_number(text: str) -> float:
    return float(text.replace(",", "."))


def shortened(text: str) -> str:
    """A text from a file as a message shows it."""
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"
