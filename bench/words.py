"""Word lists from which `bench.data` puts invented places together."""

KINDS = (
    "Sprachcafé", "Begegnungscafé", "Café International", "Treffpunkt", "Willkommenscafé", "Frauentreff", "Nähcafé",
    "Café Welcome", "Mehrgenerationenhaus", "Offener Treff", "Flüchtlingscafé", "Ankommenstreffpunkt", "Elterncafé",
    "Erzählcafé", "Weltcafé", "Familientreff", "Jugendtreff", "Kulturcafé", "Stadtteiltreff", "Nachbarschaftscafé",
    "Teestube", "Café der Begegnung", "Deutschtreff", "Spieletreff", "Kochtreff", "Fahrradwerkstatt", "Lerncafé",
)  # fmt: skip
SAINTS = (
    "St. Martin", "St. Josef", "St. Marien", "St. Laurentius", "St. Nikolaus", "St. Elisabeth", "St. Georg",
    "St. Barbara", "Heilig Geist", "Christuskirche", "Johannes", "Lukas", "Markus", "Petrus", "Paulus", "Luther",
    "Bonhoeffer", "Friedens", "Kreuz", "Thomas", "Matthäus", "Stephanus", "Erlöser", "Versöhnung",
)  # fmt: skip
BUILDINGS = (
    "Gemeindehaus", "Pfarrheim", "Bürgerhaus", "Stadtteilbüro", "Gemeindezentrum", "Jugendheim", "Haus",
    "Begegnungsstätte", "Pfarrzentrum", "Familienzentrum", "Kulturzentrum", "Stadtbücherei", "Grundschule",
)  # fmt: skip
CARRIERS = (
    "Caritasverband", "Diakonie", "AWO", "DRK Ortsverein", "Flüchtlingshilfe", "Evangelische Kirchengemeinde",
    "Katholische Kirchengemeinde", "Stadt", "Kolpingsfamilie", "Willkommensinitiative", "Freundeskreis Asyl",
    "Integrationsagentur", "Bürgerverein", "Netzwerk", "Kinderschutzbund", "SkF", "Volkshochschule", "Sportverein",
)  # fmt: skip
OFFERS_TYPED = (
    "Begegnung", "Deutsch", "Hilfe bei Formularen", "Kaffee und Kuchen", "Beratung", "Spiele", "Basteln", "Kochen",
    "Kinderbetreuung", "Nachhilfe", "Wohnungssuche", "Bewerbungshilfe", "Nähen", "Sport", "Musik", "Ausflüge",
    "Fahrradwerkstatt", "Kleiderkammer", "Patenschaften", "Dolmetschen", "Frühstück", "Garten", "Vorträge", "Feste",
)  # fmt: skip
AUDIENCES = ("alle", "frauen", "familien", "kinder", "jugend", "ukraine", "maenner", "aeltere")
_DAYS = ("montags", "dienstags", "mittwochs", "donnerstags", "freitags", "samstags", "sonntags")
_PATTERNS = (
    "{day} von {{start}} bis {{end}} Uhr",
    "jeden {single} {{start}} - {{end}} Uhr",
    "immer {day} ab {{start}}.30 Uhr",
    "jeden letzten {single} im Monat von {{start}}:00 bis {{end}}:00 Uhr",
    "{day} und freitags, {{start}} bis {{end}} Uhr",
    "montags bis {day} von {{start}} bis {{end}} Uhr",
    "am 2. und 4. {single} im Monat ab {{start}} Uhr",
)
TIMES = tuple(
    pattern.format(day=day, single=day.capitalize().removesuffix("s")) for pattern in _PATTERNS for day in _DAYS
)
SENTENCES = (
    "Hier treffen sich alte und neue Nachbarn zu Kaffee und Tee.",
    "Wir helfen bei Briefen, Anträgen und Formularen.",
    "Für Kinder gibt es eine Spielecke mit {compound}.",
    "Der Eingang liegt an der {street}.",
    "Wer möchte, lernt Deutsch in kleinen Gruppen, auch {compound} und {compound}.",
    "Eine Anmeldung ist nicht nötig, alle sind willkommen.",
    "Das Team aus {town} freut sich auf Gäste, gern auch mit {compound}.",
    "Einmal im Monat gibt es ein Fest mit Musik, {compound} und Essen aus aller Welt.",
    "Bei Fragen zu Arbeit, Wohnung oder Schule findet sich jemand, der weiterhilft.",
    "In der Nähe der {street} halten mehrere Buslinien.",
    "Neu ist das Angebot {compound}, dazu {compound} und {compound}.",
    "Frauen können nach dem Kurs in Ruhe nähen, die Kinder spielen nebenan.",
)
ENGLISH = (
    "Meet people, drink tea and practise German. Everybody is welcome.",
    "Help with letters, forms and the search for a flat.",
    "A place for families with a corner for children.",
    "Women meet here once a week to sew and talk.",
)
ARABIC = (
    "مكان للقاء الناس وشرب الشاي وتعلم اللغة الألمانية",
    "مساعدة في الرسائل والاستمارات والبحث عن سكن",
    "لقاء أسبوعي للنساء مع رعاية الأطفال",
    "الجميع مرحب بهم ولا حاجة للتسجيل",
)
_STREET_STARTS = (
    "Haupt Bahnhof Kirch Schul Garten Berg Dorf Wald Ring Mühlen Linden Rosen Markt Post Schloss Brücken "
    "Burg Feld Wiesen Birken Eichen Buchen Ahorn Kastanien Tannen Fichten Goethe Schiller Lessing Mozart "
    "Beethoven Bach Kant Luther Hölderlin Uhland Herder Eichendorff Rhein Ruhr Lippe Wupper Sieg Ems "
    "Weser Möhne Lenne Volme Düssel Erft Niers Nord Süd Ost West Neu Alt Königs Kaiser Herzog Grafen "
    "Bischofs Kloster Stifts Propstei Hafen Zechen Hütten Stahl Eisen Kohlen Glas Ziegel Weber Schmiede "
    "Bäcker Metzger Gerber Töpfer Fischer Jäger Bauern"
)
STREET_STARTS = tuple(_STREET_STARTS.split())
STREET_ENDS = ("straße", "weg", "platz", "allee", "gasse", "ring", "damm", "ufer", "pfad", "kamp", "hof", "berg")
_COMPOUND_STARTS = (
    "Sprach Kinder Frauen Lern Spiel Koch Garten Näh Musik Tanz Sport Lese Mal Back Bastel Film Theater "
    "Handwerks Fahrrad Computer Internet Familien Eltern Senioren Jugend Nachbarschafts Stadtteil "
    "Willkommens Begegnungs Beratungs Bewerbungs Wohnungs Gesundheits Ernährungs Umwelt Natur Reise "
    "Heimat Kultur Kunst Märchen Theater Chor Gitarren Trommel Schach Karten Tischtennis Fußball Wander "
    "Schwimm Yoga Gymnastik Kräuter Blumen Gemüse Obst Honig Käse Brot Kuchen Tee Kaffee Suppen Nudel "
    "Reis Gewürz Stoff Woll Leder Holz Metall Papier Ton Glas Perlen Foto Video Radio Zeitungs Brief "
    "Behörden Ämter Formular Vertrags Miet Strom Energie Wasser Heizungs Umzugs Möbel Kleider Schuh "
    "Spielzeug Bücher Medien Schul Hausaufgaben Prüfungs Mathematik Englisch Alphabet Schreib Erzähl "
    "Zuhör Trauer Freuden Feier Fest Advents Oster Sommer Winter Herbst Frühlings Abend Morgen Mittags "
    "Wochenend"
)
COMPOUND_STARTS = tuple(_COMPOUND_STARTS.split())
_COMPOUND_ENDS = (
    "gruppe treff kurs abend werkstatt nachmittag runde stunde projekt angebot hilfe beratung frühstück "
    "fest tag woche ausflug spaziergang kreis club verein initiative börse tausch markt lager zimmer "
    "raum ecke tisch bühne studio labor schule akademie seminar vortrag gespräch sprechstunde begleitung "
    "patenschaft vermittlung betreuung förderung übung probe aufführung ausstellung lesung reise fahrt "
    "tour wanderung lauf turnier spiel olympiade"
)
COMPOUND_ENDS = tuple(_COMPOUND_ENDS.split())
