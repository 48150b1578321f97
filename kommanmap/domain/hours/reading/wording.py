"""Fixed wordings around days and times: rhythm, registration, closed, past, and what changes nothing.

A word that stands in none of these tables stays left over; better one too few here than one too many.
"""

from kommanmap.domain.hours.reading.lexicon import Lexicon
from kommanmap.domain.hours.reading.meanings import Meaning, Note, Part, Rhythm, Sign, Signup
from kommanmap.domain.hours.session import PartOfDay
from kommanmap.domain.vocabulary import Registration

_IS = "[ist|sind|bleibt|bleiben|haben|hat]"
_WE = "[wir|es|das|der|die|unser]"
_CAFE = "[café|treff|treffen|treffpunkt|begegnungscafé|welcome-café|einrichtung|büro|sprechstunde|termin|termine]"
_BUT = "[immer|jeweils|aber|jedoch|leider]"
_NOW = "derzeit|zurzeit|aktuell|momentan"
_WEEKS = "kalenderwochen|wochen|kw|kws|kalenderwoche|woche"
_EVEN = "gerade|geraden|gerader|ungerade|ungeraden|ungerader"
_NEEDED = "erforderlich|nötig|notwendig"
_SIGNUP = "anmeldung|voranmeldung"
_EARLIER = "[vorheriger|vorherige|rechtzeitiger|telefonischer|telefonische|kurzer|persönlicher]"

_RHYTHMS: dict[Rhythm, tuple[str, ...]] = {
    Rhythm(1): (
        "wöchentlich|wöchentliche|wöchentlichen|wöchentlicher|wöchentliches",
        "wöchentl .",
        "jede|jeder woche",
        "[immer] einmal|1x wöchentlich",
        "einmal|1x in|pro|die|je [der] woche",
        "woche für woche",
    ),
    Rhythm(2): (
        "alle 14|vierzehn tage",
        "alle zwei|2 wochen",
        "14 [-] tägig|tägige|tägiges|tägigen|täglich|tgl [.]",
        "vierzehntägig|vierzehntägige|vierzehntägiges|vierzehntägigen|vierzehntäglich",
        "zweiwöchentlich|zweiwöchentliche|zweiwöchentliches|zweiwöchentlichen",
        "zweiwöchig|zweiwöchige|zweiwöchiges",
        "2 [-] wöchentlich|wöchig",
        "[in] jede|jeder zweite|zweiten|2|andere|anderen [.] woche",
        "im zweiwöchigen|vierzehntägigen|zweiwöchentlichen|14-tägigen rhythmus|abstand|turnus",
        "im zwei|2 [-] wochen [-] rhythmus|abstand|takt|turnus",
        "im 14 [-] tage|tages [-] rhythmus|abstand|takt|turnus",
    ),
    Rhythm(3): ("alle drei|3 wochen", "jede dritte|3 [.] woche", "dreiwöchentlich|dreiwöchig"),
    Rhythm(4): ("alle vier|4 wochen", "vierwöchentlich|vierwöchig"),
    Rhythm(6): ("alle sechs|6 wochen",),
    Rhythm(monthly=True): (
        "[1x] monatlich|monatliche|monatlichen|monatlicher|monatliches",
        "einmal monatlich",
        "1 x|mal monatlich",
        "einmal|1x im|pro|je|in|den [jedem|jeden|dem] monat",
        "1 x|mal im|pro|je monat",
        "jeden monat",
    ),
    Rhythm(parity=True): (
        f"[immer|jeweils] in|an [den|allen|jeder|jeden] {_EVEN} {_WEEKS}",
        f"[immer|jeweils|jede] {_EVEN} {_WEEKS}",
    ),
}

_SIGNUPS: dict[Registration, tuple[str, ...]] = {
    Registration.NEEDED: (
        f"[bitte] [aber] [nur] nach|mit|bei|per {_EARLIER} {_SIGNUP}",
        f"[bitte] [eine|um] {_EARLIER} {_SIGNUP} [ist|wird] {_NEEDED}|gebeten|erbeten|erwünscht",
        "[bitte] [vorher|vorab] [telefonisch] anmelden",
        f"[wir] bitten|bitte um {_EARLIER} {_SIGNUP}",
        "[eine] anmeldung wird benötigt",
        "anmeldung unbedingt erforderlich",
        "anmeldepflichtig",
    ),
    Registration.NOT_NEEDED: (
        f"[auch|ganz|gerne] ohne [eine] {_EARLIER} {_SIGNUP} [möglich]",
        f"[eine] {_EARLIER} {_SIGNUP} [ist] nicht {_NEEDED}",
        f"[es] [ist] keine {_EARLIER} {_SIGNUP} [ist] [{_NEEDED}]",
        "einfach vorbeikommen",
    ),
}

