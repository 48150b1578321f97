"""Every route: who may use it, what its answer carries, and that no question makes it fail."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kommanmap.views.access import declared_access
from tests.samples import Sample, samples

REVIEWED = Path(__file__).with_name("endpoints.txt")
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

PUBLIC_MEDIA = {
    "text/html", "text/plain", "text/css", "text/javascript", "text/csv", "application/json", "application/geo+json",
    "application/xml", "image/svg+xml", "image/png", "application/vnd.pmtiles",
}  # fmt: skip
STRANGE_QUERIES = (
    "unbekannt=1",
    "seite=99999999999999999999",
    "seite=-3&seite=abc",
    "umkreis=NaN&plz=99999",
    "plz=5707&zentrum=gibt-es-nicht&gemeinde=00000000",
    "q=" + "%E2%80%AE" + "x" * 3000,
    "q=%00%ff%fe&ort=%25",
    "q='\" OR 1=1 --&sprache=../../etc/passwd",
    "tag=montag&status=entwurf&stufenfrei=nein&angebot=&zielgruppe=%3Cscript%3E",
    "q=((((((&q=)))))&q=*?[]{}|\\^$",
    "&&&===&=&%",
    "lang=xx&lang=ar",
)


@pytest.fixture(scope="module")
def site(demo_site: Flask) -> Flask:
    return demo_site


@pytest.fixture(scope="module")
def every_sample(demo_site: Flask) -> list[Sample]:
    return list(samples(demo_site))


@pytest.fixture(scope="module")
def answers(demo_site: Flask, every_sample: list[Sample]) -> list[tuple[Sample, TestResponse]]:
    client = demo_site.test_client()
    return [(sample, client.get(sample.address)) for sample in every_sample]


def endpoint_lines(app: Flask) -> Iterator[str]:
    for rule in app.url_map.iter_rules():
        methods = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        access = declared_access(app.view_functions[rule.endpoint]) or "UNDECLARED"
        yield f"{access:8} {methods:5} {rule.endpoint:24} {rule.rule}"


def reviewed_lines() -> list[str]:
    return [
        line
        for line in REVIEWED.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]


def test_every_endpoint_declares_who_may_use_it(site: Flask) -> None:
    silent = sorted(name for name, view in site.view_functions.items() if declared_access(view) is None)
    assert not silent, f"These views declare no access: {silent}. Put @public (kommanmap.views.access) on them."


def test_the_endpoints_are_the_reviewed_ones(site: Flask) -> None:
    now, reviewed = sorted(endpoint_lines(site)), sorted(reviewed_lines())
    new, gone = sorted(set(now) - set(reviewed)), sorted(set(reviewed) - set(now))
    assert not new and not gone, (  # noqa: PT018 - both belong into one message
        f"Routes differ from {REVIEWED.name}.\nNew, add these lines after a look at who may use them:\n"
        + "\n".join(new)
        + "\nGone, remove these lines and think of redirects for old links:\n"
        + "\n".join(gone)
    )


def test_paths_are_lower_case_words_joined_by_hyphens(site: Flask) -> None:
    for rule in site.url_map.iter_rules():
        words = re.sub(r"<[^>]+>", "x", rule.rule)
        assert re.fullmatch(r"[a-z0-9/.-]+", words), f"{rule.rule}: use lower-case words and hyphens"


def test_every_sample_is_answered(answers: list[tuple[Sample, TestResponse]]) -> None:
    expected = {"site.root": {302}, "tiles.tile": {404}, "tiles.pmtiles": {404}}
    wrong = [
        (sample.endpoint, sample.address, answer.status_code)
        for sample, answer in answers
        if answer.status_code not in expected.get(sample.endpoint, {200})
    ]
    assert not wrong


def test_every_answer_carries_the_strict_policy(answers: list[tuple[Sample, TestResponse]]) -> None:
    for sample, answer in answers:
        header = answer.headers.get("Content-Security-Policy", "")
        rules = {part.split()[0]: " ".join(part.split()[1:]) for part in header.split(";") if part.split()}
        framed_by = rules.pop("frame-ancestors", None)
        assert rules == POLICY, f"{sample.endpoint}: the policy is {header!r}"
        expected = "*" if sample.endpoint.startswith(EMBEDDABLE) else "'none'"
        assert framed_by == expected, f"{sample.endpoint}: may be framed by {framed_by}, should be {expected}"
        assert "unsafe" not in header


def test_only_embeds_may_be_framed(answers: list[tuple[Sample, TestResponse]]) -> None:
    for sample, answer in answers:
        embeddable = sample.endpoint.startswith(EMBEDDABLE)
        assert answer.headers.get("X-Frame-Options") == (None if embeddable else "DENY"), sample.endpoint


def test_the_hosts_that_may_frame_embeds_come_from_the_settings(
    sqlite_templates: object, tmp_path: Path, clock: object
) -> None:
    from tests.conftest import make_app  # noqa: PLC0415


def test_every_answer_carries_the_other_security_headers(
    answers: list[tuple[Sample, TestResponse]],
) -> None:
    for sample, answer in answers:
        headers = answer.headers
        assert headers.get("X-Content-Type-Options") == "nosniff", sample.endpoint
        assert headers.get("Referrer-Policy") in {"no-referrer", "same-origin", "strict-origin"}, sample.endpoint
        assert "geolocation=(self)" in headers.get("Permissions-Policy", ""), sample.endpoint
        assert "camera=()" in headers.get("Permissions-Policy", ""), sample.endpoint
        assert "Server" not in headers or "Werkzeug" not in headers["Server"]


def test_no_answer_knows_the_reader(answers: list[tuple[Sample, TestResponse]]) -> None:
    for sample, answer in answers:
        assert "Set-Cookie" not in answer.headers, f"{sample.endpoint} sets a cookie"
        assert "cookie" not in answer.headers.get("Vary", "").lower(), f"{sample.endpoint} varies by cookie"


def test_a_cookie_that_a_reader_brings_changes_nothing(site: Flask, every_sample: list[Sample]) -> None:
    client = site.test_client()
    for sample in every_sample:
        plain = client.get(sample.address)
        brought = client.get(sample.address, headers={"Cookie": "session=eyJ4IjoxfQ.x.y; remember=1"})
        assert brought.get_data() == plain.get_data(), sample.endpoint
        assert "Set-Cookie" not in brought.headers, sample.endpoint


def test_only_open_data_may_be_read_from_other_sites(answers: list[tuple[Sample, TestResponse]]) -> None:
    for sample, answer in answers:
        allowed = answer.headers.get("Access-Control-Allow-Origin")
        assert allowed == ("*" if sample.endpoint.startswith("downloads.") else None), sample.endpoint
        assert "Access-Control-Allow-Credentials" not in answer.headers, sample.endpoint


def test_every_answer_says_what_it_is(answers: list[tuple[Sample, TestResponse]]) -> None:
    for sample, answer in answers:
        if answer.status_code == 200:
            assert answer.mimetype in PUBLIC_MEDIA, f"{sample.endpoint}: {answer.mimetype}"
        if answer.mimetype.startswith("text/"):
            assert answer.mimetype_params.get("charset", "").lower() == "utf-8", sample.endpoint


def test_public_pages_change_nothing_and_take_no_other_method(site: Flask, every_sample: list[Sample]) -> None:
    client = site.test_client()
    for sample in every_sample:
        for method in ("POST", "PUT", "DELETE", "PATCH", "TRACE"):
            assert client.open(sample.address, method=method).status_code == 405, (method, sample.address)


@pytest.mark.parametrize("query", STRANGE_QUERIES)
def test_unknown_query_words_never_make_a_page_fail(
    site: Flask, every_sample: list[Sample], query: str
) -> None:
    client = site.test_client()
    for sample in every_sample:
        if sample.language.code != "ar" and sample.endpoint != "site.root":
            continue
        joint = "&" if "?" in sample.address else "?"
        answer = client.get(sample.address + joint + query)
        assert answer.status_code < 500, (answer.status_code, sample.address, query)
        plain = client.get(sample.address)
        assert answer.status_code == plain.status_code, (answer.status_code, sample.address, query)


def test_what_does_not_exist_is_a_page_with_a_search(site: Flask) -> None:
    client: FlaskClient = site.test_client()
    for path in ("/de/treffpunkte/gibt-es-nicht", "/en/zentren/nowhere", "/ar/orte/x", "/de/x", "/xx/", "/.git/config"):
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert 'name="q"' in answer.get_data(as_text=True), f"{path}: the 404 page offers no search"


def test_a_strange_host_name_is_refused(site: Flask) -> None:
    client = site.test_client()
    answer = client.get("/de/", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert "evil.example" not in answer.get_data(as_text=True)


def test_forged_forwarding_headers_are_ignored(site: Flask) -> None:
    client = site.test_client()
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "Forwarded": "host=evil.example"}
    answer = client.get("/de/", headers=forged)
    assert answer.get_data() == client.get("/de/").get_data()


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_large_answers_travel_compressed(site: Flask, encoding: str) -> None:
    client = site.test_client()
    answer = client.get("/de/treffpunkte", headers={"Accept-Encoding": encoding})
    assert answer.headers.get("Content-Encoding") == encoding
    assert "Accept-Encoding" in answer.headers.get("Vary", "")


def test_a_page_that_the_reader_has_is_not_sent_again(site: Flask) -> None:
    client = site.test_client()
    for address in ("/de/", "/ar/treffpunkte", "/daten/treffpunkte.geojson"):
        first = client.get(address)
        again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304, address
        assert again.get_data() == b"", address
