"""The rules of a meeting point, shared by form, import and demo data. Knows no table and no sentence, only codes.

`checked` first puts a draft in order (spaces, digits of other scripts, direction marks) and then says what is wrong
with it. What the person meant is never changed: words stay as they were typed.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from kommanmap.domain.drafts import PointDraft
from kommanmap.domain.hours.checks import session_problems
from kommanmap.domain.hours.session import ReadingStatus, Session
from kommanmap.domain.languages import LANGUAGE_BY_CODE, SPOKEN_LANGUAGES
from kommanmap.domain.problems import Problem
from kommanmap.domain.values import NRW_BOUNDS, Coordinates
from kommanmap.domain.vocabulary import Status

SINGLE_LINE_LIMITS: dict[str, int] = {
    "name": 300,
    "street": 200,
    "house_number": 40,
    "postcode": 5,
    "district": 120,
    "building": 300,
    "position_source": 200,
    "carrier": 400,
    "phone": 120,
    "email": 200,
    "website": 1000,
    "source_url": 2000,
    "source_date": 60,
    "ags": 8,
}
"""Longest text per field in characters; where the column has a length it is the same (a test compares them)."""

TEXT_LIMITS: dict[str, int] = {
    "status_reason": 1000,
    "way_in": 1000,
    "offers_as_typed": 3000,
    "languages_as_typed": 1000,
    "access_as_typed": 3000,
}
"""Fields that may hold line breaks."""

TIMES_LIMIT = 30_000
"""Of one fragment, which may be a whole cell of a spreadsheet: words about times are kept however long they are."""
MOST_TIMES = 60
MOST_SESSIONS = 60
SESSION_NOTE_LIMIT = 1000
ASKED_OF_PEOPLE = frozenset({"session_anchor_missing"})
"""What keeps nobody from saving a session: until a person answers, its weeks are unknown."""
DESCRIPTION_LIMIT = 10_000

_DIRECTION_MARKS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Embeddings, overrides and isolates: they can turn the text around them, or hide what a line really says."""

_LINE_BREAKS = re.compile(r"\s*[\t\n\r\v\f\x85\u2028\u2029]\s*")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_EMAIL = re.compile(r"[^\s@,;<>()\[\]\"\\:]+@(?:[^\s@.,;<>()\[\]\"\\:/]+\.)+[^\s@.,;<>()\[\]\"\\:/\d]{2,}")
_LINK_LIKE = re.compile(r"[a-z][a-z0-9+.-]*://|javascript:|data:|vbscript:", re.IGNORECASE)
_MOBILE = re.compile(r"(?:\+49|0049|0)1[567]\d")
_PRIVATE_MAIL = re.compile(r"@(?:gmail|googlemail|gmx|web|t-online|hotmail|outlook|yahoo|icloud|freenet|aol)\.", re.I)
FEWEST_PHONE_DIGITS = 3


@dataclass(frozen=True, slots=True)
class CheckedDraft:
    """A draft in order, what is wrong with it (empty: it may be saved) and what its author should know."""

    draft: PointDraft
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]


def checked(draft: PointDraft) -> CheckedDraft:
    """Put the draft in order and check it. Whether the municipality exists is asked of the database, not here."""
    tidy, notes = _in_order(draft)
    return CheckedDraft(tidy, tuple(_problems(tidy)), (*notes, *_notes(tidy)))


def session_refusals(session: Session) -> tuple[Problem, ...]:
    """What keeps a session from being saved; a question to a person does not."""
    found = [replace(each, field="sessions") for each in session_problems(session) if each.code not in ASKED_OF_PEOPLE]
    for words in (session.note, *(item.note for item in session.exceptions)):
        found += _text_problems("sessions", words, SESSION_NOTE_LIMIT)
    for code in session.languages:
        if code not in SPOKEN_LANGUAGES:
            found.append(Problem("sessions", "unknown_language", {"language": code}))
    return tuple(found)


def latin_digits(text: str) -> str:
    """Decimal digits of any script as 0-9: `"٥٧٠٧٢"` → `"57072"`."""
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)


def single_line(text: str) -> str:
    """One line without outer spaces and without marks that change the direction of text."""
    return _DIRECTION_MARKS.sub("", _LINE_BREAKS.sub(" ", text)).strip()


def text_lines(text: str) -> str:
    """Line breaks as \\n, tabs as spaces, no outer spaces; the words untouched."""
    unified = re.sub(r"\r\n?|[\x85\u2028\u2029]", "\n", text)
    return re.sub(r"[\t\v\f]", " ", unified).strip()


def _in_order(draft: PointDraft) -> tuple[PointDraft, list[Problem]]:
    notes = []
    tidy: dict[str, object] = {}
    for name in SINGLE_LINE_LIMITS:
        typed = getattr(draft, name)
        tidy[name] = single_line(typed)
        if _DIRECTION_MARKS.search(typed):
            notes.append(Problem(name, "direction_marks_removed"))
    for name in TEXT_LIMITS:
        tidy[name] = text_lines(getattr(draft, name))
    tidy["postcode"] = latin_digits(str(tidy["postcode"]))
    tidy["ags"] = latin_digits(str(tidy["ags"]))
    tidy["times"] = tuple(words for words in map(single_line, draft.times) if words)
    if any(_DIRECTION_MARKS.search(words) for words in draft.times):
        notes.append(Problem("times", "direction_marks_removed"))
    tidy["sessions"] = tuple(map(_session_in_order, draft.sessions))
    if not draft.sessions and (not tidy["times"] or draft.times_status is not ReadingStatus.UNREAD):
        tidy["times_status"] = ReadingStatus.NONE
    tidy["texts"] = tuple((code, text_lines(text)) for code, text in draft.texts if text.strip())
    website, added = _with_scheme(str(tidy["website"]))
    tidy["website"] = website
    if added:
        notes.append(Problem("website", "scheme_added"))
    return replace(draft, **tidy), notes  # type: ignore[arg-type]  # names and types are those of the draft


