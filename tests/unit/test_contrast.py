"""Colours of other websites: read, compared, and brought to the nearest one that can be read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kommanmap.domain.contrast import READABLE, SEEN, Colour, best_on, contrast, nearest_readable, read_colour
from kommanmap.domain.embedding import EmbedOptions, Look, Part, read_options
from kommanmap.views.embed_style import style_sheet

COLOURS = st.builds(Colour, *(st.integers(0, 255) for _ in range(3)))
PAIR = [("farbe", "ffee00"), ("grund", "fffbe0")]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("#0b5b58", "0b5b58"), ("0B5B58", "0b5b58"), (" #abc ", "aabbcc"), ("", None), ("red", None), ("#12345", None),
        ("#1234567", None), ("javascript:alert(1)", None), ("#fff;}body{display:none", None),
        ("url(//x.example)", None),
        ("#٠b5b58", None), ("rgb(0,0,0)", None),
    ],
)  # fmt: skip
def test_colours_are_six_or_three_digits_and_nothing_else(typed: str, expected: str | None) -> None:
    colour = read_colour(typed)
    assert (colour.code if colour else None) == expected


def test_contrast_is_that_of_the_guidelines() -> None:
    """Figures of WebAIM's published examples."""
    white = Colour(255, 255, 255)
    assert contrast(Colour(0, 0, 0), white) == pytest.approx(21)
    assert contrast(Colour(0x77, 0x77, 0x77), white) == pytest.approx(4.48, abs=0.01)
    assert contrast(Colour(0x76, 0x76, 0x76), white) == pytest.approx(4.54, abs=0.01)
    assert contrast(Colour(0, 0, 255), white) == pytest.approx(8.59, abs=0.01)


@given(colour=COLOURS, ground=COLOURS)
@settings(max_examples=50, deadline=None)
def test_there_is_always_a_near_colour_that_can_be_read(colour: Colour, ground: Colour) -> None:
    good = nearest_readable(colour, ground)
    assert contrast(good, ground) >= READABLE
    assert contrast(best_on(ground), ground) >= READABLE
    if contrast(colour, ground) >= READABLE:
        assert good == colour
    sheet = style_sheet(EmbedOptions(accent=colour, ground=ground, ink=colour))
    for name, least in (
        ("ink", READABLE),
        ("soft", READABLE),
        ("brand", READABLE),
        ("accent", READABLE),
        ("focus", SEEN),
    ):
        shown = read_colour(sheet.split(f" --{name}: ")[1].split(";")[0])
        assert shown is not None
        assert contrast(shown, ground) >= least, (name, sheet)


def test_a_bad_pair_is_named_with_the_nearest_good_colour_which_is_then_accepted() -> None:
    _, problems = read_options(PAIR)
    assert [(problem.field, problem.code) for problem in problems] == [("farbe", "not_readable")]
    better = str(problems[0].params["code"])
    assert read_options([("farbe", better), PAIR[1]])[1] == ()


def test_words_of_an_address_come_back_as_they_were() -> None:
    options = EmbedOptions(
        parts=(Part.SEARCH,),
        accent=Colour(160, 0, 0),
        ink=Colour(0, 0, 0),
        look=Look.LIGHT,
        large=True,
        map_at_once=True,
    )
    assert read_options(options.words()) == (options, ())
    assert EmbedOptions().words() == []
    assert read_options([("teile", "-")])[0].parts == ()
    assert read_options([("teile", "-"), ("teile", "suche"), ("teile", "titel,unfug")])[0].parts == (
        Part.TITLE,
        Part.SEARCH,
    )


def test_rubbish_changes_nothing() -> None:
    options, problems = read_options(
        [("aussehen", "lila"), ("schrift", "riesig"), ("karte", "nie"), ("farbe", "x" * 9999)]
    )
    assert options == EmbedOptions()
    assert [problem.code for problem in problems] == ["not_a_colour"]
    assert style_sheet(options).strip() == ""


def test_a_chosen_scheme_says_all_colours_and_the_device_is_asked_otherwise() -> None:
    dark, light = (style_sheet(EmbedOptions(look=look)) for look in (Look.DARK, Look.LIGHT))
    assert "color-scheme: dark" in dark
    assert "color-scheme: light" in light
    assert dark != light
    assert ".embed .km-map { --km-beyond" in dark
    assert "prefers-color-scheme: dark" in style_sheet(EmbedOptions(accent=Colour(160, 0, 0)))
    assert "125%" in style_sheet(EmbedOptions(large=True))
