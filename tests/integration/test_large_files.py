"""Files of very many places: made while they are sent, a few places at a time, in every format."""

import gzip
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import brotli
import pytest
from flask import Flask
from werkzeug.test import Client

from kommanmap.clock import FixedClock
from kommanmap.domain.vocabulary import PinVisibility, Status
from kommanmap.extensions import db
from kommanmap.formats import FORMATS, Dataset, Format
from kommanmap.models import MeetingPoint
from kommanmap.presenters.public_point import PublicPoint
from kommanmap.services.data_version import bump
from kommanmap.views import downloads, shown, streams
from tests.apps import NOW

MANY = 1_000
READ_FIRST = frozenset({"gpx", "ics", "atom", "xlsx", "hsds.zip"})
"""Formats whose head depends on all places, or that are archives: they wait on the disk, not in memory."""


class Counted(Collection[PublicPoint]):
    """Invented places, made one by one, counting how many have been asked for."""

    def __init__(self, first: PublicPoint) -> None:
        self.first, self.taken = first, 0

    def __len__(self) -> int:
        return MANY

    def __contains__(self, item: object) -> bool:
        return False

    def __iter__(self) -> Iterator[PublicPoint]:
        for number in range(MANY):
            self.taken += 1
            yield replace(self.first, id=str(UUID(int=number)), updated_utc=NOW + timedelta(seconds=number))


def about(points: Collection[PublicPoint]) -> Dataset:
    return Dataset(points, NOW, "Treffpunkte", "http://localhost/de/", (), lambda path: path, examples=False)


@pytest.fixture
def place(demo_site: Flask) -> PublicPoint:
    with demo_site.test_request_context("/de/treffpunkte"):
        return shown.public_points([1])[0]


@pytest.fixture
def in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "MOST_KEPT", 10)


@pytest.mark.parametrize(
    "item", [item for item in FORMATS if item.extension not in READ_FIRST], ids=lambda i: i.extension
)
def test_a_file_leaves_while_most_places_have_not_been_loaded(item: Format, place: PublicPoint) -> None:
    points = Counted(place)
    longest = taken_before = 0
    for number, piece in enumerate(item.parts(about(points))):
        taken_before = taken_before if number else points.taken
        longest = max(longest, len(piece))
    assert taken_before < MANY / 5
    assert points.taken == MANY
    assert longest < 2 * 64 * 1024


@pytest.mark.usefixtures("in_turn")
@pytest.mark.parametrize("item", FORMATS, ids=lambda item: item.extension)
def test_a_file_made_while_it_is_sent_is_the_same_file(
    item: Format, demo_app: Flask, demo_site: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"/daten/treffpunkte.{item.extension}"
    in_turn = demo_app.test_client().get(address)
    assert in_turn.headers["ETag"].startswith("W/")
    monkeypatch.setattr(downloads, "MOST_KEPT", 1_000)
    assert in_turn.data == demo_site.test_client().get(address).data


@pytest.mark.usefixtures("in_turn")
class TestOnTheWire:
    ADDRESS = "/daten/treffpunkte.geojson?lang=de"
    """Asked for by nobody else, so nothing is kept under it."""

    def test_it_is_compressed_on_the_way(self, demo_site: Flask) -> None:
        client = demo_site.test_client()
        plain = client.get(self.ADDRESS, headers={"Accept-Encoding": "identity"})
        for encoding, undo in (("gzip", gzip.decompress), ("br", brotli.decompress)):
            pressed = client.get(self.ADDRESS, headers={"Accept-Encoding": encoding})
            assert pressed.headers["Content-Encoding"] == encoding
            assert undo(pressed.data) == plain.data
            assert len(pressed.data) < len(plain.data) / 4

    def test_who_has_it_gets_304_before_anything_is_made(
        self, demo_site: Flask, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client = demo_site.test_client()
        first = client.get(self.ADDRESS)
        monkeypatch.setattr(shown, "points_by_ids", None)
        assert client.get(self.ADDRESS, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
        since = {"If-Modified-Since": first.headers["Last-Modified"]}
        assert client.get(self.ADDRESS, headers=since).status_code == 304
        assert client.head(self.ADDRESS).status_code == 200

    def test_a_place_hidden_meanwhile_is_not_in_the_rest_of_the_file(self, demo_app: Flask, clock: FixedClock) -> None:
        with demo_app.test_request_context("/de/"):
            points = shown.PointsInTurn(list(range(1, 102)))
            assert len(list(points)) == 101
            db.session.get_one(MeetingPoint, 7).status = Status.DRAFT
            db.session.get_one(MeetingPoint, 8).pin_visibility = PinVisibility.HIDDEN
            bump(db.session(), now=clock.now())
            db.session.commit()
            left = {point.id: point for point in points}
            assert len(left) == 100
            assert left[db.session.get_one(MeetingPoint, 8).public_id].position is None

    def test_only_a_few_at_once(self, demo_site: Flask) -> None:
        client = Client(demo_site)
        open_answers = [client.get(self.ADDRESS, buffered=False) for _ in range(streams.AT_ONCE)]
        refused = client.get(self.ADDRESS)
        assert refused.status_code == 503
        assert refused.content_type == "application/problem+json"
        for answer in open_answers:
            answer.close()
        assert client.get(self.ADDRESS).status_code == 200
