"""The map script: always the same bytes, nothing foreign in it, nothing in it that could run by being typed."""

import hashlib
import html
import json
import os
import re
import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path

import pytest

from kommanmap import maps
from kommanmap.domain.languages import LANGUAGE_BY_CODE
from kommanmap.maps import BaseLayer, MapOptions, map_script
from kommanmap.presenters.map_texts import MapTexts, plural_texts
from kommanmap.views.assets import ASSETS

STATIC = Path(maps.__file__).resolve().parent / "static"
HOSTILE = "${alert(1)} `+alert(2)+` </script><script>alert(3)</script> \\\" ' \u2028 <img src=x onerror=alert(4)>"
TEXTS = MapTexts(
    **{item.name: (("other", "{n} x"),) if item.type == "Plural" else item.name for item in fields(MapTexts)}
)
OPTIONS = MapOptions(
    language="de",
    direction="ltr",
    texts=TEXTS,
    points_url="/de/karte.json?q=K%C3%B6ln",
    centres_url="/static/geo/centres.topo.json",
    municipalities_url="/static/geo/municipalities.topo.json",
)
TILES = {
    BaseLayer.BOUNDARIES: "",
    BaseLayer.BASEMAP: "/kacheln/{z}/{x}/{y}.png",
    BaseLayer.PMTILES: "/kacheln/karte.pmtiles",
}


def with_base(base: BaseLayer) -> MapOptions:
    return replace(OPTIONS, base_layer=base, tiles_url=TILES[base], base_attribution="© Amt")


@pytest.mark.parametrize("base", BaseLayer)
def test_the_script_names_no_other_host_and_holds_no_html(base: BaseLayer) -> None:
    script = map_script(with_base(base))
    assert re.search(r"https?:|//[a-z]|<[a-z!/]|jquery|\$\(", script, re.IGNORECASE) is None


def test_the_script_of_a_map_is_small() -> None:
    assert len(map_script(OPTIONS)) < 6_000


def test_a_process_with_another_hash_seed_makes_the_same_scripts() -> None:
    program = (
        "import sys; from tests.unit.test_maps import with_base; from kommanmap.maps import BaseLayer, map_script;"
        "sys.stdout.write(''.join(map_script(with_base(base)) for base in BaseLayer))"
    )
    made = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        check=True,
        text=True,
        cwd=Path(__file__).resolve().parents[2],
        env={**os.environ, "PYTHONHASHSEED": "1"},
    ).stdout
    assert made == "".join(map_script(with_base(base)) for base in BaseLayer)


def test_rendering_again_after_another_map_changes_nothing() -> None:
    first = map_script.__wrapped__(OPTIONS)
    map_script.__wrapped__(with_base(BaseLayer.BASEMAP))
    assert map_script.__wrapped__(OPTIONS) == first


def test_a_hostile_translation_stays_a_json_string() -> None:
    texts = MapTexts(
        **{item.name: (("other", HOSTILE),) if item.type == "Plural" else HOSTILE for item in fields(MapTexts)}
    )
    script = map_script(replace(OPTIONS, texts=texts, highlight_centre=HOSTILE, language=HOSTILE))
    outside = strings_of(script)[0]
    assert "alert" not in outside
    assert "`" not in outside
    assert "<" not in script
    assert "\u2028" not in script
    assert HOSTILE in strings_of(script)[1]


def strings_of(script: str) -> tuple[str, list[str]]:
    """A script without its double-quoted strings, and those strings decoded."""
    pattern = r'"(?:[^"\\\n]|\\.)*"'
    return re.sub(pattern, "", script), [json.loads(text) for text in re.findall(pattern, script)]


@pytest.mark.parametrize("base", [BaseLayer.BASEMAP, BaseLayer.PMTILES])
def test_an_attribution_is_shown_as_text(base: BaseLayer) -> None:
    script = map_script(replace(with_base(base), base_attribution="<b onclick=alert(1)>"))
    assert html.escape("<b onclick=alert(1)>") in strings_of(script)[1]


@pytest.mark.parametrize(
    "address",
    ["https://example.org/x", "//example.org/x", "javascript:alert(1)", "karte.json", "", "/a b", "/\\example.org"],
)
@pytest.mark.parametrize("name", ["points_url", "centres_url", "municipalities_url"])
def test_an_address_that_could_lead_elsewhere_is_refused(name: str, address: str) -> None:
    with pytest.raises(ValueError, match="not an address of this site"):
        replace(OPTIONS, **{name: address})


def test_a_container_name_that_is_no_name_is_refused() -> None:
    with pytest.raises(ValueError, match="not a name for a map"):
        replace(OPTIONS, container='map_x");alert(1)//')


def test_folium_adds_no_library_of_its_own_to_the_process() -> None:
    map_script.__wrapped__(OPTIONS)
    assert maps.folium.Map.default_js, "the list of the class is folium's own, untouched"


@pytest.mark.parametrize("base", BaseLayer)
def test_every_file_the_map_asks_for_is_there(base: BaseLayer) -> None:
    for name in (*maps.scripts(base), *maps.STYLES):
        assert ASSETS[name].finished.body, name


def test_the_pmtiles_reader_is_loaded_only_where_it_is_used() -> None:
    loaded = {base for base in BaseLayer if maps.PMTILES_SCRIPT in maps.scripts(base)}
    assert loaded == {BaseLayer.PMTILES}


def test_vendored_files_are_the_ones_of_the_manifest() -> None:
    vendor = STATIC / "vendor"
    packages = json.loads((vendor / "manifest.json").read_text(encoding="utf-8"))["packages"]
    listed = {name: digest for package in packages for name, digest in package["files"].items()}
    found = {
        path.relative_to(vendor).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in vendor.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    assert found == listed
    for package in packages:
        assert any(name.endswith("LICENSE.txt") for name in package["files"]), package["name"]


def test_each_plural_form_of_a_language_has_its_text() -> None:
    forms = dict(plural_texts(LANGUAGE_BY_CODE["ar"], lambda number: f"{number} {{n}}"))
    assert set(forms) == {"zero", "one", "two", "few", "many", "other"}
    assert dict(plural_texts(LANGUAGE_BY_CODE["de"], str)) == {"one": "1", "other": "0"}


def test_no_file_of_the_map_is_long_or_turns_text_into_html() -> None:
    for path in sorted((STATIC / "js" / "map").rglob("*.js")):
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) < 300, path.name
        forbidden = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|localStorage|cookie"
        assert re.search(forbidden, text) is None, path.name
        assert "http://" not in text.replace("http://www.w3.org/2000/svg", ""), path.name
        assert "https://" not in text, path.name
