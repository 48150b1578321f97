"""A sorted list of words, forwards and backwards: beginnings, endings, and what is a slip or two away.

Used for the vocabulary of a segment and for the names of the gazetteer. Words only, no documents.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

_AFTER_ALL = "\U0010ffff"


class Spelling:
    """Immutable. `forwards` holds the words in order, `backwards` the reversed words in order."""

    __slots__ = ("backwards", "forwards")

    def __init__(self, words: Iterable[str]) -> None:
        self.forwards: list[str] = sorted(words)
        self.backwards: list[str] = sorted(word[::-1] for word in self.forwards)

    def has_start(self, beginning: str) -> bool:
        """Whether any word begins so."""
        at = bisect_left(self.forwards, beginning)
        return at < len(self.forwards) and self.forwards[at].startswith(beginning)

    def has_end(self, end: str) -> bool:
        """Whether any word ends so."""
        turned = end[::-1]
        at = bisect_left(self.backwards, turned)
        return at < len(self.backwards) and self.backwards[at].startswith(turned)

    def starting(self, beginning: str) -> range:
        """Where in `forwards` the words stand that begin so."""
        return _range(self.forwards, beginning)

    def ending(self, end: str) -> range:
        """Where in `backwards` the words stand that end so."""
        return _range(self.backwards, end[::-1])

    def near(self, word: str, slips: int = 1, limit: int = 24) -> list[tuple[int, str]]:
        """(slips, word) of the words that a few slips make out of this one, nearest first.

        A slip is a letter missing, added, wrong, or two neighbours swapped. One slip leaves the first or the second
        half whole (or swaps across the middle, which is tried by itself), so only words that share a half are
        compared; for two slips, words that share the first or the last third, which misses a few.
        """
        share = max(1, len(word) // (slips + 1))
        found: dict[str, int] = {}
        for words, typed in ((self.forwards, word), (self.backwards, word[::-1])):
            shared = typed[:share] if words is self.forwards or slips > 1 else typed[: len(word) - share]
            span = _range(words, shared)
            lengths = range(len(word) - slips, len(word) + slips + 1)
            candidates = [other for other in words[span.start : span.stop] if len(other) in lengths]
            for other, distance, _ in extract(typed, candidates, scorer=OSA.distance, score_cutoff=slips, limit=limit):
                found[other if words is self.forwards else other[::-1]] = int(distance)
        middle = len(word) // 2
        if middle:
            swapped = word[: middle - 1] + word[middle] + word[middle - 1] + word[middle + 1 :]
            at = bisect_left(self.forwards, swapped)
            if swapped != word and at < len(self.forwards) and self.forwards[at] == swapped:
                found[swapped] = 1
        return sorted((distance, other) for other, distance in found.items())[:limit]


def _range(words: Sequence[str], beginning: str) -> range:
    return range(bisect_left(words, beginning), bisect_left(words, beginning + _AFTER_ALL))
