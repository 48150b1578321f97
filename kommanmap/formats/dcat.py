"""The catalogue as DCAT-AP.de 3.0 wants it (https://www.dcat-ap.de/def/dcatde/3.0/spec/). Sees its records only."""

from collections.abc import Iterator
from datetime import datetime

from kommanmap.formats.fields import utc_text
from kommanmap.formats.rdf import Iri, Node, Text, Value
from kommanmap.presenters.catalogue import Catalogue, DataSet, Distribution

PREFIXES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "dcatap": "http://data.europa.eu/r5r/",
    "dcatde": "http://dcat-ap.de/def/dcatde/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
}

_EU = "http://publications.europa.eu/resource/authority"
_MEDIA = "https://www.iana.org/assignments/media-types"
_GERMAN = Iri(f"{_EU}/language/DEU")
_FILE_TYPES = {
    "application/geo+json": "GEOJSON",
    "application/json": "JSON",
    "text/csv": "CSV",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "XLSX",
    "application/vnd.google-earth.kml+xml": "KML",
    "application/zip": "ZIP",
}
"""Media type → word of the European list of file types; what that list lacks is said by its media type alone."""

_KEYWORDS = ("Ankommenstreffpunkt", "Begegnung", "Ehrenamt", "Flucht", "Integration", "Nordrhein-Westfalen", "Sprache")

Says = tuple[str, Value]


def catalogue_nodes(catalogue: Catalogue) -> tuple[Node, ...]:
    """The one root; everything else hangs on it."""
    publisher = Node(
        "foaf:Organization", (("foaf:name", Text(catalogue.publisher)),), Iri(f"{catalogue.home}#betreiber")
    )
    says: list[Says] = [
        ("dct:title", Text(f"Offene Daten: {catalogue.data_sets[0].title_de}", "de")),
        ("dct:title", Text(f"Open data: {catalogue.data_sets[0].title_en}", "en")),
        ("dct:description", Text(catalogue.data_sets[0].text_de, "de")),
        ("dct:description", Text(catalogue.data_sets[0].text_en, "en")),
        ("dct:publisher", publisher),
        ("dct:language", _GERMAN),
        ("dct:modified", _instant(catalogue.modified_utc)),
        ("dcat:themeTaxonomy", Iri(f"{_EU}/data-theme")),
        ("foaf:homepage", Iri(catalogue.home)),
    ]
    says += [("dcat:dataset", _data_set(each, catalogue)) for each in catalogue.data_sets]
    return (Node("dcat:Catalog", tuple(says), Iri(catalogue.url)),)


def _data_set(data_set: DataSet, catalogue: Catalogue) -> Node:
    return Node("dcat:Dataset", tuple(_data_set_says(data_set, catalogue)), Iri(data_set.url))


def _data_set_says(data_set: DataSet, catalogue: Catalogue) -> Iterator[Says]:
    yield "dct:title", Text(data_set.title_de, "de")
    yield "dct:title", Text(data_set.title_en, "en")
    yield "dct:description", Text(data_set.text_de, "de")
    yield "dct:description", Text(data_set.text_en, "en")
    yield "dct:identifier", Text(data_set.identifier)
    yield "dct:publisher", Iri(f"{catalogue.home}#betreiber")
    yield (
        "dcat:contactPoint",
        Node(
            "vcard:Organization",
            (("vcard:fn", Text(catalogue.publisher)), ("vcard:hasURL", Iri(catalogue.contact_url))),
        ),
    )
    if catalogue.contributor:
        yield "dcatde:contributorID", Iri(catalogue.contributor)
    yield "dcatde:politicalGeocodingLevelURI", Iri(data_set.level)
    yield "dct:spatial", Iri(data_set.area)
    yield "dcat:theme", Iri(f"{_EU}/data-theme/SOCI")
    yield "dct:accrualPeriodicity", Iri(f"{_EU}/frequency/UPDATE_CONT")
    yield "dct:accessRights", Iri(f"{_EU}/access-right/PUBLIC")
    yield "dct:language", _GERMAN
    yield from (("dcat:keyword", Text(word, "de")) for word in _KEYWORDS)
    yield "dcat:landingPage", Iri(data_set.landing_page)
    if data_set.issued_utc is not None:
        yield "dct:issued", _instant(data_set.issued_utc)
    yield "dct:modified", _instant(data_set.modified_utc)
    yield from (("dcat:distribution", _distribution(each, data_set, catalogue)) for each in data_set.distributions)


def _distribution(distribution: Distribution, data_set: DataSet, catalogue: Catalogue) -> Node:
    media = distribution.media_type.split(";")[0].strip()
    says: list[Says] = [
        ("dct:title", Text(distribution.title, "de")),
        ("dcat:accessURL", Iri(distribution.url)),
        ("dct:license", Iri(catalogue.licence.iri)),
        ("dcat:mediaType", Iri(f"{_MEDIA}/{media}")),
        ("dct:modified", _instant(data_set.modified_utc)),
        ("dcatap:availability", Iri(f"{_EU}/planned-availability/STABLE")),
    ]
    if media in _FILE_TYPES:
        says.append(("dct:format", Iri(f"{_EU}/file-type/{_FILE_TYPES[media]}")))
    if distribution.is_api:
        says.append(("dct:conformsTo", Iri("http://www.opengis.net/def/interface/ogcapi-features")))
    else:
        says.append(("dcat:downloadURL", Iri(distribution.url)))
    if "/dl-by-de/" in catalogue.licence.iri or "/cc-by/" in catalogue.licence.iri:
        says.append(("dcatde:licenseAttributionByText", Text(catalogue.publisher)))
    return Node("dcat:Distribution", tuple(says))


def _instant(moment: datetime) -> Text:
    return Text(utc_text(moment), kind="dateTime")
