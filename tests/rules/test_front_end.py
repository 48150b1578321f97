"""Templates, style sheets and scripts: small, in any direction, and with nobody else's address in them."""

import gzip
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "kommanmap" / "static"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
OWN = [path for path in STATIC.rglob("*") if "vendor" not in path.parts]
STYLES = sorted(path for path in OWN if path.suffix == ".css")
SCRIPTS = sorted(path for path in OWN if path.suffix in {".js", ".mjs"})
FOR_STAFF = {"team.css", "place_form.css"}
"""What readers never load."""
MOST_TEMPLATE_LINES = 150
MOST_SCRIPT_LINES = 300

PHYSICAL = re.compile(
    r"""(?<![-\w])(
        (margin|padding|border|scroll-margin|scroll-padding)-(left|right)(-\w+)*\s*: |
        border-(top|bottom)-(left|right)-radius\s*: |
        (left|right)\s*: |
        (float|clear)\s*:\s*(left|right) |
        text-align\s*:\s*(left|right)
    )""",
    re.VERBOSE,
)
FOUR_SIDES = re.compile(r"(?:margin|padding|inset)\s*:\s*([^;{}!]+)")
VALUE = re.compile(r"(?:[^\s()]|\([^()]*(?:\([^()]*\)[^()]*)*\))+")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
FOREIGN = re.compile(r"""(?:https?:)?//(?!\s)((?:[a-z0-9-]+\.)+[a-z0-9-]+)""", re.IGNORECASE)
NAMES_OF_THINGS = ("http://www.w3.org/", "https://schema.org", "http://www.sitemaps.org/")
"""Addresses that are names (XML namespaces, vocabularies); nobody ever asks them."""
TRACES = ("localStorage", "sessionStorage", "document.cookie", "indexedDB", "sendBeacon", "navigator.userAgent")
DANGEROUS = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def numbered(path: Path) -> list[tuple[int, str]]:
    text = COMMENT.sub(lambda found: "\n" * found.group().count("\n"), path.read_text(encoding="utf-8"))
    return list(enumerate(text.splitlines(), 1))


def favours_a_side(line: str) -> bool:
    """Whether a declaration means left or right: by name, or by four values of which the sides differ."""
    for declaration in FOUR_SIDES.findall(line):
        values = VALUE.findall(declaration)
        if len(values) == 4 and values[1] != values[3]:
            return True
    return PHYSICAL.search(line) is not None


def test_there_is_a_front_end_to_look_at() -> None:
    assert TEMPLATES
    assert STYLES
    assert SCRIPTS


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_templates_stay_below_150_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_TEMPLATE_LINES, "Make components of its parts."


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_scripts_stay_below_300_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_SCRIPT_LINES, "Split it into modules."


@pytest.mark.parametrize("path", STYLES, ids=name)
def test_styles_know_no_left_and_right(path: Path) -> None:
    found = [f"{number}: {line.strip()}" for number, line in numbered(path) if favours_a_side(line)]
    assert not found, f"Use logical properties (margin-inline-start, inset-inline, text-align: start): {found}"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("margin-left: 1px", True),
        ("a { left: 0 }", True),
        ("text-align: right;", True),
        ("padding: 1px 2px 3px 4px", True),
        ("margin: 0 calc(1px * (2 + 3)) 0 calc(1px * (2 + 3))", False),
        ("margin-inline-start: 1px; inset-inline: 0; text-align: start", False),
        ("margin: 0 calc(var(--gap) * -.5)", False),
    ],
)
def test_the_rule_about_sides_sees_sides(line: str, expected: bool) -> None:
    assert favours_a_side(line) is expected


@pytest.mark.parametrize("path", [*STYLES, *SCRIPTS, *TEMPLATES], ids=name)
def test_nothing_that_a_page_loads_names_another_host(path: Path) -> None:
    found = []
    for number, line in numbered(path):
        code = line.split("// ", 1)[0] if path.suffix in {".js", ".mjs"} else line
        code = re.sub(r"\{#.*?#\}", "", code)
        for known in NAMES_OF_THINGS:
            code = code.replace(known, "")
        if path.suffix == ".html":  # links that a reader follows are theirs to follow
            code = re.sub(r"""<a\b[^>]*>""", "", code)
        if any(not host.endswith(".example") for host in FOREIGN.findall(code)):
            found.append(f"{number}: {line.strip()[:100]}")
    assert not found, f"Ship what is needed in kommanmap/static: {found}"


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_scripts_leave_no_trace_on_the_readers_device(path: Path) -> None:
    found = [f"{number}: {word}" for number, line in numbered(path) for word in TRACES if word in line]
    assert not found, f"Readers are never tracked, and nothing is kept without their tap: {found}"


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_scripts_build_elements_never_html(path: Path) -> None:
    found = [f"{number}: {word}" for number, line in numbered(path) for word in DANGEROUS if word in line]
    assert not found, f"Use textContent and createElement: {found}"


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_templates_never_switch_escaping_off(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = re.search(r"(?<![\"'])\|\s*safe\b|autoescape\s+false", text)  # a literal of ours may be safe
    assert not found, "Hand finished HTML over as Markup made by code."


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_templates_hold_no_code_or_style_of_their_own(path: Path) -> None:
    text = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not re.search(r"<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']", text), "Use a class; listen from a module."


def test_own_styles_weigh_at_most_8_kilobytes_compressed() -> None:
    together = b"\n".join(path.read_bytes() for path in STYLES if path.name not in {"map.css", *FOR_STAFF})
    assert len(gzip.compress(together, 9)) <= 8 * 1024


def test_styles_for_staff_add_at_most_3_kilobytes_compressed() -> None:
    together = b"\n".join(path.read_bytes() for path in STYLES if path.name in FOR_STAFF)
    assert len(gzip.compress(together, 9)) <= 3 * 1024


def test_every_component_is_shown_on_the_patterns_page() -> None:
    patterns = (ROOT / "templates" / "public" / "patterns.html").read_text(encoding="utf-8")
    shown = set(re.findall(r"components/([a-z_]+)\.html", patterns))
    missing = {path.stem for path in (ROOT / "templates" / "components").glob("*.html")} - shown
    assert not missing, f"Show these on the patterns page: {sorted(missing)}"


@pytest.mark.parametrize("path", sorted(STATIC.glob("vendor/*")), ids=name)
def test_vendored_files_come_with_version_and_licence(path: Path) -> None:
    if path.is_dir():
        assert re.search(r"-\d+(\.\d+)+", path.name), "Name the folder after package and version."
        assert any(inner.name.upper().startswith("LICEN") for inner in path.rglob("*")), "Keep its licence beside it."
