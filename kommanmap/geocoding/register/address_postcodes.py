"""Postcodes by the object id of an address: a second file beside gebref, which has none. Text in, codes out.

4.5 million ids as Python texts would take 400 MB; here each takes 10 bytes in a hash table of plain arrays (64 bits of
its hash and a code), of which two thirds at most are full.
"""

from array import array
from collections.abc import Callable, Sequence
from contextlib import suppress

from kommanmap.geocoding.register.gebref import COMMENT, is_postcode

_PRODUCTS = frozenset(("AL", "HK"))
"""Letters 7 and 8 of an object id name the product; the rest is the same in gebref and in the address service."""

SMALLEST_TABLE = 1 << 10
SEPARATORS = (";", ",", "\t")
LINES_LOOKED_AT = 20


class PostcodeTable:
    """Object id → code of its postcode, 1 or more; 0 for unknown ids. `expected` ids fit without growing."""

    def __init__(self, expected: int = 0) -> None:
        self.count = 0
        self._allocate(max(SMALLEST_TABLE, expected * 3 // 2))

    def _allocate(self, slots: int) -> None:
        self._slots = slots
        self._hashes = array("q", bytes(8 * slots))
        self._codes = array("H", bytes(2 * slots))

    def add(self, object_id: str, code: int) -> None:
        """Remember the code of an id; the last word counts."""
        if self.count * 3 > self._slots * 2:
            self._grow()
        self._put(hash(same_in_all_products(object_id)), code)

    def find(self, object_id: str) -> int:
        """The code of an id, 0 when it is not there."""
        wanted = hash(object_id[:6] + object_id[8:] if object_id[6:8] in _PRODUCTS else object_id)
        hashes, codes, slots = self._hashes, self._codes, self._slots
        slot = wanted % slots
        while (code := codes[slot]) and hashes[slot] != wanted:
            slot = (slot + 1) % slots
        return code

    def _put(self, wanted: int, code: int) -> None:
        hashes, codes, slots = self._hashes, self._codes, self._slots
        slot = wanted % slots
        while codes[slot] and hashes[slot] != wanted:
            slot = (slot + 1) % slots
        if not codes[slot]:
            self.count += 1
        hashes[slot] = wanted
        codes[slot] = code

    def _grow(self) -> None:
        hashes, codes, self.count = self._hashes, self._codes, 0
        self._allocate(2 * len(codes))
        for wanted, code in zip(hashes, codes, strict=True):
            if code:
                self._put(wanted, code)


def same_in_all_products(object_id: str) -> str:
    """An object id without the letters that name its product: DENW52HK000AAamr and DENW52AL000AAamr are one address."""
    return object_id[:6] + object_id[8:] if object_id[6:8] in _PRODUCTS else object_id


class PairReader:
    """Reads `object id;postcode` lines in either order, with or without header, separated by ; , or a tab."""

    def __init__(self, first_lines: Sequence[str]) -> None:
        self.separator, self._postcode_first = _shape_of(first_lines)
        self._codes: dict[str, int] = {}

    @property
    def understood(self) -> bool:
        """Whether the first lines hold such pairs at all."""
        return bool(self.separator)

    def read(self, lines: Sequence[str], *, table: PostcodeTable, code_of: Callable[[str], int]) -> list[int]:
        """Put the pairs into the table; gives the places (from 0) of lines that are none."""
        separator, postcode_first, codes = self.separator, self._postcode_first, self._codes
        bad = []
        for place, line in enumerate(lines):
            cells = line.split(separator)
            if len(cells) == 2:
                object_id, postcode = (cells[1], cells[0]) if postcode_first else cells
                code = codes.get(postcode) or self._new_code(postcode, code_of)
                object_id = object_id if object_id.isalnum() else _clean(object_id)
                if code and object_id:
                    table.add(object_id, code)
                    continue
            if not self._may_be_skipped(line):
                bad.append(place)
        return bad

    def _new_code(self, postcode: str, code_of: Callable[[str], int]) -> int:
        clean = _clean(postcode)
        if is_postcode(clean):
            with suppress(ValueError):  # more different ones than there are in the country
                self._codes[postcode] = code_of(clean)
        return self._codes.get(postcode, 0)

    def _may_be_skipped(self, line: str) -> bool:
        """Empty lines, comments, and one header."""
        header = not self._codes and not any(letter.isdigit() for letter in line)
        return header or not line.strip() or line.startswith(COMMENT)


def _shape_of(lines: Sequence[str]) -> tuple[str, bool]:
    """The separator and whether the postcode stands first, by the first line that is a pair; "" when none is."""
    for line in lines[:LINES_LOOKED_AT]:
        for separator in SEPARATORS:
            cells = [_clean(cell) for cell in line.split(separator)]
            if len(cells) == 2 and all(cells):
                are = [is_postcode(cell) for cell in cells]
                if any(are):
                    return separator, are[0]
    return "", False


def _clean(cell: str) -> str:
    return cell.strip().strip('"').strip()
