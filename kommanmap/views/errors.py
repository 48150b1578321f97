"""Every refusal becomes a page in the reader's language (or JSON where JSON was asked for). Never a traceback."""

import logging
from dataclasses import dataclass

from flask import Flask, Response, g, jsonify, make_response, render_template, request, url_for
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from werkzeug.exceptions import BadRequest, HTTPException, InternalServerError, NotFound, ServiceUnavailable

from kommanmap.domain.errors import KommAnMapError, Unavailable
from kommanmap.domain.errors import NotFound as NothingThere
from kommanmap.forms.features import BadParameters
from kommanmap.i18n import gettext
from kommanmap.problem_texts import problem_text
from kommanmap.views.language import asked_language

logger = logging.getLogger("kommanmap.errors")

JSON_BLUEPRINTS = frozenset({"downloads", "api", "features", "hsds", "catalogue"})
JSON_PATHS = "/api/"
"""What lies below is for programs, even where nothing is there."""

BARE_CODES = (400,)
"""A refused host name: no address of ours may be built from it, so the page stands without links."""


@dataclass(frozen=True, slots=True)
class Message:
    """Title and what to do."""

    title: str
    text: str


def message(code: int) -> Message:
    """What a reader is told for a status code."""
    known = {
        400: Message(gettext("Anfrage nicht verstanden"), gettext("Bitte prüfen Sie die Adresse.")),
        401: Message(gettext("Bitte anmelden"), gettext("Das ist nur für angemeldete Fachkräfte.")),
        403: Message(gettext("Kein Zugang"), gettext("Diese Seite ist nicht öffentlich.")),
        404: Message(
            gettext("Seite nicht gefunden"),
            gettext("Diese Seite gibt es nicht. Suchen Sie hier nach einem Treffpunkt."),
        ),
        405: Message(gettext("So geht es nicht"), gettext("Bitte rufen Sie die Seite neu auf.")),
        413: Message(gettext("Zu viel auf einmal"), gettext("Bitte senden Sie weniger.")),
        429: Message(
            gettext("Zu viele Anfragen"), gettext("Bitte warten Sie eine Minute und versuchen Sie es noch einmal.")
        ),
        503: Message(
            gettext("Im Moment nicht erreichbar"), gettext("Bitte versuchen Sie es in ein paar Minuten noch einmal.")
        ),
    }
    return known.get(code) or Message(
        gettext("Etwas ist schiefgegangen"),
        gettext("Der Fehler liegt bei uns. Bitte versuchen Sie es später noch einmal."),
    )


def init_app(app: Flask) -> None:
    """Turn exceptions into answers."""

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response:
        if error.response is not None:
            return app.make_response(error.response)  # a redirect of the router
        return answer_to(error.code or InternalServerError.code, error)

    @app.errorhandler(NothingThere)
    def not_found(error: KommAnMapError) -> Response:
        return answer_to(NotFound.code, error)

    @app.errorhandler(BadParameters)
    def bad_parameters(error: BadParameters) -> Response:
        return answer_to(BadRequest.code, error)

    @app.errorhandler(Unavailable)
    @app.errorhandler(OperationalError)
    def unavailable(error: Exception) -> Response:
        logger.error("unavailable %s: %s", g.get("request_id", ""), type(error).__name__)
        return answer_to(ServiceUnavailable.code, error)

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> Response:
        if app.testing and not isinstance(error, SQLAlchemyError):
            raise error
        logger.error("unexpected %s", g.get("request_id", ""), exc_info=error)
        return answer_to(InternalServerError.code, error)


def answer_to(code: int, error: Exception) -> Response:
    """The page (or JSON) of a refusal."""
    g.language = g.get("language") or asked_language()
    said = message(code)
    for_programs = request.blueprint in JSON_BLUEPRINTS or f"{request.path}/".startswith(JSON_PATHS)
    if for_programs or request.accept_mimetypes.best == "application/json":
        found = error.found if isinstance(error, BadParameters) else ()
        wrong = [{"parameter": problem.field, "detail": problem_text(problem)} for problem in found]
        answer = jsonify(
            {
                "type": "about:blank",
                "status": code,
                "title": said.title,
                "detail": " ".join(f"{each['parameter']}: {each['detail']}" for each in wrong) or said.text,
                "id": g.get("request_id"),
                **({"errors": wrong} if wrong else {}),
            }
        )
        answer.content_type = "application/problem+json"
        answer.status_code = code
    else:
        page = render_template(
            "errors/error.html",
            code=code,
            title=said.title,
            text=said.text,
            search_url="" if code in BARE_CODES else url_for("public.points"),
            request_id=g.get("request_id", ""),
        )
        answer = make_response(page, code)
    allowed = getattr(error, "valid_methods", None)
    if allowed:
        answer.headers["Allow"] = ", ".join(allowed)
    return answer
