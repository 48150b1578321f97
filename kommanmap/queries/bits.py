"""Sets of documents as Python integers (bit i = document i): the arithmetic under the index, nothing else."""

import re
from collections.abc import Collection

_MASKS = tuple(1 << bit for bit in range(8))
_PLACES = tuple(tuple(bit for bit in range(8) if byte >> bit & 1) for byte in range(256))
_ONE = ord("1")
_DENSE = 8
"""From one number in so many on, a digit per number is faster than a bit."""

_NOT_EMPTY = re.compile(rb"[^\0]")


def from_ids(ids: Collection[int], size: int) -> int:
    """The set of some numbers below `size`, in any order and with repeats."""
    if len(ids) * _DENSE > size:
        flags = bytearray(b"0") * (size + 1)
        for number in ids:
            flags[number] = _ONE
        flags.reverse()
        return int(flags, 2)
    buffer = bytearray((size >> 3) + 1)
    masks = _MASKS
    for number in ids:
        buffer[number >> 3] |= masks[number & 7]
    return int.from_bytes(buffer, "little")


def full(size: int) -> int:
    """All documents below `size`."""
    return (1 << size) - 1


def positions(bits: int, most: int | None = None) -> list[int]:
    """The numbers in a set, ascending; if `most` is given, at least the first so many."""
    found: list[int] = []
    data = bits.to_bytes((bits.bit_length() + 7) >> 3, "little")
    for match in _NOT_EMPTY.finditer(data):
        start = match.start()
        base = start << 3
        for bit in _PLACES[data[start]]:
            found.append(base + bit)
        if most is not None and len(found) >= most:
            break
    return found


def part(bits: int, start: int, end: int) -> int:
    """The documents from `start` to before `end`, counted from `start`."""
    return bits >> start & (1 << end - start) - 1
