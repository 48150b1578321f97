"""Words for languages in a typed text → BCP 47 codes, only where the text says that they are spoken at the place.

A list counts as a whole: one word in it that is not understood ("Infoblatt", "gesucht", "Tafel auf …") makes the list
say something else than "is spoken here", and nothing of it is taken. The typed text is always kept beside.
"""

import re
from dataclasses import dataclass

from kommanmap.domain.languages import SPOKEN_LANGUAGES
from kommanmap.domain.word_keys import word_key

_WORDS: dict[str, tuple[str, ...]] = {
    "de": ("Deutsch", "German"),
    "en": ("Englisch", "English"),
    "ar": ("Arabisch", "Hocharabisch", "Arabic", "العربية"),
    "uk": ("Ukrainisch", "Ukrainian", "Українська"),
    "ru": ("Russisch", "Russian", "Русский"),
    "fa": ("Persisch", "Farsi", "Persisch (Farsi)", "Farsi (Persisch)", "Persian", "فارسی"),
    "prs": ("Dari", "دری"),
    "ps": ("Paschto", "Paschtu", "Pashto", "پښتو"),
    "tr": ("Türkisch", "Turkish", "Türkçe"),
    "ku": ("Kurdisch", "Kurdish", "Kurmandschi", "Kurmanci", "Kurmanji", "Kurmancî", "Nordkurdisch", "kmr",
           "Kurdisch (Kurmandschi)", "Kurdisch (Kurmanci)"),
    "ckb": ("Sorani", "Zentralkurdisch", "Kurdisch (Sorani)", "سۆرانی"),
    "ti": ("Tigrinya", "Tigrinisch", "Tigrigna", "ትግርኛ"),
    "so": ("Somali", "Somalisch", "Soomaali"),
    "am": ("Amharisch", "Amharic", "አማርኛ"),
    "fr": ("Französisch", "French", "Français"),
    "es": ("Spanisch", "Spanish", "Español"),
    "pt": ("Portugiesisch", "Portuguese", "Português"),
    "it": ("Italienisch", "Italian", "Italiano"),
    "pl": ("Polnisch", "Polish", "Polski"),
    "ro": ("Rumänisch", "Romanian", "Română"),
    "bg": ("Bulgarisch", "Bulgarian", "Български"),
    "sq": ("Albanisch", "Albanian", "Shqip"),
    "sr": ("Serbisch", "Serbian", "Српски"),
    "hr": ("Kroatisch", "Croatian", "Hrvatski"),
    "bs": ("Bosnisch", "Bosnian", "Bosanski"),
    "mk": ("Mazedonisch", "Macedonian"),
    "el": ("Griechisch", "Greek", "Ελληνικά"),
    "hu": ("Ungarisch", "Hungarian", "Magyar"),
    "ur": ("Urdu", "اردو"),
    "pa": ("Punjabi", "Pandschabi"),
    "hi": ("Hindi", "हिन्दी"),
    "bn": ("Bengali", "Bengalisch"),
    "ta": ("Tamil", "Tamilisch"),
    "zh": ("Chinesisch", "Mandarin", "Chinese", "中文"),
    "vi": ("Vietnamesisch", "Vietnamese", "Tiếng Việt"),
    "ka": ("Georgisch", "Georgian", "ქართული"),
    "hy": ("Armenisch", "Armenian", "Հայերեն"),
    "az": ("Aserbaidschanisch", "Azerbaijani"),
    "sw": ("Suaheli", "Swahili", "Kiswahili"),
    "ff": ("Fulfulde", "Fula", "Fulani"),
    "wo": ("Wolof",),
    "rom": ("Romanes", "Romani"),
    "gsg": ("Deutsche Gebärdensprache", "Gebärdensprache", "DGS"),
}  # fmt: skip

_SEVERAL = ("Afghanisch", "Syrisch", "Serbokroatisch", "Berberisch", "Eritreisch", "Indisch")
"""Words that name no single language of the list: they spoil no list, but give no code either."""

CODE_BY_WORD = {word_key(word): code for code, words in _WORDS.items() for word in (code, *words)}
_SEVERAL_KEYS = {word_key(word) for word in _SEVERAL}

_SEPARATORS = re.compile(r"\s*(?:[,;/+&]|\bund\b|\band\b|\bsowie\b|•)\s*", re.IGNORECASE)
_INTERPRETED = re.compile(
    r"^(?:(?:dolmetscher|übersetzer)(?:in)?(?: für)?:? (?P<after>.+)"
    r"|(?P<before>.+?) (?:\((?:dolmetscher|übersetzer)(?:in)?\)|(?:per|mit|durch) (?:dolmetscher|übersetzer)(?:in)?))$",
    re.IGNORECASE,
)
_INTERPRETERS_THERE = {
    word_key(words)
    for words in (
        "Dolmetscher", "Dolmetscher vor Ort", "Dolmetscher bei Bedarf", "Dolmetscher anwesend", "Übersetzer vor Ort",
        "Geflüchtete als Dolmetscher", "Geflüchtete helfen als Übersetzer",
    )
}  # fmt: skip

_NOT_THERE = re.compile(
    r"\b(?:gesucht|suche[nt]?|geplant|noch|nicht|kein\w*|künftig|bald|wanted|needed)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class SpokenLanguages:
    """Codes in the order typed, whether interpreters are said to be there, and what was not understood."""

    codes: tuple[str, ...] = ()
    interpreters: bool = False
    kept_as_text: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()


def spoken_languages(typed: str) -> SpokenLanguages:
    """The languages that a typed text says are spoken at the place."""
    codes: list[str] = []
    kept: list[str] = []
    ambiguous: list[str] = []
    interpreters = False
    statements = [part.strip() for part in re.split(r"[;\n]", typed) if part.strip()]
    for number, statement in enumerate(statements):
        if _NOT_THERE.search(statement):  # it may speak of everything after it: "gesucht: Arabisch; Kurdisch"
            kept.append("; ".join(statements[number:]))
            break
        if word_key(statement) in _INTERPRETERS_THERE:
            interpreters = True
            continue
        read = _read_statement(statement)
        if read is None:
            kept.append(statement)
            continue
        codes.extend(read.codes)
        ambiguous.extend(read.ambiguous)
        interpreters = interpreters or read.interpreters
    known = tuple(dict.fromkeys(code for code in codes if code in SPOKEN_LANGUAGES))
    return SpokenLanguages(known, interpreters, tuple(kept), tuple(dict.fromkeys(ambiguous)))


def _read_statement(statement: str) -> SpokenLanguages | None:
    """One statement between semicolons; None as soon as one word of it is no language."""
    codes: list[str] = []
    ambiguous: list[str] = []
    interpreters = False
    for part in _SEPARATORS.split(statement):
        word = part.strip().rstrip(".")
        key = word_key(word)
        interpreted = _INTERPRETED.match(word) if key not in CODE_BY_WORD else None
        if interpreted:
            interpreters = True
            key = word_key(interpreted["after"] or interpreted["before"])
        if key in CODE_BY_WORD:
            codes.append(CODE_BY_WORD[key])
        elif key in _SEVERAL_KEYS:
            ambiguous.append(word)
        else:
            return None
    return SpokenLanguages(tuple(codes), interpreters, ambiguous=tuple(ambiguous))
