"""Every route: who may use it, how it is named, and that no question makes it fail."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kommanmap.domain.languages import LANGUAGES
from kommanmap.views.access import declared_access
from tests.samples import Sample

REVIEWED = Path(__file__).with_name("endpoints.txt")
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

OF_AN_AREA = {"embed.point_list", "embed.point_map", "embed.map_and_list", "embed_code.fragment"}
"""What shows nothing where nobody knows the area: a town's website must not show the whole state instead."""

OPEN = ("public", "public_form")
"""What an endpoint for everybody declares; all others are for staff and answer 401 to whoever is not signed in."""


FOR_PROGRAMS = ("features.", "hsds.")
"""Beginnings of endpoints that say what they do not understand: a page passes over it, a program has to know."""


def endpoint_lines(app: Flask) -> Iterator[str]:
    for rule in app.url_map.iter_rules():
        methods = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        access = declared_access(app.view_functions[rule.endpoint]) or "UNDECLARED"
        yield f"{access:8} {methods:5} {rule.endpoint:24} {rule.rule}"


def reviewed_lines() -> list[str]:
    return [line for line in REVIEWED.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


def test_every_endpoint_declares_who_may_use_it(demo_site: Flask) -> None:
    silent = sorted(name for name, view in demo_site.view_functions.items() if declared_access(view) is None)
    assert not silent, f"These views declare no access: {silent}. Put @public (kommanmap.views.access) on them."


def test_the_endpoints_are_the_reviewed_ones(demo_site: Flask) -> None:
    """T28: a route that is not in the table fails."""
    now, reviewed = sorted(endpoint_lines(demo_site)), sorted(reviewed_lines())
    new, gone = sorted(set(now) - set(reviewed)), sorted(set(reviewed) - set(now))
    assert not new and not gone, (  # noqa: PT018 - both belong into one message
        f"Routes differ from {REVIEWED.name}.\nNew, add these lines after a look at who may use them:\n"
        + "\n".join(new)
        + "\nGone, remove these lines and think of redirects for old links:\n"
        + "\n".join(gone)
    )


def test_paths_are_lower_case_words_joined_by_hyphens(demo_site: Flask) -> None:
    for rule in demo_site.url_map.iter_rules():
        words = re.sub(r"<[^>]+>", "x", rule.rule)
        if words.startswith("/api/hsds/"):  # names that the specification gives
            words = words.replace("_", "-")
        assert re.fullmatch(r"[a-z0-9/.-]+", words), f"{rule.rule}: use lower-case words and hyphens"


def test_every_sample_is_answered(answers: list[tuple[Sample, TestResponse]]) -> None:
    expected = {"site.root": 302, "tiles.tile": 404, "tiles.pmtiles": 404, "oembed.answer": 404}
    expected |= {"account_links.invitation": 410, "account_links.reset": 410, "account_links.address": 410}
    expected |= {"answers.letter": 410, "answers.question": 410}
    expected |= {"data_root.root": 302}
    reviewed = (line.split() for line in reviewed_lines())
    for_staff = {endpoint for access, _methods, endpoint, _path in reviewed if access not in OPEN}
    wrong = [
        (sample.endpoint, sample.address, answer.status_code)
        for sample, answer in answers
        if answer.status_code != expected.get(sample.endpoint, 401 if sample.endpoint in for_staff else 200)
    ]
    assert not wrong


def public_forms() -> set[str]:
    """The paths that everybody may send something to: reviewed, one by one."""
    words = (line.split() for line in reviewed_lines())
    return {path for access, methods, _endpoint, path in words if access == "public_form" and "POST" in methods}


def test_public_pages_change_nothing_and_take_no_other_method(demo_site: Flask, every_sample: list[Sample]) -> None:
    """T48: TRACE and the like are refused."""
    client = demo_site.test_client()
    sent_to = {path for _access, methods, _endpoint, path in map(str.split, reviewed_lines()) if "POST" in methods}
    forms = {rule.endpoint for rule in demo_site.url_map.iter_rules() if rule.rule in sent_to}
    for sample in every_sample:
        methods = ("PUT", "DELETE", "PATCH", "TRACE", *(("POST",) if sample.endpoint not in forms else ()))
        for method in methods:
            assert client.open(sample.address, method=method).status_code == 405, (method, sample.address)


def test_what_everybody_may_send_is_refused_without_the_token_of_its_form(
    demo_site: Flask, every_sample: list[Sample]
) -> None:
    client = demo_site.test_client()
    forms = {rule.endpoint for rule in demo_site.url_map.iter_rules() if rule.rule in public_forms()}
    tried = [sample for sample in every_sample if sample.endpoint in forms]
    assert tried
    for sample in tried:
        answer = client.post(sample.address, data={"message": "x"})
        assert answer.status_code == 400, sample.address
        assert "Set-Cookie" not in answer.headers, sample.address
        for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
            assert client.post(sample.address, headers=headers).status_code == 403, (sample.address, headers)


@pytest.mark.parametrize("query", STRANGE_QUERIES)
def test_unknown_query_words_never_make_a_page_fail(
    demo_site: Flask, answers: list[tuple[Sample, TestResponse]], query: str
) -> None:
    client = FlaskClient(demo_site, demo_site.response_class)
    for sample, usual in answers:
        if "/ar/" in sample.address or (sample.language is LANGUAGES[0] and "/de/" not in sample.address):
            joint = "&" if "?" in sample.address else "?"
            answer = client.get(sample.address + joint + query)
            expected = {usual.status_code} | ({404} if sample.endpoint in OF_AN_AREA else set())
            expected = {400} if sample.endpoint.startswith(FOR_PROGRAMS) else expected
            assert answer.status_code in expected, sample.address + joint + query


def test_unknown_query_words_are_named_on_the_page(demo_client: FlaskClient) -> None:
    page = demo_client.get("/de/treffpunkte?unbekannt=1&zentrum=gibt-es-nicht").get_data(as_text=True)
    assert "unbekannt" in page
    assert "gibt-es-nicht" in page


def test_what_does_not_exist_is_a_page_with_a_search(demo_site: Flask) -> None:
    """T48."""
    client: FlaskClient = demo_site.test_client()
    for path in ("/de/treffpunkte/gibt-es-nicht", "/en/zentren/nowhere", "/ar/orte/x", "/de/x", "/xx/", "/.git/config"):
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert 'name="q"' in answer.get_data(as_text=True), f"{path}: the 404 page offers no search"
