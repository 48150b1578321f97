"""Lines of an address file → houses by street, with a count of what was broken or lies elsewhere. Knows no files.

Four and a half million lines pass here, so the usual line takes a short way: split, look up, convert, pack. Whatever
is unusual about a line (new street, other decimal sign, header, damage) sends it through `gebref.read_row`.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from operator import itemgetter
from sys import intern

from kommanmap.domain.problems import Problem
from kommanmap.geocoding.register.gebref import (
    EAST,
    HIGHEST_NUMBER,
    NORTH,
    OTHER_STATES,
    SEPARATOR,
    SOUTH,
    WEST,
    BrokenRow,
    Layout,
    Row,
    is_no_row,
    is_postcode,
    read_row,
)  # fmt: skip
from kommanmap.geocoding.register.index_file import E7, HOUSE, NO_CODE, Houses, IndexWriter
from kommanmap.geocoding.register.utm32 import ZONE_PREFIX, converter

MOST_SHOWN = 20
"""So many broken rows are kept with their reason; all are counted."""

_STREET_FIELDS = ("landschl", "regbezschl", "kreisschl", "gmdschl", "strschl", "str", "ott", "postott", "zone")
_HIGHEST_USUAL_NUMBER = 2_000


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line (from 1) that could not be used, and why."""

    line: int
    problem: Problem


@dataclass(frozen=True, slots=True)
class Street:
    """A street of the file with the houses found so far."""

    ags: str
    key: str
    name: str
    district: str
    houses: Houses


class AddressRows:
    """Collects the addresses of a file while its lines stream by.

    postcode_of_id: code of the postcode of an object id; without it the file's own postcodes count, if it has any.
    """

    def __init__(
        self,
        layout: Layout,
        writer: IndexWriter,
        *,
        municipalities: frozenset[str] = frozenset(),
        postcode_of_id: Callable[[str], int] | None = None,
    ) -> None:
        self.lines = self.broken = self.elsewhere = 0
        self.as_of = ""
        self.bad_lines: list[BadLine] = []
        self._layout = layout
        self._writer = writer
        self._municipalities = municipalities
        own = self._own_postcode if "postplz" in layout.at else None
        self._postcode_of = postcode_of_id or own
        self._convert = converter()
        self._numbers = {str(number): number for number in range(1, _HIGHEST_USUAL_NUMBER)}
        self._additions: dict[str, int] = {}
        self._postcodes: dict[str, int] = {}
        self._by_fields: dict[tuple[str, ...], bytearray] = {}
        self._streets: dict[tuple[str, str, str], Street] = {}
        at = layout.at
        self._street_fields = itemgetter(*(at[name] for name in _STREET_FIELDS if name in at))
        told_by = at.get("oid" if postcode_of_id else "postplz", 0)
        self._house_fields = itemgetter(at["hnr"], at["adz"], at["ostwert"], at["nordwert"], told_by)

    def streets(self) -> Iterator[Street]:
        """The streets by municipality and key; each is forgotten when the next one is asked for."""
        self._by_fields.clear()
        for key in sorted(self._streets):
            yield self._streets.pop(key)

    @property
    def good(self) -> int:
        """Addresses of this state so far that can be used."""
        return sum(len(street.houses) for street in self._streets.values())

    @property
    def street_count(self) -> int:
        """Streets of this state so far."""
        return len(self._streets)

    @property
    def have_postcodes(self) -> bool:
        """Whether the addresses can have postcodes."""
        return self._postcode_of is not None

    def take(self, lines: Sequence[str]) -> None:
        """Read the next lines of the file."""
        columns, state = self._layout.columns, self._layout.at["landschl"]
        street_of, house_of, to_number = self._street_fields, self._house_fields, self._layout.to_number
        houses_of, numbers, additions = self._by_fields.get, self._numbers, self._additions
        convert, pack, postcode_of = self._convert, HOUSE.pack, self._postcode_of
        for place, line in enumerate(lines, self.lines + 1):
            fields = line.split(SEPARATOR)
            if len(fields) == columns:
                houses = houses_of(street_of(fields))
                if houses is not None:
                    number, addition, east, north, told_by = house_of(fields)
                    try:
                        e, n = to_number(east), to_number(north)
                        number_and_addition = numbers[number], additions[addition]
                    except (KeyError, ValueError):
                        self._take_slowly(place, line)
                        continue
                    if e > ZONE_PREFIX:
                        e -= ZONE_PREFIX
                    if WEST < e < EAST and SOUTH < n < NORTH:
                        lat, lon = convert(e, n)
                        code = postcode_of(told_by) if postcode_of else NO_CODE
                        houses += pack(*number_and_addition, round(lat * E7), round(lon * E7), code)
                        continue
                elif fields[state] in OTHER_STATES:
                    self.elsewhere += 1
                    continue
            self._take_slowly(place, line)
        self.lines += len(lines)

    def _take_slowly(self, place: int, line: str) -> None:
        """A line that is unusual in some way: the first of a street, a header, a broken one."""
        if is_no_row(line):
            return
        try:
            row = read_row(line, self._layout, self._municipalities)
            code = self._addition_code(row)
        except BrokenRow as error:
            self.broken += 1
            if len(self.bad_lines) < MOST_SHOWN:
                self.bad_lines.append(BadLine(place, error.problem))
            return
        fields = line.split(SEPARATOR)
        number, addition, _, _, told_by = self._house_fields(fields)
        if len(self._numbers) <= HIGHEST_NUMBER:
            self._numbers[number] = row.number
        self._additions[addition] = code
        self.as_of = self.as_of or row.date
        lat, lon = self._convert(row.east, row.north)
        known = self._postcode_of(told_by) if self._postcode_of else NO_CODE
        self._street(row, fields).houses.add(row.number, code, round(lat * E7), round(lon * E7), known)

    def _street(self, row: Row, fields: list[str]) -> Street:
        """The street of a row; its fields are remembered, so that the next row of it goes the short way.

        Texts that many streets share are kept once.
        """
        name = (row.ags, row.street_key, row.street)
        street = self._streets.get(name)
        if street is None:
            street = Street(intern(row.ags), row.street_key, row.street, intern(row.district), Houses())
            self._streets[street.ags, street.key, street.name] = street
        same = {street.key: street.key, street.name: street.name}
        as_read = tuple(same.get(text) or intern(text) for text in self._street_fields(fields))
        self._by_fields[as_read] = street.houses.packed
        return street

    def _addition_code(self, row: Row) -> int:
        try:
            return self._writer.addition_code(row.addition)
        except ValueError as error:
            raise BrokenRow("row_number", typed=f"{row.number} {row.addition}") from error

    def _own_postcode(self, postcode: str) -> int:
        code = self._postcodes.get(postcode)
        if code is not None:
            return code
        if not is_postcode(postcode.strip()):
            return NO_CODE
        with suppress(ValueError):  # more different ones than there are in the country
            self._postcodes[postcode] = self._writer.postcode_code(postcode.strip())
        return self._postcodes.get(postcode, NO_CODE)
