"""Photon: a geocoder over OpenStreetMap that forgives typing errors, on a server of one's own.

Answers `/api?q=` with GeoJSON; a street says its name in `name`, a house in `street` and `housenumber`.
"""

from collections.abc import Mapping
from typing import Any

from geopy.geocoders import Photon
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
from kommanmap.geocoding.providers.inquiry import MOST_FINDINGS, Finding, Question, tidy


class PhotonProvider(GeopyProvider):
    """One Photon server."""

    name = "photon"
    label = "Photon"
    source = "Photon (© OpenStreetMap-Mitwirkende, ODbL)"

    def __init__(self, config: Config, adapter: AdapterFactory) -> None:
        super().__init__(server=config.photon_url, per_second=config.geocoder_per_second)
        self._geocoder = Photon(**geopy_settings(config, config.photon_url, adapter))

    def _locations(self, question: Question) -> list[Location] | None:
        found: list[Location] | None = self._geocoder.geocode(
            question.line, exactly_one=False, limit=MOST_FINDINGS, bbox=NRW_CORNERS, language="de"
        )
        return found

    def _finding(self, raw: Mapping[str, Any]) -> Finding:
        said = table(raw["properties"])
        is_street = said.get("type") == "street" or said.get("osm_key") == "highway"
        return Finding(
            position_of_feature(raw),
            street=tidy(said.get("street")) or (tidy(said.get("name")) if is_street else ""),
            house_number=tidy(said.get("housenumber")),
            postcode=tidy(said.get("postcode")),
            places=tuple(words(said, "city", "locality", "district")),
            state=tidy(said.get("state")),
        )
