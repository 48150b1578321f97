"""A text that was typed is never eaten: forms say whose they are, so it is kept even when the sign-in has ended.

The form carries a signed word (person, form). With it the server keeps the text for that person and asks them to sign
in again; the form then comes back filled. The word opens nothing: it can only keep a text for its owner.
"""

import re
import secrets
from urllib.parse import urlsplit

from flask import abort, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Forbidden

from kommanmap.forms.field_labels import field_label
from kommanmap.forms.words import Words, words_of_form
from kommanmap.services import drafts
from kommanmap.views.access import IDENTIFY, READING
from kommanmap.views.current import now
from kommanmap.views.errors import answer_to
from kommanmap.views.form_token import FIELD, HEADER, refuse_other_sites, session_token
from kommanmap.views.form_token import PURPOSE as FORM
from kommanmap.views.signing import is_signature, signature
from kommanmap.views.team.transaction import writing

KEY, OWNER, BACK, COMPARE = "draft_key", "draft_owner", "draft_back", "compare"
NO_CONTENT = frozenset({FIELD, OWNER, BACK, COMPARE, "step"})
FORBIDDEN, NOT_FOUND = 403, 404
PURPOSE = "draft-owner"
_KEY = re.compile(r"[a-z0-9-]{8,50}")


def new_key() -> str:
    """Of a place that does not exist yet."""
    return f"{drafts.NEW}{secrets.token_hex(8)}"


def is_key(text: str) -> bool:
    """Whether a form can be called so."""
    return _KEY.fullmatch(text) is not None


def owner_word(user_id: int, key: str) -> str:
    """For the hidden field `draft_owner`."""
    return f"{user_id}.{signature(PURPOSE, f'{user_id}/{key}')}"


def sent_words() -> Words:
    """What was typed into the form that was sent."""
    return words_of_form(request.form.lists(), besides=NO_CONTENT)


def keep(user_id: int, key: str, words: Words) -> None:
    """Keep it, in a transaction of its own."""
    with writing() as session:
        drafts.keep(session, user_id=user_id, key=key, words=words.plain(), now=now())


def rescue() -> ResponseReturnValue | None:
    """Before a form is refused because nobody, or somebody anew, is signed in: keep the text and say how to go on."""
    if request.method in READING:
        return None
    user_id, key = _owner(), request.form.get(KEY, "")
    if user_id is None:
        return None
    refuse_other_sites()
    given = request.headers.get(HEADER) or request.form.get(FIELD, "")
    signed_in = current_app.extensions[IDENTIFY]() is not None
    if signed_in and session_token() and is_signature(FORM, session_token(), given):
        return None
    keep(user_id, key, sent_words())
    if request.endpoint == "team_points.keep_draft":
        abort(401)
    back = _own_path(request.form.get(BACK, ""))
    return redirect(back if signed_in else url_for("auth.login", weiter=back), 303)


def rights_gone(error: Exception) -> ResponseReturnValue:
    """Instead of 403 or 404 while somebody saves what they could still open: their text is kept and shown."""
    status = FORBIDDEN if isinstance(error, Forbidden) else NOT_FOUND
    user_id, asking = _owner(), g.get("staff") or current_app.extensions[IDENTIFY]()
    if request.method in READING or asking is None or user_id is None or user_id != asking.user_id:
        return answer_to(status, error)
    words = sent_words()
    keep(user_id, request.form[KEY], words)
    g.staff = asking
    texts = [(field_label(name), text) for name in words.fields if (text := "\n".join(words.many(name)).strip())]
    return render_template("team/points/kept.html", texts=texts), status


def _owner() -> int | None:
    number, _, sign = request.form.get(OWNER, "").partition(".")
    key = request.form.get(KEY, "")
    if not (number.isascii() and number.isdigit() and len(number) < 10 and is_key(key)):
        return None
    return int(number) if is_signature(PURPOSE, f"{int(number)}/{key}", sign) else None


def _own_path(typed: str) -> str:
    """An address of the staff's pages, whatever was sent."""
    parts = urlsplit(typed)
    safe = not parts.scheme and not parts.netloc and re.fullmatch(r"/team/treffpunkte/[a-z0-9/?=-]*", typed)
    return f"{request.script_root}{typed}" if safe else url_for("team_points.new")
