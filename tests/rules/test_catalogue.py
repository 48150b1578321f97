"""The catalogue for open data portals: both spellings say the same, and what DCAT-AP.de asks for is there."""

import json
import re
from pathlib import Path

import pytest
from flask import Flask
from pyshacl import validate
from rdflib import DCAT, DCTERMS, RDF, BNode, Graph, Literal, Namespace, URIRef

from kommanmap.clock import FixedClock
from kommanmap.formats import FORMATS
from kommanmap.formats.rdf import Iri, Node, Text, rdf_xml, turtle
from tests.apps import end, make_app
from tests.databases import Contents, SqliteTemplates
from tests.reading import changed

SHAPES = Path(__file__).resolve().parents[3] / "shared" / "data" / "validators" / "dcat-ap-de"
DCATDE = Namespace("http://dcat-ap.de/def/dcatde/")
ZERO = URIRef("http://dcat-ap.de/def/licenses/dl-zero-de/2.0")
BURBACH = "cafe-mosaik-burbach"

LEAST = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> . @prefix dcatde: <http://dcat-ap.de/def/dcatde/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix : <urn:kommanmap:shapes:> .
:catalog a sh:NodeShape ; sh:targetClass dcat:Catalog ;
  sh:property [ sh:path dct:title ; sh:minCount 1 ; sh:nodeKind sh:Literal ] ,
    [ sh:path dct:description ; sh:minCount 1 ; sh:nodeKind sh:Literal ] ,
    [ sh:path dct:publisher ; sh:minCount 1 ; sh:maxCount 1 ; sh:class foaf:Organization ] ,
    [ sh:path dcat:dataset ; sh:minCount 1 ; sh:class dcat:Dataset ] ,
    [ sh:path foaf:homepage ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] .
:dataset a sh:NodeShape ; sh:targetClass dcat:Dataset ;
  sh:property [ sh:path dct:title ; sh:minCount 1 ; sh:uniqueLang true ] ,
    [ sh:path dct:description ; sh:minCount 1 ; sh:uniqueLang true ] ,
    [ sh:path dct:identifier ; sh:minCount 1 ; sh:maxCount 1 ] ,
    [ sh:path dct:publisher ; sh:minCount 1 ; sh:maxCount 1 ] ,
    [ sh:path dct:modified ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:dateTime ] ,
    [ sh:path dct:issued ; sh:maxCount 1 ; sh:datatype xsd:dateTime ] ,
    [ sh:path dcat:theme ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path dct:spatial ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path dcatde:politicalGeocodingLevelURI ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path dct:accrualPeriodicity ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path dcat:landingPage ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path dcat:contactPoint ; sh:minCount 1 ; sh:node :contact ] ,
    [ sh:path dcat:distribution ; sh:minCount 1 ; sh:class dcat:Distribution ] .
:contact a sh:NodeShape ;
  sh:property [ sh:path vcard:fn ; sh:minCount 1 ] , [ sh:path vcard:hasURL ; sh:minCount 1 ; sh:nodeKind sh:IRI ] .
:distribution a sh:NodeShape ; sh:targetClass dcat:Distribution ;
  sh:property [ sh:path dcat:accessURL ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path dct:license ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path dct:format ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path dcat:mediaType ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path dct:title ; sh:minCount 1 ] .
"""
"""What DCAT-AP 3.0 and its German additions oblige to, in our own words: GovData's files hold the additions only."""


@pytest.fixture(scope="module")
def catalogue(demo_site: Flask) -> Graph:
    return Graph().parse(data=demo_site.test_client().get("/catalog.ttl").data, format="turtle")


@pytest.fixture(scope="module")
def part(catalogue: Graph) -> Graph:
    """The catalogue with two of its data sets: judges need seconds for all of them."""
    small = Graph()
    root = catalogue.value(None, RDF.type, DCAT.Catalog)
    chosen = [URIRef("http://localhost/daten#alle"), URIRef("http://localhost/daten#siegen-wittgenstein")]
    waiting = [root, *chosen]
    while waiting:
        for triple in catalogue.triples((waiting.pop(), None, None)):
            if triple[1] == DCAT.dataset and triple[2] not in chosen:
                continue
            small.add(triple)
            if isinstance(triple[2], BNode) or triple[1] == DCTERMS.publisher:
                waiting.append(triple[2])
    return small


def named(graph: Graph) -> set[object]:
    """Statements without those whose subject or object has no name, and how many those are by property."""
    return {triple for triple in graph if not any(isinstance(part, BNode) for part in triple)}


def test_both_spellings_say_the_same(demo_site: Flask, catalogue: Graph) -> None:
    answer = demo_site.test_client().get("/catalog.rdf")
    assert answer.mimetype == "application/rdf+xml"
    other = Graph().parse(data=answer.data, format="xml")
    assert len(other) == len(catalogue)
    assert named(other) == named(catalogue)
    for about in (DCAT.accessURL, DCTERMS.format, DCTERMS.title, DCTERMS.license):
        assert sorted(map(str, other.objects(None, about))) == sorted(map(str, catalogue.objects(None, about)))


def test_there_is_one_data_set_of_all_and_one_of_each_centre(catalogue: Graph) -> None:
    sets = set(catalogue.subjects(RDF.type, DCAT.Dataset))
    assert len(sets) == 55
    assert sets == set(catalogue.objects(None, DCAT.dataset))
    for each in sets:
        assert len(set(catalogue.objects(each, DCAT.distribution))) == len(FORMATS) + 1


