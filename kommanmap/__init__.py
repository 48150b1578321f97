"""KommAnMap: directory and map of the Ankommenstreffpunkte in North Rhine-Westphalia.

`create_app` is the table of contents. Nothing imports from here: the factory is the top, not a library.
"""

from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from kommanmap.config import Config
from kommanmap.database import prepare_engine
from kommanmap.edges import Edges
from kommanmap.extensions import babel, db
from kommanmap.geocoding.streets import LocalStreets
from kommanmap.i18n import install_texts, locale_selector
from kommanmap.queries.current import IndexHolder
from kommanmap.services.geocoders import chain_for
from kommanmap.services.passwords import Passwords
from kommanmap.views import register_views

__all__ = ["Edges", "create_app"]
__version__ = "0.1.0"

HERE = Path(__file__).resolve().parent


def create_app(*, config: Config | None = None, edges: Edges | None = None) -> Flask:
    """The application for one installation.

    Raises:
        BadConfiguration: a setting cannot work; the message names it.
    """
    config = config or Config.load()
    edges = edges or Edges()
    app = Flask(
        "kommanmap",
        instance_path=str(config.instance),
        template_folder=str(_templates()),
        static_folder=None,
    )
    app.config.update(
        SECRET_KEY=config.secret_key or None,
        SQLALCHEMY_DATABASE_URI=config.effective_database_url,
        TRUSTED_HOSTS=list(config.trusted_hosts),
        BABEL_DEFAULT_LOCALE="de",
        BABEL_DEFAULT_TIMEZONE="Europe/Berlin",
        MAX_CONTENT_LENGTH=1024 * 1024,
        TESTING=config.testing,
    )
    app.extensions["kommanmap.config"] = config
    app.extensions["kommanmap.edges"] = edges
    app.extensions["kommanmap.passwords"] = Passwords(
        memory_kib=config.password_memory_kib, passes=config.password_passes, lanes=config.password_lanes,
        at_once=config.password_hashes_at_once,
    )  # fmt: skip
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    if config.database_url == "" or config.database_url.startswith("sqlite:///"):
        config.instance.mkdir(parents=True, exist_ok=True)
    db.init_app(app)
    babel.init_app(app, locale_selector=locale_selector)
    install_texts(app)
    with app.app_context():
        prepare_engine(db.engine)
        geocoder = chain_for(config, edges, db.engine)
        app.extensions["kommanmap.geocoder"] = geocoder
        app.extensions["kommanmap.index"] = IndexHolder(db.engine, streets=LocalStreets(geocoder.local))
    register_views(app)
    if config.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # how Flask is wrapped
            app.wsgi_app, x_for=config.proxies, x_proto=config.proxies, x_host=config.proxies, x_prefix=config.proxies
        )
    return app


def _templates() -> Path:
    """Beside the package in a checkout, inside it in a wheel."""
    inside = HERE / "templates"
    return inside if inside.is_dir() else HERE.parent / "templates"
