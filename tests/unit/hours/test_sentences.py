"""Sessions in words: every day and time that a session states stands there, and what is not known is said."""

import re
from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kommanmap.domain.hours.calendar import nrw_calendar
from kommanmap.domain.hours.session import (
    DateException,
    ExceptionKind,
    Frequency,
    HolidayRule,
    PartOfDay,
    Session,
    YearlySeason,
)
from kommanmap.domain.languages import LANGUAGES, Language
from kommanmap.domain.vocabulary import Audience, Registration
from kommanmap.i18n import speaking
from kommanmap.presenters.clock_texts import weekday_text
from kommanmap.presenters.holiday_names import HOLIDAY_NAMES
from kommanmap.presenters.hours_sentences import changes, sentence, usual_sentence

FRIDAYS = (4,)
GOLDEN = [
    (
        Session(
            freq=Frequency.MONTHLY, weekdays=FRIDAYS, nth=(2, 4), start=time(17), end=time(19),
            audiences=(Audience.WOMEN,), school_holidays=HolidayRule.CLOSED,
        ),
        "Jeden 2. und 4. Freitag im Monat, 17–19 Uhr, nur für Frauen; nicht in den Schulferien",
    ),
    (Session(weekdays=(0, 1, 2), start=time(14), end=time(16, 30)), "Jede Woche Montag bis Mittwoch, 14–16:30 Uhr"),
    (Session(weekdays=(0, 1, 3), start=time(9, 5), end=time(12)), "Jeden Montag, Dienstag und Donnerstag, 9:05–12 Uhr"),
    (Session(weekdays=tuple(range(7)), start=time(0), end=time(0)), "Jeden Tag, rund um die Uhr"),
    (Session(weekdays=(5,), start=time(22), end=time(2)), "Jeden Samstag, 22–2 Uhr (am nächsten Tag)"),
    (Session(weekdays=(5,), start=time(18), end=time(0)), "Jeden Samstag, 18–24 Uhr"),
    (Session(weekdays=(3,), start=time(16)), "Jeden Donnerstag, ab 16 Uhr, Ende nicht bekannt"),
    (Session(weekdays=(3,), end=time(18)), "Jeden Donnerstag, bis 18 Uhr, Beginn bitte erfragen"),
    (Session(weekdays=(3,), part=PartOfDay.AFTERNOON), "Jeden Donnerstag, nachmittags, Uhrzeit bitte erfragen"),
    (
        Session(freq=Frequency.MONTHLY, weekdays=(6,), nth=(3,)),
        "Jeden 3. Sonntag im Monat, Uhrzeit bitte erfragen",
    ),
    (
        Session(freq=Frequency.MONTHLY, weekdays=(3,), nth=(-1,), start=time(15), end=time(17)),
        "Jeden letzten Donnerstag im Monat, 15–17 Uhr",
    ),
    (
        Session(freq=Frequency.MONTHLY, weekdays=(1, 3), nth=(1,), start=time(15), end=time(17)),
        "Jeden 1. Dienstag und Donnerstag im Monat, 15–17 Uhr",
    ),
    (
        Session(weekdays=(2,), interval=2, start=time(10), end=time(12)),
        "Alle 2 Wochen am Mittwoch, in welchen Wochen: bitte erfragen, 10–12 Uhr",
    ),
    (
        Session(weekdays=(2,), interval=2, anchor=date(2027, 1, 6), start=time(10), end=time(12)),
        "Alle 2 Wochen am Mittwoch, zum Beispiel in der Woche ab 4. Januar 2027, 10–12 Uhr",
    ),
    (
        Session(weekdays=(2,), interval=3, anchor=date(2027, 1, 6), start=time(10), end=time(12)),
        "Alle 3 Wochen: Mittwoch, zum Beispiel in der Woche ab 4. Januar 2027, 10–12 Uhr",
    ),
    (
        Session(freq=Frequency.DATES, dates=(date(2026, 12, 3), date(2027, 1, 7)), start=time(15), end=time(17)),
        "Am 3. Dezember 2026 und 7. Januar 2027, 15–17 Uhr",
    ),
    (
        Session(
            weekdays=(4,), start=time(15), end=time(17), first=date(2027, 4, 1), last=date(2027, 6, 30),
            languages=("ar", "uk"), registration=Registration.NEEDED, public_holidays=HolidayRule.OPEN,
        ),
        "Jeden Freitag, 15–17 Uhr, vom 1. April 2027 bis 30. Juni 2027, Sprachen: Arabisch und Ukrainisch, "
        "nur mit Anmeldung; auch an Feiertagen",
    ),
    (
        Session(
            weekdays=(4,), start=time(15), end=time(17), season=YearlySeason((10, 1), (2, 29)), languages=("ar",),
            school_holidays=HolidayRule.ONLY, public_holidays=HolidayRule.ONLY, registration=Registration.NOT_NEEDED,
        ),
        "Jeden Freitag, 15–17 Uhr, jedes Jahr vom 1. Oktober bis 29. Februar, Sprache: Arabisch, ohne Anmeldung; "
        "nur in den Schulferien; nur an Feiertagen",
    ),
    (
        Session(
            weekdays=(4,), start=time(15), end=time(17),
            exceptions=(
                DateException(date(2027, 2, 12), ExceptionKind.CANCELLED, note="Karneval"),
                DateException(date(2027, 2, 13), ExceptionKind.EXTRA, time(18), time(20)),
                DateException(date(2027, 2, 20), ExceptionKind.EXTRA),
            ),
        ),
        "Jeden Freitag, 15–17 Uhr; fällt aus am 12. Februar 2027; zusätzlich am 13. Februar 2027, 18–20 Uhr; "
        "zusätzlich am 20. Februar 2027, 15–17 Uhr",
    ),
]  # fmt: skip

