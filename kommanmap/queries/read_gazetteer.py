"""The reference tables → a Gazetteer. Core selects only, no ORM objects."""

from typing import Any

from sqlalchemy import Connection, String, select, type_coerce

from kommanmap.geocoding.names.composing import AliasRow, CentreRow, PostcodeRow, TownRow, composed
from kommanmap.geocoding.names.gazetteer import Gazetteer
from kommanmap.models import Centre, Municipality, MunicipalityAlias, PostcodeArea


def read_gazetteer(connection: Connection) -> Gazetteer:
    """Everything that the reference tables know by name."""
    centres = select(Centre.slug, Centre.name, Centre.serves)
    towns = select(
        Municipality.ags, Municipality.slug, Municipality.name, Centre.slug, Municipality.lat, Municipality.lon
    ).join(Centre)
    aliases = select(MunicipalityAlias.ags, MunicipalityAlias.alias, type_coerce(MunicipalityAlias.kind, String))
    postcodes = select(PostcodeArea.postcode, PostcodeArea.ags, PostcodeArea.lat, PostcodeArea.lon, PostcodeArea.main)

    def rows(statement: Any) -> Any:
        return connection.execute(statement)

    return composed(
        map(CentreRow._make, rows(centres)),
        map(TownRow._make, rows(towns)),
        map(AliasRow._make, rows(aliases)),
        map(PostcodeRow._make, rows(postcodes)),
    )
