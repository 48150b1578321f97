"""`kommanmap geocode`: one address or a file of them, for people and for programs."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kommanmap.cli import commands
from tests.address_samples import write_sample_index

KEYS = [
    "status", "lat", "lon", "accuracy", "ags", "municipality", "centre", "postcode", "street", "house_number",
    "source", "warnings", "candidates",
]  # fmt: skip


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation that was not even set up; addresses need no database."""
    monkeypatch.setenv("KOMMANMAP_INSTANCE", str(tmp_path))
    return tmp_path


def run(*words: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(commands, ["geocode", *words], input=stdin)


def answer(*words: str) -> dict[str, Any]:
    done = run(*words, "--json")
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    assert list(found) == KEYS
    return found


def test_a_house_is_found_with_everything_about_it(instance: Path) -> None:
    write_sample_index(instance / "addresses.sqlite3")
    found = answer("Kirchstr. 10a, Gütersloh")
    assert found["status"] == "found"
    assert (found["street"], found["house_number"], found["municipality"]) == ("Kirchstraße", "10a", "Gütersloh")
    assert (found["accuracy"], found["ags"], found["centre"]) == ("house", "05754008", "guetersloh")
    assert found["lat"] == pytest.approx(51.906, abs=0.001)
    assert found["warnings"] == []
    assert "Probe-Hauskoordinaten" in found["source"]


def test_what_is_not_clear_is_listed_and_not_chosen(instance: Path) -> None:
    write_sample_index(instance / "addresses.sqlite3")
    found = answer("Talstraße 5, Siegen")
    assert (found["status"], found["lat"], found["street"]) == ("ambiguous", None, None)
    assert len(found["candidates"]) == 2
    assert all(list(candidate) == KEYS for candidate in found["candidates"])


def test_without_an_address_file_it_says_what_to_import(instance: Path) -> None:
    found = answer("Kirchstr. 10a, 33330 Gütersloh")
    assert (found["status"], found["accuracy"], found["postcode"]) == ("found", "postcode", "33330")
    assert "no_address_index" in [warning["code"] for warning in found["warnings"]]
    assert "kommanmap addresses import" in run("Kirchstr. 10a, 33330 Gütersloh").stdout
    assert not list(instance.glob("*.sqlite3"))


def test_an_address_elsewhere_is_told_so(instance: Path) -> None:
    found = answer("Zeil 5, 60313 Frankfurt")
    assert (found["status"], found["lat"], found["candidates"]) == ("nothing", None, [])
    assert [warning["code"] for warning in found["warnings"]] == ["outside_nrw"]


def test_a_file_gives_one_object_per_line(instance: Path, tmp_path: Path) -> None:
    write_sample_index(instance / "addresses.sqlite3")
    lines = ["\ufeffSandstraße 12b, Siegen", "", "Postfach 1234, Siegen", "Nirgendwo 5, Hamburg"]
    (tmp_path / "adressen.txt").write_text("\r\n".join(lines), encoding="utf-8")
    done = run("--batch", str(tmp_path / "adressen.txt"))
    assert done.exit_code == 0
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [item["status"] for item in found] == ["found", "nothing", "nothing", "nothing"]
    assert found[0]["house_number"] == "12b"


def test_lines_of_windows_programs_are_read(instance: Path) -> None:
    write_sample_index(instance / "addresses.sqlite3")
    done = run("--batch", "-", stdin="Kirchstraße 7, Gütersloh\n".encode("cp1252"))
    assert json.loads(done.stdout)["status"] == "found"


@pytest.mark.parametrize("words", [(), ("Siegen", "--batch", "-")])
def test_one_of_both_must_be_given(instance: Path, words: tuple[str, ...]) -> None:
    assert run(*words).exit_code == 2


@pytest.mark.parametrize("typed", [" ", "x" * 10_000, "'; DROP TABLE street; --", "\u202e😀", "NEAR(a b) *"])
def test_strange_input_gets_an_answer(instance: Path, typed: str) -> None:
    write_sample_index(instance / "addresses.sqlite3")
    assert answer(typed)["status"] in {"found", "ambiguous", "nothing"}
