"""Every promise about security that has been made so far has a test that carries its number; the document names it."""

import ast
import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from flask import Flask

from kommanmap.domain.vocabulary import Role
from tests.staff import sign_in

ROOT = Path(__file__).resolve().parents[2]
INDEX = ROOT / "docs" / "security.md"
ROW = re.compile(r"^\| (T\d\d) \| (.+) \| (.+) \|$", re.MULTILINE)
NUMBER = re.compile(r"\bT\d\d\b")
NOT_YET = {"T39", "T47", "T53"}
"""Hostile input by the clock, the API, the list of components: promised by parts that are still to come."""
PROMISED = {f"T{number:02}" for number in range(1, 55)} - NOT_YET
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@cache
def numbers_in_tests() -> dict[str, frozenset[str]]:
    """File → the numbers that its test functions carry, in their names or at the beginning of their docstrings."""
    return {
        path.relative_to(ROOT).as_posix(): frozenset(_numbers(ast.parse(path.read_text(encoding="utf-8"))))
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
    }


def _numbers(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield from NUMBER.findall(f"{node.name.upper().replace('_', ' ')} {ast.get_docstring(node) or ''}")


def rows() -> dict[str, list[str]]:
    """Number → the files that the document names."""
    found = ROW.findall(INDEX.read_text(encoding="utf-8"))
    return {number: re.findall(r"`(tests/[\w./]+\.py)`", files) for number, _what, files in found}


def test_every_promise_has_a_test_that_carries_its_number() -> None:
    carried = frozenset().union(*numbers_in_tests().values())
    missing = sorted(PROMISED - carried)
    assert not missing, (
        f"No test carries {missing}: put the number into the name or docstring of the test that shows it."
    )


def test_the_index_names_the_files_where_the_tests_are() -> None:
    listed, tests = rows(), numbers_in_tests()
    assert sorted(listed) == sorted(PROMISED), "docs/security.md has one line for each promise"
    wrong = [(number, file) for number, files in listed.items() for file in files if number not in tests.get(file, ())]
    assert not wrong
    assert not [number for number, files in listed.items() if not files]


def test_no_picture_is_taken_anywhere(app: Flask) -> None:
    """T43: the only field for files takes tables; a picture is refused as one."""
    templates = [path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.html")]
    fields = [field for text in templates for field in re.findall(r"<input[^>]*type=\"file\"[^>]*>", text)]
    assert len(fields) == 1
    assert "image" not in fields[0]
    person = sign_in(app, Role.STATE)
    for name, data in (("bild.png", PNG), ("bild.svg", SVG), ("tabelle.xlsx", PNG), ("tabelle.csv", PNG)):
        answer = person.post("/team/import", {"datei": (io.BytesIO(data), name)}, content_type="multipart/form-data")
        assert answer.status_code == 422, name
        assert "<script>alert" not in answer.text


def test_signs_that_a_database_knows_are_plain_signs_in_a_search(demo_app: Flask) -> None:
    """T38: `%` and `_` find what holds them, and a quote breaks nothing."""
    person = sign_in(demo_app, Role.STATE)
    for typed in ("%", "state_", "_", "' OR 1=1 --", "\\"):
        answer = person.get("/team/personen", query_string={"q": typed})
        assert answer.status_code == 200, typed
        assert f"/team/personen/{person.staff.user_id}" not in answer.text, typed
        assert person.get("/team/treffpunkte", query_string={"q": typed}).status_code == 200, typed
    assert f"/team/personen/{person.staff.user_id}" in person.get("/team/personen?q=state").text
