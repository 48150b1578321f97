"""Setting up the second factor: an authenticator app and recovery codes. In the middle of the first sign-in, or later.

Who is signed in completely does this only shortly after having proved who they are; who is half signed in only while
the account has no second factor yet (else they have to show that one first).
"""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import ParamSpec

import segno
from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kommanmap.domain.problems import Problem
from kommanmap.extensions import db
from kommanmap.problem_texts import field_texts
from kommanmap.services import accounts, login_sessions, second_factor, sign_in, throttle
from kommanmap.views.current import config, now
from kommanmap.views.form_token import session_token
from kommanmap.views.signing import is_signature, signature
from kommanmap.views.team import account_letters as letters
from kommanmap.views.team import identity
from kommanmap.views.team.entry import alternates, half_signed_in, later, login, minutes, target
from kommanmap.views.team.transaction import writing

factors = Blueprint("second_factor", __name__, url_prefix="/team/zweite-sicherung")

P = ParamSpec("P")
_PURPOSE = "app-secret"
QR_MODULE = 4


def entitled(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Below `@half_signed_in`: only who may change the second factor at this moment."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if login().second_factor_utc is None:
            if second_factor.has_any(db.session(), login().user):
                return redirect(url_for("auth.code", weiter=target()), 303)
        elif not login_sessions.is_fresh(login(), now=now()):
            return redirect(url_for("account.prove", weiter=url_for("second_factor.choices")), 303)
        return view(*args, **kwargs)

    return guarded


@factors.get("")
@half_signed_in
@entitled
def choices() -> str:
    """An app or a passkey; the app's form is on the page."""
    return _page(second_factor.new_secret(), ())


@factors.post("/app")
@half_signed_in
@entitled
def set_up_app() -> ResponseReturnValue:
    """The app shows that it has the secret; then the recovery codes are shown, once."""
    secret = request.form.get("secret", "")
    if not is_signature(_PURPOSE, f"{session_token()}\n{secret}", request.form.get("secret_word", "")):
        return _page(second_factor.new_secret(), [Problem("", "form_too_old")]), 422
    limits = throttle.factor_limits(login().user_id)
    try:
        with writing() as session:
            throttle.claim(session, limits=limits, now=now())
    except throttle.TooManyTries as error:
        problem = Problem("", "too_many_tries", {"minutes": minutes(error.seconds)})
        return later(_page(secret, [problem]), error.seconds)
    with writing() as session:
        code = request.form.get("code", "")[:100]
        right = second_factor.set_up_app(session, user=login().user, secret=secret, code=code, now=now())
        if right:
            throttle.forgive(session, limits=limits)
    if not right:
        return _page(secret, [Problem("code", "wrong_code")]), 422
    return factor_added()


@factors.post("/ersatzcodes")
@half_signed_in
@entitled
def renew_codes() -> ResponseReturnValue:
    """New recovery codes; only for somebody who is signed in completely."""
    if login().second_factor_utc is None:
        return redirect(url_for("second_factor.choices", weiter=target()), 303)
    with writing() as session:
        codes = second_factor.new_recovery_codes(session, user=login().user)
        accounts.factor_changed(session, login=login(), now=now())
        letters.tell(session, to=login().user.email, what=letters.factor_changed())
    return _codes_page(codes)


def factor_added(*, show_codes: bool = True) -> Response:
    """After an app or a passkey came in: the sign-in is complete. Whoever has no recovery codes gets them on the page
    that follows; a script, which cannot show it, leads to the account's page, which offers them."""
    token = ""
    codes: tuple[str, ...] = ()
    with writing() as session:
        current = login()
        user = current.user
        accounts.factor_changed(session, login=current, now=now())
        letters.tell(session, to=user.email, what=letters.factor_changed())
        if show_codes and not second_factor.recovery_codes_left(session, user):
            codes = second_factor.new_recovery_codes(session, user=user)
        if current.second_factor_utc is None:
            token = sign_in.complete(session, login=current, now=now())
    done = url_for("account.overview", getan=1)
    answer = make_response(_codes_page(codes)) if codes else make_response(redirect(done, 303))
    return identity.keep(answer, token) if token else answer


def _codes_page(codes: Iterable[str]) -> str:
    return render_template("team/auth/recovery_codes.html", codes=tuple(codes), wanted=target())


def _page(secret: str, problems: Iterable[Problem]) -> str:
    user = login().user
    address = second_factor.app_address(secret=secret, email=user.email, site_name=config().site_name)
    return render_template(
        "team/auth/second_factor.html",
        secret=secret,
        secret_groups=[secret[at : at + 4] for at in range(0, len(secret), 4)],
        secret_word=signature(_PURPOSE, f"{session_token()}\n{secret}"),
        picture=segno.make_qr(address).svg_data_uri(scale=QR_MODULE, dark="#000", light="#fff"),
        address=address,
        is_first=login().second_factor_utc is None,
        replaces=bool(user.totp_secret),
        problems=field_texts(problems),
        wanted=target(),
        alternates=alternates(),
    )