clock = st.builds(time, st.integers(0, 23), st.integers(0, 59))
days = st.dates(date(2026, 1, 1), date(2029, 12, 31))
sessions = st.builds(
    Session,
    freq=st.sampled_from(Frequency),
    weekdays=st.lists(st.integers(0, 6), max_size=7).map(tuple),
    nth=st.lists(st.sampled_from([1, 2, 3, 4, 5, -1, -2, -3, -4, -5]), max_size=3).map(tuple),
    interval=st.integers(1, 5),
    anchor=st.none() | days,
    dates=st.lists(days, max_size=4).map(tuple),
    start=st.none() | clock,
    end=st.none() | clock,
    part=st.none() | st.sampled_from(PartOfDay),
    first=st.none() | days,
    last=st.none() | days,
    public_holidays=st.sampled_from(HolidayRule),
    school_holidays=st.sampled_from(HolidayRule),
    exceptions=st.lists(st.builds(DateException, days, st.sampled_from(ExceptionKind), st.none() | clock)).map(tuple),
    audiences=st.lists(st.sampled_from(Audience)).map(tuple),
    languages=st.lists(st.sampled_from(["ar", "uk", "gsg"])).map(tuple),
    registration=st.sampled_from(Registration),
)


def spelled(moment: time, text: str) -> bool:
    """Whether a clock time stands in the text, with or without its full hour's zeros."""
    hours = {moment.hour, 24} if moment == time() else {moment.hour}
    minutes = f":{moment.minute:02}" if moment.minute else "(:00)?"
    return "rund um die Uhr" in text or any(re.search(rf"(?<![\d:]){hour}{minutes}(?![\d:])", text) for hour in hours)


def weekdays_in(text: str) -> set[int]:
    """The weekdays that a German sentence names, ranges written out."""
    names = [weekday_text(day) for day in range(7)]
    if "Jeden Tag" in text:
        return set(range(7))
    found = {number for number, name in enumerate(names) if name in text}
    for first, last in re.findall(rf"({'|'.join(names)}) bis ({'|'.join(names)})", text):
        found.update(range(names.index(first), names.index(last) + 1))
    return found


