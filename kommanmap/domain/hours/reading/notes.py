"""Words that say where, what or in which language and nothing about the time: kept beside a session as its note.

Only shapes that are sure: "im evangelischen Gemeindehaus", "Sprachcafé", "auf Arabisch".
"""

from kommanmap.domain.hours.reading.dates import MONTHS
from kommanmap.domain.hours.reading.day_names import day_name
from kommanmap.domain.hours.reading.lexicon import Lexicon
from kommanmap.domain.hours.reading.meanings import Note, Spoken, Whom
from kommanmap.domain.hours.reading.people import PEOPLE
from kommanmap.domain.hours.reading.tokens import Kind, Token, after_joint, joined_words, word_key, word_keys
from kommanmap.domain.hours.reading.wording import WORDING
from kommanmap.domain.language_words import CODE_BY_WORD
from kommanmap.domain.vocabulary import Audience

_BESIDE = Lexicon(
    [
        ("[mit|inklusive] [kostenloser|kostenlose] kinderbetreuung [möglich|vorhanden]", None),
        ("kinder [sind] [herzlich] willkommen", None),
        ("deutsch üben|lernen|sprechen", None),
        ("spiele", None),
        ("der|des flüchtlingshilfe|flüchtlingsberatung|caritas|diakonie|awo|drk|gemeinde|kirchengemeinde|stadt", None),
        ("[bei|mit|zu] kaffee und|& kuchen|tee", None),
        ("[der] eintritt [ist] frei", None),
        ("[der|die] [zugang] [ist] barrierefrei|rollstuhlgerecht", None),
        ("[die] teilnahme [ist] kostenlos|kostenfrei", None),
    ]
)
_BARE_PLACES = word_keys(
    "gemeindehaus pfarrhaus bürgerhaus mehrgenerationenhaus pfarrheim pfarrsaal gemeindesaal rathaus bibliothek "
    "bücherei stadtbücherei stadtbibliothek gemeindezentrum bürgerzentrum pfarrzentrum familienzentrum jugendzentrum "
    "stadtteilzentrum"
)
_PLACES = tuple(
    word_keys(
        "haus heim saal saale zentrum kirche bücherei bibliothek schule raum räume räumen büro rathaus foyer laden "
        "gebäude turnhalle halle stätte pavillon pfarrsaal treffpunkt café keller garten küche scheune hof etage "
        "obergeschoss erdgeschoss dachgeschoss kita kindergarten moschee gemeinde treff club klub werkstatt"
    )
)
_A_YEAR = 1900
_PLACE_BEGINNINGS = Lexicon([("im|in|beim|am|bei [der|dem|den|unserem|unserer|unseren]", None)])
_ADJECTIVE_ENDINGS = ("en", "er")
_MOST_ADJECTIVES = 2
_NOT_IN_A_PLACE = word_keys("jeden ersten zweiten dritten vierten letzten ferien monat woche wochen zeit regel")

_ACTIVITIES = tuple(
    word_keys(
        "café cafés cafe treff treffen treffpunkt beratung beratungen sprechstunde sprechstunden sprechzeit "
        "sprechzeiten kurs kurse gruppe gruppen frühstück stammtisch werkstatt tandem training unterricht nachhilfe "
        "hausaufgabenhilfe hausaufgabenbetreuung kleiderkammer begegnung spielenachmittag spieleabend handarbeit "
        "nähen kochen basteln sport musik chor gespräch gesprächskreis austausch konversation stunde "
        "stube kammer bistro brunch börse kochabend filmabend"
    )
)
_NO_ACTIVITY = word_keys(
    "stunde stunden viertelstunde treffen café cafe treff treffpunkt gruppe gruppen begegnung sprechzeit sprechzeiten"
)
_HOURS = word_keys("uhr h")
_VERBS = word_keys("nähen kochen basteln")
_DESCRIBED = frozenset(
    word + ending
    for word in word_keys("offen international interkulturell gemeinsam allgemein zusätzlich kostenlos gemütlich neu")
    for ending in ("", "e", "es", "er", "en")
)
_OTHER_TIMES_OR_PEOPLE = tuple(
    word_keys(
        "ferien sommer winter advent weihnacht oster herbst frühjahr frühlings silvester fasten mitglieder team "
        "vorstand helfer ehrenamt mitarbeiter lehrer online digital telefon video zoom"
    )
)
"""What begins like this happens at other times, elsewhere or not for everybody; it must not pass as a mere name."""

_ARTICLES = word_keys("ein eine das der die unser unsere")
_COMPOUND_AUDIENCES = {
    "frauen": Audience.WOMEN, "maenner": Audience.MEN, "familien": Audience.FAMILIES, "eltern": Audience.FAMILIES,
    "senioren": Audience.SENIORS, "seniorinnen": Audience.SENIORS, "jugend": Audience.YOUTH,
    "kinder": Audience.CHILDREN, "muetter": Audience.WOMEN, "maedchen": Audience.YOUTH,
}  # fmt: skip


def note(tokens: tuple[Token, ...], at: int) -> tuple[Note | Spoken | Whom, int] | None:
    """A place, an activity or languages at a token."""
    harmless = _BESIDE.longest(tokens, at)
    if harmless is not None:
        return Note(joined_words(tokens, at, harmless[1])), harmless[1]
    if tokens[at].key == "seit" and at + 1 < len(tokens) and (tokens[at + 1].number or 0) > _A_YEAR:
        return Note(joined_words(tokens, at, at + 2)), at + 2
    return languages_of(tokens, at) or _cafe(tokens, at) or _place(tokens, at) or _activity(tokens, at)


