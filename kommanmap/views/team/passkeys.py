"""Passkeys: what the page's script asks for and sends. JSON in and out; the form token comes as a header."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, jsonify, make_response, request
from flask.typing import ResponseReturnValue

from kommanmap.domain.problems import InvalidDraft, Problem
from kommanmap.forms.accounts import KEY_NAME_LIMIT, typed_name
from kommanmap.models import Passkey
from kommanmap.permissions import Permission
from kommanmap.problem_texts import refusal_text
from kommanmap.services import accounts, passkeys, sign_in, throttle
from kommanmap.services.passkeys import PasskeyRefused, RelyingParty
from kommanmap.services.security_events import EventKind, note
from kommanmap.views.access import permitted
from kommanmap.views.current import config, now
from kommanmap.views.links import site_origin
from kommanmap.views.team import identity
from kommanmap.views.team.entry import half_signed_in, login, minutes, target
from kommanmap.views.team.factors import entitled, factor_added
from kommanmap.views.team.transaction import writing

keys = Blueprint("passkeys", __name__, url_prefix="/team/passkeys")


def this_site() -> RelyingParty:
    """The site as a browser sees it: as configured, else as asked (only trusted hosts get this far)."""
    origin = site_origin()
    return RelyingParty(urlsplit(origin).hostname or "", config().site_name, origin)


@keys.post("/anmelden/optionen")
@half_signed_in
def sign_in_options() -> ResponseReturnValue:
    """A challenge for the passkeys of whoever signs in or proves anew who they are."""
    with writing() as session:
        options = passkeys.asking_options(session, login=login(), site=this_site())
    return _json(options)


@keys.post("/anmelden")
@half_signed_in
def sign_in_with_key() -> ResponseReturnValue:
    """The second factor by passkey."""
    refused = _checked()
    if refused is not None:
        return refused
    with writing() as session:
        token = sign_in.complete(session, login=login(), now=now())
    return identity.keep(jsonify(to=target()), token)


@keys.post("/bestaetigen")
@permitted(Permission.SEE_OWN_ACCOUNT)
def prove_with_key() -> ResponseReturnValue:
    """Before a sensitive change: show anew who one is."""
    refused = _checked()
    if refused is not None:
        return refused
    with writing() as session:
        accounts.proved(session, login=login(), now=now())
    return jsonify(to=target())


@keys.post("/neu/optionen")
@half_signed_in
@entitled
def make_options() -> ResponseReturnValue:
    """A challenge to make a passkey with."""
    try:
        with writing() as session:
            options = passkeys.making_options(session, login=login(), site=this_site())
    except InvalidDraft as error:
        return _refusal(error, 422)
    return _json(options)


@keys.post("/neu")
@half_signed_in
@entitled
def make() -> ResponseReturnValue:
    """Keep the passkey that the browser made; the answer leads on."""
    sent = _sent()
    name, problems = typed_name({"name": str(sent.get("name", ""))}, KEY_NAME_LIMIT)
    if problems:
        return _refusal(InvalidDraft(problems), 422)
    refused = None
    with writing() as session:
        try:
            passkeys.keep(session, login=login(), site=this_site(), answer=_credential(sent), name=name, now=now())
        except PasskeyRefused as error:
            refused = error
    if refused is not None:
        return _refusal(refused, 422)
    return _moved(factor_added(show_codes=False))


def _moved(answer: Response) -> Response:
    """A redirect as JSON, with the cookie that it carries."""
    told = jsonify(to=answer.headers["Location"])
    for cookie in answer.headers.getlist("Set-Cookie"):
        told.headers.add("Set-Cookie", cookie)
    return told


def _checked() -> ResponseReturnValue | None:
    """None where the passkey is right; else the answer."""
    limits = throttle.factor_limits(login().user_id)
    try:
        with writing() as session:
            throttle.claim(session, limits=limits, now=now())
    except throttle.TooManyTries as error:
        problem = Problem("", "too_many_tries", {"minutes": minutes(error.seconds)})
        answer = make_response(_refusal(InvalidDraft([problem]), 429))
        answer.headers["Retry-After"] = str(error.seconds)
        return answer
    found: Passkey | None = None
    with writing() as session:  # the challenge is used up whatever comes of it
        try:
            found = passkeys.check(session, login=login(), site=this_site(), answer=_credential(_sent()), now=now())
            throttle.forgive(session, limits=limits)
        except PasskeyRefused:
            note(session, kind=EventKind.SECOND_FACTOR_FAILED, now=now(), user_id=login().user_id)
    return None if found is not None else _refusal(PasskeyRefused(), 422)


def _sent() -> Mapping[str, Any]:
    sent = request.get_json(silent=True)
    return sent if isinstance(sent, dict) else {}


def _credential(sent: Mapping[str, Any]) -> str:
    return current_app.json.dumps(sent.get("credential") or {})


def _json(text: str) -> Response:
    return Response(text, mimetype="application/json")


def _refusal(error: InvalidDraft, status: int) -> ResponseReturnValue:
    return jsonify(problem=refusal_text(error)), status
