"""Words for what happens at a place → offers, audience and facts, by an exact table. Nothing is guessed.

A phrase counts only as it stands here. "Sprachkurse geplant" or "Beratung gesucht" are other phrases than
"Sprachkurse" or "Beratung", so they give nothing; they stay in `offers_as_typed` like everything else.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from kommanmap.domain.vocabulary import Audience, Cost, Knowledge, Offer, Registration
from kommanmap.domain.word_keys import word_key

_OFFERS: dict[Offer, tuple[str, ...]] = {
    Offer.MEETING: (
        "Begegnung", "Leute treffen", "Treff", "Treffpunkt", "offener Treff", "Offenes Treffen", "Austausch",
        "Gespräch", "Gespräche", "Kennenlernen", "Kontakte", "Kontakte knüpfen", "Reden", "Geselligkeit",
        "kultureller Austausch", "Austausch mit Anwohnern", "Begegnung mit Geflüchteten aus der Ukraine",
        "Treff für Neubürger", "Treff für Geflüchtete aus der Ukraine",
        "internationaler Treffpunkt ohne Altersgrenze", "meeting people",
    ),
    Offer.GERMAN: (
        "Deutsch", "Deutsch lernen", "Deutsch üben", "Deutsch sprechen", "Deutsch spielerisch", "Deutschkurs",
        "Deutschkurse", "niederschwelliger Deutschkurs", "Sprachkurs", "Sprachkurse", "Alphabetisierung",
        "Alphabetisierungskurs", "Sprachcafé", "Sprachcafé ohne Anmeldung", "Sprach- und Nähkurse",
        "Deutsch und Alphabetisierung", "learning german", "german course", "german courses",
    ),
    Offer.PAPERWORK: (
        "Formulare", "Hilfe bei Formularen", "Hilfe mit Formularen", "Hilfe beim Ausfüllen von Formularen",
        "Hilfe mit Briefen und Formularen", "Formularberatung", "Formularhilfe", "Briefe und Formulare",
        "Behördenpost", "Anträge", "Hilfe bei Anträgen", "Hilfe bei Behördenbriefen", "Hilfe bei Behördenschreiben",
        "Hilfe bei Bewerbungen und Anträgen", "Hilfe bei Formularen, E-Mails, Behördenbriefen",
        "Hilfe bei Behördenschreiben, Schule, Beruf, Wohnung", "help with forms", "help with letters and forms",
    ),
    Offer.ADVICE: (
        "Beratung", "Sozialberatung", "Asylberatung", "Migrationsberatung", "Flüchtlingsberatung", "Erstberatung",
        "Beratung für den Alltag", "Beratung Asyl und Behörden", "Beratung in separatem Raum",
        "Erstberatung für Geflüchtete", "Flüchtlingsberatung der Diakonie",
        "Flüchtlingsberatung zeitweise im Nebenraum", "advice", "counselling",
    ),
    Offer.WORK: (
        "Arbeit und Ausbildung", "Hilfe bei der Jobsuche", "Jobsuche", "Arbeitssuche", "Bewerbung", "Bewerbungen",
        "Bewerbungshilfe", "Hilfe bei Bewerbungen", "Hilfe bei Bewerbungen und Anträgen",
        "Job- und Bildungshinweise", "Wohnungs- und Jobhilfe", "Vermittlung von Ehrenamt, Job- und Wohnungshilfe",
        "Hilfe bei Behördenschreiben, Schule, Beruf, Wohnung",
    ),
    Offer.HOUSING: (
        "Wohnung suchen", "Wohnungssuche", "Hilfe bei der Wohnungssuche", "Wohnungshilfe", "Wohnungs- und Jobhilfe",
        "Wohnungs- und Möbelbörse", "Kita-Anmeldung und Wohnungssuche digital",
        "Vermittlung von Ehrenamt, Job- und Wohnungshilfe", "Hilfe bei Behördenschreiben, Schule, Beruf, Wohnung",
    ),
    Offer.HEALTH: ("Gesundheit", "Gesundheitsberatung", "psychologische Sprechstunde", "Begleitung zum Arzt"),
    Offer.CHILDREN: (
        "Für Kinder", "Kinderbetreuung", "Kinderbetreuung durch Erzieherinnen", "Kinderprogramm",
        "eigenes Kinderprogramm", "Kinderangebote", "Angebote für Kinder", "Spielecke", "Spiele für Kinder",
        "Spielen und Basteln mit Kindern", "Basteln und Backen mit Kindern", "HomeZone für Kinder und Jugendliche",
        "Kinder- und Jugendbereich",
    ),
    Offer.HOMEWORK: ("Nachhilfe", "Hausaufgaben", "Hausaufgabenhilfe", "Hausaufgabenbetreuung"),
    Offer.FOOD: (
        "Essen und Trinken", "Kaffee", "Kaffee und Kuchen", "Kaffee und Waffeln", "Tee und Kaffee", "Kuchen",
        "Waffeln", "Kaffee, Tee, Kekse", "Kaffee und Tee für Wartende", "Kuchen kostenlos",
        "Kaffee und Kuchen kostenlos", "kostenlose Getränke und Speisen", "Tee gegen kleine Spende",
        "Getränke gegen kleinen Obolus, kein Alkohol", "gemeinsames Abendessen", "gemeinsames Frühstück",
        "gemeinsames Essen", "Frühstück", "Mittagessen", "Café",
    ),
    Offer.COOKING: ("Kochen", "gemeinsames Kochen", "Kochgruppe"),
    Offer.CRAFTS: (
        "Nähen und Basteln", "Basteln", "Nähen", "Stricken", "Handarbeiten", "Handarbeiten und Nähen", "Nähcafé",
        "Nähworkshop", "Nähkurs", "Nähkurse", "Sprach- und Nähkurse", "Spielen und Basteln mit Kindern",
        "Basteln und Backen mit Kindern",
    ),
    Offer.GAMES: (
        "Spiele", "Spielen", "Spiel", "Brettspiele", "Gesellschaftsspiele", "Kicker", "Billard", "Spiele für Kinder",
        "Spielen und Basteln mit Kindern",
    ),
    Offer.SPORT: ("Sport", "Fußball", "Bolzplatz"),
    Offer.MUSIC: ("Musik", "Musik und Kultur", "Musizieren", "Live-Musik", "Kulturabende"),
    Offer.INTERNET: (
        "Internet", "Internet und Computer", "WLAN", "WLAN und Laptops", "Computer", "Selbstlernzentrum mit Rechnern",
    ),
    Offer.CLOTHES: (
        "Kleidung", "Kleidung und Möbel", "Kleidertausch", "Kleiderkammer", "Möbel", "Möbelbörse",
        "Wohnungs- und Möbelbörse",
    ),
    Offer.REPAIR: ("Werkstatt", "Fahrradwerkstatt", "Repair-Café", "Reparaturcafé"),
    Offer.MENTORING: ("Patenschaft", "Patenschaften", "Paten", "Sprachpaten"),
    Offer.INTERPRETING: ("Übersetzen", "Dolmetschen", "Dolmetscher vor Ort", "Übersetzer vor Ort", "Sprachmittlung"),
}  # fmt: skip

_AUDIENCES: dict[Audience, tuple[str, ...]] = {
    Audience.EVERYONE: ("alle", "für alle", "offen für alle", "jeder", "everyone"),
    Audience.WOMEN: ("nur für Frauen", "nur Frauen", "Frauen", "für Frauen", "women", "women only"),
    Audience.MEN: ("nur für Männer", "nur Männer", "Männer", "für Männer", "men", "men only"),
    Audience.FAMILIES: ("Familien", "für Familien", "families"),
    Audience.CHILDREN: ("Kinder", "für Kinder", "children"),
    Audience.YOUTH: ("Jugendliche", "Jugend", "für Jugendliche", "youth"),
    Audience.SENIORS: ("Ältere Menschen", "Ältere", "Senioren", "Seniorinnen und Senioren", "seniors"),
    Audience.UKRAINE: (
        "Menschen aus der Ukraine", "Geflüchtete aus der Ukraine", "für Geflüchtete aus der Ukraine",
    ),
}  # fmt: skip
"""Words of a column that is about nothing but the audience."""

_SAID_AMONG_OFFERS: dict[str, Audience] = {
    word_key("nur für Frauen"): Audience.WOMEN,
    word_key("nur für Männer"): Audience.MEN,
    word_key("für Geflüchtete aus der Ukraine"): Audience.UKRAINE,
    word_key("Treff für Geflüchtete aus der Ukraine"): Audience.UKRAINE,
    word_key("Anlaufpunkt für Geflüchtete aus der Ukraine und Gastgeber"): Audience.UKRAINE,
}
"""Among offers "Kinder" or "Frauencafé" names one offer of several, so only what is said of the whole place counts."""

_CHILDCARE = {word_key(words) for words in ("Kinderbetreuung", "Kinderbetreuung durch Erzieherinnen")}
_COSTS = {
    **dict.fromkeys(map(word_key, ("kostenlos", "kostenfrei", "Eintritt frei", "Teilnahme kostenlos")), Cost.FREE),
    **dict.fromkeys(map(word_key, ("gegen Spende", "kleine Spende")), Cost.DONATION),
}
"""Only as a phrase of its own: "Kuchen kostenlos" speaks of the cake."""

_REGISTRATIONS = {
    **dict.fromkeys(map(word_key, ("ohne Anmeldung", "keine Anmeldung nötig")), Registration.NOT_NEEDED),
    **dict.fromkeys(map(word_key, ("nur mit Anmeldung", "nur nach Anmeldung", "Anmeldung nötig")), Registration.NEEDED),
}

_OFFERS_BY_KEY: dict[str, set[Offer]] = {}
for _offer, _words in _OFFERS.items():
    for _word in _words:
        _OFFERS_BY_KEY.setdefault(word_key(_word), set()).add(_offer)
_AUDIENCE_BY_KEY = {word_key(word): item for item, words in _AUDIENCES.items() for word in words}
_EXCLUSIVE = {Audience.WOMEN, Audience.MEN}

_STATEMENTS = re.compile(r"[;\n•]")
_NOT_THERE = re.compile(
    r"\b(?:geplant\w*|gesucht|kein\w*|nicht|noch|bald|demnächst|künftig\w*|zukünftig\w*|früher\w*|ehemal\w*|bisher"
    r"|vielleicht|evtl|eventuell|eher|außer|ohne|sucht|suchen|wünsch\w*|beendet|eingestellt)\b",
    re.IGNORECASE,
)
"""Words that turn a list into something else; then it is not taken apart at its commas."""

NOT_YET = re.compile(r"(?:noch nicht|\w*\s*(?:geplant|gesucht|künftig|demnächst|suchen|sucht))\w*\b.*:", re.IGNORECASE)
"""A heading such as "geplant:" speaks of everything after it."""


@dataclass(frozen=True, slots=True)
class SaidByOffers:
    """What a text of offers says for certain, and the phrases that only stay as text."""

    offers: frozenset[Offer] = frozenset()
    audiences: frozenset[Audience] = frozenset()
    childcare: Knowledge = Knowledge.UNKNOWN
    cost: Cost = Cost.UNKNOWN
    registration: Registration = Registration.UNKNOWN
    kept_as_text: tuple[str, ...] = ()


def said_by_offers(typed: str) -> SaidByOffers:
    """Read a text such as `"Deutsch; Spiele; Hilfe bei Formularen"` (statements between semicolons or lines)."""
    offers: set[Offer] = set()
    audiences: set[Audience] = set()
    childcare, cost, registration = Knowledge.UNKNOWN, Cost.UNKNOWN, Registration.UNKNOWN
    kept: list[str] = []
    for phrase in _phrases(typed):
        key = word_key(phrase)
        known = key in _OFFERS_BY_KEY or key in _SAID_AMONG_OFFERS or key in _COSTS or key in _REGISTRATIONS
        if not known:
            kept.append(phrase)
            continue
        offers |= _OFFERS_BY_KEY.get(key, set())
        audiences |= {_SAID_AMONG_OFFERS[key]} if key in _SAID_AMONG_OFFERS else set()
        childcare = Knowledge.YES if key in _CHILDCARE else childcare
        cost = _COSTS.get(key, cost)
        registration = _REGISTRATIONS.get(key, registration)
    return SaidByOffers(
        frozenset(offers), frozenset(audiences), childcare, cost, registration, tuple(dict.fromkeys(kept))
    )


def said_audiences(typed: str) -> tuple[frozenset[Audience], tuple[str, ...]]:
    """Read a column that is about the audience alone: groups, and the phrases that only stay as text.

    Women or men count only as the one group named: "Frauen, Familien" does not say that it is for women only.
    """
    phrases = _phrases(typed, _AUDIENCE_BY_KEY, every_part=False)
    read = [(phrase, _AUDIENCE_BY_KEY.get(word_key(phrase))) for phrase in phrases]
    alone = len(phrases) == 1
    sure = [(phrase, group if alone or group not in _EXCLUSIVE else None) for phrase, group in read]
    return (
        frozenset(group for _phrase, group in sure if group),
        tuple(phrase for phrase, group in sure if group is None),
    )


def _phrases(typed: str, known: Collection[str] = _OFFERS_BY_KEY, *, every_part: bool = True) -> list[str]:
    """Statements between semicolons; one that is no known phrase falls into its parts at commas and "und".

    With `every_part` only if each part is known: one strange part may turn the meaning of the others.
    """
    phrases: list[str] = []
    statements = [part.strip() for part in _STATEMENTS.split(typed) if part.strip()]
    for number, statement in enumerate(statements):
        if NOT_YET.match(statement):
            return [*phrases, "; ".join(statements[number:])]
        if word_key(statement) in known or _NOT_THERE.search(statement):
            phrases.append(statement)
            continue
        parts = [part.strip() for part in re.split(r",|\bund\b|\band\b|(?<=\s)/(?=\s)", statement)]
        sure = not every_part or all(word_key(part) in known for part in parts)
        phrases += parts if sure else [statement]
    return phrases
