"""How a German name sounds: Kölner Phonetik. Takes folded words (`domain.folding`), knows nothing of places."""

from functools import lru_cache

_PLAIN = {
    **dict.fromkeys("aeijouy", "0"),
    **dict.fromkeys("bp", "1"),
    **dict.fromkeys("dt", "2"),
    **dict.fromkeys("fvw", "3"),
    **dict.fromkeys("gkq", "4"),
    "x": "48",
    "l": "5",
    **dict.fromkeys("mn", "6"),
    "r": "7",
    **dict.fromkeys("sz", "8"),
}
_HARD_C = frozenset("ahkoqux")
_HARD_FIRST_C = frozenset("ahkloqrux")


@lru_cache(maxsize=4_000)
def cologne_phonetics(folded: str) -> str:
    """The code of a folded word after Hans Joachim Postel (1969); digits and foreign letters stay as they are.

    >>> cologne_phonetics("mullerludenscheidt")
    '65752682'
    """
    codes: list[str] = []
    for at, letter in enumerate(folded):
        before = folded[at - 1] if at else ""
        after = folded[at + 1] if at + 1 < len(folded) else ""
        code = _code(letter, before, after)
        codes += [digit for digit in code if not codes or codes[-1] != digit]
    return "".join(code for at, code in enumerate(codes) if at == 0 or code != "0")


def _code(letter: str, before: str, after: str) -> str:
    if letter == "h":
        return ""
    if letter == "c":
        if before in ("s", "z"):
            return "8"
        return "4" if after in (_HARD_C if before else _HARD_FIRST_C) else "8"
    if letter == "p" and after == "h":
        return "3"
    if letter in ("d", "t") and after in ("c", "s", "z"):
        return "8"
    if letter == "x" and before in ("c", "k", "q"):
        return "8"
    if letter.isdigit():
        return f"#{letter}"
    return _PLAIN.get(letter, letter)
