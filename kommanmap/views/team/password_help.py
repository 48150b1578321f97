"""Before signing in: a lost password. The answer is the same whoever asks for whatever address."""

from collections.abc import Iterable, Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kommanmap.domain.problems import Problem
from kommanmap.forms.accounts import email_problems, typed_email
from kommanmap.problem_texts import field_texts
from kommanmap.services import password_help, throttle
from kommanmap.views.access import public as anybody
from kommanmap.views.access import public_form
from kommanmap.views.current import now
from kommanmap.views.open_form import is_timely, open_token, sender
from kommanmap.views.team.account_letters import with_link
from kommanmap.views.team.entry import alternates, later, minutes, name_key
from kommanmap.views.team.transaction import writing

lost = Blueprint("password_help", __name__, url_prefix="/team/passwort-vergessen")

FORM = "password-help"


@lost.get("", endpoint="ask")
@anybody
def page() -> str:
    """One field: the mail address. Afterwards the same page says what happens now."""
    return _page({}, ())


@lost.post("", endpoint="send")
@public_form
def send() -> ResponseReturnValue:
    """Write to the owner of the account, if there is one."""
    email = typed_email(request.form)
    problems = email_problems(email) if is_timely(FORM) else (Problem("", "form_too_old"),)
    if problems:
        return _page({"email": email}, problems), 422
    limits = throttle.help_limits(name=name_key(email), sender=sender())
    try:
        with writing() as session:
            throttle.claim(session, limits=limits, now=now())
    except throttle.TooManyTries as error:
        problem = Problem("", "too_many_tries", {"minutes": minutes(error.seconds)})
        return later(_page({"email": email}, [problem]), error.seconds)
    with writing() as session:
        password_help.ask(session, email=email, compose=with_link, now=now())
    return redirect(url_for("password_help.ask", unterwegs=1), 303)


def _page(values: Mapping[str, str], problems: Iterable[Problem]) -> str:
    return render_template(
        "team/auth/password_help.html",
        values=values,
        problems=field_texts(problems),
        token=open_token(FORM),
        is_sent="unterwegs" in request.args,
        alternates=alternates(),
    )
