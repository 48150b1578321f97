"""One form for a place: what was typed becomes an entry, and the entry the page again. Saves nothing itself."""

from dataclasses import dataclass, field
from enum import StrEnum

from flask import render_template, request
from flask.typing import ResponseReturnValue

from kommanmap.domain.drafts import PointDraft
from kommanmap.domain.hours.session import Frequency, HolidayRule, PartOfDay
from kommanmap.domain.languages import DEFAULT_LANGUAGE, LANGUAGE_BY_CODE, LANGUAGES, SPOKEN_LANGUAGES
from kommanmap.domain.problems import Problem
from kommanmap.domain.rules import SINGLE_LINE_LIMITS, TEXT_LIMITS
from kommanmap.domain.vocabulary import Accuracy, Audience, Cost, Knowledge, Offer, PinVisibility, Registration, Weekday
from kommanmap.extensions import db
from kommanmap.forms.field_labels import field_label
from kommanmap.forms.points import STATUSES, TypedPoint, typed_point, with_pin, with_times
from kommanmap.forms.sessions import row_count, row_name
from kommanmap.forms.venues import venue_count, venue_name
from kommanmap.forms.words import Words
from kommanmap.i18n import gettext
from kommanmap.labels import label, language_name
from kommanmap.models import MeetingPoint, Municipality
from kommanmap.presenters.session_words import choice_texts
from kommanmap.problem_texts import field_texts, problem_text
from kommanmap.queries.reach import towns_within
from kommanmap.services.duplicates import Likeness, likely_same
from kommanmap.services.edit_merge import with_stored
from kommanmap.services.place_entry import Entry, prepare
from kommanmap.services.point_times import berlin_day
from kommanmap.views.current import geocoder, index, now, staff
from kommanmap.views.map_start import map_start
from kommanmap.views.team.form_rescue import owner_word
from kommanmap.views.team.place_preview import draft_hours, preview
from kommanmap.views.team.work import Work


class Step(StrEnum):
    """What a button of the form asks for. Only `SAVE` saves."""

    SAVE = "speichern"
    READ = "zeiten-lesen"
    ROW = "zeile"
    LOCATE = "punkt-suchen"
    CHECK = "pruefen"
    ROWS = "zeilen-pruefen"
    PREVIEW = "vorschau"
    VENUE = "ort"


ASKS_SERVICES = frozenset({Step.SAVE, Step.LOCATE})
NOT_SAME = "not_same"
TAKE_STORED = "take_stored"
"""Names what is to stay as somebody else has saved it meanwhile."""


@dataclass(frozen=True, slots=True)
class PlaceForm:
    """Which form it is. point: None for a place that is new. before: what is stored (or what the form began with).

    work: the list that somebody is going through.
    """

    key: str
    action: str
    back: str
    title: str
    point: MeetingPoint | None = None
    before: PointDraft = field(default_factory=PointDraft)
    work: Work | None = None


@dataclass(frozen=True, slots=True)
class Filled:
    """A form after somebody has sent it."""

    words: Words
    typed: TypedPoint
    entry: Entry
    problems: tuple[Problem, ...]


def asked_step() -> Step:
    """Which button was pressed; a form sent by the Enter key saves."""
    return next((step for step in Step if step.value == request.form.get("step")), Step.SAVE)


def fill(form: PlaceForm, words: Words, step: Step) -> Filled:
    """Read the form, its times and its pin. To be called without an open transaction."""
    today = berlin_day(now())
    typed = typed_point(words, before=form.before, staff=staff(), today=today)
    draft = with_stored(typed.draft, form.before, words.many(TAKE_STORED))
    entry = prepare(
        draft,
        before=form.before if form.point else None,
        chain=geocoder(),
        today=today,
        read_times=typed.reads_times or step is Step.READ,
        outside=step in ASKS_SERVICES,
    )
    problems = (*typed.problems, *_not_in_reach(form, entry.draft), *entry.problems)
    if not any(each.field in ("lat", "lon") for each in problems):
        words = with_pin(words, entry.draft)
    if entry.reading is not None:
        words = with_times(words, entry.draft)
    return Filled(words, typed, entry, problems)


def same_places(form: PlaceForm, draft: PointDraft) -> tuple[Likeness, ...]:
    """Stored places that may be this one."""
    besides = form.point.id if form.point else None
    return likely_same(db.session(), draft=draft, scope=staff().scope, besides=besides)


