"""What every answer carries: the strict policy, nothing about the reader, the right names for things."""

from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from kommanmap.clock import FixedClock
from tests.apps import end, make_app
from tests.databases import Contents, SqliteTemplates
from tests.samples import Sample

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
}
EMBEDDABLE = "embed."
"""Blueprint that other sites may frame."""

SHOWS_AN_EMBED = "embed_generator.page"
"""The one page that holds a frame: the preview of an embed of ours."""

PUBLIC_MEDIA = {
    "text/html", "text/plain", "text/css", "text/javascript", "text/csv", "application/json", "application/geo+json",
    "application/xml", "image/svg+xml", "image/png", "application/vnd.pmtiles",
    "application/rdf+xml", "text/turtle", "application/vnd.oai.openapi+json", "application/opensearchdescription+xml",
}  # fmt: skip


def test_every_answer_carries_the_strict_policy(answers: list[tuple[Sample, TestResponse]]) -> None:
    """T01."""
    for sample, answer in answers:
        header = answer.headers.get("Content-Security-Policy", "")
        rules = {part.split()[0]: " ".join(part.split()[1:]) for part in header.split(";") if part.split()}
        framed_by = rules.pop("frame-ancestors", None)
        own = POLICY | {"frame-src": "'self'"} if sample.endpoint == SHOWS_AN_EMBED else POLICY
        assert rules == own, f"{sample.endpoint}: the policy is {header!r}"
        expected = "*" if sample.endpoint.startswith(EMBEDDABLE) else "'none'"
        assert framed_by == expected, f"{sample.endpoint}: may be framed by {framed_by}, should be {expected}"
        assert "unsafe" not in header


def test_only_embeds_may_be_framed(answers: list[tuple[Sample, TestResponse]]) -> None:
    """T02."""
    for sample, answer in answers:
        embeddable = sample.endpoint.startswith(EMBEDDABLE)
        assert answer.headers.get("X-Frame-Options") == (None if embeddable else "DENY"), sample.endpoint


def test_the_hosts_that_may_frame_embeds_come_from_the_settings(
    sqlite_templates: SqliteTemplates, tmp_path: Path, clock: FixedClock
) -> None:
    hosts = ("https://www.stadt.example", "https://kreis.example")
    with sqlite_templates.copy(Contents.REFERENCE, tmp_path) as url:
        app = make_app(url, tmp_path, clock, embed_hosts=hosts)
        policy = app.test_client().get("/embed/liste").headers["Content-Security-Policy"]
        end(app)
    assert policy.endswith("frame-ancestors 'self' https://www.stadt.example https://kreis.example")


def test_encrypted_sites_ask_to_stay_encrypted(
    sqlite_templates: SqliteTemplates, tmp_path: Path, clock: FixedClock
) -> None:
    """T03."""
    with sqlite_templates.copy(Contents.REFERENCE, tmp_path) as url:
        app = make_app(url, tmp_path, clock, public_url="https://localhost")
        answer = app.test_client().get("/de/", base_url="https://localhost")
        end(app)
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_every_answer_carries_the_other_security_headers(
    answers: list[tuple[Sample, TestResponse]],
) -> None:
    """T03."""
    for sample, answer in answers:
        headers = answer.headers
        assert headers.get("X-Content-Type-Options") == "nosniff", sample.endpoint
        assert headers.get("Referrer-Policy") in {"no-referrer", "same-origin", "strict-origin"}, sample.endpoint
        assert "geolocation=(self)" in headers.get("Permissions-Policy", ""), sample.endpoint
        assert "camera=()" in headers.get("Permissions-Policy", ""), sample.endpoint
        assert "Server" not in headers or "Werkzeug" not in headers["Server"]


def test_no_answer_knows_the_reader(answers: list[tuple[Sample, TestResponse]]) -> None:
    """T08."""
    for sample, answer in answers:
        assert "Set-Cookie" not in answer.headers, f"{sample.endpoint} sets a cookie"
        assert "cookie" not in answer.headers.get("Vary", "").lower(), f"{sample.endpoint} varies by cookie"


def test_a_cookie_that_a_reader_brings_changes_nothing(demo_site: Flask, every_sample: list[Sample]) -> None:
    client = demo_site.test_client()
    for sample in every_sample:
        plain = client.get(sample.address)
        brought = client.get(sample.address, headers={"Cookie": "session=eyJ4IjoxfQ.x.y; remember=1"})
        assert brought.status_code == plain.status_code, sample.endpoint
        if plain.status_code != 401:  # a refusal names its own request
            assert brought.get_data() == plain.get_data(), sample.endpoint
        assert "Set-Cookie" not in brought.headers, sample.endpoint


OPEN_TO_OTHER_SITES = ("downloads.", "features.", "hsds.", "catalogue.")
"""Beginnings of endpoints that scripts of other sites may read."""


def test_only_open_data_may_be_read_from_other_sites(answers: list[tuple[Sample, TestResponse]]) -> None:
    """T06."""
    for sample, answer in answers:
        allowed = answer.headers.get("Access-Control-Allow-Origin")
        assert allowed == ("*" if sample.endpoint.startswith(OPEN_TO_OTHER_SITES) else None), sample.endpoint
        assert "Access-Control-Allow-Credentials" not in answer.headers, sample.endpoint


def test_every_answer_says_what_it_is(answers: list[tuple[Sample, TestResponse]]) -> None:
    """T07."""
    for sample, answer in answers:
        if answer.status_code == 200:
            assert answer.mimetype in PUBLIC_MEDIA, f"{sample.endpoint}: {answer.mimetype}"
        if answer.mimetype.startswith("text/"):
            assert answer.mimetype_params.get("charset", "").lower() == "utf-8", sample.endpoint


def test_a_strange_host_name_is_refused(demo_site: Flask) -> None:
    """T27."""
    client = demo_site.test_client()
    answer = client.get("/de/", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert "evil.example" not in answer.get_data(as_text=True)


def test_forged_forwarding_headers_are_ignored(demo_site: Flask) -> None:
    """T27."""
    client = demo_site.test_client()
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "Forwarded": "host=evil.example"}
    answer = client.get("/de/", headers=forged)
    assert answer.get_data() == client.get("/de/").get_data()


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_large_answers_travel_compressed(demo_site: Flask, encoding: str) -> None:
    client = demo_site.test_client()
    answer = client.get("/de/treffpunkte", headers={"Accept-Encoding": encoding})
    assert answer.headers.get("Content-Encoding") == encoding
    assert "Accept-Encoding" in answer.headers.get("Vary", "")


def test_a_page_that_the_reader_has_is_not_sent_again(demo_site: Flask) -> None:
    client = demo_site.test_client()
    for address in ("/de/", "/ar/treffpunkte", "/daten/treffpunkte.geojson"):
        first = client.get(address)
        again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304, address
        assert again.get_data() == b"", address
