"""The registry of outside services. To add one, write its module and list it here: CONTRIBUTING says the rest."""

from collections.abc import Callable
from dataclasses import dataclass

from kommanmap.config import Config
from kommanmap.domain.errors import BadConfiguration
from kommanmap.geocoding.providers.adapter import AdapterFactory
from kommanmap.geocoding.providers.bkg import BkgProvider
from kommanmap.geocoding.providers.inquiry import Provider
from kommanmap.geocoding.providers.nominatim import NominatimProvider
from kommanmap.geocoding.providers.pelias import PeliasProvider
from kommanmap.geocoding.providers.photon import PhotonProvider


@dataclass(frozen=True, slots=True)
class GeocoderKind:
    """One kind of service: its name in the settings, its label, the settings it cannot do without, how it is made."""

    name: str
    label: str
    needs: tuple[str, ...]
    make: Callable[[Config, AdapterFactory], Provider]


GEOCODERS = (
    GeocoderKind("nominatim", NominatimProvider.label, ("nominatim_url",), NominatimProvider),
    GeocoderKind("photon", PhotonProvider.label, ("photon_url",), PhotonProvider),
    GeocoderKind("pelias", PeliasProvider.label, ("pelias_url",), PeliasProvider),
    GeocoderKind("bkg", BkgProvider.label, ("bkg_key",), BkgProvider),
)
"""All there are. None is asked unless the settings name it."""


def configured(config: Config, adapter: AdapterFactory) -> tuple[Provider, ...]:
    """The services that the settings name, in that order; none by default.

    Raises:
        BadConfiguration: a name is not known or named twice, or what a service needs is not set.
    """
    kinds = {kind.name: kind for kind in GEOCODERS}
    for name in config.geocoders:
        if name not in kinds or config.geocoders.count(name) > 1:
            raise BadConfiguration(f"geocoders takes each of {', '.join(kinds)} once, not {name!r}")
        missing = [setting for setting in kinds[name].needs if not getattr(config, setting)]
        if missing:
            raise BadConfiguration(f"geocoders names {name}, which needs {' and '.join(missing)}")
    return tuple(kinds[name].make(config, adapter) for name in config.geocoders)
