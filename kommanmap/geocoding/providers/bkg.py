"""BKG: the geocoding service `gdz_geokodierung` of the Bundesamt für Kartographie und Geodäsie, by key.

Asked by fields in the syntax of Lucene, answers with GeoJSON. An error comes as JSON with `exceptionCode` or as XML
with `ServiceException code`, whatever the status says. geopy has no class for it, so it stands here.
"""

import contextlib
import re
from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode

from geopy.adapters import AdapterHTTPError
from geopy.exc import GeocoderAuthenticationFailure, GeocoderParseError, GeocoderQueryError, GeocoderServiceError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location

from kommanmap.config import Config
from kommanmap.geocoding.providers.adapter import AdapterFactory, parsed
from kommanmap.geocoding.providers.geopy_provider import (
    GeopyProvider,
    geopy_settings,
    position_of_feature,
    table,
    words,
)
from kommanmap.geocoding.providers.inquiry import MOST_FINDINGS, Finding, Question, tidy

SERVER = "https://sg.geodatenzentrum.de"
ONLY_NRW = "rs:05*"
FIELDS = ("strasse", "haus", "plz", "ort")

_NOT_A_WORD = re.compile(r'[+&|!(){}\[\]^"~*?:\\/<>=;,]+')
_OPERATORS = frozenset({"AND", "OR", "NOT", "TO"})
_EXCEPTION = re.compile(r"""<(?:\w+:)?ServiceException\b[^>]*?\bcode\s*=\s*["']([\w.-]{1,60})["']""")
_NOT_FOR_US = ("IDENT", "NOACCESS", "AUTH", "LICENCE", "LICENSE")


class BkgGeocoder(Geocoder):  # type: ignore[misc]  # geopy has no types
    """geopy's conventions around the service; `query` is a text or a mapping of `strasse`, `haus`, `plz`, `ort`."""

    def __init__(self, *, key: str, domain: str, **settings: Any) -> None:
        super().__init__(**settings)
        self._api = f"{self.scheme}://{domain}/gdz_geokodierung__{key}/geosearch"

    def geocode(
        self,
        query: str | Mapping[str, str],
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,
        limit: int = MOST_FINDINGS,
    ) -> Location | list[Location] | None:
        """Look for an address; `Location.raw` is the feature as it came."""
        params = {
            "query": fielded(query) if isinstance(query, Mapping) else _plain_words(query),
            "filter": ONLY_NRW,
            "count": 1 if exactly_one else limit,
            "srsName": "EPSG:4326",
            "outputformat": "json",
        }
        callback = partial(self._parse, exactly_one=exactly_one)
        # As text: an error may come as XML with the status of a success.
        return self._call_geocoder(f"{self._api}?{urlencode(params)}", callback, timeout=timeout, is_json=False)

    def _parse(self, text: str, exactly_one: bool) -> Location | list[Location] | None:
        _raise_what_is_said(text)
        features = table(parsed(text))["features"]
        if not isinstance(features, list):
            raise GeocoderParseError("features is not a list")
        if not features:
            return None
        return _location(features[0]) if exactly_one else [_location(feature) for feature in features]

    def _geocoder_exception_handler(self, error: Exception) -> None:
        """geopy's hook for what an error answer says beyond its status."""
        if isinstance(error, AdapterHTTPError) and error.text:
            _raise_what_is_said(error.text)


class BkgProvider(GeopyProvider):
    """The service under our key."""

    name = "bkg"
    label = "BKG-Geokodierung"
    source = "BKG-Geokodierung (© GeoBasis-DE / BKG)"

    def __init__(self, config: Config, adapter: AdapterFactory) -> None:
        super().__init__(server=SERVER, per_second=config.geocoder_per_second)
        self._geocoder = BkgGeocoder(key=config.bkg_key, **geopy_settings(config, SERVER, adapter))

    def _locations(self, question: Question) -> list[Location] | None:
        asked = dict(zip(FIELDS, (question.street, question.number, question.postcode, question.town), strict=True))
        found: list[Location] | None = self._geocoder.geocode(asked, exactly_one=False)
        return found

    def _finding(self, raw: Mapping[str, Any]) -> Finding:
        said = table(raw["properties"])
        return Finding(
            position_of_feature(raw),
            street=tidy(said.get("strasse")),
            house_number=tidy(said.get("haus")),
            postcode=tidy(said.get("plz")),
            places=tuple(words(said, "gemeinde", "ort", "ortsteil")),
            state=tidy(said.get("bundesland")),
            ags=tidy(said.get("ags")),
        )


def fielded(parts: Mapping[str, str]) -> str:
    """`strasse:(Hauptstraße) AND haus:(5)`: nothing typed can become an operator."""
    typed = ((name, _plain_words(parts.get(name, ""))) for name in FIELDS)
    return " AND ".join(f"{name}:({text})" for name, text in typed if text)


def _plain_words(text: str) -> str:
    """Words without the signs of the query language; a hyphen inside a word is escaped, elsewhere it goes."""
    found = _NOT_A_WORD.sub(" ", text).split()
    kept = (word.strip("-") for word in found)
    return " ".join((word.lower() if word in _OPERATORS else word).replace("-", r"\-") for word in kept if word)


def _location(feature: Any) -> Location:
    position = position_of_feature(table(feature))
    return Location(tidy(table(feature["properties"]).get("text")), (position.lat, position.lon), feature)


def _raise_what_is_said(text: str) -> None:
    """Raise the error that a document names; one that names none passes.

    Raises:
        GeocoderAuthenticationFailure: the key is not known or not for this service.
        GeocoderQueryError: the service does not understand the question.
        GeocoderServiceError: another error.
    """
    code = _error_code(text)
    if not code:
        return
    if any(word in code.upper() for word in _NOT_FOR_US):
        raise GeocoderAuthenticationFailure(code)
    if "Parameter" in code or "Query" in code:
        raise GeocoderQueryError(code)
    raise GeocoderServiceError(code)


def _error_code(text: str) -> str:
    said = text.lstrip()
    if said.startswith("<"):
        found = _EXCEPTION.search(said)
        return found.group(1) if found else ""
    if "exceptionCode" not in said:
        return ""
    with contextlib.suppress(GeocoderParseError, TypeError):
        return tidy(table(parsed(said)).get("exceptionCode"))
    return ""