@pytest.mark.parametrize(("session", "german"), GOLDEN, ids=[german for _, german in GOLDEN])
def test_a_session_reads_as_people_write_it(session: Session, german: str) -> None:
    assert sentence(session) == german


@settings(max_examples=50, deadline=None)
@given(session=sessions)
def test_every_day_and_time_of_a_session_stands_in_its_sentence(session: Session) -> None:
    text = usual_sentence(session)
    if session.freq is not Frequency.DATES:
        assert weekdays_in(text) == set(session.weekdays)
    for day in session.dates if session.freq is Frequency.DATES else ():
        assert f"{day.day}. " in text
        assert str(day.year) in text
    for moment in (session.start, session.end):
        assert moment is None or spelled(moment, text), (moment, text)
    for item in changes(session):
        assert item.text in sentence(session)


@settings(max_examples=50, deadline=None)
@given(session=sessions)
def test_what_is_not_known_is_said(session: Session) -> None:
    text = usual_sentence(session)
    if session.start is None or session.needs_anchor:
        assert "bitte erfragen" in text
    if session.start is not None and session.end is None:
        assert "Ende nicht bekannt" in text
    if not (session.dates if session.freq is Frequency.DATES else session.weekdays):
        assert text.startswith("Tage bitte erfragen")


@settings(max_examples=50, deadline=None)
@given(session=sessions, language=st.sampled_from(LANGUAGES))
def test_there_is_a_sentence_in_every_language_with_latin_digits(session: Session, language: Language) -> None:
    with speaking(language):
        text = sentence(session)
        for moment in (session.start, session.end):
            assert moment is None or spelled(moment, text) or moment == time(), (moment, text)
    assert "%(" not in text
    assert not re.search("[٠-٩۰-۹]", text)


@pytest.mark.parametrize(
    ("session", "meant"),
    [
        (Session(weekdays=FRIDAYS, start=time(9), end=time(10)), "Jeden %(days)s"),
        (Session(weekdays=FRIDAYS, interval=2, start=time(9), end=time(10)), "Alle 2 Wochen am %(days)s"),
        (Session(weekdays=FRIDAYS, interval=3, start=time(9), end=time(10)), "Alle %(num)d Woche: %(days)s"),
        (
            Session(freq=Frequency.MONTHLY, weekdays=FRIDAYS, nth=(1,), start=time(9)),
            "Jeden %(which)s %(days)s im Monat",
        ),
        (Session(weekdays=FRIDAYS, languages=("ar",)), "Sprache: %(names)s"),
    ],
)
def test_number_and_order_are_the_translations_business(
    session: Session, meant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Languages with a dual need the number of days, not a German plural."""
    asked: list[str] = []

    def ngettext(singular: str, plural: str, num: int, **values: object) -> str:
        asked.append(singular)
        return (singular if num == 1 else plural) % {"num": num, **values}

    monkeypatch.setattr("kommanmap.presenters.hours_sentences.ngettext", ngettext)
    sentence.__globals__["_usual"].cache_clear()
    sentence.__globals__["_whole"].cache_clear()
    sentence(session)
    assert meant in asked


def test_the_memory_of_sentences_knows_languages_apart() -> None:
    session = Session(weekdays=FRIDAYS, start=time(9), end=time(10))
    texts = []
    for language in (*LANGUAGES, LANGUAGES[0]):
        with speaking(language):
            texts.append(sentence(session))
    assert texts[0] == texts[-1] == "Jeden Freitag, 9–10 Uhr"
    assert len(set(texts)) == len(LANGUAGES)


def test_every_holiday_of_the_calendar_has_a_name_for_readers() -> None:
    calendar = nrw_calendar()
    span = (
        date.fromordinal(number) for number in range(date(2024, 1, 1).toordinal(), calendar.last_school.toordinal())
    )
    names = {name for day in span for name in (calendar.public_holiday(day), calendar.school_holiday(day)) if name}
    assert names <= set(HOLIDAY_NAMES)
    assert "Herbstferien" in names
