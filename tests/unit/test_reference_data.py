"""The reference data agrees with itself and with the official numbers."""

import csv
import gzip
import json
import re
from collections import Counter, defaultdict
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "kommanmap"
REFERENCE = PACKAGE / "reference"
GEO = PACKAGE / "static" / "geo"

WEST, SOUTH, EAST, NORTH = 5.86, 50.32, 9.47, 52.54

MUNICIPALITIES_PER_KREIS = {
    "05154": 16, "05158": 10, "05162": 8, "05166": 9, "05170": 13, "05334": 9, "05358": 15, "05362": 10,
    "05366": 11, "05370": 10, "05374": 13, "05378": 8, "05382": 19, "05554": 17, "05558": 11, "05562": 10,
    "05566": 24, "05570": 13, "05754": 13, "05758": 9, "05762": 10, "05766": 16, "05770": 11, "05774": 10,
    "05954": 9, "05958": 12, "05962": 15, "05966": 7, "05970": 11, "05974": 14, "05978": 10,
}  # fmt: skip
"""Every other centre serves one town."""

ARABIC = re.compile("[\u0600-\u06ff\u200c -]+")
CYRILLIC = re.compile("[\u0400-\u04ff'’ -]+")

Row = dict[str, str]
Ring = list[tuple[float, float]]


@cache
def rows(name: str) -> list[Row]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def topology(name: str) -> dict:
    return json.loads((GEO / f"{name}.topo.json").read_text(encoding="utf-8"))


def geometries(name: str) -> list[dict]:
    return topology(name)["objects"][name]["geometries"]


@cache
def decoded_arcs(name: str) -> list[Ring]:
    (dx, dy), (west, south) = (topology(name)["transform"][key] for key in ("scale", "translate"))
    arcs = []
    for deltas in topology(name)["arcs"]:
        x = y = 0
        arc = []
        for step_x, step_y in deltas:
            x, y = x + step_x, y + step_y
            arc.append((west + x * dx, south + y * dy))
        arcs.append(arc)
    return arcs


def rings_of(name: str, geometry: dict) -> list[Ring]:
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    arcs = decoded_arcs(name)
    rings = []
    for indices in (ring for polygon in polygons for ring in polygon):
        ring: Ring = []
        for index in indices:
            arc = arcs[index] if index >= 0 else arcs[~index][::-1]
            assert not ring or ring[-1] == arc[0], f"{geometry['id']}: arcs do not join"
            ring += arc[1:] if ring else arc
        rings.append(ring)
    return rings


def is_inside(lon: float, lat: float, rings: list[Ring]) -> bool:
    inside = False
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > lat) != (y2 > lat) and lon < x1 + (lat - y1) * (x2 - x1) / (y2 - y1):
                inside = not inside
    return inside


def test_there_are_54_centres_396_municipalities_and_864_postcodes():
    assert len(rows("centres.csv")) == len({row["slug"] for row in rows("centres.csv")}) == 54
    assert len(rows("municipalities.csv")) == len({row["ags"] for row in rows("municipalities.csv")}) == 396
    assert len({row["postcode"] for row in rows("postcodes.csv")}) == 864


def test_every_municipality_belongs_to_an_existing_centre():
    centres = {row["slug"] for row in rows("centres.csv")}
    assert {row["centre_slug"] for row in rows("municipalities.csv")} == centres


def test_the_longest_matching_key_gives_the_centre():
    keys = {row["kreis_key"]: row["slug"] for row in rows("centres.csv")}
    for row in rows("municipalities.csv"):
        best = max((key for key in keys if row["ags"].startswith(key)), key=len)
        assert keys[best] == row["centre_slug"], row["name"]


def test_aachen_has_its_own_centre_and_its_neighbours_have_another():
    centre = {row["ags"]: row["centre_slug"] for row in rows("municipalities.csv")}
    assert centre["05334002"] == "stadt-aachen"
    assert list(centre.values()).count("stadt-aachen") == 1
    neighbours = {slug for ags, slug in centre.items() if ags.startswith("05334") and ags != "05334002"}
    assert neighbours == {"staedteregion-aachen"}


def test_every_centre_serves_the_known_number_of_municipalities():
    counts = Counter(row["centre_slug"] for row in rows("municipalities.csv"))
    for row in rows("centres.csv"):
        assert counts[row["slug"]] == MUNICIPALITIES_PER_KREIS.get(row["kreis_key"], 1), row["name"]


def test_a_centre_without_a_page_that_names_it_is_not_confirmed():
    for row in rows("centres.csv"):
        weak = row["evidence"] in {"inferred (count)", "S4"}
        assert row["confirmed"] == ("no" if weak else "yes"), row["name"]


