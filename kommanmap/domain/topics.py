"""Words that name what somebody needs, in the languages people type → offers, audiences, languages, days, step-free.

Search reads these before anything is guessed: "Frauen" must never become the town Werne. Knows words only, no places
and no URLs. To add a word, write it in its row; rows are folded when the module is loaded.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from kommanmap.domain.folding import key
from kommanmap.domain.vocabulary import Audience, Offer, Weekday


class TopicKind(StrEnum):
    """Which property of a place a topic asks for."""

    OFFER = "offer"
    AUDIENCE = "audience"
    LANGUAGE = "language"
    STEP_FREE = "step_free"
    WEEKDAY = "weekday"


@dataclass(frozen=True, slots=True)
class Topic:
    """One property. `value` is the enum's value, a BCP 47 code, or "yes" for step-free."""

    kind: TopicKind
    value: str


LONGEST_TOPIC = 4
"""Words in the longest phrase below."""

SHORTEST_BEGINNING = 4
"""So many letters of a topic word count as its beginning while somebody types."""

_OFFERS: dict[Offer, str] = {
    Offer.MEETING: "Begegnung, Leute treffen, Kontakte, Austausch, Gespräch, Gespräche, Kennenlernen, "
    "offener Treff, meet people, meeting people, socializing, لقاء, تعارف, зустріч, спілкування, встреча, "
    "общение, دیدار, tanışma, rencontre",
    Offer.GERMAN: "Deutsch, Deutschkurs, Deutschkurse, Deutsch lernen, Sprachkurs, Sprachkurse, Deutsch üben, "
    "Alphabetisierung, Alphabetisierungskurs, Integrationskurs, german, german course, german class, "
    "learn german, language course, اللغة الألمانية, ألماني, الألمانية, دورة لغة, دورة اللغة الألمانية, "
    "تعلم الألمانية, німецька, курси німецької, немецкий, курсы немецкого, آلمانی, کلاس آلمانی, almanca, "
    "almanca kursu, allemand, cours d'allemand",
    Offer.PAPERWORK: "Formulare, Formular, Formularen, Anträgen, Briefen, Briefe, Brief, Behördenbriefe, "
    "Behördenpost, Anträge, Antrag, "
    "Ausfüllhilfe, Formularhilfe, Papiere, letters, letter, forms, paperwork, documents, رسائل, رسالة, استمارات, "
    "استمارة, أوراق, معاملات, документи, листи, анкети, документы, письма, анкеты, نامه, فرم, evrak, form, "
    "mektup, formulaires, courrier, papiers",
    Offer.ADVICE: "Beratung, Sozialberatung, Flüchtlingsberatung, Asylberatung, Sprechstunde, Asyl, advice, "
    "counselling, counseling, asylum, استشارة, استشارات, نصيحة, لجوء, консультація, поради, консультация, совет, "
    "مشاوره, danışma, danışmanlık, conseil, asile",
    Offer.WORK: "Arbeit, Job, Jobs, Arbeitssuche, Jobsuche, Ausbildung, Bewerbung, Bewerbungen, Bewerbungshilfe, "
    "Beruf, work, employment, job search, application, apprenticeship, عمل, وظيفة, شغل, تدريب مهني, робота, "
    "работа, کار, iş, meslek, travail, emploi",
    Offer.HOUSING: "Wohnung, Wohnungssuche, Wohnungen, Wohnen, Wohnraum, flat, apartment, housing, "
    "accommodation, سكن, شقة, بيت, житло, квартира, жилье, жильё, مسکن, خانه, ev, konut, logement, appartement",
    Offer.HEALTH: "Gesundheit, Arzt, Ärztin, Ärzte, Krankenkasse, Psychologe, Trauma, health, doctor, صحة, طبيب, "
    "دكتور, здоров'я, лікар, здоровье, врач, سلامت, دکتر, پزشک, sağlık, doktor, santé, médecin",
    Offer.CHILDREN: "Kinder, Kind, Kinderbetreuung, Spielgruppe, Krabbelgruppe, Kita, children, kids, child, "
    "childcare, أطفال, طفل, رعاية الأطفال, حضانة, діти, дитина, дети, ребенок, کودکان, کودک, çocuk, çocuklar, "
    "enfants, enfant",
    Offer.HOMEWORK: "Nachhilfe, Hausaufgaben, Hausaufgabenhilfe, Hausaufgabenbetreuung, Schule, homework, "
    "tutoring, school, واجبات, واجبات مدرسية, دروس تقوية, مدرسة, уроки, домашнє завдання, школа, "
    "домашнее задание, تکالیف, مدرسه, ödev, okul, devoirs, école",
    Offer.FOOD: "Frühstück, Mittagessen, Abendessen, gemeinsam essen, Essen und Trinken, Lebensmittel, "
    "Kaffee und Kuchen, food, breakfast, lunch, dinner, طعام, أكل, فطور, قهوة, їжа, еда, غذا, yemek, kahvaltı, "
    "nourriture, repas",
    Offer.COOKING: "Kochen, Backen, Kochgruppe, Kochkurs, cooking, baking, طبخ, طهي, кулінарія, готовити, "
    "готовить, آشپزی, cuisine",
    Offer.CRAFTS: "Handarbeit, Nähen, Nähkurs, Nähcafé, Nähwerkstatt, Basteln, Stricken, Häkeln, sewing, crafts, "
    "knitting, خياطة, أشغال يدوية, шиття, рукоділля, шитье, рукоделие, خیاطی, dikiş, couture, bricolage",
    Offer.GAMES: "Spiele, Spielen, Brettspiele, Spieleabend, Kicker, Billard, games, board games, ألعاب, ігри, "
    "игры, بازی, oyun, oyunlar, jeux",
    Offer.SPORT: "Sport, Fußball, Bolzplatz, Turnen, Schwimmen, sports, football, soccer, رياضة, كرة القدم, "
    "спорт, футбол, ورزش, فوتبال, spor, futbol",
    Offer.MUSIC: "Musik, Musizieren, Singen, Chor, Kultur, Kunst, Theater, music, singing, culture, موسيقى, "
    "غناء, ثقافة, музика, культура, музыка, موسیقی, müzik, musique",
    Offer.INTERNET: "Internet, WLAN, Computer, Laptop, Wifi, انترنت, إنترنت, حاسوب, كمبيوتر, واي فاي, інтернет, "
    "компʼютер, интернет, компьютер, اینترنت, bilgisayar, ordinateur",
    Offer.CLOTHES: "Kleidung, Kleiderkammer, Kleidertausch, Möbel, Möbelbörse, clothes, clothing, furniture, "
    "ملابس, أثاث, одяг, меблі, одежда, мебель, لباس, giysi, kıyafet, mobilya, vêtements, meubles",
    Offer.REPAIR: "Werkstatt, Fahrradwerkstatt, Reparatur, Repair Café, Fahrrad, workshop, bike repair, repair, "
    "bicycle, تصليح, دراجة, ремонт, майстерня, велосипед, мастерская, تعمیر, tamir, bisiklet, réparation, vélo",
    Offer.MENTORING: "Patenschaft, Patenschaften, Paten, Pate, Sprachpaten, Mentoring, Mentor, Begleitung, "
    "buddy, sponsor, إرشاد, مرافقة, наставник, mentorluk, parrainage",
    Offer.INTERPRETING: "Übersetzen, Übersetzung, Übersetzer, Dolmetscher, Dolmetschen, Sprachmittler, "
    "translation, interpreter, translator, translate, ترجمة, مترجم, переклад, перекладач, перевод, переводчик, "
    "مترجم, ترجمه, tercüman, çeviri, traduction, interprète",
}  # fmt: skip

