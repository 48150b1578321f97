"""Answers for programs under `/api`. Parses, asks one thing, answers JSON."""

from typing import Any

from flask import Blueprint, Response, jsonify, request

from kommanmap.geocoding.answers import Candidate
from kommanmap.permissions import Permission
from kommanmap.views.access import permitted
from kommanmap.views.current import geocoder

api = Blueprint("api", __name__, url_prefix="/api")

LONGEST_TEXT = 200
MOST_SUGGESTIONS = 8


@api.get("/adressen")
@permitted(Permission.SUGGEST_ADDRESSES)
def addresses() -> Response:
    """Addresses that begin like `q`, those of the municipality `gemeinde` (AGS) first; nothing of it is kept."""
    text = request.args.get("q", "")[:LONGEST_TEXT]
    found = geocoder().local.suggest(text, limit=MOST_SUGGESTIONS, ags=request.args.get("gemeinde", "")[:8] or None)
    answer = jsonify({"suggestions": [suggestion(candidate) for candidate in found]})
    answer.headers["Cache-Control"] = "no-store"
    return answer


def suggestion(candidate: Candidate) -> dict[str, Any]:
    """A candidate with what a form needs to fill its fields."""
    return {
        "label": candidate.label,
        "street": candidate.street,
        "house_number": candidate.house_number,
        "postcode": candidate.postcode,
        "municipality": candidate.municipality,
        "ags": candidate.ags,
        "centre": candidate.centre,
        "lat": round(candidate.position.lat, 6),
        "lon": round(candidate.position.lon, 6),
        "accuracy": candidate.accuracy.value,
        "source": candidate.source,
    }
