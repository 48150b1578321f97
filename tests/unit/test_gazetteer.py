"""The gazetteer on a handful of names: what a typed place means, and in which order."""

import pytest

from kommanmap.domain.folding import key
from kommanmap.domain.values import Coordinates
from kommanmap.geocoding.names.gazetteer import Gazetteer
from kommanmap.geocoding.names.place_names import centre_names, short_names
from kommanmap.geocoding.names.places import CentreEntry, Certainty, Place, PlaceKind, Town

TOWNS = (
    Town("05117000", "muelheim-an-der-ruhr", "Mülheim an der Ruhr", "stadt-muelheim", Coordinates(51.43, 6.88)),
    Town("05315000", "koeln", "Köln", "stadt-koeln", Coordinates(50.94, 6.96)),
    Town("05970008", "burbach", "Burbach", "kreis-siegen-wittgenstein", Coordinates(50.74, 8.08)),
    Town("05970040", "siegen", "Siegen", "kreis-siegen-wittgenstein", Coordinates(50.87, 8.02)),
)
CENTRES = (
    ("kreis-siegen-wittgenstein", "KI Kreis Siegen-Wittgenstein", "Kreis Siegen-Wittgenstein"),
    ("stadt-koeln", "KI Stadt Köln", "Stadt Köln (kreisfrei)"),
    ("stadt-muelheim", "KI Stadt Mülheim an der Ruhr", "Stadt Mülheim an der Ruhr (kreisfrei)"),
)


def town_place(town: Town) -> Place:
    """A town as a meaning."""
    keys = frozenset(key(name) for name in (town.name, *short_names(town.name)))
    return Place(PlaceKind.MUNICIPALITY, town.name, town.name, (town.ags,), town.centre_slug, town.position, keys=keys)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """Four towns, three centres, a district, an exonym, a postcode."""
    places = {town.ags: town_place(town) for town in TOWNS}
    cologne = places["05315000"]
    district = Place(
        PlaceKind.DISTRICT, "Köln-Mülheim", "Köln-Mülheim", ("05315000",), "stadt-koeln", cologne.position,
        keys=frozenset({"mulheim", "kolnmulheim"}),
    )  # fmt: skip
    names = [(name, places[town.ags]) for town in TOWNS for name in (town.name, *short_names(town.name))]
    names += [("Mülheim", district), ("Köln-Mülheim", district), ("Cologne", cologne), ("كولونيا", cologne)]
    for slug, name, serves in CENTRES:
        centre = Place(PlaceKind.CENTRE, name, name, (), slug, None)
        names += [(spelling, centre) for spelling in centre_names(name, serves)]
    postcode = Place(
        PlaceKind.POSTCODE, "57072 Siegen", "57072", ("05970040",), TOWNS[3].centre_slug, Coordinates(50.88, 8.01)
    )
    return Gazetteer(
        centres=[CentreEntry(slug, name, order) for order, (slug, name, _) in enumerate(CENTRES)],
        towns=TOWNS,
        names=names,
        postcodes={"57072": postcode},
    )


@pytest.mark.parametrize(
    ("typed", "label", "certainty"),
    [
        ("Köln", "Köln", Certainty.EXACT),
        ("koeln", "Köln", Certainty.EXACT),
        ("05315000", "Köln", Certainty.EXACT),
        ("Cologne", "Köln", Certainty.EXACT),
        ("كولونيا", "Köln", Certainty.EXACT),
        ("Mülheim", "Mülheim an der Ruhr", Certainty.EXACT),
        ("Muhlheim", "Mülheim an der Ruhr", Certainty.SPELLING),
        ("burbahc", "Burbach", Certainty.SLIP),
        ("Burb", "Burbach", Certainty.BEGINNING),
        ("Зиген", "Siegen", Certainty.SOUND),
        ("بورباخ", "Burbach", Certainty.SOUND),
        ("57072 Siegen", "57072 Siegen", Certainty.EXACT),
        ("٥٧٠٧٢", "57072 Siegen", Certainty.EXACT),
        ("Kreis Siegen Wittgenstein", "KI Kreis Siegen-Wittgenstein", Certainty.EXACT),
        ("Köln-Mülheim", "Köln-Mülheim", Certainty.EXACT),
    ],
)
def test_a_typed_place_means_first(gazetteer: Gazetteer, typed: str, label: str, certainty: Certainty) -> None:
    first = gazetteer.resolve(typed)[0]
    assert (first.label, first.certainty) == (label, certainty)


