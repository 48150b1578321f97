"""Who may import whom: the contracts of setup.cfg hold, and they would notice a breach."""

from pathlib import Path

from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parents[2]


def test_the_import_contracts_are_kept(monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.chdir(ROOT)
    broken = lint_imports(config_filename="setup.cfg", no_cache=True)
    assert broken == 0, capsys.readouterr().out
