"""The commands: what they answer, how they end, and that no misfortune shows a traceback."""

import csv
import json
import os
import sqlite3
import stat
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kommanmap.cli import commands
from kommanmap.cli.setting_up import write_settings
from kommanmap.config import Config
from kommanmap.geocoding.names.shipped import reference_folder
from tests.databases import Contents, SqliteTemplates

DEMO = Path(str(reference_folder())) / "demo" / "treffpunkte.csv"
REPORT_KEYS = {"file", "dry_run", "applied", "rows", "new", "changed", "unchanged", "refused", "notes", "report"}
ROW_KEYS = {
    "line", "action", "name", "municipality", "ags", "centre", "problems", "notes", "changes", "warnings", "geocoding",
    "pin", "times",
}  # fmt: skip


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation folder in which nothing is set up."""
    folder = tmp_path / "instance"
    monkeypatch.setenv("KOMMANMAP_INSTANCE", str(folder))
    return folder


@pytest.fixture
def installed(bare: Path, sqlite_templates: SqliteTemplates) -> Path:
    """An installation with schema and reference data."""
    bare.mkdir()
    (bare / "config.toml").write_text(f'secret_key = "{"0" * 40}"\n', encoding="utf-8")
    with sqlite_templates.copy(Contents.REFERENCE, bare):
        return bare


@pytest.fixture
def with_examples(bare: Path, sqlite_templates: SqliteTemplates) -> Path:
    """An installation that shows the example places."""
    bare.mkdir()
    with sqlite_templates.copy(Contents.DEMO, bare):
        return bare


def call(*words: str) -> Result:
    result = CliRunner().invoke(commands, list(words))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    assert "Traceback" not in result.output
    return result


def answer(*words: str) -> Any:
    result = call(*words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def refusal(*words: str, code: int = 1) -> str:
    result = call(*words)
    assert result.exit_code == code, result.output
    return result.stderr


def table(folder: Path, *lines: str) -> str:
    path = folder / "tabelle.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def places(folder: Path) -> int:
    with sqlite3.connect(folder / "kommanmap.sqlite3") as connection:
        return int(connection.execute("SELECT count(*) FROM meeting_point").fetchone()[0])


def test_setup_makes_an_installation_and_does_no_harm_twice(bare: Path) -> None:
    first = answer("setup")
    assert (first["wrote_settings"], first["centres"], first["municipalities"], first["postcodes"]) == (
        True,
        54,
        396,
        871,
    )
    settings = (bare / "config.toml").read_bytes()
    assert len(Config.load().secret_key) >= 32
    assert stat.S_IMODE((bare / "config.toml").stat().st_mode) == 0o600
    again = answer("setup")
    assert (again["wrote_settings"], again["reference_changes"], again["schema_before"]) == (False, 0, first["schema"])
    assert (first["times_read"], again["times_read"]) == (0, 0)
    assert (bare / "config.toml").read_bytes() == settings
    assert answer("doctor")["ok"]


def test_setup_keeps_settings_and_only_adds_the_secret(bare: Path) -> None:
    bare.mkdir()
    (bare / "config.toml").write_text('site_name = "Mein Verzeichnis"\n', encoding="utf-8")
    answer("setup")
    assert Config.load().site_name == "Mein Verzeichnis"
    assert Config.load().secret_key


def test_two_installations_have_different_secrets(tmp_path: Path) -> None:
    secrets = set()
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        assert write_settings(Config.load(instance=folder))
        secrets.add(Config.load(instance=folder).secret_key)
    assert len(secrets) == 2


def test_demo_loads_the_examples_once(installed: Path) -> None:
    assert answer("demo") == {"new": 101, "changed": 0, "examples": 101}
    assert answer("demo") == {"new": 0, "changed": 0, "examples": 101}


def test_a_dry_run_reports_every_row_and_writes_nothing(installed: Path) -> None:
    report = answer("points", "import", str(DEMO), "--dry-run")
    assert set(report) >= REPORT_KEYS
    assert (report["rows"], report["new"], report["refused"], report["applied"], report["dry_run"]) == (
        101,
        101,
        0,
        False,
        True,
    )
    assert all(set(row) == ROW_KEYS for row in report["report"])
    assert sum(report["times"].values()) == len([row for row in report["report"] if row["times"]["read"]]) == 90
    times = report["report"][0].pop("times")
    assert (times["read"], bool(times["sessions"])) == (True, times["status"] != "none")
    assert report["report"][0] | {"notes": [], "warnings": []} == {
        "line": 2,
        "action": "new",
        "name": "Café Mosaik (früher Sprachcafé Burbach)",
        "municipality": "Burbach",
        "ags": "05970008",
        "centre": "KI Kreis Siegen-Wittgenstein",
        "problems": [],
        "notes": [],
        "changes": {},
        "warnings": [],
        "geocoding": "found",
        "pin": {
            "lat": 50.74644,
            "lon": 8.08429,
            "accuracy": "street",
            "source": "Geobasis NRW street catalogue (dl-de/zero-2-0)",
        },
    }
    assert places(installed) == 0


def test_an_import_is_applied_and_the_second_one_changes_nothing(installed: Path) -> None:
    first, second = answer("points", "import", str(DEMO)), answer("points", "import", str(DEMO))
    assert (first["applied"], first["new"], places(installed)) == (True, 101, 101)
    assert (second["new"], second["changed"], second["unchanged"]) == (0, 0, 101)


def test_a_refused_row_stops_the_import_with_reason_and_line(installed: Path) -> None:
    file = table(installed, "Name;Ort", "Treff;Burbach", "Zweiter;Nirgendwo")
    result = call("points", "import", file, "--json")
    assert result.exit_code == 1
    report = json.loads(result.stdout)
    assert (report["applied"], report["refused"], places(installed)) == (False, 1, 0)
    assert report["report"][1]["problems"][0]["code"] == "town_unknown"
    assert "Zeile 3" in call("points", "import", file).stdout
    assert "1 Zeilen werden abgelehnt" in refusal("points", "import", file, "--dry-run")
    assert answer("points", "import", file, "--skip-refused")["applied"]
    assert places(installed) == 1


def test_the_report_for_people_shows_before_and_after(installed: Path) -> None:
    call("points", "import", table(installed, "ID;Name;Ort", "1;Treff;Burbach"))
    said = call(
        "points", "import", table(installed, "ID;Name;Ort;Handy;Farbe", "1;Neu\x1b[2J;Burbach;0171;rot"), "--dry-run"
    )
    assert said.exit_code == 1
    assert "\x1b" not in said.output
    said = call("points", "import", table(installed, "ID;Name;Ort;Handy;Farbe", "1;Neu;Burbach;0171;rot"), "--dry-run")
    assert "name: Treff -> Neu" in said.stdout
    assert "persönlich: Handy" in said.stdout
    assert "Spalten: Farbe" in said.stdout


def test_a_file_that_cannot_be_read_is_refused_with_a_reason(installed: Path) -> None:
    assert "gibt es nicht" in refusal("points", "import", str(installed / "nichts.csv"))
    assert "ist ein Ordner" in refusal("points", "import", str(installed))
    assert "leer" in refusal("points", "import", table(installed))
    assert "Es fehlt eine Spalte mit dem Namen" in refusal("points", "import", table(installed, "Ort;PLZ", "x;y"))
    assert "Zeile 2" in refusal("points", "import", table(installed, "Name;Ort", 'x";' + "y" * 40_000))
    assert places(installed) == 0


@pytest.mark.parametrize("words", [("points", "import"), ("run", "--port", "0"), ("nothing",), ("setup", "--nothing")])
def test_wrong_usage_ends_with_two(installed: Path, words: tuple[str, ...]) -> None:
    refusal(*words, code=2)


@pytest.mark.parametrize("words", [("demo",), ("points", "import", str(DEMO)), ("points", "export", "-"), ("run",)])
def test_without_setup_every_command_says_what_to_do(bare: Path, words: tuple[str, ...]) -> None:
    assert "kommanmap setup" in refusal(*words)


def test_doctor_finds_what_is_missing(bare: Path) -> None:
    result = call("doctor", "--json")
    assert result.exit_code == 1
    said = json.loads(result.stdout)
    assert {check["name"] for check in said["checks"] if not check["ok"]} == {"secret_key", "schema"}


def test_doctor_asks_for_newer_school_holidays_in_time(with_examples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["kommanmap.cli.doctor"], "SHORTEST_OUTLOOK", timedelta(days=365 * 100))
    result = call("doctor", "--json")
    assert result.exit_code == 1
    checks = {check["name"]: check for check in json.loads(result.stdout)["checks"]}
    check = checks["school_holidays"]
    assert not check["ok"]
    assert "holidays" in check["detail"]


def test_doctor_counts_what_is_there(with_examples: Path) -> None:
    said = json.loads(call("doctor", "--json").stdout)
    assert (said["centres"], said["municipalities"], said["points"], said["examples"]) == (
        54,
        396,
        {"public": 101},
        101,
    )
    checks = {"python", "sqlite", "journal_mode", "schema", "instance", "history"}
    assert {check["name"] for check in said["checks"]} >= checks


def test_bad_settings_are_named(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOMMANMAP_PORT", "many")
    assert "port" in refusal("demo")
    monkeypatch.setenv("KOMMANMAP_PORT", "8000")
    monkeypatch.setenv("KOMMANMAP_DATABASE_URL", "nonsense")
    assert "database_url" in refusal("demo")
    (installed / "config.toml").write_text("= broken", encoding="utf-8")
    assert "config.toml" in refusal("doctor")


@pytest.mark.skipif(os.name != "posix", reason="says what POSIX systems answer")
def test_a_database_that_cannot_be_written_is_refused(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOMMANMAP_DATABASE_URL", f"sqlite:///file:{installed}/kommanmap.sqlite3?mode=ro&uri=true")
    assert "geschrieben" in refusal("demo")
    assert places(installed) == 0
    monkeypatch.setenv("KOMMANMAP_DATABASE_URL", "sqlite:////proc/nowhere/kommanmap.sqlite3")
    assert "Datenbank" in refusal("demo")


def test_a_database_that_is_no_database_is_refused(installed: Path) -> None:
    (installed / "kommanmap.sqlite3").write_bytes(b"this is not a database" * 100)
    assert "Datenbank" in refusal("demo")
    assert "Datenbank" in refusal("setup")


def test_the_export_is_the_public_file(with_examples: Path, tmp_path: Path) -> None:
    call("points", "export", str(tmp_path / "aus.csv"))
    with (tmp_path / "aus.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == 101
    call("points", "export", str(tmp_path / "aus.geojson"))
    assert len(json.loads((tmp_path / "aus.geojson").read_bytes())["features"]) == 101
    assert "No such file" in refusal("points", "export", str(tmp_path / "no" / "aus.csv"))


def test_what_was_exported_comes_back_and_changes_no_word(with_examples: Path, tmp_path: Path) -> None:
    call("points", "export", str(tmp_path / "aus.csv"))
    report = answer("points", "import", str(tmp_path / "aus.csv"), "--dry-run")
    changed = {field for row in report["report"] for field in row["changes"]}
    assert (report["rows"], report["new"], report["refused"]) == (101, 0, 0)
    assert changed <= {"source_url"}  # of a source told in words the public file holds the addresses
    assert report["unknown_columns"] == []


def test_the_console_script_ends_as_the_commands_do(bare: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "kommanmap.cli", "demo"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("kommanmap: ")


@pytest.mark.both_databases
def test_the_commands_work_on_every_database(bare: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOMMANMAP_DATABASE_URL", database_url)
    assert answer("setup")["reference_changes"] == 0
    assert answer("demo")["new"] == 101
    assert answer("points", "import", str(DEMO))["unchanged"] == 101
    assert answer("doctor")["ok"]
    assert "password" not in call("doctor").output
