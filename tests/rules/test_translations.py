"""The catalogues: complete, with the same placeholders, compiled, and fresh against the sources."""

import re
from enum import StrEnum
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from flask import Flask

from kommanmap.domain import vocabulary
from kommanmap.domain.languages import DEFAULT_LANGUAGE, LANGUAGES, SPOKEN_LANGUAGES, Language
from kommanmap.i18n import speaking
from kommanmap.labels import LABELS, label, language_name

ROOT = Path(__file__).resolve().parents[2]
CATALOGUES = ROOT / "kommanmap" / "translations"
TRANSLATED = [language for language in LANGUAGES if language is not DEFAULT_LANGUAGE]
PLACEHOLDER = re.compile(r"%(?:\((\w+)\))?[sdif]")
REFRESH = "Run: make i18n"
KEYWORDS = {
    "_": None, "gettext": None, "lazy_gettext": None, "pgettext": ((1, "c"), 2),
    "ngettext": (1, 2), "lazy_ngettext": (1, 2),
}  # fmt: skip
UNLABELLED = {vocabulary.AliasKind, vocabulary.ChangeKind, vocabulary.PinVisibility}
"""Vocabularies that no reader ever sees."""


def catalogue(code: str) -> Catalog:
    path = CATALOGUES / code / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        return read_po(file, locale=code)


def messages(found: Catalog) -> list[Message]:
    return [message for message in found if message.id]


def forms(text: object) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, tuple | list) else (str(text),)


def placeholders(text: str) -> set[str]:
    return {found or "?" for found in PLACEHOLDER.findall(text.replace("%%", ""))}


def extracted() -> set[object]:
    """Every text in the sources."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        method_map, options_map = parse_mapping_cfg(file)
    return {
        message
        for _file, _line, message, _comments, _context in extract_from_dir(
            ROOT, method_map, options_map, keywords=KEYWORDS
        )
    }


def test_the_template_holds_every_text_of_the_sources() -> None:
    with (CATALOGUES / "messages.pot").open("rb") as file:
        stored = {message.id for message in messages(read_po(file))}
    now = extracted()
    assert not now - stored, f"New texts. {REFRESH}. {sorted(map(str, now - stored))[:10]}"
    assert not stored - now, f"Texts that nobody says any more. {REFRESH}. {sorted(map(str, stored - now))[:10]}"


def test_there_is_a_catalogue_for_every_language_and_no_other() -> None:
    there = {path.parent.parent.name for path in CATALOGUES.glob("*/LC_MESSAGES/messages.po")}
    assert there - {DEFAULT_LANGUAGE.locale} == {language.locale for language in TRANSLATED}


@pytest.mark.parametrize("language", TRANSLATED, ids=lambda language: language.code)
class TestCatalogue:
    """Each catalogue for itself."""

    def test_holds_the_texts_of_the_template(self, language: Language) -> None:
        with (CATALOGUES / "messages.pot").open("rb") as file:
            wanted = {message.id for message in messages(read_po(file))}
        assert {message.id for message in messages(catalogue(language.locale))} == wanted, REFRESH

    def test_is_complete(self, language: Language) -> None:
        unfinished = [
            message.id
            for message in messages(catalogue(language.locale))
            if message.fuzzy or not all(forms(message.string))
        ]
        assert not unfinished, f"{len(unfinished)} texts wait for their translation: {unfinished[:10]}"

    def test_has_every_plural_form(self, language: Language) -> None:
        found = catalogue(language.locale)
        for message in messages(found):
            if isinstance(message.id, tuple):
                assert len(message.string) == found.num_plurals, message.id

    def test_has_the_same_placeholders(self, language: Language) -> None:
        for message in messages(catalogue(language.locale)):
            wanted = set().union(*map(placeholders, forms(message.id)))
            several = isinstance(message.id, tuple)
            for text in forms(message.string):
                found = placeholders(text)
                assert found <= wanted, f"{message.id!r} → {text!r}"
                # "one place" needs no number; every other placeholder must be there
                assert wanted - found <= ({"num"} if several else set()), f"{message.id!r} → {text!r}"

    def test_is_compiled(self, language: Language) -> None:
        compiled = CATALOGUES / language.locale / "LC_MESSAGES" / "messages.mo"
        with compiled.open("rb") as file:
            stored = {forms(message.id): forms(message.string) for message in messages(read_mo(file))}
        written = messages(catalogue(language.locale))
        assert stored == {forms(message.id): forms(message.string) for message in written}, REFRESH


def vocabularies() -> list[type[StrEnum]]:
    return [
        item
        for item in vars(vocabulary).values()
        if isinstance(item, type) and issubclass(item, StrEnum) and item is not StrEnum and item not in UNLABELLED
    ]


@pytest.mark.parametrize("words", vocabularies(), ids=lambda words: words.__name__)
def test_every_member_of_a_vocabulary_has_a_label(words: type[StrEnum]) -> None:
    assert not set(words) - set(LABELS), "Give it a label in kommanmap/labels.py"


@pytest.mark.parametrize("language", TRANSLATED, ids=lambda language: language.code)
def test_labels_are_translated(demo_site: Flask, language: Language) -> None:
    with demo_site.test_request_context():
        german = {member: label(member) for member in LABELS}
        with speaking(language):
            same = [member for member in LABELS if label(member) == german[member]]
    assert not same, same


def test_spoken_languages_have_names(demo_site: Flask) -> None:
    with demo_site.test_request_context():
        nameless = [code for code in SPOKEN_LANGUAGES if language_name(code) == code]
    assert not nameless
