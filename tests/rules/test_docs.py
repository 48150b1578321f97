"""The documents stay true: every command they show runs, every file and setting they name is there."""

import re
import shlex
import subprocess
from dataclasses import fields
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from kommanmap.cli import commands as commands_of_ours
from kommanmap.config import Config
from tests.databases import Contents, SqliteTemplates
from tests.samples_of_addresses import DATA_FILE, MARL, current, text, write_text, write_zip

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [*ROOT.glob("*.md"), *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```console\n(.*?)^```", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
FILE = re.compile(r"`((?:kommanmap|templates|tests|docs|bench|tools)/[\w./-]+\.(?:py|md|html|txt|csv|toml|cfg))`")
LONG_RUNNING = ("kommanmap run",)
"""Commands that serve until they are stopped; integration tests start and stop them."""
OUTSIDE = ("git", "cd", "pip", "python3", "sudo", "docker")
"""Programs of the system, which are not ours to test."""
SAMPLE_ROWS = (("name", "municipality"), ("Café Beispiel", "Siegen"))
"""What is in the files that examples speak of."""


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def commands(path: Path) -> list[str]:
    """The commands of all console blocks: lines after `$ `, or all lines where none has it."""
    found = []
    for block in BLOCK.findall(path.read_text(encoding="utf-8")):
        lines = [line for line in block.splitlines() if line.strip() and not line.startswith("#")]
        marked = [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]
        found += marked or lines
    return found


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_every_make_target_in_the_documents_is_there(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    named = set(re.findall(r"`make ([a-z0-9-]+)", text))
    named |= {command.split()[1] for command in commands(path) if re.match(r"make [a-z]", command)}
    assert named <= make_targets()


def test_every_make_target_is_explained() -> None:
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for target in ("run", "test", "check", "bench", "i18n", "language", "screenshots", "clean"):
        assert f"make {target} " in listed


def own_commands() -> list[tuple[str, list[str]]]:
    """Document → the commands of our own program that it shows, in their order."""
    ours = [(name(path), [line for line in commands(path) if line.startswith("kommanmap ")]) for path in DOCUMENTS]
    return [(document, lines) for document, lines in ours if lines]


@pytest.mark.parametrize(("document", "lines"), own_commands(), ids=[document for document, _ in own_commands()])
def test_every_command_in_a_document_runs(
    document: str,
    lines: list[str],
    tmp_path: Path,
    sqlite_templates: SqliteTemplates,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In an installation of its own, in the order in which the document shows them."""
    for file in set(re.findall(r"[\w-]+\.(?:csv|xlsx|zip|txt)", " ".join(lines))):
        write_sample(tmp_path / file)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KOMMANMAP_INSTANCE", str(tmp_path))
    monkeypatch.setenv("KOMMANMAP_SECRET_KEY", "s" * 40)
    with sqlite_templates.copy(Contents.REFERENCE, tmp_path):
        for command in (line for line in lines if not line.startswith(LONG_RUNNING)):
            words = shlex.split(command, comments=True)[1:]
            done = CliRunner().invoke(commands_of_ours, words)
            assert done.exit_code == 0, f"{document}: {command}\n{done.output[-2000:]}\n{done.exception}"


def write_sample(path: Path) -> None:
    """A spreadsheet with one place, a ZIP with one address, a text with its postcode."""
    if path.suffix == ".zip":
        write_zip(path, {DATA_FILE: text(current(MARL))})
        return
    if path.suffix == ".txt":
        write_text(path, f"{MARL.oid};{MARL.postcode}")
        return
    if path.suffix == ".csv":
        path.write_text("".join(";".join(row) + "\n" for row in SAMPLE_ROWS), encoding="utf-8")
        return
    book = Workbook()
    for row in SAMPLE_ROWS:
        book.active.append(row)
    book.save(path)


def test_every_other_command_is_known() -> None:
    unknown = [
        f"{name(path)}: {command}"
        for path in DOCUMENTS
        for command in commands(path)
        if command.split()[0] not in {"make", "kommanmap", *OUTSIDE}
    ]
    assert not unknown, f"Show commands of ours in console blocks, others in sh blocks: {unknown}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_links_and_file_names_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    missing = [target for target in LINK.findall(text) if not (path.parent / target).exists()]
    missing += [target for target in FILE.findall(text) if not (ROOT / target).exists()]
    assert not missing


def test_every_setting_is_described() -> None:
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    silent = [field.name for field in fields(Config) if field.name != "instance" and f"`{field.name}`" not in text]
    assert not silent, f"Describe these in docs/operations.md: {silent}"


def test_the_readme_shows_the_project_at_once() -> None:
    first_screen = "\n".join((ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:40])
    for needed in ("make run", "make test", "docs/images/phone-list.png", "docs/images/map.png"):
        assert needed in first_screen