def test_slugs_are_short_ascii_words_and_unique():
    for name in ("centres.csv", "municipalities.csv"):
        slugs = [row["slug"] for row in rows(name)]
        assert len(set(slugs)) == len(slugs)
        assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", slug) for slug in slugs)


def test_keys_are_text_of_eight_digits_of_this_state():
    for name in ("municipalities.csv", "aliases.csv", "postcodes.csv"):
        assert all(re.fullmatch(r"05\d{6}", row["ags"]) for row in rows(name)), name


def test_every_position_lies_in_the_state():
    for name in ("municipalities.csv", "postcodes.csv"):
        for row in rows(name):
            assert WEST <= float(row["lon"]) <= EAST, row
            assert SOUTH <= float(row["lat"]) <= NORTH, row
            assert all(re.fullmatch(r"\d+\.\d{5}", row[key]) for key in ("lat", "lon")), row


def test_every_file_is_in_its_order():
    assert [row["kreis_key"] for row in rows("centres.csv")] == sorted(row["kreis_key"] for row in rows("centres.csv"))
    assert [row["ags"] for row in rows("municipalities.csv")] == sorted(
        row["ags"] for row in rows("municipalities.csv")
    )
    assert [row["ags"] for row in rows("aliases.csv")] == sorted(row["ags"] for row in rows("aliases.csv"))
    keys = [(row["postcode"], row["main"] == "no") for row in rows("postcodes.csv")]
    assert keys == sorted(keys)


def test_each_postcode_has_one_main_municipality_and_seven_have_two():
    main = [row["postcode"] for row in rows("postcodes.csv") if row["main"] == "yes"]
    second = [row["postcode"] for row in rows("postcodes.csv") if row["main"] == "no"]
    assert len(set(main)) == len(main) == 864
    assert second == ["33154", "33161", "40472", "40721", "51467", "52525", "52538"]


@pytest.mark.parametrize(
    ("postcode", "ags"),
    [
        ("52156", "05334020"), ("57319", "05970004"), ("57299", "05970008"), ("57339", "05970012"),
        ("57258", "05970016"), ("57271", "05970020"), ("57223", "05970024"), ("57334", "05970028"),
        ("57250", "05970032"), ("57290", "05970036"), ("57072", "05970040"), ("57074", "05970040"),
        ("57076", "05970040"), ("57078", "05970040"), ("57080", "05970040"), ("57234", "05970044"),
        ("51467", "05378004"), ("40472", "05111000"), ("40721", "05158016"), ("52525", "05370016"),
        ("52538", "05370008"), ("33161", "05774024"), ("33154", "05774036"),
    ],
)  # fmt: skip
def test_known_postcodes_lead_to_the_right_municipality(postcode, ags):
    assert [r["ags"] for r in rows("postcodes.csv") if r["postcode"] == postcode and r["main"] == "yes"] == [ags]


def test_every_alias_belongs_to_a_municipality_and_says_something_new():
    official = {row["ags"]: row["name"].casefold() for row in rows("municipalities.csv")}
    seen = set()
    for row in rows("aliases.csv"):
        assert row["kind"] in {"name", "district", "exonym"}, row
        assert row["alias"] == row["alias"].strip() != "", row
        assert row["alias"].casefold() != official[row["ags"]], row
        key = (row["ags"], row["alias"].casefold(), row["kind"], row["language"])
        assert key not in seen, row
        seen.add(key)


def test_every_alias_is_written_in_the_script_of_its_language():
    for row in rows("aliases.csv"):
        alias, language = row["alias"].lower(), row["language"]
        if language in {"ar", "fa"}:
            assert ARABIC.fullmatch(alias), row
        elif language in {"uk", "ru"}:
            assert CYRILLIC.fullmatch(alias), row
            assert not set(alias) & set("ыэъё" if language == "uk" else "іїєґ"), row
        else:
            assert not re.search("[\u0400-\u06ff]", alias), row


def test_arabic_and_persian_use_their_own_forms_of_kaf_and_yeh():
    for row in rows("aliases.csv"):
        foreign = {"ar": "کیگپچژ", "fa": "كيى"}.get(row["language"], "")
        assert not set(row["alias"]) & set(foreign), row


def test_large_towns_have_spellings_in_four_foreign_languages():
    languages = defaultdict(set)
    for row in rows("aliases.csv"):
        if row["kind"] == "exonym":
            languages[row["ags"]].add(row["language"])
    assert sum({"ar", "fa", "ru", "uk"} <= spoken for spoken in languages.values()) >= 80