def languages_of(tokens: tuple[Token, ...], at: int) -> tuple[Spoken, int] | None:
    """ "auf Arabisch und Deutsch"; in brackets behind a clock time also without "auf"."""
    step = at + 1 if tokens[at].key in {"auf", "in"} else at
    bracketed = (
        tokens[at].key == "(" and at > 0 and (tokens[at - 1].kind is Kind.NUMBER or tokens[at - 1].key in _HOURS)
    )
    step += bracketed
    sprache = step > at and tokens[at].key == "in"
    if step == at:
        return None
    codes: list[str] = []
    after = step
    while step < len(tokens) and (code := _code(tokens[step], declined=sprache)) is not None:
        codes.append(code)
        after = step = step + 1
        step = after_joint(tokens, after)
        if step < len(tokens) and tokens[step].key in {"auf", "in"} and step > after:
            step += 1
    if sprache:
        if after >= len(tokens) or tokens[after].key not in {"sprache", "sprachen"}:
            return None
        after += 1
    if bracketed:
        closed = after < len(tokens) and tokens[after].key == ")"
        return (Spoken(tuple(codes)), after + 1) if codes and closed else None
    return (Spoken(tuple(codes)), after) if codes else None


def _code(token: Token, *, declined: bool) -> str | None:
    return _CODES.get(token.key.removesuffix("er") if declined else token.key)


_CODES = {word_key(word): code for word, code in CODE_BY_WORD.items() if len(word) > 3}


def _place(tokens: tuple[Token, ...], at: int) -> tuple[Note, int] | None:
    """A preposition, at most two adjectives and a word that ends like a building or a room."""
    if tokens[at].key in _BARE_PLACES:
        return Note(tokens[at].text), at + 1
    begin = _PLACE_BEGINNINGS.longest(tokens, at)
    if begin is None:
        return None
    step = begin[1]
    for _ in range(_MOST_ADJECTIVES + 1):
        if step >= len(tokens) or tokens[step].kind is not Kind.WORD or tokens[step].key in _NOT_IN_A_PLACE:
            return None
        step = _joined(tokens, step)
        head = tokens[step - 1]
        if head.key.endswith(_PLACES) and (head.text[0].isupper() or not tokens[step - 1].text.endswith("en")):
            step = _after_saint(tokens, step)
            return Note(joined_words(tokens, at, step)), step
        if not head.key.endswith(_ADJECTIVE_ENDINGS):
            return None
    return None


def _after_saint(tokens: tuple[Token, ...], at: int) -> int:
    """Past "St. Josef"."""
    if at >= len(tokens) or tokens[at].key not in {"st", "sankt"}:
        return at
    step = at + 2 if at + 1 < len(tokens) and tokens[at + 1].key == "." else at + 1
    return step + 1 if step < len(tokens) and tokens[step].kind is Kind.WORD and tokens[step].text[0].isupper() else at


def _cafe(tokens: tuple[Token, ...], at: int) -> tuple[Note, int] | None:
    """ "Café Welcome": a name of one word that means nothing else."""
    step = at + 1 if tokens[at].key in {"im", "das"} else at
    if step + 1 >= len(tokens) or tokens[step].key not in {"cafe", "begegnungscafe", "sprachcafe"}:
        return None
    name = tokens[step + 1]
    if name.kind is not Kind.WORD or not name.text[0].isupper() or name.key in _CODES or _means(tokens, step + 1):
        return None
    if name.key.startswith((*_OTHER_TIMES_OR_PEOPLE, *_COMPOUND_AUDIENCES)):
        return None
    return Note(joined_words(tokens, at + (tokens[at].key == "das"), step + 2)), step + 2


def _means(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a word is a day, people or another wording that says something."""
    known = day_name(tokens, at) or WORDING.longest(tokens, at) or PEOPLE.longest(tokens, at)
    return known is not None or tokens[at].key in MONTHS or tokens[at].key.endswith("ferien")


def _joined(tokens: tuple[Token, ...], at: int) -> int:
    """The place after a word and what a hyphen joins to it."""
    step = at + 1
    while (
        step + 1 < len(tokens)
        and tokens[step].key == "-"
        and tokens[step].glued
        and tokens[step + 1].kind is Kind.WORD
        and tokens[step + 1].glued
    ):
        step += 2
    return step


def _activity(tokens: tuple[Token, ...], at: int) -> tuple[Note | Whom, int] | None:
    """ "Sprachcafé", "eine offene Sprechstunde", "Frauencafé"."""
    step = at
    if tokens[step].key in _ARTICLES:
        step += 1
    while step < len(tokens) and step - at < 3 and tokens[step].key in _DESCRIBED:
        step += 1
    if step >= len(tokens) or tokens[step].kind is not Kind.WORD:
        return None
    after = _joined(tokens, step)
    head = tokens[after - 1].key
    if not head.endswith(_ACTIVITIES) or (head in _NO_ACTIVITY and after == step + 1):
        return None
    if head in _VERBS and not tokens[after - 1].text[0].isupper():
        return None
    words = joined_words(tokens, step, after)
    first = tokens[step].key
    if first.startswith(_OTHER_TIMES_OR_PEOPLE):
        return None
    for people, audience in _COMPOUND_AUDIENCES.items():
        if first.startswith(people):
            return Whom((audience,), note=words), after
    return Note(words), after