def _session_in_order(session: Session) -> Session:
    exceptions = tuple(replace(item, note=single_line(item.note)) for item in session.exceptions)
    return replace(session, note=single_line(session.note), exceptions=exceptions)


def _with_scheme(typed: str) -> tuple[str, bool]:
    """`www.…` gets the scheme that every browser would put before it."""
    parts = re.split(r"([\s;]+)", typed)
    full = [f"https://{part}" if part.lower().startswith("www.") else part for part in parts]
    return "".join(full), full != parts


def _problems(draft: PointDraft) -> Iterator[Problem]:
    if not draft.name:
        yield Problem("name", "missing")
    elif not any(sign.isalnum() for sign in draft.name):
        yield Problem("name", "no_letters")
    for name, limit in (SINGLE_LINE_LIMITS | TEXT_LIMITS).items():
        if name not in ("postcode", "ags"):
            yield from _text_problems(name, getattr(draft, name), limit)
    if len(draft.times) > MOST_TIMES:
        yield Problem("times", "too_many", {"limit": MOST_TIMES})
    for words in draft.times:
        yield from _text_problems("times", words, TIMES_LIMIT)
    if len(draft.sessions) > MOST_SESSIONS:
        yield Problem("sessions", "too_many", {"limit": MOST_SESSIONS})
    for session in draft.sessions:
        yield from session_refusals(session)
    yield from _list_problems(draft)
    if not re.fullmatch(r"[0-9]{8}", draft.ags):
        yield Problem("ags", "not_a_key" if draft.ags else "missing")
    if draft.postcode and not re.fullmatch(r"[0-9]{5}", draft.postcode):
        yield Problem("postcode", "not_five_digits")
    yield from _position_problems(draft)
    yield from _contact_problems(draft)


def _text_problems(name: str, text: str, limit: int) -> Iterator[Problem]:
    if len(text) > limit:
        yield Problem(name, "too_long", {"limit": limit, "length": len(text)})
    if _FORBIDDEN.search(text):
        yield Problem(name, "control_characters")


def _list_problems(draft: PointDraft) -> Iterator[Problem]:
    codes = [code for code, _text in draft.texts]
    for code, text in draft.texts:
        if code not in LANGUAGE_BY_CODE or codes.count(code) > 1:
            yield Problem("texts", "unknown_language", {"language": code})
        yield from _text_problems("texts", text, DESCRIPTION_LIMIT)
    for code in draft.languages:
        if code not in SPOKEN_LANGUAGES:
            yield Problem("languages", "unknown_language", {"language": code})


def _position_problems(draft: PointDraft) -> Iterator[Problem]:
    if draft.lat is None and draft.lon is None:
        if draft.position_accuracy is not None:
            yield Problem("position_accuracy", "accuracy_without_position")
        return
    if draft.lat is None or draft.lon is None:
        yield Problem("lat", "half_a_position")
        return
    if draft.position_accuracy is None:
        yield Problem("position_accuracy", "missing")
    if not _inside_nrw(draft.lat, draft.lon):
        yield Problem("lat", "lat_lon_swapped" if _inside_nrw(draft.lon, draft.lat) else "outside_nrw")


def _inside_nrw(lat: float, lon: float) -> bool:
    try:
        return NRW_BOUNDS.contains(Coordinates(lat, lon))
    except ValueError:
        return False


def _contact_problems(draft: PointDraft) -> Iterator[Problem]:
    if draft.email and not _EMAIL.fullmatch(draft.email):
        yield Problem("email", "not_an_address")
    if draft.phone and sum(sign.isdecimal() for sign in draft.phone) < FEWEST_PHONE_DIGITS:
        yield Problem("phone", "no_number")
    for address in re.split(r"[\s;]+", draft.website):
        code = web_address_problem(address) if address else None
        if code:
            yield Problem("website", code)
    for word in re.split(r"[\s;]+", draft.source_url):  # a source may be told in words: "Telefon: https://…"
        code = web_address_problem(word) if _LINK_LIKE.match(word) else None
        if code:
            yield Problem("source_url", code)


def is_mail_address(text: str) -> bool:
    """Whether it has the form of one address: no name beside it, no second one, no line break."""
    return _EMAIL.fullmatch(text) is not None


def web_address_problem(address: str) -> str | None:
    """The code of what is wrong with a web address, None if nothing is: http or https, a host, no credentials."""
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return "not_a_web_address"
    if parts.scheme.lower() not in ("http", "https"):
        return "not_http" if parts.scheme else "not_a_web_address"
    if parts.username is not None or parts.password is not None or "@" in parts.netloc:
        return "credentials_in_address"
    if "." not in host.strip(".") or re.search(r"[\s<>\"'`\\^{}|]", address):
        return "not_a_web_address"
    return None


def _notes(draft: PointDraft) -> Iterator[Problem]:
    if _MOBILE.search(re.sub(r"[^\d+]", "", draft.phone)):
        yield Problem("phone", "mobile_number")
    if _PRIVATE_MAIL.search(draft.email):
        yield Problem("email", "private_mailbox")
    if draft.paused_until is not None and draft.status is not Status.PAUSED:
        yield Problem("paused_until", "not_paused")
