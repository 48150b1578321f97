"""What travels to the map: columns, the same bytes for the same places, nothing without a public position."""

import json
from datetime import date
from typing import Any

from kommanmap.domain.hours.session import Timetable
from kommanmap.domain.values import Coordinates
from kommanmap.domain.vocabulary import Accuracy, Status
from kommanmap.formats.map_points import LONGEST_TEXT, write_map_points
from kommanmap.presenters.public_point import PublicSession
from tests.samples_of_points import public_point


def read(*points: Any) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(write_map_points(points))
    return document


def test_each_place_is_one_entry_of_every_column() -> None:
    document = read(public_point(1), public_point(2, name="Café", times=("mo 10 Uhr", "di 11 Uhr")))
    columns = ("key", "lat", "lon", "name", "path", "town", "time", "kind", "note")
    assert {len(document[name]) for name in columns} == {2}
    assert document["name"] == ["Treffpunkt 1", "Café"]
    assert document["time"][1] == "mo 10 Uhr"
    assert document["url"] + document["path"][1] == "/de/treffpunkte/ort-2"
    assert document["towns"][document["town"][1]] == "Burbach"
    assert (document["lat"][0], document["lon"][0]) == (5_074_644, 808_429)


def test_the_order_of_the_places_does_not_change_the_bytes() -> None:
    points = [public_point(number) for number in range(9)]
    assert write_map_points(points) == write_map_points(points[::-1])


def test_a_place_without_public_position_is_counted_but_not_there() -> None:
    document = read(public_point(1), public_point(2, name="Schutzort", position=None, accuracy=None))
    assert document["withoutPin"] == 1
    assert "Schutzort" not in json.dumps(document)


def test_how_exact_a_pin_is_decides_how_it_is_drawn_and_what_is_said() -> None:
    document = read(*(public_point(n, accuracy=accuracy) for n, accuracy in enumerate(Accuracy)))
    assert document["kind"] == [0, 0, 0, 1, 2, 2]
    said = [document["notes"][number] for number in document["note"]]
    assert said[:2] == ["", ""]
    assert said[3] == "Genauigkeit: street"


def test_paused_places_are_marked_with_their_label() -> None:
    document = read(public_point(1), public_point(2, status=Status.PAUSED, status_label="Macht Pause"))
    assert (document["paused"], document["pausedUntil"]) == ([1], [""])
    assert document["pausedLabel"] == "Macht Pause"


def test_a_pause_carries_its_last_day() -> None:
    pause = Timetable(paused=True, paused_until=date(2026, 11, 30))
    document = read(public_point(1), public_point(2, status=Status.PAUSED, timetable=pause))
    assert (document["paused"], document["pausedUntil"]) == ([1], ["2026-11-30"])


def test_understood_times_are_said_in_the_language_of_the_page_others_as_they_were_typed() -> None:
    sessions = (PublicSession("Every Tuesday, 3 pm", ""), PublicSession("Every Friday, 4 pm", ""))
    understood = public_point(1, sessions=sessions, timetable=Timetable(complete=True))
    document = read(understood, public_point(2, sessions=sessions[:1], timetable=Timetable(complete=False)))
    assert document["time"] == ["Every Tuesday, 3 pm · Every Friday, 4 pm", "Mittwoch 16 bis 19 Uhr"]
    assert document["typed"] == [1]


def test_keys_tell_all_places_apart_however_alike_their_ids_are() -> None:
    alike = [public_point(n, id=f"00000000-0000-4000-8000-00000000000{n}") for n in range(5)]
    document = read(*alike)
    assert len(set(document["key"])) == 5
    assert {len(key) for key in document["key"]} == {document["keyLength"]}


def test_hostile_and_endless_texts_travel_as_short_text() -> None:
    document = read(public_point(1, name="</script>${alert(1)}\u202e" + "x" * 10_000, times=("a\n\nb" * 9_000,)))
    assert len(document["name"][0]) == LONGEST_TEXT
    assert document["name"][0].startswith("</script>${alert(1)}\u202e")
    assert document["name"][0].endswith("…")
    assert "\n" not in document["time"][0]


def test_no_place_at_all_is_an_answer_too() -> None:
    assert read()["key"] == []


def test_a_place_on_the_map_costs_less_than_a_hundred_bytes() -> None:
    points = [public_point(n, position=Coordinates(50.5 + n / 1000, 7.1)) for n in range(500)]
    assert len(write_map_points(points)) / 500 < 100
