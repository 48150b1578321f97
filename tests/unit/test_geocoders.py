"""Every service in the registry: its contract over recorded answers, and what it does when the answer is none."""

import json
from pathlib import Path

import pytest
from geopy.exc import GeocoderTimedOut, GeocoderUnavailable

from kommanmap.config import Config
from kommanmap.domain.errors import BadConfiguration
from kommanmap.geocoding.providers.bkg import fielded
from kommanmap.geocoding.providers.geopy_provider import user_agent
from kommanmap.geocoding.providers.inquiry import NotAnswered, Provider, Question, Trouble
from kommanmap.geocoding.providers.registry import GEOCODERS, GeocoderKind, configured
from tests import geocoder_contract as contract
from tests.fakes import RECORDED, RecordedAdapter, Reply

QUESTION = Question("Holunderstraße", "12a", "57299", "Burbach")
SETTINGS = {
    "nominatim_url": "https://nominatim.example/search-here",
    "photon_url": "http://photon.example:2322",
    "pelias_url": "https://pelias.example",
    "pelias_key": "ge-0123456789",
    "bkg_key": "01234567-89ab-cdef-0123-456789abcdef",
    "public_url": "https://treffpunkte.example",
    "operator_email": "karte@stadt.example",
}
every_geocoder = pytest.mark.parametrize("kind", GEOCODERS, ids=lambda kind: kind.name)


def repr_of(value: object) -> str:
    return repr(value)[:20]


def config(**overrides: object) -> Config:
    return Config.load(Path("/nowhere"), {**SETTINGS, **overrides})


def provider(kind: GeocoderKind, *replies: Reply | Exception) -> tuple[Provider, RecordedAdapter]:
    adapter = RecordedAdapter(*replies)
    return kind.make(config(), adapter), adapter


def trouble_with(kind: GeocoderKind, reply: Reply) -> Trouble | None:
    try:
        provider(kind, reply)[0].ask(QUESTION)
    except NotAnswered as failure:
        return failure.trouble
    return None


def recorded(kind: GeocoderKind, case: str) -> Provider:
    return provider(kind, Reply.recorded(f"{kind.name}/{case}.json"))[0]


@every_geocoder
def test_it_finds_a_house_however_the_street_is_written(kind: GeocoderKind) -> None:
    contract.finds_the_house(recorded(kind, "house"), contract.HOUSE)
    contract.finds_the_house(recorded(kind, "house"), contract.ABBREVIATED)


@every_geocoder
def test_a_number_that_it_does_not_know_is_the_street_and_no_other_house(kind: GeocoderKind) -> None:
    for case in ("house", "street"):
        contract.finds_no_more_than_the_street(recorded(kind, case))


@every_geocoder
def test_nothing_there_is_an_answer(kind: GeocoderKind) -> None:
    contract.finds_nothing(recorded(kind, "nothing"))
    contract.finds_nothing(recorded(kind, "house"))


@every_geocoder
def test_an_answer_in_another_state_is_not_believed(kind: GeocoderKind) -> None:
    contract.believes_nothing_from_another_state(recorded(kind, "other_state"))


@every_geocoder
def test_only_the_address_leaves_and_our_name_goes_with_it(kind: GeocoderKind) -> None:
    service, adapter = provider(kind, Reply.recorded(f"{kind.name}/nothing.json"))
    service.ask(QUESTION)
    [(_, headers, timeout)] = adapter.asked
    assert timeout == 5
    assert headers["User-Agent"] == "KommAnMap/0.1 (https://treffpunkte.example; karte@stadt.example)"
    [url] = adapter.urls
    assert all(word in url for word in ("Holunderstraße", "12a", "57299", "Burbach"))


