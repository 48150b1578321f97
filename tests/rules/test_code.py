"""The code stays readable: small modules, small functions, names that say something, words at the door."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("kommanmap", "tests", "tools", "bench")
MOST_MODULE_LINES = 300
MOST_FUNCTION_LINES = 60
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "misc", "common", "tools", "lib", "stuff", "base2"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


GENERATED = ROOT / "kommanmap" / "migrations" / "versions"
"""Migrations are as long as the change they make."""


def modules(*folders: str) -> list[Path]:
    found = [path for folder in folders or FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path for path in found if GENERATED not in path.parents]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.fixture(scope="module")
def trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in modules()}


def functions(tree: ast.Module) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def test_modules_stay_below_300_lines() -> None:
    long = {name(path): count for path in modules() if (count := lines(path)) > MOST_MODULE_LINES}
    assert not long, f"Split these along the nouns they speak of: {long}"


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_functions_stay_below_60_lines(trees: dict[Path, ast.Module]) -> None:
    long = {
        f"{name(path)}:{node.lineno} {node.name}": count
        for path, tree in trees.items()
        for node in functions(tree)
        if (count := (node.end_lineno or node.lineno) - node.lineno + 1) > MOST_FUNCTION_LINES
    }
    assert not long, f"Give the steps of these names of their own: {long}"


def test_no_module_has_a_name_that_says_nothing() -> None:
    vague = [name(path) for path in modules("kommanmap") if path.stem in NAMES_THAT_SAY_NOTHING]
    assert not vague, f"Name these after what they are about: {vague}"


def test_every_module_says_where_it_stands(trees: dict[Path, ast.Module]) -> None:
    silent = [name(path) for path, tree in trees.items() if tree.body and not ast.get_docstring(tree)]
    assert not silent, f"Open these with a line: where on the way of data, what it must not know: {silent}"


def test_public_functions_of_the_application_are_typed(trees: dict[Path, ast.Module]) -> None:
    untyped = [
        f"{name(path)}:{node.lineno} {node.name}"
        for path, tree in trees.items()
        if name(path).startswith("kommanmap/")
        for node in functions(tree)
        if node.returns is None
    ]
    assert not untyped, f"Say what these return: {untyped}"


def test_no_import_hides_inside_a_function(trees: dict[Path, ast.Module]) -> None:
    hidden = [
        f"{name(path)}:{inner.lineno}"
        for path, tree in trees.items()
        if name(path).startswith("kommanmap/")
        for node in functions(tree)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom) and imported(inner).startswith("kommanmap")
    ]
    assert not hidden, f"An import inside a function dodges a cycle. Move what both sides need further down: {hidden}"


def imported(node: ast.Import | ast.ImportFrom) -> str:
    return (node.module or "") if isinstance(node, ast.ImportFrom) else node.names[0].name


def test_nobody_imports_from_the_top(trees: dict[Path, ast.Module]) -> None:
    """`kommanmap` itself is the factory: the top of the house, not a library for the rooms below."""
    upward = [
        f"{name(path)}:{node.lineno}"
        for path, tree in trees.items()
        if name(path).startswith("kommanmap/") and not name(path).startswith("kommanmap/cli/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom) and imported(node) == "kommanmap"
    ]
    assert not upward, f"Import from the module that holds the thing: {upward}"


def test_services_that_act_name_their_arguments(trees: dict[Path, ast.Module]) -> None:
    """Who acts and when is never guessed from the order of arguments."""
    loose = [
        f"{name(path)}:{node.lineno} {node.name}"
        for path, tree in trees.items()
        if name(path).startswith("kommanmap/services/")
        for node in tree.body
        if isinstance(node, Function) and not node.name.startswith("_")
        if {"now", "actor"} & {argument.arg for argument in node.args.args}
    ]
    assert not loose, f"Put `*` after the session in these: {loose}"


def test_moments_say_that_they_are_in_utc(trees: dict[Path, ast.Module]) -> None:
    naive = [
        f"{name(path)}:{node.lineno} {node.target.id}"
        for path, tree in trees.items()
        if name(path).startswith(("kommanmap/models/", "kommanmap/domain/", "kommanmap/presenters/"))
        for node in ast.walk(tree)
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
        if "datetime" in ast.unparse(node.annotation) and not node.target.id.endswith("_utc")
    ]
    assert not naive, f"Name these …_utc: {naive}"


def test_the_workplace_stays_out_of_the_project() -> None:
    """Addresses of the machine that something was made on mean nothing to anybody else."""
    telling = ("/work" + "/", "/root" + "/", "/home" + "/")
    found = [
        f"{name(path)}:{number}"
        for path in (*modules(), *sorted((ROOT / "docs").rglob("*.md")), *ROOT.glob("*.md"), ROOT / "Makefile")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if any(word in line for word in telling)
    ]
    assert not found
