"""The kinds of pages that people meet, by name; each looked at in every language and at every size."""

from collections.abc import Mapping

from flask import Flask

from tests.samples import demo_place

SIZES: Mapping[str, tuple[int, int]] = {"phone": (360, 740), "desk": (1280, 800)}

KINDS: Mapping[str, str] = {
    "start": "/{language}/",
    "list": "/{language}/treffpunkte",
    "list-filtered": "/{language}/treffpunkte?angebot=deutsch&zentrum={centre}",
    "list-near": "/{language}/treffpunkte?ort={town}&umkreis=10",
    "list-empty": "/{language}/treffpunkte?q=xyzzy",
    "place": "/{language}/treffpunkte/{point}",
    "driver": "/{language}/treffpunkte/{point}/adresse",
    "report": "/{language}/treffpunkte/{point}/melden",
    "suggest": "/{language}/vorschlagen",
    "receipt": "/{language}/rueckmeldung",
    "centres": "/{language}/zentren",
    "centre": "/{language}/zentren/{centre}",
    "town": "/{language}/orte/{town}",
    "map": "/{language}/karte",
    "coverage": "/{language}/abdeckung",
    "imprint": "/{language}/impressum",
    "privacy": "/{language}/datenschutz",
    "accessibility": "/{language}/barrierefreiheit",
    "patterns": "/{language}/muster",
    "embed-list": "/embed/liste?lang={language}&zentrum={centre}",
    "embed-map": "/embed/karte?lang={language}&zentrum={centre}",
    "embed-both": "/embed/beides?lang={language}&zentrum={centre}&teile=titel,suche&farbe=a00000&grund=fff8f0",
    "embed-place": "/embed/treffpunkt/{point}?lang={language}&aussehen=dunkel",
    "embedding": "/{language}/einbetten?gemeinde={town}&farbe=ffee00",
    "missing": "/{language}/gibt-es-nicht",
}
MEANT_TO_FAIL = {"missing": 404}


def addresses(app: Flask, language: str) -> dict[str, str]:
    """Kind → address in one language."""
    place = demo_place(app)
    return {
        kind: pattern.format(language=language, point=place.point, centre=place.centre, town=place.town)
        for kind, pattern in KINDS.items()
    }
