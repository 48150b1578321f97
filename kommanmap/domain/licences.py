"""Under which licence an operator gives the data away: the known ones, with their names for people and for portals."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

_FOR_PORTALS = "http://dcat-ap.de/def/licenses/"


@dataclass(frozen=True, slots=True)
class Licence:
    """code: as the setting says it; name and url: for people; iri: of the list that German portals use
    (https://www.dcat-ap.de/def/licenses/)."""

    code: str
    name: str
    url: str
    iri: str

    @property
    def is_chosen(self) -> bool:
        """Whether the operator has said anything."""
        return bool(self.code)

    @property
    def said(self) -> str:
        """In one line, for a file."""
        return f"{self.name} ({self.url})" if self.url else self.name


NOT_CHOSEN = Licence(
    "", "Noch keine Lizenz gewählt. Bitte fragen Sie den Betreiber.", "", f"{_FOR_PORTALS}other-closed"
)
"""Nobody has said that the data may be used again; only the operator can."""

LICENCES: Mapping[str, Licence] = MappingProxyType(
    {
        licence.code: licence
        for licence in (
            Licence(
                "dl-de/zero-2-0", "Datenlizenz Deutschland – Zero – Version 2.0",
                "https://www.govdata.de/dl-de/zero-2-0", f"{_FOR_PORTALS}dl-zero-de/2.0",
            ),
            Licence(
                "dl-de/by-2-0", "Datenlizenz Deutschland – Namensnennung – Version 2.0",
                "https://www.govdata.de/dl-de/by-2-0", f"{_FOR_PORTALS}dl-by-de/2.0",
            ),
            Licence(
                "cc0-1.0", "CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/", f"{_FOR_PORTALS}cc-zero",
            ),
            Licence(
                "cc-by-4.0", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/", f"{_FOR_PORTALS}cc-by/4.0",
            ),
        )
    }
)  # fmt: skip


def licence_of(code: str) -> Licence:
    """The licence of a code.

    Raises:
        KeyError: nobody knows it.
    """
    return LICENCES[code] if code else NOT_CHOSEN