@pytest.mark.parametrize(
    ("alias", "towns"),
    [
        ("Deutz", {"Köln"}), ("Eller", {"Düsseldorf"}), ("Dahlbruch", {"Hilchenbach"}), ("Setterich", {"Baesweiler"}),
        ("Aegidienberg", {"Bad Honnef"}), ("Anrath", {"Willich"}), ("Weidenau", {"Siegen"}), ("Oberlar", {"Troisdorf"}),
        ("Rhade", {"Dorsten"}), ("Sevelen", {"Issum"}), ("Davensberg", {"Ascheberg"}), ("Hiltrup", {"Münster"}),
        ("Bigge", {"Olsberg"}), ("Bad Meinberg", {"Horn-Bad Meinberg"}), ("Hörde", {"Dortmund"}),
        ("Stolberg", {"Stolberg (Rhld.)"}), ("Fröndenberg", {"Fröndenberg/Ruhr"}), ("M'gladbach", {"Mönchengladbach"}),
        ("Cologne", {"Köln"}), ("كولونيا", {"Köln"}), ("Кёльн", {"Köln"}), ("دوسلدورف", {"Düsseldorf"}),
    ],
)  # fmt: skip
def test_known_aliases_lead_to_their_town(alias, towns):
    names = {row["ags"]: row["name"] for row in rows("municipalities.csv")}
    assert {names[row["ags"]] for row in rows("aliases.csv") if row["alias"] == alias} == towns


def test_one_district_name_may_lead_to_several_towns():
    names = {row["ags"]: row["name"] for row in rows("municipalities.csv")}
    found = {(row["alias"], names[row["ags"]]) for row in rows("aliases.csv")}
    assert {("Mülheim", "Köln"), ("Mülheim", "Mülheim an der Ruhr")} <= found
    assert {("Wickede", "Dortmund"), ("Wickede", "Wickede (Ruhr)"), ("Werne", "Bochum")} <= found


def test_map_areas_carry_the_ids_and_names_of_the_lists():
    centres = {row["slug"]: {"name": row["name"]} for row in rows("centres.csv")}
    assert {g["id"]: g["properties"] for g in geometries("centres")} == centres
    assert {g["id"]: g["properties"] for g in geometries("municipalities")} == {
        row["ags"]: {"name": row["name"], "centre": row["centre_slug"]} for row in rows("municipalities.csv")
    }


@pytest.mark.parametrize("layer", ["centres", "municipalities"])
def test_map_rings_are_closed_and_have_an_area(layer):
    for geometry in geometries(layer):
        for ring in rings_of(layer, geometry):
            assert ring[0] == ring[-1], geometry["id"]
            assert len(set(ring)) >= 3, geometry["id"]


@pytest.mark.parametrize(("layer", "key"), [("centres", "centre_slug"), ("municipalities", "ags")])
def test_map_areas_hold_the_positions_of_their_municipalities(layer, key):
    areas = {geometry["id"]: rings_of(layer, geometry) for geometry in geometries(layer)}
    inside = 0
    for row in rows("municipalities.csv"):
        lon, lat = float(row["lon"]), float(row["lat"])
        points = [point for ring in areas[row[key]] for point in ring]
        assert min(x for x, _ in points) <= lon <= max(x for x, _ in points), row["name"]
        assert min(y for _, y in points) <= lat <= max(y for _, y in points), row["name"]
        inside += is_inside(lon, lat, areas[row[key]])
    assert inside >= 0.95 * 396


@pytest.mark.parametrize("layer", ["centres", "municipalities"])
def test_neighbours_share_their_border_lines(layer):
    uses: Counter[int] = Counter()
    for geometry in geometries(layer):
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        uses.update(i if i >= 0 else ~i for polygon in polygons for ring in polygon for i in ring)
    assert set(uses) == set(range(len(topology(layer)["arcs"])))
    assert set(uses.values()) == {1, 2}


@pytest.mark.parametrize(("layer", "limit"), [("centres", 18_000), ("municipalities", 50_000)])
def test_map_layers_stay_small(layer, limit):
    assert len(gzip.compress((GEO / f"{layer}.topo.json").read_bytes(), 9)) <= limit


def test_demo_places_know_their_municipality_and_centre():
    places = rows("demo/treffpunkte.csv")
    centre_names = {row["slug"]: row["name"] for row in rows("centres.csv")}
    centre_of = {row["ags"]: centre_names[row["centre_slug"]] for row in rows("municipalities.csv")}
    assert len(places) == 101
    assert [row["ki"] for row in places] == [centre_of[row["ags"]] for row in places]


def test_demo_postcodes_agree_with_the_postcode_list():
    served = {(row["postcode"], row["ags"]) for row in rows("postcodes.csv")}
    with_postcode = [row for row in rows("demo/treffpunkte.csv") if row["postcode"]]
    assert with_postcode
    assert all((row["postcode"], row["ags"]) in served for row in with_postcode)
