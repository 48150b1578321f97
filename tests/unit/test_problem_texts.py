"""Every code that the source names has its sentence, and every sentence has what it needs."""

import ast
import re
from pathlib import Path

from kommanmap.domain.errors import InvalidInput, UnreadableFile
from kommanmap.domain.problems import InvalidDraft, Problem, UnreadableTable
from kommanmap.problem_texts import PROBLEM_TEXTS, field_texts, problem_text, refusal_text

PACKAGE = Path(__file__).resolve().parents[2] / "kommanmap"
FOLDERS = ("domain", "forms", "services", "formats", "geocoding", "views")
CODE_POSITION = {"Problem": 1, "UnreadableTable": 0, "BrokenRow": 0, "Refused": 0}
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def named_codes() -> dict[str, list[ast.Call]]:
    """Codes written out where a problem is made, with the calls that make it."""
    found: dict[str, list[ast.Call]] = {}
    for folder in FOLDERS:
        for path in (PACKAGE / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                    continue
                position = CODE_POSITION.get(node.func.id)
                if position is None or len(node.args) <= position or isinstance(node.args[position], ast.Subscript):
                    continue
                for constant in ast.walk(node.args[position]):
                    if isinstance(constant, ast.Constant) and isinstance(constant.value, str):
                        found.setdefault(constant.value, []).append(node)
    return found


def test_every_code_has_a_sentence() -> None:
    codes = named_codes()
    assert len(codes) > 50
    assert set(codes) - set(PROBLEM_TEXTS) == set()


def test_every_sentence_has_a_code_in_the_source() -> None:
    source = "".join(
        path.read_text(encoding="utf-8") for folder in FOLDERS for path in (PACKAGE / folder).rglob("*.py")
    )
    assert [code for code in PROBLEM_TEXTS if f'"{code}"' not in source] == []


def test_every_sentence_gets_the_values_it_names() -> None:
    for code, calls in named_codes().items():
        wanted = set(PLACEHOLDER.findall(str(PROBLEM_TEXTS[code])))
        for call in calls:
            given = {word.arg for word in call.keywords}
            dicts = [argument for argument in call.args if isinstance(argument, ast.Dict)]
            given |= {key.value for item in dicts for key in item.keys if isinstance(key, ast.Constant)}
            in_a_variable = any(isinstance(argument, ast.Name) for argument in call.args[2:])
            assert wanted <= given or in_a_variable or not wanted, (code, wanted, given)


def test_hostile_values_are_only_values() -> None:
    assert problem_text(Problem("status", "word_not_known", {"typed": "%(x)s %s {0}"})).startswith("„%(x)s %s {0}“")


def test_texts_for_a_form_stand_beside_their_field() -> None:
    texts = field_texts([Problem("name", "missing"), Problem("name", "missing"), Problem("email", "not_an_address")])
    assert texts == {"name": "Diese Angabe fehlt.", "email": "Das ist keine E-Mail-Adresse."}


def test_a_refusal_names_the_line() -> None:
    assert refusal_text(UnreadableTable("nul_bytes", 7)).startswith("Zeile 7: Die Datei enthält Nullbytes")
    assert refusal_text(UnreadableTable("empty")) == "Die Datei ist leer."
    assert refusal_text(UnreadableFile("so ist es", 3)) == "Zeile 3: so ist es"
    assert refusal_text(InvalidDraft([Problem("name", "missing")])) == "Diese Angabe fehlt."
    assert refusal_text(InvalidInput({"name": "fehlt"})) == "fehlt"