def test_a_town_comes_before_a_district_of_the_same_name_which_is_offered(gazetteer: Gazetteer) -> None:
    assert [place.label for place in gazetteer.exact("mulheim")] == ["Mülheim an der Ruhr"]
    assert [place.label for place in gazetteer.others("mulheim")] == ["Köln-Mülheim"]


@pytest.mark.parametrize("typed", ["", " ", "\x00", "?!", "99999", "xyzzy-gibt-es-nicht", "9" * 5000, "\u202e"])
def test_what_means_nothing_gives_nothing(gazetteer: Gazetteer, typed: str) -> None:
    assert gazetteer.resolve(typed) == ()


def test_suggestions_begin_with_what_was_typed(gazetteer: Gazetteer) -> None:
    assert [place.label for place in gazetteer.suggest("mül", limit=1)] == ["Mülheim an der Ruhr"]
    assert [place.label for place in gazetteer.suggest("570")] == ["57072 Siegen"]
    assert len(gazetteer.suggest("k", limit=2)) == 2
    assert gazetteer.suggest("") == ()


def test_towns_come_nearest_first(gazetteer: Gazetteer) -> None:
    assert [town.slug for _, town in gazetteer.by_distance(Coordinates(50.88, 8.0))][:2] == ["siegen", "burbach"]


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Stolberg (Rhld.)", "Stolberg"),
        ("Fröndenberg/Ruhr", "Fröndenberg"),
        ("Haltern am See", "Haltern"),
        ("Mülheim an der Ruhr", "Mülheim"),
    ],
)
def test_people_leave_out_what_distinguishes_a_name(name: str, short: str) -> None:
    assert short in short_names(name)


@pytest.mark.parametrize(
    ("name", "serves", "typed"),
    [
        ("KI Hochsauerlandkreis", "Hochsauerlandkreis", "Hochsauerland Kreis"),
        ("KI Hochsauerlandkreis", "Hochsauerlandkreis", "Hochsauerland"),
        ("KI Kreis Siegen-Wittgenstein", "Kreis Siegen-Wittgenstein", "Siegen-Wittgenstein"),
        ("Kreisintegrationszentrum Mettmann", "Kreis Mettmann", "KI Kreis Mettmann"),
        ("KI Stadt Köln", "Stadt Köln (kreisfrei)", "Kommunales Integrationszentrum Köln"),
        ("KI Märkischer Kreis", "Märkischer Kreis", "Märkischer Kreis"),
        ("KI StädteRegion Aachen", "Städteregion Aachen ohne Stadt Aachen", "Städteregion Aachen"),
    ],
)
def test_a_centre_is_found_under_its_many_names(name: str, serves: str, typed: str) -> None:
    assert key(typed) in {key(each) for each in centre_names(name, serves)}


def test_names_of_towns_are_told_from_parts_and_from_slips(gazetteer: Gazetteer) -> None:
    assert all(gazetteer.is_town(text) for text in ("Köln", "koeln", "Cologne", "Mülheim"))
    assert not any(gazetteer.is_town(text) for text in ("Köln-Mülheim", "Kölln", "KI Köln", ""))
    assert all(gazetteer.is_district(text) for text in ("Mülheim", "Köln-Mülheim", "köln mülheim"))
    assert not any(gazetteer.is_district(text) for text in ("Köln", "Siegen-Mülheim", ""))
    assert all(gazetteer.is_nearly_a_town(text) for text in ("Brubach", "Seigen"))
    assert not any(gazetteer.is_nearly_a_town(text) for text in ("Hamburg", "Verspoel", ""))