@every_geocoder
@pytest.mark.parametrize(
    ("reply", "trouble", "retry_after"),
    [
        (GeocoderTimedOut("late"), Trouble.TIMED_OUT, None),
        (GeocoderUnavailable("refused"), Trouble.UNREACHABLE, None),
        (Reply("", 429, {"retry-after": "120"}), Trouble.TOO_MANY, 120),
        (Reply("", 429), Trouble.TOO_MANY, None),
        (Reply("", 429, {"retry-after": "bald"}), Trouble.TOO_MANY, None),
        (Reply("", 503, {"retry-after": "7"}), Trouble.SERVER_ERROR, 7),
        (Reply.recorded("page.html", 502), Trouble.SERVER_ERROR, None),
        (Reply("", 500), Trouble.SERVER_ERROR, None),
        (Reply("", 404), Trouble.SERVER_ERROR, None),
        (Reply("", 302, {"location": "https://elsewhere.example"}), Trouble.SERVER_ERROR, None),
        (Reply("", 401), Trouble.REFUSED, None),
        (Reply("", 403), Trouble.REFUSED, None),
        (Reply("", 400), Trouble.BAD_QUESTION, None),
        (Reply.recorded("page.html"), Trouble.BAD_ANSWER, None),
        (Reply(""), Trouble.BAD_ANSWER, None),
        (Reply("[" * 100_000), Trouble.BAD_ANSWER, None),
        (Reply('"text"'), Trouble.BAD_ANSWER, None),
        (Reply("[1, 2]"), Trouble.BAD_ANSWER, None),
        (Reply('{"features": [{"geometry": null, "properties": {}}]}'), Trouble.BAD_ANSWER, None),
    ],
    ids=lambda value: str(getattr(value, "status", value))[:20],
)
def test_whatever_is_no_answer_is_said_to_be_none(
    kind: GeocoderKind, reply: Reply | Exception, trouble: Trouble, retry_after: float | None
) -> None:
    service, _ = provider(kind, reply)
    with pytest.raises(NotAnswered) as caught:
        service.ask(QUESTION)
    assert caught.value.trouble is trouble
    assert caught.value.retry_after == retry_after


@every_geocoder
@pytest.mark.parametrize(
    ("lat", "lon"),
    [("NaN", "8.1"), ("Infinity", "8.1"), ('"nan"', '"8.1"'), ("91.5", "8.1"), ("50.7", "281.0"), ('"x"', '"y"'),
     ("null", "null"), ("true", "false"), ("[]", "{}"), ("1e999", "8.1")],
)  # fmt: skip
def test_a_position_that_is_none_makes_a_bad_answer(kind: GeocoderKind, lat: str, lon: str) -> None:
    text = (RECORDED / kind.name / "house.json").read_text(encoding="utf-8")
    for quote in ('"', ""):
        text = text.replace(f"{quote}50.7441200{quote}", lat).replace(f"{quote}8.0862300{quote}", lon)
    text = text.replace("50.74412", lat).replace("8.08623", lon)
    assert trouble_with(kind, Reply(text)) is Trouble.BAD_ANSWER


@every_geocoder
@pytest.mark.parametrize("value", [None, 7, True, ["x"], {"a": 1}, "\x00\x1b[2J\u202etxet" * 99], ids=repr_of)
def test_fields_of_any_kind_end_as_tidy_text_or_as_a_bad_answer(kind: GeocoderKind, value: object) -> None:
    said = json.loads((RECORDED / kind.name / "house.json").read_text(encoding="utf-8"))
    for item in said if isinstance(said, list) else said["features"]:
        fields = item.get("address") or item["properties"]
        fields.update(dict.fromkeys(fields, value))
    reply = Reply(json.dumps(said))
    assert trouble_with(kind, reply) in {None, Trouble.BAD_ANSWER}
    for finding in () if trouble_with(kind, reply) else provider(kind, reply)[0].ask(QUESTION):
        texts = (finding.street, finding.house_number, finding.postcode, finding.state, finding.ags, *finding.places)
        assert all(len(text) <= 200 and text.isprintable() for text in texts)


def test_pelias_says_when_a_position_lies_between_houses() -> None:
    kind = next(kind for kind in GEOCODERS if kind.name == "pelias")
    text = (RECORDED / "pelias" / "house.json").read_text(encoding="utf-8").replace('"exact"', '"interpolated"')
    [judgement] = contract.located(provider(kind, Reply(text))[0], contract.HOUSE).meant
    assert judgement.candidate.accuracy.value == "nearest_house"


