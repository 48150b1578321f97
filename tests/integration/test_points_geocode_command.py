"""`kommanmap points geocode`, and what `points import` says of addresses and pins."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kommanmap.cli import commands
from kommanmap.geocoding.chain import Chain
from tests.address_samples import write_sample_index
from tests.databases import Contents, SqliteTemplates

LINES = (
    "ID;Name;Ort;Straße;Hausnummer;PLZ",
    "1;Sandtreff;Siegen;Sandstr.;12;57072",
    "2;Taltreff;Siegen;Talstraße;5;",
    "3;Ohne;Siegen;Nirgendwoweg;1;57072",
    "4;Falsch;Burbach;Nassauische Straße;4;50667",
)


@pytest.fixture
def installed(instance: Path, sqlite_templates: SqliteTemplates) -> Path:
    """An installation with schema and reference data."""
    instance.mkdir()
    with sqlite_templates.copy(Contents.REFERENCE, instance):
        return instance


@pytest.fixture
def table(installed: Path) -> str:
    path = installed / "tabelle.csv"
    path.write_text("\n".join(LINES) + "\n", encoding="utf-8")
    return str(path)


def with_addresses(folder: Path) -> None:
    write_sample_index(folder / "addresses.sqlite3")


def call(*words: str) -> Result:
    result = CliRunner().invoke(commands, ["points", *words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def answer(*words: str) -> Any:
    result = call(*words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def accuracies(folder: Path) -> list[str]:
    with sqlite3.connect(folder / "kommanmap.sqlite3") as connection:
        rows = connection.execute("SELECT position_accuracy FROM meeting_point ORDER BY external_id").fetchall()
    connection.close()
    return [accuracy for (accuracy,) in rows]


def test_the_report_of_an_import_says_pins_verdicts_and_warnings(installed: Path, table: str) -> None:
    with_addresses(installed)
    report = answer("import", table, "--dry-run")
    assert (report["pins"], report["warnings"]) == ({"house": 2, "postcode": 1, "municipality": 1}, 3)
    house, tied, unknown, foreign = report["report"]
    assert (house["geocoding"], house["warnings"], house["pin"]["accuracy"]) == ("found", [], "house")
    assert (tied["geocoding"], [warning["code"] for warning in tied["warnings"]]) == (
        "ambiguous",
        ["address_ambiguous"],
    )
    assert "57080 Siegen-Eiserfeld" in tied["warnings"][0]["params"]["candidates"]
    assert [warning["code"] for warning in unknown["warnings"]] == ["street_unknown"]
    assert foreign["warnings"][0]["params"]["proposed_postcode"] == "57299"


def test_the_report_for_people_says_the_same_once(installed: Path, table: str) -> None:
    without = call("import", table, "--dry-run").stdout
    assert without.count("kommanmap addresses import DATEI") == 1
    assert "Punkte: 2 Postleitzahl, 2 Ort." in without
    with_addresses(installed)
    said = call("import", table, "--dry-run").stdout
    assert "+ Zeile 2: Sandtreff (Siegen), Punkt: Haus\n" in said
    assert "Punkte: 2 Haus, 1 Postleitzahl, 1 Ort." in said
    assert "    Warnung: street: Die Adresse kann mehreres heißen: Talstraße 5, 57078 Siegen-Geisweid; " in said
    assert said.count("Die Postleitzahl 50667 gehört zu Köln, nicht zu Burbach.") == 1
    assert "1 mit Hinweis, 3 mit Warnung" in said
    assert "addresses import" not in said


def test_pins_become_finer_once_addresses_are_imported(installed: Path, table: str) -> None:
    assert call("import", table).exit_code == 0
    assert accuracies(installed) == ["postcode", "municipality", "postcode", "municipality"]
    nothing = call("geocode")
    assert nothing.exit_code == 0
    assert "kommanmap addresses import DATEI" in nothing.stdout
    assert "4 Treffpunkte: 0 Punkte verbessert, 1 mit Warnung. Nichts zu ändern." in nothing.stdout
    with_addresses(installed)
    dry = call("geocode", "--dry-run").stdout
    assert "~ Sandtreff (Siegen): Postleitzahl -> Haus, " in dry
    assert "Nur geprüft." in dry
    assert accuracies(installed) == ["postcode", "municipality", "postcode", "municipality"]
    report = answer("geocode")
    assert (report["points"], report["changed"], report["found"], report["ambiguous"]) == (4, 2, 3, 1)
    first = report["report"][0]
    assert (first["name"], first["changed"], first["not_written"]) == ("Sandtreff", True, None)
    assert (first["before"]["accuracy"], first["after"]["accuracy"]) == ("postcode", "house")
    assert first["moved_metres"] > 10
    assert accuracies(installed) == ["house", "municipality", "postcode", "house"]
    again = answer("geocode")
    assert (again["points"], again["changed"], again["warnings"]) == (2, 0, 2)
    assert answer("geocode", "--all")["points"] == 4
    assert answer("geocode", "--missing")["points"] == 2
    assert "Nichts zu ändern" in call("geocode", "--all").stdout


def test_a_second_import_after_it_changes_nothing(installed: Path, table: str) -> None:
    call("import", table)
    with_addresses(installed)
    call("geocode")
    second = answer("import", table)
    assert (second["new"], second["changed"], second["unchanged"]) == (0, 0, 4)


def test_whoever_presses_ctrl_c_is_told_what_is_written(
    installed: Path, table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    call("import", table)

    def stop(*_args: object, **_options: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Chain, "locate", stop)
        result = call("geocode")
        assert (result.exit_code, "zweiter Lauf" in result.stderr) == (1, True)
        interrupted = call("geocode", "--json")
        assert json.loads(interrupted.stdout)["interrupted"] is True
    with_addresses(installed)
    assert answer("geocode")["changed"] == 2


def test_wrong_usage_and_missing_setup(instance: Path, installed: Path) -> None:
    assert call("geocode", "--all", "--missing").exit_code == 2
    (installed / "kommanmap.sqlite3").unlink()
    result = call("geocode")
    assert (result.exit_code, "kommanmap setup" in result.stderr) == (1, True)
