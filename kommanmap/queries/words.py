"""Which document holds which word: sorted vocabulary, postings, beginnings, endings and one-letter slips.

Part of a segment of the index. A frequent word's documents are an integer set, a rare word's a small array. Whole
ranges of the vocabulary ("all words that begin with b", "all that end in …straße") are answered from blocks of
`BLOCK` neighbouring words whose sets are united beforehand.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from kommanmap.queries.bits import from_ids

BLOCK = 128
_AFTER_ALL = "\U0010ffff"
LONGEST_GUESS = 20
"""So many words at most are taken for one that was typed wrong."""

Postings = int | array  # type: ignore[type-arg] - array.array has no useful parameter


class WordIndex:
    """An immutable inverted index over `size` documents."""

    __slots__ = ("_backward_blocks", "_backwards", "_blocks", "_forwards", "_postings", "size")

    def __init__(self, postings: Mapping[str, "array[int]"], size: int) -> None:
        self.size = size
        self._postings: dict[str, Postings] = {}
        few = max(4, size >> 6)
        for word, documents in postings.items():
            self._postings[word] = documents if len(documents) < few else from_ids(documents, size)
        self._forwards: list[str] = sorted(self._postings)
        self._backwards: list[str] = sorted(word[::-1] for word in self._forwards)
        self._blocks = self._united(self._forwards)
        self._backward_blocks = self._united([word[::-1] for word in self._backwards])

    def __len__(self) -> int:
        return len(self._forwards)

    def __contains__(self, word: str) -> bool:
        return word in self._postings

    def exact(self, word: str) -> int:
        """Documents with this word."""
        found = self._postings.get(word, 0)
        return found if isinstance(found, int) else from_ids(found, self.size)

    def any_of(self, words: Iterable[str]) -> int:
        """Documents with at least one of the words."""
        united, rare = 0, array("I")
        for word in words:
            found = self._postings.get(word, 0)
            if isinstance(found, int):
                united |= found
            else:
                rare.extend(found)
        return united | from_ids(rare, self.size) if rare else united

    def starting(self, beginning: str) -> int:
        """Documents with a word that begins so (the word itself included)."""
        first, last = self._range(self._forwards, beginning)
        return self._range_union(self._forwards, self._blocks, first, last, backwards=False)

    def ending(self, end: str) -> int:
        """Documents with a compound that ends so (the word itself included): café finds Begegnungscafé."""
        first, last = self._range(self._backwards, end[::-1])
        return self._range_union(self._backwards, self._backward_blocks, first, last, backwards=True)

    def has_start(self, beginning: str) -> bool:
        """Whether any word begins so."""
        at = bisect_left(self._forwards, beginning)
        return at < len(self._forwards) and self._forwards[at].startswith(beginning)

    def has_end(self, end: str) -> bool:
        """Whether any word ends so."""
        at = bisect_left(self._backwards, end[::-1])
        return at < len(self._backwards) and self._backwards[at].startswith(end[::-1])

    def near(self, word: str) -> list[str]:
        """Words that one slip (letter missing, added, wrong, or two swapped) makes out of this one.

        One slip leaves the first or the second half whole, unless two letters were swapped across the middle; so
        only words that share a half are compared.
        """
        half = len(word) // 2
        swapped = word[: half - 1] + word[half] + word[half - 1] + word[half + 1 :] if half else word
        found = [swapped] if swapped in self._postings else []
        for words, share, typed in (
            (self._forwards, word[:half], word),
            (self._backwards, word[half:][::-1], word[::-1]),
        ):
            first, last = self._range(words, share)
            candidates = [other for other in words[first:last] if -1 <= len(other) - len(typed) <= 1]
            hits = extract(typed, candidates, scorer=OSA.distance, score_cutoff=1, limit=LONGEST_GUESS)
            found.extend(hit[0] if words is self._forwards else hit[0][::-1] for hit in hits)
        return sorted(set(found))[:LONGEST_GUESS]

    @staticmethod
    def _range(words: Sequence[str], beginning: str) -> tuple[int, int]:
        return bisect_left(words, beginning), bisect_left(words, beginning + _AFTER_ALL)

    def _range_union(
        self, words: Sequence[str], blocks: Sequence[int], first: int, last: int, *, backwards: bool
    ) -> int:
        first_block, last_block = -(-first // BLOCK), last // BLOCK
        if first_block >= last_block:
            edges = words[first:last]
            united = 0
        else:
            edges = [*words[first : first_block * BLOCK], *words[last_block * BLOCK : last]]
            united = 0
            for block in blocks[first_block:last_block]:
                united |= block
        return united | self.any_of(word[::-1] for word in edges) if backwards else united | self.any_of(edges)

    def _united(self, words: Sequence[str]) -> list[int]:
        return [self.any_of(words[start : start + BLOCK]) for start in range(0, len(words) - BLOCK + 1, BLOCK)]