def test_every_address_of_it_answers(demo_site: Flask, catalogue: Graph) -> None:
    client = demo_site.test_client()
    addresses = {str(url) for about in (DCAT.accessURL, DCAT.downloadURL, DCAT.landingPage)
                 for url in catalogue.objects(None, about)}  # fmt: skip
    of_one = [url for url in addresses if "siegen-wittgenstein" in url]
    assert len(of_one) > len(FORMATS)
    for url in of_one:
        assert client.get(url, follow_redirects=True).status_code == 200, url


def test_govdatas_shapes_find_nothing_wrong(catalogue: Graph, part: Graph) -> None:
    files = sorted(SHAPES.glob("*.ttl"))
    if not files:
        pytest.skip(f"GovData's shapes are not beside the project ({SHAPES.name})")
    shapes = Graph()
    for file in files:
        shapes.parse(file)
    fine, _, said = validate(catalogue, shacl_graph=shapes)
    assert fine, said
    assert not validate(without(part, DCTERMS.license), shacl_graph=shapes)[0], "the judge does judge"


def test_everything_that_is_obligatory_is_there(catalogue: Graph, part: Graph) -> None:
    shapes = Graph().parse(data=LEAST, format="turtle")
    fine, _, said = validate(catalogue, shacl_graph=shapes)
    assert fine, said
    for about in (DCTERMS.title, DCTERMS.publisher, DCAT.accessURL, DCTERMS.modified, DCAT.contactPoint):
        assert not validate(without(part, about), shacl_graph=shapes)[0], f"the judge misses {about}"


def without(graph: Graph, about: URIRef) -> Graph:
    rest = Graph()
    for triple in graph:
        if triple[1] != about:
            rest.add(triple)
    return rest


def test_it_says_when_a_centre_changed_last(demo_app: Flask, clock: FixedClock) -> None:
    changed(demo_app, BURBACH, clock, updated_utc=clock.now())
    text = demo_app.test_client().get("/catalog.ttl").data
    graph = Graph().parse(data=text, format="turtle")

    def modified(name: str) -> str:
        return str(graph.value(URIRef(f"http://localhost/daten#{name}"), DCTERMS.modified))

    assert modified("alle") == modified("siegen-wittgenstein") == "2026-03-18T09:30:00+00:00"
    assert modified("viersen") == "2026-03-01T08:00:00+00:00"


def test_settings_are_said_and_no_person_or_mailbox_is(
    sqlite_templates: SqliteTemplates, tmp_path: Path, clock: FixedClock
) -> None:
    said = {
        "operator": "Amt „A & B“ <Mitte>", "operator_email": "amt@stadt.example", "data_licence": "dl-de/by-2-0",
        "dcat_contributor": "http://dcat-ap.de/def/contributors/probe", "privacy_contact": "Frau Muster",
    }  # fmt: skip
    with sqlite_templates.copy(Contents.DEMO, tmp_path) as url:
        app = make_app(url, tmp_path, clock, **said)
        texts = [app.test_client().get(f"/catalog.{kind}").text for kind in ("ttl", "rdf")]
        end(app)
    graph = Graph().parse(data=texts[0], format="turtle")
    assert len(graph) == len(Graph().parse(data=texts[1], format="xml"))
    assert set(graph.objects(None, DCATDE.contributorID)) == {URIRef(said["dcat_contributor"])}
    assert set(graph.objects(None, DCATDE.licenseAttributionByText)) == {Literal(said["operator"])}
    assert {str(each).rsplit("licenses/")[-1] for each in graph.objects(None, DCTERMS.license)} == {"dl-by-de/2.0"}
    for text in texts:
        assert "@stadt.example" not in text
        assert "Muster" not in text
        assert not re.search(r"mailto:|tel:|hasEmail|hasTelephone", text)


@pytest.mark.parametrize(
    "text", ['"""', "\\", "a\nb\r\tc", "\x00\x07x", "]]>&<x/>", "مقهى\u202e", "\ufffe", "'", "\ud7ff\U0001f600"]
)
def test_hostile_texts_come_out_as_they_went_in(text: str) -> None:
    node = Node(
        "dcat:Dataset",
        (("dct:title", Text(text, "de")), ("dcat:landingPage", Iri(f"https://x.example/{text}"))),
        Iri("urn:x"),
    )
    prefixes = {"rdf": str(RDF), "dcat": str(DCAT), "dct": str(DCTERMS)}
    read = [
        Graph().parse(data=turtle(prefixes, (node,)), format="turtle"),
        Graph().parse(data=rdf_xml(prefixes, (node,)), format="xml"),
    ]
    kept = "".join(char for char in text if char not in "\x00\x07\ufffe")
    for graph in read:
        assert [str(each) for each in graph.objects(None, DCTERMS.title)] == [kept]
        assert len(graph) == 3


def test_the_page_of_the_data_says_it_to_search_engines(demo_site: Flask) -> None:
    for language, word in (("de", "Treffpunkte"), ("en", "Meeting points"), ("ar", "Meeting points")):
        page = demo_site.test_client().get(f"/{language}/daten").text
        document = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)[0])
        assert document["@type"] == "Dataset"
        assert word in document["name"] + document["description"]
        assert len(document["distribution"]) == len(FORMATS) + 1
        assert "license" not in document, "nobody has chosen one"
