"""Order and rules of the hand-kept alias list."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from reference.tables import Row

ALIAS_FIELDS = ("ags", "alias", "kind", "language")
KINDS = ("name", "district", "exonym")
LANGUAGES = ("", "de", "en", "ar", "uk", "ru", "fa", "tr", "fr", "es", "it", "nl", "pl")

ARABIC = re.compile(r"[\u0600-\u06ff\u200c ()-]+")
CYRILLIC = re.compile(r"[\u0400-\u04ff'’ʼ ()-]+")
LATIN = re.compile(r"[^\u0400-\u06ff]+")
NOT_UKRAINIAN = re.compile("[ыэъё]", re.IGNORECASE)
NOT_RUSSIAN = re.compile("[іїєґ]", re.IGNORECASE)


def check_and_sort(rows: Iterable[Row], municipalities: Sequence[Row]) -> list[Row]:
    """Rows by AGS, kind, language and alias; stops at the first row that breaks a rule."""
    official = {row["ags"]: row["name"] for row in municipalities}
    seen: set[tuple[str, ...]] = set()
    for row in rows:
        key = (row["ags"], row["alias"].casefold(), row["kind"], row["language"])
        if row["ags"] not in official or row["kind"] not in KINDS or row["language"] not in LANGUAGES:
            raise SystemExit(f"unknown municipality, kind or language: {row}")
        if key in seen or row["alias"].casefold() == official[row["ags"]].casefold():
            raise SystemExit(f"says nothing new: {row}")
        if not is_written_in(row["alias"], row["language"]):
            raise SystemExit(f"not the script of the language: {row}")
        seen.add(key)
    by_key = {(r["ags"], KINDS.index(r["kind"]), r["language"], r["alias"]): r for r in rows}
    return [by_key[key] for key in sorted(by_key)]


def is_written_in(alias: str, language: str) -> bool:
    """Whether the letters belong to the language's script."""
    match language:
        case "ar" | "fa":
            return bool(ARABIC.fullmatch(alias))
        case "uk":
            return bool(CYRILLIC.fullmatch(alias)) and not NOT_UKRAINIAN.search(alias)
        case "ru":
            return bool(CYRILLIC.fullmatch(alias)) and not NOT_RUSSIAN.search(alias)
        case _:
            return bool(LATIN.fullmatch(alias))


def count_kinds(rows: Iterable[Row]) -> dict[str, int]:
    """How many rows of each kind."""
    counts = Counter(row["kind"] for row in rows)
    return {kind: counts[kind] for kind in KINDS}
