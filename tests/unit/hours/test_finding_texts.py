"""Whatever reading or checking times can find has its sentence. Found by looking, so that nobody needs to remember it.

A finding is a `Problem`. Its code is written out where it is made, or is the value of a member of an enum that the
class around it names as the type of its `code`.
"""

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from types import ModuleType
from typing import get_args, get_type_hints

import pytest

from kommanmap.domain import hours
from kommanmap.domain.hours.reading.findings import Found
from kommanmap.problem_texts import PROBLEM_TEXTS, problem_text

MODULES = [importlib.import_module(found.name) for found in pkgutil.walk_packages(hours.__path__, f"{hours.__name__}.")]


def codes_by_type(module: ModuleType, around: ast.ClassDef) -> set[type[StrEnum]]:
    """The enums that the field `code` of a class may hold."""
    hint = get_type_hints(getattr(module, around.name))["code"]
    return set(get_args(hint) or (hint,))


def problems_made(module: ModuleType) -> Iterator[tuple[ast.expr, ast.ClassDef | None]]:
    """The code of every `Problem(…)` in a module, and the class it stands in."""
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    around = {id(node): item for item in ast.walk(tree) if isinstance(item, ast.ClassDef) for node in ast.walk(item)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Problem":
            named = [word.value for word in node.keywords if word.arg == "code"]
            yield (named or node.args[1:])[0], around.get(id(node))


def codes_of(module: ModuleType) -> set[str]:
    """All codes that a module can make a problem of."""
    found: set[str] = set()
    for code, around in problems_made(module):
        written = {item.value for item in ast.walk(code) if isinstance(item, ast.Constant)}
        if not written:
            assert ast.unparse(code) == "self.code.value", f"{module.__name__}: {ast.unparse(code)}"
            assert around is not None
            written = {member.value for kind in codes_by_type(module, around) for member in kind}
        found |= written
    return found


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.removeprefix("kommanmap.domain."))
def test_every_finding_about_times_has_a_sentence(module: ModuleType) -> None:
    assert codes_of(module) - set(PROBLEM_TEXTS) == set()


def test_the_search_sees_codes_written_out_and_codes_of_enums() -> None:
    found = {code for module in MODULES for code in codes_of(module)}
    assert {"osm_not_held", "session_anchor_missing", "times_which_week", "times_overlap", "times_too_long"} <= found


def test_every_finding_of_the_reader_can_be_said_with_its_words() -> None:
    kinds = get_args(get_type_hints(Found)["code"])
    assert len(kinds) > 1
    for kind in kinds:
        for code in kind:
            assert "%(" not in problem_text(Found(code, "alle 14 Tage").problem), code
