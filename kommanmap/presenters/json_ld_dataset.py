"""schema.org JSON-LD of the data as a whole, for search engines of data sets. Says what the catalogue says."""

import json
from typing import Any

from kommanmap.presenters.catalogue import Catalogue, DataSet
from kommanmap.presenters.json_ld import NEVER_RAW


def dataset_json_ld(data_set: DataSet, catalogue: Catalogue, *, language: str) -> str:
    """The text of a `<script type="application/ld+json">`, safe to stand there. language: `de`, else English."""
    is_german = language == "de"
    publisher = {"@type": "Organization", "name": catalogue.publisher, "url": catalogue.home}
    document: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": data_set.url,
        "identifier": data_set.identifier,
        "name": data_set.title_de if is_german else data_set.title_en,
        "description": data_set.text_de if is_german else data_set.text_en,
        "url": data_set.landing_page,
        "inLanguage": "de",
        "isAccessibleForFree": True,
        "dateModified": data_set.modified_utc.isoformat(),
        "creator": publisher,
        "publisher": publisher,
        "includedInDataCatalog": {"@type": "DataCatalog", "@id": catalogue.url, "url": catalogue.url},
        "spatialCoverage": {"@type": "AdministrativeArea", "@id": data_set.area, "name": "Nordrhein-Westfalen"},
        "distribution": [
            {
                "@type": "DataDownload",
                "name": each.title,
                "encodingFormat": each.media_type.split(";")[0],
                "contentUrl": each.url,
            }
            for each in data_set.distributions
        ],
    }
    if catalogue.licence.is_chosen:
        document["license"] = catalogue.licence.url
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).translate(NEVER_RAW)