_AUDIENCES: dict[Audience, str] = {
    Audience.WOMEN: "Frauen, Frau, Frauencafé, Frauentreff, Frauenfrühstück, Frauengruppe, nur für Frauen, "
    "Mütter, women, woman, ladies, women only, mothers, نساء, النساء, للنساء, امرأة, سيدات, жінки, жінок, "
    "женщины, женщин, زنان, بانوان, kadın, kadınlar, femmes",
    Audience.MEN: "Männer, Männertreff, nur für Männer, men, رجال, للرجال, чоловіки, мужчины, مردان, erkekler, "
    "hommes",
    Audience.FAMILIES: "Familien, Familie, Eltern, Familiencafé, Elterncafé, families, family, parents, عائلات, "
    "عائلة, أسر, родини, сім'ї, семьи, семья, خانواده, aile, familles, famille",
    Audience.CHILDREN: "Kinder, Kind, Kindergruppe, children, kids, أطفال, діти, дети, کودکان, çocuklar, "
    "enfants",
    Audience.YOUTH: "Jugendliche, Jugend, Jugendtreff, Jugendcafé, youth, teenagers, young people, شباب, молодь, "
    "молодежь, молодёжь, جوانان, gençler, jeunes",
    Audience.SENIORS: "Ältere, ältere Menschen, Senioren, Seniorinnen, seniors, elderly, كبار السن, літні люди, "
    "пожилые, سالمندان, yaşlılar, personnes âgées",
    Audience.UKRAINE: "Ukraine, Ukrainer, Ukrainerinnen, ukrainians, أوكرانيا, Україна, українці, украинцы, "
    "اوکراین, Ukrayna",
}  # fmt: skip

