"""How an embed looks: which parts, which colours, light or dark, large. The words of its address, read and written.

Pure: pairs of strings in, options and problems out. What is shown (area, filters) belongs to `queries.point_query`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kommanmap.domain.contrast import READABLE, WHITE, Colour, best_on, contrast, nearest_readable, read_colour
from kommanmap.domain.problems import Problem


class EmbedView(StrEnum):
    """What is shown; the last segment of its address."""

    LIST = "liste"
    MAP = "karte"
    BOTH = "beides"


class Part(StrEnum):
    """What can be left out."""

    TITLE = "titel"
    COUNT = "anzahl"
    SEARCH = "suche"


class Look(StrEnum):
    """Light, dark, or as the reader's device says."""

    AUTO = "auto"
    LIGHT = "hell"
    DARK = "dunkel"


LANGUAGE, PARTS, ACCENT, GROUND, INK = "lang", "teile", "farbe", "grund", "textfarbe"
LOOK, TYPE_SIZE, MAP = "aussehen", "schrift", "karte"
LARGE, AT_ONCE = "gross", "sofort"

OWN_WORDS = (LANGUAGE, PARTS, ACCENT, GROUND, INK, LOOK, TYPE_SIZE, MAP)
"""Words of the embed itself, not of the question."""

LONGEST_WORD = 200

USUAL_PARTS = (Part.TITLE, Part.COUNT)
USUAL_DARK = Colour(0x1C, 0x24, 0x26)
"""Ground of a dark page when nobody chose one."""


@dataclass(frozen=True, slots=True)
class EmbedOptions:
    """What a webmaster chose. A colour that is None is ours."""

    parts: tuple[Part, ...] = USUAL_PARTS
    accent: Colour | None = None
    ground: Colour | None = None
    ink: Colour | None = None
    look: Look = Look.AUTO
    large: bool = False
    map_at_once: bool = False

    @property
    def is_dark(self) -> bool:
        """Whether the page is dark without asking the device; a chosen ground decides."""
        return best_on(self.ground) == WHITE if self.ground else self.look is Look.DARK

    @property
    def follows_device(self) -> bool:
        """Whether light or dark is left to the reader's device."""
        return self.ground is None and self.look is Look.AUTO

    @property
    def paper(self) -> Colour:
        """The ground that colours are checked against."""
        return self.ground or (USUAL_DARK if self.is_dark else WHITE)

    def style_words(self) -> list[tuple[str, str]]:
        """The words that change the style sheet; none where all is as usual."""
        colours = ((ACCENT, self.accent), (GROUND, self.ground), (INK, self.ink))
        words = [(word, colour.code) for word, colour in colours if colour]
        if self.look is not Look.AUTO:
            words.append((LOOK, self.look.value))
        return [*words, (TYPE_SIZE, LARGE)] if self.large else words

    def words(self) -> list[tuple[str, str]]:
        """Everything that is not as usual, always in the same order (without the language)."""
        words = [] if self.parts == USUAL_PARTS else [(PARTS, ",".join(self.parts))]
        words += self.style_words()
        return [*words, (MAP, AT_ONCE)] if self.map_at_once else words


def read_options(pairs: Iterable[tuple[str, str]]) -> tuple[EmbedOptions, tuple[Problem, ...]]:
    """The options of an address, and what is wrong with its colours. Never raises; what is wrong is left out."""
    given: dict[str, list[str]] = {}
    for word, value in pairs:
        if word in OWN_WORDS:
            given.setdefault(word, []).append(shown(value).lower())
    problems: list[Problem] = []
    colours = {word: _colour(word, given, problems) for word in (ACCENT, GROUND, INK)}
    look = next(iter(given.get(LOOK, ())), "")
    options = EmbedOptions(
        parts=_parts(given[PARTS]) if PARTS in given else USUAL_PARTS,
        accent=colours[ACCENT],
        ground=colours[GROUND],
        ink=colours[INK],
        look=Look(look) if look in set(Look) else Look.AUTO,
        large=LARGE in given.get(TYPE_SIZE, ()),
        map_at_once=AT_ONCE in given.get(MAP, ()),
    )
    return options, (*problems, *_unreadable(options))


def shown(text: str) -> str:
    """A typed text that can be said back: short, without control and direction characters."""
    return "".join(char for char in text[:LONGEST_WORD] if char.isprintable()).strip()


def _parts(values: Sequence[str]) -> tuple[Part, ...]:
    chosen = {word.strip() for value in values for word in value.split(",")}
    return tuple(part for part in Part if part.value in chosen)


def _colour(word: str, given: dict[str, list[str]], problems: list[Problem]) -> Colour | None:
    typed = next((value for value in given.get(word, ()) if value), "")
    colour = read_colour(typed)
    if typed and colour is None:
        problems.append(Problem(word, "not_a_colour", {"typed": typed[:20]}))
    return colour


def _unreadable(options: EmbedOptions) -> list[Problem]:
    """Pairs that people cannot read, each with the nearest one that they can."""
    found = []
    for word, colour in ((ACCENT, options.accent), (INK, options.ink)):
        if colour is not None and contrast(colour, options.paper) < READABLE:
            good = nearest_readable(colour, options.paper)
            ratio = f"{contrast(colour, options.paper):.1f}".replace(".", ",")
            said = {
                "colour": colour.css,
                "ground": options.paper.css,
                "ratio": ratio,
                "good": good.css,
                "code": good.code,
            }
            found.append(Problem(word, "not_readable", said))
    return found
