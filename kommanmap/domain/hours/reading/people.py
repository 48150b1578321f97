"""Who a session is for: "nur für Frauen", "für Mütter mit Kindern", "(Männer)". Knows no times.

A closed list; who is on none ("für Mitglieder") stays left over, since it may keep people out.
"""

from kommanmap.domain.hours.reading.day_names import day_name
from kommanmap.domain.hours.reading.lexicon import Lexicon
from kommanmap.domain.hours.reading.meanings import Whom
from kommanmap.domain.hours.reading.tokens import Kind, Token, after_joint, word_keys
from kommanmap.domain.vocabulary import Audience

_BEFORE = Lexicon(
    [
        ("[und] [aber] [nur|speziell|ausschließlich|exklusiv|offen|gedacht|geeignet] für", False),
        ("richtet sich [ausschließlich|nur|speziell] an", False),
        ("eingeladen sind", False),
        ("nur", True),
        ("(", True),
        ("( nur|für", False),
        ("( nur für", False),
    ]
)
_WITH_CHILDREN = (Audience.WOMEN, Audience.WOMEN)
"""Women who bring children: narrower than women, which a list of audiences cannot say."""

PEOPLE: Lexicon[tuple[Audience, ...]] = Lexicon(
    [
        ("[geflüchtete|zugewanderte|alle] frauen", (Audience.WOMEN,)),
        ("frauen mit [ihren|kleinen] kindern|kind|babys", _WITH_CHILDREN),
        ("[geflüchtete|junge] mütter mit [ihren|kleinen] kindern|kleinkindern|babys|kind", (Audience.WOMEN,)),
        ("[geflüchtete|zugewanderte] mütter", (Audience.WOMEN,)),
        ("[geflüchtete|zugewanderte] männer", (Audience.MEN,)),
        ("[geflüchtete|zugewanderte] familien|eltern", (Audience.FAMILIES,)),
        ("[geflüchtete] familien|eltern mit [ihren|kleinen] kindern|kleinkindern|babys|kind", (Audience.FAMILIES,)),
        ("kinder", (Audience.CHILDREN,)),
        ("jugendliche", (Audience.YOUTH,)),
        ("erwachsene", ()),
        ("senioren|seniorinnen", (Audience.SENIORS,)),
        ("ältere [menschen]", (Audience.SENIORS,)),
        ("geflüchtete|menschen|personen|flüchtlinge aus der ukraine", (Audience.UKRAINE,)),
        ("familien aus der ukraine", (Audience.FAMILIES, Audience.UKRAINE)),
        ("frauen aus der ukraine", (Audience.WOMEN, Audience.UKRAINE)),
        ("ukrainische familien", (Audience.FAMILIES, Audience.UKRAINE)),
        ("ukrainische frauen", (Audience.WOMEN, Audience.UKRAINE)),
        ("ukrainer|ukrainerinnen", (Audience.UKRAINE,)),
        ("ukrainische geflüchtete|flüchtlinge|menschen", (Audience.UKRAINE,)),
        ("alle|jeden|jede|jedermann", (Audience.EVERYONE,)),
        ("alle interessierten|interessierte|menschen|nationen|generationen|altersgruppen", (Audience.EVERYONE,)),
        ("jung und alt", (Audience.EVERYONE,)),
        ("groß und klein", (Audience.EVERYONE,)),
    ]
)  # fmt: skip
_WHOLE = Lexicon(
    [
        ("alle [sind] [herzlich] willkommen|eingeladen", Whom((Audience.EVERYONE,))),
        ("jeder|jede ist [herzlich] willkommen", Whom((Audience.EVERYONE,))),
    ]
)


_HOURS = word_keys("uhr h")
_ALSO = word_keys("auch sogar")
"""Before people: others come as well, so that it is not for them in particular."""

_TIME_FOLLOWS = word_keys("von ab um :")
_ENDS = frozenset({"", ";", ",", ".", ")", "/", "\n"})


def whom(tokens: tuple[Token, ...], at: int) -> tuple[Whom, int] | None:
    """A list of people after "für", after "nur", in brackets or before a colon."""
    whole = _WHOLE.longest(tokens, at)
    if whole is not None:
        return whole
    before = _BEFORE.longest(tokens, at)
    step = before[1] if before else at
    audiences: list[Audience] = []
    exact = True
    after = step
    while (match := PEOPLE.longest(tokens, step)) is not None:
        audiences += match[0]
        exact = exact and match[0] is not _WITH_CHILDREN and bool(match[0])
        after = step = match[1]
        step = after_joint(tokens, after)
        if step < len(tokens) and step > after and tokens[step].key == "fuer":
            step += 1
    if at and tokens[at - 1].key in _ALSO:
        audiences, exact = [], False
    if not audiences and exact:
        return None
    following = tokens[after].key if after < len(tokens) else ""
    if tokens[at].key == "(":
        return (Whom(tuple(audiences), exact=exact), after + 1) if following == ")" else None
    behind = following in _ENDS and (tokens[at - 1].key == ":" or _behind_a_time(tokens, at)) if at else False
    if before is None and following != ":" and not behind and not _day_and_time_around(tokens, at, after):
        return None
    return Whom(tuple(audiences), exact=exact), after


def _behind_a_time(tokens: tuple[Token, ...], at: int) -> bool:
    """ "Mo 10-12 Uhr Frauen", "Mo 10-12 Frauen"."""
    ranged = at > 1 and tokens[at - 1].kind is Kind.NUMBER and tokens[at - 2].key in {"-", "bis"}
    return tokens[at - 1].key in _HOURS or ranged


def _day_and_time_around(tokens: tuple[Token, ...], at: int, after: int) -> bool:
    """ "Mo Frauen 10-12": between a day and its time."""
    dotted = at > 1 and tokens[at - 1].key == "."
    name = day_name(tokens, at - 1 - dotted) if at else None
    timed = after < len(tokens) and (tokens[after].kind is Kind.NUMBER or tokens[after].key in _TIME_FOLLOWS)
    return name is not None and name.after == at and timed
