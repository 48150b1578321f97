"""The word that every form of a signed-in person carries, so that no other site can send one in their name.

It is made from the session's cookie and the secret key: nothing is stored, and it ends with the session. Browsers say
besides where a request comes from (`Sec-Fetch-Site`, `Origin`); another site is refused whatever token it has.
"""

from urllib.parse import urlsplit

from flask import abort, current_app, request

from kommanmap.views.signing import is_signature, signature

FIELD = "form_token"
HEADER = "X-Form-Token"
COOKIE_SECURE, COOKIE_LOCAL = "__Host-kommanmap", "kommanmap"
PURPOSE = "form"
_OURS = frozenset({"same-origin", "none"})


def cookie_name() -> str:
    """`__Host-…` where the site is reached by https; without, browsers would not keep a cookie of that name."""
    return COOKIE_SECURE if request.is_secure else COOKIE_LOCAL


def session_token() -> str:
    """The session's token from the cookie; "" where there is none."""
    return request.cookies.get(cookie_name(), "")


def form_token() -> str:
    """The token for the forms of this session. In templates: `{{ form_token() }}` (component `team_form`)."""
    return signature(PURPOSE, session_token())


def refuse_forged() -> None:
    """Refuse what another site sent (403) and what carries no token of this session (400)."""
    refuse_other_sites()
    given = request.headers.get(HEADER) or request.form.get(FIELD, "")
    if not session_token() or not is_signature(PURPOSE, session_token(), given):
        abort(400)


def refuse_other_sites() -> None:
    """403 where the browser says that another site sent this."""
    fetch_site = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin", "")
    if fetch_site not in _OURS or (origin not in ("", "null") and urlsplit(origin).netloc != request.host):
        current_app.logger.warning("a form from another site was refused")
        abort(403)