@pytest.mark.parametrize(
    ("reply", "trouble"),
    [
        (Reply.recorded("bkg/unknown_key.xml"), Trouble.REFUSED),
        (Reply.recorded("bkg/unknown_key.xml", 400), Trouble.REFUSED),
        (Reply.recorded("bkg/error.json", 400), Trouble.BAD_QUESTION),
        (Reply.recorded("bkg/error.json"), Trouble.BAD_QUESTION),
        (Reply('<x code="ServiceException"/>'), Trouble.BAD_ANSWER),
    ],
)
def test_errors_of_the_bkg_are_told_apart_whatever_the_status(reply: Reply, trouble: Trouble) -> None:
    with pytest.raises(NotAnswered) as caught:
        provider(next(kind for kind in GEOCODERS if kind.name == "bkg"), reply)[0].ask(QUESTION)
    assert caught.value.trouble is trouble


def test_nothing_typed_becomes_an_operator_of_the_bkg() -> None:
    assert fielded({"strasse": "Martin-Luther-Str. OR *:*", "haus": "5", "ort": 'x") AND plz:(1'}) == (
        r"strasse:(Martin\-Luther\-Str. or) AND haus:(5) AND ort:(x and plz 1)"
    )
    assert fielded({"strasse": "- ~ ( )"}) == ""


def test_the_key_stays_on_the_server_and_out_of_errors() -> None:
    service, adapter = provider(next(kind for kind in GEOCODERS if kind.name == "bkg"), Reply("", 500))
    with pytest.raises(NotAnswered) as caught:
        service.ask(QUESTION)
    assert SETTINGS["bkg_key"] in adapter.urls[0]
    assert SETTINGS["bkg_key"] not in f"{caught.value!r} {caught.value.__cause__!r}"


def test_no_service_is_asked_unless_the_settings_name_it() -> None:
    assert configured(Config(Path("/nowhere")), RecordedAdapter(Reply(""))) == ()
    named = configured(config(geocoders=("bkg", "nominatim")), RecordedAdapter(Reply("")))
    assert [service.name for service in named] == ["bkg", "nominatim"]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"geocoders": ("google",)}, "google"),
        ({"geocoders": ("bkg", "bkg")}, "bkg"),
        ({"geocoders": ("bkg",), "bkg_key": ""}, "bkg_key"),
        ({"geocoders": ("photon",), "photon_url": ""}, "photon_url"),
    ],
)
def test_a_service_that_is_set_up_by_half_is_refused(settings: dict[str, object], said: str) -> None:
    with pytest.raises(BadConfiguration, match=said):
        configured(config(**settings), RecordedAdapter(Reply("")))


@every_geocoder
def test_each_service_is_described_for_operators(kind: GeocoderKind) -> None:
    text = (Path(__file__).parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")
    assert f"`{kind.name}`" in text
    assert {*kind.needs} <= set(vars(config()))


def test_the_public_nominatim_gets_less_than_one_request_a_second_whatever_else_is_set() -> None:
    kind = next(kind for kind in GEOCODERS if kind.name == "nominatim")
    public = config(
        nominatim_url="https://Nominatim.OpenStreetMap.org:443/", nominatim_policy_read=True, geocoder_per_second=50
    )
    assert kind.make(public, RecordedAdapter(Reply(""))).per_second < 1
    assert kind.make(config(geocoder_per_second=50), RecordedAdapter(Reply(""))).per_second == 50


def test_the_name_that_we_give_fits_into_a_header() -> None:
    assert (
        user_agent(config(operator_email="böse\r\nX-Evil: 1"))
        == "KommAnMap/0.1 (https://treffpunkte.example; bseX-Evil: 1)"
    )
    assert user_agent(Config(Path("/nowhere"))).startswith("KommAnMap/0.1 (")