def towns(form: PlaceForm) -> list[Municipality]:
    """Where the place may lie: what is in reach, and where it is now."""
    found = list(db.session().scalars(towns_within(staff().scope)))
    if form.point is not None and form.point.municipality not in found:
        found.append(form.point.municipality)
    return found


def _not_in_reach(form: PlaceForm, draft: PointDraft) -> tuple[Problem, ...]:
    if not draft.ags or draft.ags in {town.ags for town in towns(form)}:
        return ()
    return (Problem("ags", "town_out_of_reach"),)


def page(
    form: PlaceForm,
    words: Words,
    *,
    filled: Filled | None = None,
    step: Step | None = None,
    problems: tuple[Problem, ...] = (),
    same: tuple[Likeness, ...] = (),
    status: int = 200,
    **more: object,
) -> ResponseReturnValue:
    """The form, with everything that was typed and everything that was found out."""
    draft = filled.entry.draft if filled else form.before
    town = index().gazetteer.towns_by_ags.get(draft.ags)
    asked = LANGUAGE_BY_CODE.get(words.one("preview_language"), DEFAULT_LANGUAGE)
    html = render_template(
        "team/points/form.html",
        form=form,
        words=words,
        owner=owner_word(staff().user_id, form.key),
        problems=field_texts(problems),
        labels=_summary_labels(words),
        name_of=field_label,
        towns=towns(form),
        lists=_choices(form.before),
        limits=SINGLE_LINE_LIMITS | TEXT_LIMITS,
        other_languages=[each for each in LANGUAGES if each is not DEFAULT_LANGUAGE],
        german=DEFAULT_LANGUAGE,
        row_name=row_name,
        rows=range(row_count(words)),
        venues=range(venue_count(words)),
        venue_name=venue_name,
        draft=draft,
        accuracy=_accuracy(draft),
        place_said=_said(filled.entry.place_warnings if filled else ()),
        notes_said=_said(filled.entry.notes if filled else ()),
        times_said=_said((filled.entry.time_warnings or ()) if filled else ()),
        was_read=bool(filled and filled.entry.reading),
        hours=draft_hours(draft),
        same=same,
        map_start=map_start([("gemeinde", town.slug)] if town else []),
        preview=preview(draft, form.point, asked) if step is Step.PREVIEW else None,
        preview_language=asked,
        step=step.value if step else "",
        steps=Step,
        **more,
    )
    return html, status


def _said(found: tuple[Problem, ...]) -> list[str]:
    return [problem_text(problem) for problem in found]


def _accuracy(draft: PointDraft) -> str:
    if draft.position_accuracy is None:
        return gettext("Noch kein Punkt.")
    if draft.position_accuracy is Accuracy.MANUAL:
        return gettext("Der Punkt ist von Hand gesetzt.")
    return label(draft.position_accuracy)


def _summary_labels(words: Words) -> dict[str, str]:
    """Field of the form → its name in the summary of mistakes."""
    names = {
        name: field_label(name) for name in (*SINGLE_LINE_LIMITS, *TEXT_LIMITS, "times", "lat", "lon", "paused_until")
    }
    for number in range(row_count(words)):
        row = gettext("Zeile %(number)s", number=number + 1)
        names |= {name: row for name in words.fields if name.startswith(f"{row_name(number, '')}")}
        names[row_name(number, "row")] = row
    return names


def _choices(before: PointDraft) -> dict[str, list[tuple[str, str]]]:
    """The closed lists in the language of the page; a status that the form cannot choose stays where it is."""
    closed: dict[str, type[StrEnum] | tuple[StrEnum, ...]] = {
        "status": tuple(dict.fromkeys((*STATUSES, before.status))),
        "step_free": Knowledge, "accessible_toilet": Knowledge, "childcare": Knowledge,
        "cost": Cost, "registration": Registration, "offers": Offer, "audiences": Audience, "part": PartOfDay,
    }  # fmt: skip
    lists = {name: [(each.value, label(each)) for each in members] for name, members in closed.items()}
    lists["languages"] = sorted(((code, language_name(code)) for code in SPOKEN_LANGUAGES), key=lambda pair: pair[1])
    lists["days"] = [(str(number), label(day)) for number, day in enumerate(Weekday)]
    for name, kind in (("pin_visibility", PinVisibility), ("freq", Frequency), ("holidays", HolidayRule)):
        lists[name] = choice_texts(kind)
    return lists
