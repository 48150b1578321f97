"""Which document holds which word: postings over a sorted vocabulary, for single words and for whole ranges of it.

Part of a segment of the index. A frequent word's documents are an integer set, a rare word's a small array. Ranges of
the vocabulary ("all words that begin with b", "all that end in …straße") are answered from blocks of `BLOCK`
neighbouring words whose sets are united beforehand.
"""

from array import array
from collections.abc import Iterable, Mapping, Sequence

from kommanmap.geocoding.names.spelling import Spelling
from kommanmap.queries.bits import from_ids

BLOCK = 128
LONGEST_GUESS = 20
"""So many words at most are taken for one that was typed wrong."""


class WordIndex:
    """An immutable inverted index over `size` documents."""

    __slots__ = ("_backward_blocks", "_blocks", "_frequent", "_rare", "size", "spelling")

    def __init__(self, postings: Mapping[str, "array[int]"], size: int) -> None:
        self.size = size
        few = max(4, size >> 6)
        self._frequent = {
            word: from_ids(documents, size) for word, documents in postings.items() if len(documents) >= few
        }
        self._rare = {word: documents for word, documents in postings.items() if len(documents) < few}
        self.spelling = Spelling(postings)
        self._blocks = self._united(self.spelling.forwards)
        self._backward_blocks = self._united([word[::-1] for word in self.spelling.backwards])

    def __len__(self) -> int:
        return len(self.spelling.forwards)

    def __contains__(self, word: str) -> bool:
        return word in self._rare or word in self._frequent

    def exact(self, word: str) -> int:
        """Documents with this word."""
        rare = self._rare.get(word)
        return from_ids(rare, self.size) if rare else self._frequent.get(word, 0)

    def any_of(self, words: Iterable[str]) -> int:
        """Documents with at least one of the words."""
        united, few = 0, array("I")
        for word in words:
            rare = self._rare.get(word)
            if rare:
                few.extend(rare)
            else:
                united |= self._frequent.get(word, 0)
        return united | from_ids(few, self.size) if few else united

    def starting(self, beginning: str) -> int:
        """Documents with a word that begins so (the word itself included)."""
        words, span = self.spelling.forwards, self.spelling.starting(beginning)
        united, edges = self._blocks_of(self._blocks, span)
        return united | self.any_of(words[at] for at in edges)

    def ending(self, end: str) -> int:
        """Documents with a compound that ends so (the word itself included): café finds Begegnungscafé."""
        words, span = self.spelling.backwards, self.spelling.ending(end)
        united, edges = self._blocks_of(self._backward_blocks, span)
        return united | self.any_of(words[at][::-1] for at in edges)

    def near(self, word: str) -> list[str]:
        """Words one slip away."""
        return [other for _, other in self.spelling.near(word, limit=LONGEST_GUESS)]

    @staticmethod
    def _blocks_of(blocks: Sequence[int], span: range) -> tuple[int, list[int]]:
        """The union of the whole blocks inside a range, and the places of the words outside them."""
        first, last = -(-span.start // BLOCK), span.stop // BLOCK
        if first >= last:
            return 0, [*span]
        united = 0
        for block in blocks[first:last]:
            united |= block
        return united, [*range(span.start, first * BLOCK), *range(last * BLOCK, span.stop)]

    def _united(self, words: Sequence[str]) -> list[int]:
        return [self.any_of(words[start : start + BLOCK]) for start in range(0, len(words) - BLOCK + 1, BLOCK)]