_LANGUAGES: dict[str, str] = {
    "en": "Englisch, english, إنجليزي, الإنجليزية, англійська, английский, انگلیسی, ingilizce, anglais",
    "ar": "Arabisch, arabic, عربي, العربية, арабська, арабский, عربی, arapça, arabe",
    "uk": "Ukrainisch, ukrainian, أوكراني, الأوكرانية, українська, украинский, اوکراینی, ukraynaca, ukrainien",
    "ru": "Russisch, russian, روسي, الروسية, російська, русский, روسی, rusça, russe",
    "fa": "Persisch, Farsi, persian, فارسي, الفارسية, перська, фарси, فارسی, farsça, persan",
    "prs": "Dari, دري, دری, дари",
    "ps": "Paschtu, Paschto, pashto, بشتو, پشتو, пушту",
    "tr": "Türkisch, turkish, تركي, التركية, турецька, турецкий, ترکی, türkçe, turc",
    "ku": "Kurdisch, Kurmandschi, Kurmanci, kurdish, كردي, الكردية, کردی, kürtçe, kurmancî, kurde, курдська, курдский",
    "ckb": "Sorani, سوراني, سۆرانی",
    "ti": "Tigrinya, Tigrinisch, ትግርኛ, تغرينية",
    "so": "Somali, Somalisch, صومالي, soomaali",
    "am": "Amharisch, amharic, አማርኛ, أمهرية",
    "fr": "Französisch, french, فرنسي, الفرنسية, французька, французский, فرانسوی, fransızca, français",
    "es": "Spanisch, spanish, إسباني, español, іспанська, испанский, espagnol",
    "sq": "Albanisch, albanian, ألباني, shqip",
    "ro": "Rumänisch, romanian, روماني, română, румунська, румынский",
    "bg": "Bulgarisch, bulgarian, بلغاري, български",
    "pl": "Polnisch, polish, بولندي, polski, польська, польский",
    "sr": "Serbisch, serbian, صربي, srpski, српски",
    "ur": "Urdu, أردو, اردو",
    "rom": "Romanes, Romani",
    "gsg": "Gebärdensprache, Deutsche Gebärdensprache, DGS, sign language, لغة الإشارة",
}

_STEP_FREE = (
    "stufenfrei, barrierefrei, rollstuhlgerecht, Rollstuhl, step-free, step free, wheelchair, accessible, "
    "barrier-free, كرسي متحرك, безбар'єрний, безбарьерный, ویلچر, tekerlekli sandalye, fauteuil roulant"
)

_WEEKDAYS: dict[Weekday, str] = {
    Weekday.MO: "Montag, Montags, monday, الاثنين, الإثنين, понеділок, понедельник, دوشنبه, pazartesi, lundi",
    Weekday.TU: "Dienstag, Dienstags, tuesday, الثلاثاء, вівторок, вторник, سه شنبه, salı, mardi",
    Weekday.WE: "Mittwoch, Mittwochs, wednesday, الأربعاء, середа, среда, چهارشنبه, çarşamba, mercredi",
    Weekday.TH: "Donnerstag, Donnerstags, thursday, الخميس, четвер, четверг, پنجشنبه, perşembe, jeudi",
    Weekday.FR: "Freitag, Freitags, friday, الجمعة, п'ятниця, пятница, جمعه, cuma, vendredi",
    Weekday.SA: "Samstag, Samstags, Sonnabend, saturday, السبت, субота, суббота, شنبه, cumartesi, samedi",
    Weekday.SU: "Sonntag, Sonntags, sunday, الأحد, неділя, воскресенье, یکشنبه, pazar, dimanche",
}


def _rows() -> Iterator[tuple[Topic, str]]:
    for kind, table in (
        (TopicKind.OFFER, _OFFERS),
        (TopicKind.AUDIENCE, _AUDIENCES),
        (TopicKind.LANGUAGE, _LANGUAGES),
        (TopicKind.WEEKDAY, _WEEKDAYS),
        (TopicKind.STEP_FREE, {"yes": _STEP_FREE}),
    ):
        for value, words in table.items():
            yield Topic(kind, str(value)), words


def _folded(rows: Iterable[tuple[Topic, str]]) -> dict[str, tuple[Topic, ...]]:
    """Keys of phrases with the topics they name; a few name two ("Kinder": an offer and an audience)."""
    found: dict[str, dict[Topic, None]] = {}
    for topic, words in rows:
        for word in words.split(","):
            found.setdefault(key(word), {})[topic] = None
    return {word: tuple(topics) for word, topics in found.items()}


_TOPICS = _folded(_rows())
_SORTED = sorted(_TOPICS)


def topics_named(folded: str) -> tuple[Topic, ...]:
    """The topics that a key (`folding.key` of a word or phrase) names; empty if none."""
    return _TOPICS.get(folded, ())


def topics_begun(folded: str) -> tuple[Topic, ...]:
    """The topics of words that begin so, for the last word of a query that is still being typed."""
    if len(folded) < SHORTEST_BEGINNING:
        return ()
    found: dict[Topic, None] = {}
    for at in range(bisect_left(_SORTED, folded), len(_SORTED)):
        if not _SORTED[at].startswith(folded):
            break
        found.update(dict.fromkeys(_TOPICS[_SORTED[at]]))
    return tuple(found)


def topic_words() -> tuple[str, ...]:
    """All folded words and phrases, sorted."""
    return tuple(_SORTED)
