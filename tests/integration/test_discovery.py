"""How others find the site: sitemap, search from the browser's address field, whom to tell of a security hole."""

from collections import defaultdict
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from defusedxml import ElementTree
from flask import Flask

from kommanmap.clock import FixedClock
from kommanmap.domain.languages import LANGUAGES
from kommanmap.views import site
from tests.apps import NOW, end, make_app
from tests.databases import Contents, SqliteTemplates

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


def entries(text: bytes) -> dict[str, dict[str, str]]:
    """Address → language → address of the translation."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for url in ElementTree.fromstring(text).iter(f"{SITEMAP}url"):
        address = url.findtext(f"{SITEMAP}loc") or ""
        assert address not in found, f"{address} stands twice"
        for link in url.iter(LINK):
            found[address][link.get("hreflang", "")] = link.get("href", "")
    return found


def test_every_entry_of_the_sitemap_names_all_translations_and_they_name_it(demo_site: Flask) -> None:
    found = entries(demo_site.test_client().get("/sitemap.xml").data)
    wanted = {language.code for language in LANGUAGES} | {"x-default"}
    for address, translations in found.items():
        assert set(translations) == wanted, address
        assert address in translations.values()
        assert all(found[other] == translations for other in translations.values())
        assert translations["x-default"] == translations["de"]


def test_a_sample_of_the_sitemap_answers_under_its_canonical_address(demo_site: Flask) -> None:
    client = demo_site.test_client()
    for address in list(entries(client.get("/sitemap.xml").data))[::60]:
        page = client.get(address)
        assert page.status_code == 200, address
        assert f'<link rel="canonical" href="{address}">' in page.text


def test_a_long_sitemap_comes_in_parts(demo_site: Flask, demo_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = set(entries(demo_site.test_client().get("/sitemap.xml").data))
    monkeypatch.setattr(site, "ENTRIES_PER_SITEMAP", 60)
    client = demo_app.test_client()
    index = ElementTree.fromstring(client.get("/sitemap.xml").data)
    parts = [element.text or "" for element in index.iter(f"{SITEMAP}loc")]
    assert len(parts) > 2
    together = [address for part in parts for address in entries(client.get(part).data)]
    assert len(together) == len(whole)
    assert set(together) == whole
    assert client.get(f"/sitemap.xml?teil={len(parts) + 1}").status_code == 404


def test_browsers_may_search_the_site(demo_site: Flask) -> None:
    client = demo_site.test_client()
    for language in LANGUAGES:
        assert f'href="/{language.code}/suche.xml"' in client.get(f"/{language.code}/").text
        root = ElementTree.fromstring(client.get(f"/{language.code}/suche.xml").data)
        space = "{http://a9.com/-/spec/opensearch/1.1/}"
        name, address = root.findtext(f"{space}ShortName") or "", root.find(f"{space}Url")
        assert 0 < len(name) <= 16
        assert address is not None
        asked = address.get("template", "").replace("{searchTerms}", "Siegen")
        assert "Siegen" in client.get(asked).text


def test_security_txt_says_whom_to_tell_for_less_than_a_year(
    sqlite_templates: SqliteTemplates, tmp_path: Path, clock: FixedClock
) -> None:
    with sqlite_templates.copy(Contents.REFERENCE, tmp_path) as url:
        app = make_app(url, tmp_path, clock, operator_email="amt@stadt.example", public_url="https://localhost")
        answer = app.test_client().get("/.well-known/security.txt")
        end(app)
    lines = [line.split(": ", 1) for line in answer.text.splitlines()]
    fields = dict(reversed(lines))
    assert answer.content_type == "text/plain; charset=utf-8"
    assert fields["Contact"] == "mailto:amt@stadt.example"
    assert fields["Canonical"] == "https://localhost/.well-known/security.txt"
    assert timedelta(days=90) < datetime.fromisoformat(fields["Expires"]) - NOW < timedelta(days=365)
    assert fields["Preferred-Languages"] == "de, en"
