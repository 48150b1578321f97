"""What a password must be: long, not one of the common ones, not made of words that anybody would try here.

No rule about kinds of signs and no change after a time: both make passwords worse (NIST SP 800-63B-4, 3.1.1). Knows no
hash and no account.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from kommanmap.domain.problems import Problem

SHORTEST_ALONE = 15
"""Where the password is all that somebody has to know."""
SHORTEST_WITH_SECOND_FACTOR = 8
LONGEST = 128
FEWEST_KINDS_OF_SIGNS = 4
"""Fewer different signs than this are a pattern ("abababab")."""
SHORTEST_CONTEXT_WORD = 4
FIELD = "password"

_CONTEXT = frozenset(
    {
        "kommanmap", "kommunal", "integration", "integrationszentrum", "integrationszentren", "ankommen", "treffpunkt",
        "treffpunkte", "ankommenstreffpunkt", "passwort", "password", "kennwort", "willkommen", "welcome", "nordrhein",
        "westfalen", "fluechtling", "flüchtling", "ehrenamt", "verwaltung",
    }
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
_ENDING = re.compile(r"[\W\d_]+$")


@dataclass(frozen=True, slots=True)
class PasswordRules:
    """How short, which passwords are too common, and which words belong to this site (its name, towns)."""

    shortest: int
    common: Collection[str] = frozenset()
    words: frozenset[str] = field(default=_CONTEXT)

    def problems(self, password: str, *, about: Iterable[str] = ()) -> Iterator[Problem]:
        """What speaks against a password. about: texts of the person: mail address, name, centre."""
        if not password:
            yield Problem(FIELD, "missing")
        elif len(password) < self.shortest:
            yield Problem(FIELD, "password_short", {"shortest": self.shortest})
        elif len(password) > LONGEST:
            yield Problem(FIELD, "password_long", {"longest": LONGEST})
        elif self._is_common(password):
            yield Problem(FIELD, "password_common")
        elif self._is_of_words(password, about):
            yield Problem(FIELD, "password_of_words")

    def _is_common(self, password: str) -> bool:
        folded = password.casefold()
        known = folded in self.common or _ENDING.sub("", folded) in self.common
        return known or len(set(folded)) < FEWEST_KINDS_OF_SIGNS

    def _is_of_words(self, password: str, about: Iterable[str]) -> bool:
        """Whether too little is left of it without the words that belong to the site or the person."""
        folded = left = password.casefold()
        own = {word for text in about for word in _WORD.findall(text.casefold())}
        known = (word for word in self.words | own if len(word) >= SHORTEST_CONTEXT_WORD)
        for word in sorted(known, key=lambda each: (-len(each), each)):
            left = left.replace(word, "")
        return left != folded and len(left) < SHORTEST_WITH_SECOND_FACTOR
