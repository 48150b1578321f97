"""The interface languages. To add one: `make language code=uk`, fill the catalogue, list it here."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """An interface language: `code` stands in the path and in `<html lang>`, `own_name` in the switcher.

    `locale` is the CLDR locale that gives direction, plural forms and names of languages.
    """

    code: str
    own_name: str
    locale: str


LANGUAGES: tuple[Language, ...] = (
    Language("de", "Deutsch", "de"),
    Language("en", "English", "en"),
    Language("ar", "العربية", "ar"),
)

DEFAULT_LANGUAGE = LANGUAGES[0]
"""German: the language of the records, and what missing translations fall back to."""

LANGUAGE_BY_CODE = {language.code: language for language in LANGUAGES}

SPOKEN_LANGUAGES: tuple[str, ...] = (
    "de", "en", "ar", "uk", "ru", "fa", "prs", "ps", "tr", "ku", "ckb", "ti", "so", "am",
    "fr", "es", "pt", "it", "pl", "ro", "bg", "sq", "sr", "hr", "bs", "mk", "el", "hu",
    "ur", "pa", "hi", "bn", "ta", "zh", "vi", "ka", "hy", "az", "sw", "ff", "wo", "rom", "gsg",
)  # fmt: skip
"""BCP 47 codes of the languages that a place may say are spoken there, most asked for in NRW first."""
