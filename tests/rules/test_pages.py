"""Every page in every language: sound HTML, right direction, translations that know each other."""

from collections import defaultdict
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from kommanmap.domain.languages import LANGUAGES
from kommanmap.i18n import direction
from tests.html_check import looked_at, page_problems, whole_page
from tests.samples import Sample, demo_place

NAMED_AFTER_A_RECORD = {"public.point", "embed.point", "areas.centre", "areas.town", "public.driver"}
"""Pages whose h1 is a name, which no language translates."""

PIECES = {"embed_code.fragment"}
"""What other sites' servers put into pages of their own."""

Answers = list[tuple[Sample, TestResponse]]


def test_a_piece_for_pages_of_others_is_sound_in_one(answers: Answers) -> None:
    pieces = [answer.get_data(as_text=True) for sample, answer in answers if sample.endpoint in PIECES]
    assert pieces
    assert [page_problems(whole_page(piece)) for piece in pieces] == [() for _ in pieces]


@pytest.fixture(scope="session")
def looked(answers: Answers) -> list[tuple[Sample, Element, tuple[str, ...]]]:
    """Every HTML page, parsed, and what is wrong with it."""
    return [
        (sample, *looked_at(answer.get_data(as_text=True)))
        for sample, answer in answers
        if answer.mimetype == "text/html" and answer.status_code == 200 and sample.endpoint not in PIECES
    ]


@pytest.fixture(scope="session")
def pages(looked: list[tuple[Sample, Element, tuple[str, ...]]]) -> list[tuple[Sample, Element]]:
    """Every HTML page, parsed."""
    return [(sample, root) for sample, root, _problems in looked]


def text_of(element: Element | None) -> str:
    return "" if element is None else " ".join("".join(element.itertext()).split())


def test_every_page_is_sound(looked: list[tuple[Sample, Element, tuple[str, ...]]]) -> None:
    report = [f"{sample.address}\n- " + "\n- ".join(found) for sample, _root, found in looked if found]
    assert not report, "\n".join(report)


def test_the_error_pages_are_sound(demo_site: Flask) -> None:
    client = demo_site.test_client()  # the client itself looks at each page
    for language in LANGUAGES:
        answer = client.get(f"/{language.code}/gibt-es-nicht")
        assert answer.status_code == 404
        assert f'lang="{language.code}"' in answer.get_data(as_text=True)
    assert client.post("/de/").status_code == 405
    assert client.get("/de/", headers={"Host": "evil.example"}).status_code == 400


def test_every_page_says_its_language_and_direction(pages: list[tuple[Sample, Element]]) -> None:
    for sample, root in pages:
        assert root.get("lang") == sample.language.code, sample.address
        assert root.get("dir") == direction(sample.language), sample.address


def test_every_page_names_its_translations_and_they_name_it(pages: list[tuple[Sample, Element]]) -> None:
    named: dict[str, set[tuple[str, str]]] = {}
    for sample, root in pages:
        if not sample.endpoint.startswith("embed."):
            named[sample.address] = {
                (link.get("hreflang", ""), urlsplit(link.get("href", "")).path)
                for link in root.iter("link")
                if link.get("rel") == "alternate" and link.get("hreflang")
            }
    codes = {language.code for language in LANGUAGES}
    for address, translations in named.items():
        assert {code for code, _ in translations} - {"x-default"} == codes, f"{address}: {sorted(translations)}"
        for _, other in translations:
            assert named.get(other) == translations, f"{address} names {other}, which does not name it back"


def test_every_page_offers_every_language_in_its_own_name(pages: list[tuple[Sample, Element]]) -> None:
    for sample, root in pages:
        if sample.endpoint.startswith("embed."):
            continue
        offered = {link.get("hreflang") or link.get("lang"): text_of(link) for link in root.iter("a")}
        for language in LANGUAGES:
            assert language.own_name in text_of(root), f"{sample.address} does not offer {language.own_name}"
            assert language is sample.language or language.code in offered, (sample.address, language.code)


def test_headings_are_translated(pages: list[tuple[Sample, Element]]) -> None:
    headings: dict[str, dict[str, str]] = defaultdict(dict)
    for sample, root in pages:
        headings[sample.endpoint][sample.language.code] = text_of(next(root.iter("h1"), None))
    for endpoint, by_language in headings.items():
        if endpoint not in NAMED_AFTER_A_RECORD and len(by_language) > 1:
            assert len(set(by_language.values())) == len(LANGUAGES), f"{endpoint}: {by_language}"


def test_the_way_to_the_accessibility_statement_is_on_every_page(
    demo_site: Flask, pages: list[tuple[Sample, Element]]
) -> None:
    for sample, root in pages:
        targets = {urlsplit(link.get("href", "")).path for link in root.iter("a")}
        assert f"/{sample.language.code}/barrierefreiheit" in targets, sample.address


def test_no_link_of_a_page_is_broken(demo_site: Flask, pages: list[tuple[Sample, Element]]) -> None:
    client = demo_site.test_client()
    seen: dict[str, int] = {}
    broken = []
    for sample, root in pages:
        if sample.language is not LANGUAGES[0]:
            continue
        for element in root.iter():
            target = urlsplit(element.get("href") or element.get("src") or element.get("action") or "")
            if target.hostname not in {None, "localhost"} or not target.path.startswith("/"):
                continue
            address = target.path + (f"?{target.query}" if target.query else "")
            if address not in seen and len(seen) < MOST_LINKS:
                seen[address] = client.get(address).status_code
            if seen.get(address, 200) >= 400:
                broken.append((sample.address, address, seen[address]))
    assert not broken


MOST_LINKS = 400
"""Filters make endless addresses; so many are enough to meet each kind."""


def test_example_places_are_marked_on_every_page_that_shows_them(
    demo_site: Flask, pages: list[tuple[Sample, Element]]
) -> None:
    place = demo_place(demo_site)
    showing = {"public.point", "public.points", "areas.centre", "areas.town", "embed.point_list", "map_pages.map_page"}
    marks = {"de": "Beispiel", "en": "example", "ar": "مثال"}
    for sample, root in pages:
        if sample.endpoint in showing:
            text = text_of(next(root.iter("body")))
            mark = marks.get(sample.language.code, "")
            assert mark.lower() in text.lower() or "أمثلة" in text, f"{sample.address} ({place.point}) has no notice"


def test_the_sitemap_lists_every_kind_of_page_in_every_language(answers: Answers) -> None:
    text = next(answer.get_data(as_text=True) for sample, answer in answers if sample.endpoint == "site.sitemap")
    for language in LANGUAGES:
        for part in ("", "treffpunkte", "zentren", "karte", "treffpunkte/", "zentren/", "orte/"):
            assert f"/{language.code}/{part}" in text
    assert text.count("<url>") > 101
