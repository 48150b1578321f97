"""HTTP only: permit, parse, call one thing, present, choose the cache. Business rules live below."""

from flask import Flask

from kommanmap.views import (
    access,
    api,
    delivery,
    downloads,
    embed,
    errors,
    language,
    logs,
    missed,
    pages,
    public,
    shown,
    site,
    tiles,
    visits,
)
from kommanmap.views.answers import answers
from kommanmap.views.areas import areas
from kommanmap.views.coverage import coverage, coverage_files
from kommanmap.views.map import map_pages
from kommanmap.views.reports import reports
from kommanmap.views.team import BLUEPRINTS, identity, menu


def register_views(app: Flask) -> None:
    """Hang every blueprint and every rule about answers on the app."""
    language.init_app(app)
    pages.init_app(app)
    logs.init_app(app)
    access.init_app(app)
    identity.init_app(app)
    menu.init_app(app)
    errors.init_app(app)
    delivery.init_app(app)
    shown.init_app(app)
    missed.init_app(app)
    visits.init_app(app)
    for blueprint in (
        public.public,
        reports,
        answers,
        visits.visits,
        areas,
        coverage,
        coverage_files,
        map_pages,
        downloads.downloads,
        embed.embed,
        tiles.tiles,
        site.site,
        api.api,
        *BLUEPRINTS,
    ):
        app.register_blueprint(blueprint)
