"""What a password must be: length, the common ones, words that anybody would try here. Never which signs."""

import pytest

from kommanmap.domain.browsers import coarse_name
from kommanmap.domain.password_rules import SHORTEST_ALONE, SHORTEST_WITH_SECOND_FACTOR, PasswordRules
from kommanmap.domain.problems import Problem
from kommanmap.services.passwords import Passwords, common_passwords

ABOUT = ("erika.beispiel@kreis-olpe.example", "Erika Beispiel", "KI Olpe", "Bad Berleburg")


def found(password: str, shortest: int = SHORTEST_WITH_SECOND_FACTOR) -> list[str]:
    rules = PasswordRules(shortest, common_passwords())
    problems: list[Problem] = list(rules.problems(password, about=ABOUT))
    return [problem.code.removeprefix("password_") for problem in problems]


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("", "missing"),
        ("Tasse 7", "short"),
        ("x1y2" * 33, "long"),
        ("password", "common"),
        ("PassWord2026!!", "common"),
        ("qwertzuiop", "common"),
        ("aaaaaaaaaaaa", "common"),
        ("abcabcabcabc", "common"),
        ("Ankommen-Olpe!", "of_words"),
        ("Treffpunkt-Olpe-1", "of_words"),
        ("erikabeispiel1", "of_words"),
        ("Berleburg2026", "of_words"),
    ],
)
def test_what_everybody_would_try_is_refused(password: str, code: str) -> None:
    """T20."""
    assert found(password) == [code]


@pytest.mark.parametrize(
    "password",
    [
        "blauetasse",
        "12 Igel im Park",
        "жук под дубом",
        "مفتاح الباب",
        "🦔🌧️🍵🚲🎈🧩🪁🔑",
        "Beispiel im Regen und Wind",
        "ab c" * 32,
    ],
)
def test_any_sign_and_any_length_up_to_128_is_fine(password: str) -> None:
    """T19."""
    assert found(password) == []


def test_without_a_second_factor_it_has_to_be_longer() -> None:
    """T19."""
    assert found("zwölf Zeichen", SHORTEST_ALONE) == ["short"]
    assert found("nun sind es mehr als fünfzehn", SHORTEST_ALONE) == []


def test_hashes_are_argon2id_with_our_parameters_and_keep_every_sign() -> None:
    """T21, T19: nothing is altered or cut."""
    passwords = Passwords(memory_kib=64, passes=1, lanes=1, at_once=2)
    known = passwords.hashed(" Ä\t🦔 " * 20)
    assert known.startswith("$argon2id$v=19$m=64,t=1,p=1$")
    assert passwords.is_right(known, " Ä\t🦔 " * 20)
    for other in ((" Ä\t🦔 " * 20).strip(), " Ä\t🦔 " * 19, " ä\t🦔 " * 20, ""):
        assert not passwords.is_right(known, other)
    assert not passwords.is_right("", "")
    assert not passwords.is_right("rubbish", "x")
    assert passwords.is_outdated(Passwords(memory_kib=32, passes=1, lanes=1, at_once=1).hashed("x"))


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        (
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537 (KHTML, like Gecko) Chrome/130 Mobile Safari/537",
            "Chrome, Android",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/130 Safari/537 Edg/130", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604", "Safari, iPhone"),
        ("curl/8", ""),
    ],
)
def test_browsers_are_named_coarsely(told: str, name: str) -> None:
    assert coarse_name(told) == name
