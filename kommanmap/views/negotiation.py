"""Whether an address that speaks to people and programs is asked by the one or the other. Knows the request only."""

from flask import request

JSON_MEDIA = ("application/json", "application/geo+json", "application/problem+json")
PAGE_MEDIA = "text/html"


def prefers_page() -> bool:
    """What `f` says, else the Accept header; a program that says nothing of both gets JSON."""
    said = request.args.get("f", "")
    if said:
        return said == "html"
    return request.accept_mimetypes.best_match([*JSON_MEDIA, PAGE_MEDIA]) == PAGE_MEDIA