_APPOINTMENT = "vereinbarung|absprache|terminvereinbarung|terminabsprache|terminvergabe|anfrage|nachfrage|verabredung"
_PERSONAL = "[telefonischer|individueller|vorheriger|persönlicher]"

_SIGNS: dict[Sign, tuple[str, ...]] = {
    Sign.APPOINTMENT: (
        f"[nur|sowie|auch|oder|und|ansonsten|sonst] [auch] nach|auf {_PERSONAL} {_APPOINTMENT}",
        f"[und|oder|sowie] [weitere] termine|termin|zeiten [nur] nach|auf {_PERSONAL} {_APPOINTMENT}",
        "[nur|und|oder] nach tel|telef . vereinbarung|absprache",
        "[nur|und|oder] n . v|a|vereinb [.]",
        "[nur] mit [vorherigem] termin|terminvereinbarung",
        "[nur] [mit] [telefonische] terminvereinbarung",
    ),
    Sign.CLOSED: (
        f"{_IS} {_WE} {_CAFE} {_BUT} geschlossen|dicht|ruhetag",
        "[wegen] [der] betriebsferien|betriebsurlaub",
        f"ist|sind|bleibt|bleiben|haben|hat {_WE} {_CAFE} zu",
        f"kein|keine {_CAFE.strip('[]')}|sprechzeit|sprechzeiten|öffnungszeiten|öffnung|angebot|beratung|programm",
        "nicht geöffnet|offen",
        "geschl .",
    ),
    Sign.CANCELLED: (
        f"[fällt|fallen] {_WE} {_CAFE} {_BUT} aus|ausfällt",
        "fällt|fallen aus|weg",
        "entfällt|entfallen|abgesagt",
        f"findet|finden {_WE} {_CAFE} {_BUT} nicht statt",
    ),
    Sign.PAUSED: (
        "pausiert|pausieren|pause|eingestellt|aufgelöst|ruht|ruhen",
        "[macht|machen|in|die|der|wegen] [der] sommerpause|winterpause|weihnachtspause|ferienpause|osterpause",
        "[ist|bleibt|sind] [bis] auf weiteres geschlossen|zu|eingestellt|abgesagt",
        f"fällt|fallen|entfällt|entfallen {_WE} {_CAFE} [leider] bis auf weiteres [aus]",
        f"vorübergehend|zeitweise|dauerhaft|endgültig|weiterhin|noch|{_NOW} [leider] geschlossen|zu",
        f"findet|finden {_WE} {_CAFE} [leider|{_NOW}] nicht mehr statt",
        f"[leider|{_NOW}] kein|keine treffen|angebote|öffnungszeiten",
        "noch nicht wieder öffnen|geöffnet",
        "schon wieder geschlossen",
    ),
    Sign.PAST: (
        "zuvor|vorher|bisher|bislang|früher|ehemals|damals|ursprünglich|einst|anfangs|vormals",
        "war|waren|fand|fanden|öffnete|öffneten|hatte|hatten|gab|traf|trafen|wurde|wurden",
        "[im] letzten|vergangenen|vorigen jahr|monat",
        "letztes|vergangenes|voriges jahr|monat",
        "nicht mehr",
        "statt [bisher|wie] [bisher]|anstatt|anstelle",
    ),
    Sign.NOW: (
        "[ab] jetzt|nun|sofort|neu|mittlerweile|inzwischen|sondern",
        "von nun|jetzt an",
        _NOW,
        "zur zeit",
        "im moment",
    ),
    Sign.ONCE: (
        "heute|morgen|übermorgen|gestern|heutigen|morgigen",
        "[am|an] kommenden|kommender|kommende|nächsten|nächster|vorigen|vergangenen|diesen|diesem",
        "erstmals|erstmalig|einmalig|letztmals|letztmalig",
        "[zum] ersten|letzten mal",
        "des|dem letzten",
    ),
    Sign.EVERY: ("jd|jed|jew .", "jeweils|immer|stets|regelmäßig|regelmäßige|regelmäßigen|regelmäßiger", "jedes mal"),
    Sign.ELSE: ("sonst|ansonsten",),
    Sign.REGARDLESS: ("ganzjährig", "das ganze jahr [über|hindurch]"),
    Sign.SEASON: (
        "[nur] [im] winter|sommer|frühjahr|frühling|herbst|winterhalbjahr|sommerhalbjahr",
        "[nur] [in] [den] wintermonaten|sommermonaten|wintermonate|sommermonate",
        "[nur] [in|während] [der] wintersaison|sommersaison|winterzeit|sommerzeit|adventszeit|fastenzeit",
    ),
    Sign.OPEN_END: ("[mit] [das] ende offen", "open end", "offenes ende", "mit offenem ende"),
    Sign.HARMLESS: (
        "wie bisher|immer|gewohnt|gehabt|üblich",
        "bis auf weiteres",
        "sonst|ansonsten geschlossen|zu",
        "[die|unsere] nächste|nächsten|weitere|weiteren|kommenden termine|treffen",
        "wann|wo|ort|was|tag|uhrzeit :",
        "wann|wo|was ?",
        "hallo|hi|moin|servus [zusammen|alle|leute]",
        "[wir] [laden] herzliche|herzlich einladung|ein [zu|zum|zur]",
        "haus|einrichtung|begegnungsstätte|begegnungszentrum|laden|büro",
        "geöffnet|geöffnete|geöffnetes|offen|offene|offener|offenes|öffnet|öffnen|auf|öffnung|betrieb",
        "öffnungszeiten|öffnungszeit|sprechzeiten|sprechzeit|bürozeiten|servicezeiten|kontaktzeiten|beratungszeiten",
        "zeiten|zeit|uhrzeit|uhrzeiten|treffzeiten|termin|termine|tag|tage|wochentag|wochentage",
        "treffen|programm|angebot|veranstaltung|veranstaltungen|krankheitsbedingt|urlaubsbedingt",
        "findet|finden|statt|trifft|treffen|sich|lädt|laden|ein|herzlich|willkommen|kommt|komm|kommen|vorbei",
        "sind|ist|hat|haben|gibt|es|wir|unser|unsere|bietet|bieten|steht|stehen|sie|euch|ihnen|bitte|tür|türen",
        "seine|seinen|ihre|ihren|unseren|unserer",
        "weiterhin|wieder|weiter|dann|da|hier|zusätzlich|außerdem|auch|ebenfalls|leider|einfach",
        "kostenlos|kostenfrei|kostenlose|kostenloses|kostenfreie|gemütlich|gemütliches|gemeinsam|gemeinsames",
        "internationales|internationaler|internationale|interkulturelles|interkultureller",
        "aktuelle|neue|neuen|regulär|reguläre|regulären|feste|festen",
    ),
    Sign.GLUE: (
        "der|die|das|den|dem|des|ein|eine|einen|einem|einer|eines|als|so|uns|unserem|dort|wird|werden",
        "im|in|am|an|von|vom|zu|zum|zur|bei|beim|für|mit",
    ),
}

_PARTS: dict[PartOfDay | None, tuple[str, ...]] = {
    PartOfDay.MORNING: ("[am] [frühen|späten] vormittag|morgen", "[immer] morgens|vormittags", "vorm ."),
    PartOfDay.AFTERNOON: ("[am] [frühen|späten] nachmittag", "[immer] nachmittags", "nachm ."),
    PartOfDay.EVENING: ("[am] [frühen|späten] abend", "[immer] abends"),
    None: ("mittags|nachts", "[am] mittag", "über|um [die] mittag"),
}

WORDING: Lexicon[Meaning] = Lexicon(
    [
        ("tag der offenen tür", Note("Tag der offenen Tür")),
        ("café|cafe|treff|treffs|treffpunkt|gruppe|gruppen", Note()),
        *((wording, rhythm) for rhythm, wordings in _RHYTHMS.items() for wording in wordings),
        *((wording, Signup(need)) for need, wordings in _SIGNUPS.items() for wording in wordings),
        *((wording, sign) for sign, wordings in _SIGNS.items() for wording in wordings),
        *((wording, Part(part)) for part, wordings in _PARTS.items() for wording in wordings),
    ]
)
"""The meaning of the longest fixed wording wins; of two with the same words the first in this list."""
