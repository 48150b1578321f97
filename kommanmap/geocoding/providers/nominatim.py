"""Nominatim: the geocoder of OpenStreetMap, on a server of one's own (the public one only after reading its policy).

Asked by fields, so that a town is not taken for a street; answers `/search?format=json` with `lat`, `lon` as text.
"""

from collections.abc import Mapping
from typing import Any

from geopy.geocoders import Nominatim
from geopy.location import Location

from kommanmap.config import Config, is_public_nominatim
from kommanmap.geocoding.providers.adapter import AdapterFactory
from kommanmap.geocoding.providers.geopy_provider import NRW_CORNERS, GeopyProvider, geopy_settings, table, words
from kommanmap.geocoding.providers.inquiry import MOST_FINDINGS, Finding, Question, position_of, tidy

PUBLIC_PER_SECOND = 0.9
"""The policy allows one request a second; networks deliver unevenly, so it is a little less."""

_STREETS = ("road", "pedestrian", "footway", "path", "cycleway", "square", "place", "residential")
_PLACES = (
    "city", "town", "municipality", "village", "borough", "city_district", "suburb", "quarter", "hamlet",
    "neighbourhood",
)  # fmt: skip


class NominatimProvider(GeopyProvider):
    """One Nominatim server."""

    name = "nominatim"
    label = "Nominatim"
    source = "Nominatim (© OpenStreetMap-Mitwirkende, ODbL)"

    def __init__(self, config: Config, adapter: AdapterFactory) -> None:
        per_second = PUBLIC_PER_SECOND if is_public_nominatim(config.nominatim_url) else config.geocoder_per_second
        super().__init__(server=config.nominatim_url, per_second=per_second)
        self._geocoder = Nominatim(**geopy_settings(config, config.nominatim_url, adapter))

    def _locations(self, question: Question) -> list[Location] | None:
        fields = {
            "street": f"{question.number} {question.street}".strip(),
            "postalcode": question.postcode,
            "city": question.town,
        }
        found: list[Location] | None = self._geocoder.geocode(
            {name: value for name, value in fields.items() if value},
            exactly_one=False,
            limit=MOST_FINDINGS,
            addressdetails=True,
            country_codes="de",
            viewbox=NRW_CORNERS,
            bounded=True,
            language="de",
        )
        return found

    def _finding(self, raw: Mapping[str, Any]) -> Finding:
        address = table(raw.get("address", {}))
        return Finding(
            position_of(raw.get("lat"), raw.get("lon")),
            street=next(iter(words(address, *_STREETS)), ""),
            house_number=tidy(address.get("house_number")),
            postcode=tidy(address.get("postcode")),
            places=tuple(words(address, *_PLACES)),
            state=tidy(address.get("state")) or tidy(address.get("ISO3166-2-lvl4")),
        )
