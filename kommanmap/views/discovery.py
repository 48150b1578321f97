"""How the site is found and reached: search from the browser's address field, whom to tell of a security hole."""

from datetime import UTC, datetime, time, timedelta

from flask import Blueprint, Response, render_template, url_for

from kommanmap.domain.languages import LANGUAGES
from kommanmap.i18n import gettext
from kommanmap.views.access import public
from kommanmap.views.current import config, minute
from kommanmap.views.delivery import cached_page
from kommanmap.views.language import speaks_languages
from kommanmap.views.links import absolute

discovery = Blueprint("discovery", __name__)
search_description = Blueprint("search_description", __name__, url_prefix="/<language:language>")
speaks_languages(search_description)

A_DAY = 86_400
VALID_FOR = timedelta(days=180)
"""A note about security may stand for a year at most (RFC 9116, section 2.5.5)."""


@discovery.get("/.well-known/security.txt")
@public
@cached_page(by_minute=True)
def security_txt() -> Response:
    """Whom to tell (RFC 9116): the mailbox of the operator, else the imprint."""
    settings = config()
    imprint = absolute(url_for("public.imprint", language=LANGUAGES[0]))
    mailbox = settings.operator_email
    expires = datetime.combine(minute().date(), time(), tzinfo=UTC) + VALID_FOR
    lines = [
        *([f"Contact: mailto:{mailbox}"] if mailbox else []),
        f"Contact: {imprint}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: de, en",
        f"Canonical: {absolute(url_for('discovery.security_txt'))}",
    ]
    return Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@search_description.get("/suche.xml")
@public
@cached_page(max_age=A_DAY)
def open_search() -> Response:
    """OpenSearch 1.1: the search field of the site for browsers."""
    target = absolute(url_for("public.points"))
    text = render_template(
        "site/opensearch.xml",
        target=target,
        icon=absolute(url_for("site.favicon")),
        said=gettext("Treffpunkte in Nordrhein-Westfalen finden"),
    )
    return Response(text, content_type="application/opensearchdescription+xml; charset=utf-8")
