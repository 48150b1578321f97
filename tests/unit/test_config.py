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
        ('photon_url = "ftp://photon.example"', "photon_url"),
        ('photon_url = "photon.example"', "photon_url"),
        ('pelias_url = "https://me:secret@pelias.example"', "pelias_url"),
        ('pelias_url = "https://pelias.example/?key=1"', "pelias_url"),
        ('pelias_url = "https://pelias.example:port"', "pelias_url"),
        ('nominatim_url = "file:///etc/passwd"', "nominatim_url"),
        ('bkg_key = "x/../../geosearch"', "bkg_key"),
        ("geocoder_per_second = 0", "geocoder_per_second"),
        ("geocoder_seconds = 3600", "geocoder_seconds"),
        ('nominatim_policy_read = "vielleicht"', "nominatim_policy_read"),
        ("das ist kein toml", "config.toml"),
    ],
)
def test_a_setting_that_cannot_work_is_named(tmp_path: Path, text: str, named: str) -> None:
    """T52."""
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


@pytest.mark.parametrize(
    "url",
    [
        "https://nominatim.openstreetmap.org",
        "http://Nominatim.OpenStreetMap.ORG:8080/search",
        "https://nominatim.openstreetmap.org./",
        "https://NOMINATIM.openstreetmap.org.../ui",
        "https://eu.nominatim.openstreetmap.org",
    ],
)
def test_the_public_nominatim_is_refused_until_its_policy_was_read(tmp_path: Path, url: str) -> None:
    said = {"nominatim_url": url, "operator_email": "karte@stadt.example"}
    with pytest.raises(BadConfiguration, match="policies/nominatim"):
        Config.load(tmp_path, said)
    assert Config.load(tmp_path, {**said, "nominatim_policy_read": True}).nominatim_url == url


@pytest.mark.parametrize(
    "url",
    ["https://nominatim%2Eopenstreetmap.org", "https://nominatim。openstreetmap.org", "https://nomi\tnatim.example"],
)
def test_no_spelling_of_a_host_that_only_a_resolver_understands_is_accepted(tmp_path: Path, url: str) -> None:
    with pytest.raises(BadConfiguration, match="nominatim_url"):
        Config.load(tmp_path, {"nominatim_url": url, "nominatim_policy_read": True, "operator_email": "a@b.example"})


def test_the_public_nominatim_is_told_whom_to_write_to(tmp_path: Path) -> None:
    said = {"nominatim_url": "https://nominatim.openstreetmap.org", "nominatim_policy_read": True}
    with pytest.raises(BadConfiguration, match="operator_email"):
        Config.load(tmp_path, said)


def test_a_server_of_ones_own_may_stand_anywhere(tmp_path: Path) -> None:
    for url in ("http://127.0.0.1:8088/nominatim", "https://[::1]:8443", "https://karte.intern"):
        assert Config.load(tmp_path, {"nominatim_url": url}).nominatim_url == url


def test_yes_and_no_may_come_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for text, meant in (("true", True), ("1", True), ("No", False), ("", False)):
        monkeypatch.setenv("KOMMANMAP_NOMINATIM_POLICY_READ", text)
        assert Config.load(tmp_path).nominatim_policy_read is meant


def test_keys_of_services_are_not_in_the_representation(tmp_path: Path) -> None:
    config = Config.load(tmp_path, {"bkg_key": "0123456789", "pelias_key": "ge-0123456789"})
    assert "0123456789" not in repr(config)
