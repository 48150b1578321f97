"""Pelias: a geocoder over OpenStreetMap, OpenAddresses and others, on a server of one's own or by contract.

Answers `/v1/search?text=` with GeoJSON; `match_type` says whether a position lies between known houses.
"""

from collections.abc import Mapping
from typing import Any

from geopy.geocoders import Pelias
from geopy.location import Location

from kommanmap.config import Config
from kommanmap.geocoding.providers.adapter import AdapterFactory
from kommanmap.geocoding.providers.geopy_provider import (
    NRW_CORNERS,
    GeopyProvider,
    geopy_settings,
    position_of_feature,
    table,
    words,
)
from kommanmap.geocoding.providers.inquiry import Finding, Question, tidy


class PeliasProvider(GeopyProvider):
    """One Pelias server."""

    name = "pelias"
    label = "Pelias"
    source = "Pelias (© OpenStreetMap-Mitwirkende, OpenAddresses)"

    def __init__(self, config: Config, adapter: AdapterFactory) -> None:
        super().__init__(server=config.pelias_url, per_second=config.geocoder_per_second)
        self._geocoder = Pelias(api_key=config.pelias_key or None, **geopy_settings(config, config.pelias_url, adapter))

    def _locations(self, question: Question) -> list[Location] | None:
        found: list[Location] | None = self._geocoder.geocode(
            question.line, exactly_one=False, boundary_rect=NRW_CORNERS, countries=["DEU"], language="de"
        )
        return found

    def _finding(self, raw: Mapping[str, Any]) -> Finding:
        said = table(raw["properties"])
        is_street = said.get("layer") == "street"
        return Finding(
            position_of_feature(raw),
            street=tidy(said.get("street")) or (tidy(said.get("name")) if is_street else ""),
            house_number=tidy(said.get("housenumber")),
            postcode=tidy(said.get("postalcode")),
            places=tuple(words(said, "localadmin", "locality", "borough", "neighbourhood")),
            state=tidy(said.get("region")),
            estimated=said.get("match_type") == "interpolated",
        )
