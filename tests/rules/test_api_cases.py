"""A few of the cases that `make test-api` generates by thousands from the OpenAPI document."""

from flask import Flask

from tests.api_cases import run


def test_what_the_document_allows_is_answered_and_what_it_forbids_is_refused(demo_site: Flask) -> None:
    counted, wrong = run(demo_site, cases=50, number=3, paths=("/items", "/services"))
    assert not wrong, "\n".join(wrong)
    assert counted["positive 200"] > 15
    assert counted["negative 400"] > 15
