"""Settings: where they come from, which win, what is refused."""

from pathlib import Path

import pytest

from kommanmap.config import Config
from kommanmap.domain.errors import BadConfiguration


def test_defaults_need_nothing_but_a_folder(tmp_path: Path) -> None:
    config = Config.load(tmp_path)
    assert config.effective_database_url == f"sqlite:///{tmp_path / 'kommanmap.sqlite3'}"
    assert config.base_layer == "boundaries", "nothing reaches outside until the operator turns it on"


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config.toml").write_text('port = 8001\nsite_name = "Aus der Datei"\n', encoding="utf-8")
    monkeypatch.setenv("KOMMANMAP_PORT", "8002")
    monkeypatch.setenv("KOMMANMAP_TRUSTED_HOSTS", "a.example, b.example")
    config = Config.load(tmp_path)
    assert (config.port, config.site_name, config.trusted_hosts) == (8002, "Aus der Datei", ("a.example", "b.example"))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("prot = 8000", "prot"),
        ('port = "viele"', "port"),
        ("port = 0", "port"),
        ('secret_key = "kurz"', "secret_key"),
        ('base_layer = "google"', "base_layer"),
        ('public_url = "ftp://x"', "public_url"),
        ("proxies = -1", "proxies"),
        ('embed_hosts = ["https://a.example; script-src *"]', "embed_hosts"),
        ("trusted_hosts = 3", "trusted_hosts"),
        ("das ist kein toml", "config.toml"),
    ],
)
def test_a_setting_that_cannot_work_is_named(tmp_path: Path, text: str, named: str) -> None:
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BadConfiguration, match=named):
        Config.load(tmp_path)


def test_the_secret_is_not_in_the_representation(tmp_path: Path) -> None:
    config = Config.load(tmp_path, {"secret_key": "s" * 40})
    assert "s" * 40 not in repr(config)


def test_the_example_file_holds_only_settings_that_exist(tmp_path: Path) -> None:
    example = Path(__file__).parents[2] / "instance" / "config.toml.example"
    (tmp_path / "config.toml").write_text(example.read_text(encoding="utf-8"), encoding="utf-8")
    assert Config.load(tmp_path) == Config(instance=tmp_path.resolve()), "the example shows the defaults"
