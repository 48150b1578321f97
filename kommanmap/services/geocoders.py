"""Puts the chain together: our own addresses, the services that the settings name, the memory that processes share."""

import time
from collections.abc import Callable

from sqlalchemy import Engine

from kommanmap.config import Config
from kommanmap.edges import Edges
from kommanmap.geocoding.chain import PATIENCE_SECONDS, Chain
from kommanmap.geocoding.local import LocalGeocoder
from kommanmap.geocoding.providers.registry import configured
from kommanmap.services.geocoder_memory import DatabaseMemory


def chain_for(
    config: Config,
    edges: Edges,
    engine: Engine,
    *,
    local: LocalGeocoder | None = None,
    patience: float = PATIENCE_SECONDS,
    sleep: Callable[[float], None] = time.sleep,
) -> Chain:
    """The chain of an installation. Opens nothing yet and asks nobody.

    Raises:
        BadConfiguration: a service is named that is not there or not set up.
    """
    providers = configured(config, edges.geocoder_adapter)
    return Chain(
        local or LocalGeocoder(config.address_index),
        providers,
        DatabaseMemory(engine, edges.clock) if providers else None,
        clock=edges.clock,
        patience=patience,
        sleep=sleep,
    )
