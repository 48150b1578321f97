"""HTTP only: permit, parse, call one thing, present, choose the cache. Business rules live below."""

from flask import Flask

from kommanmap.views import (
    access,
    api,
    catalogue,
    delivery,
    discovery,
    downloads,
    embed,
    embed_code,
    embed_generator,
    errors,
    features,
    hsds,
    language,
    logs,
    missed,
    oembed,
    open_api,
    pages,
    previews,
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
from kommanmap.views.open_data import data_root, open_data
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
    open_api.init_app(app)
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
        open_data,
        data_root,
        previews.previews,
        embed.embed,
        embed_code.embed_code,
        embed_generator.embed_generator,
        oembed.oembed,
        tiles.tiles,
        site.site,
        api.api,
        features.features,
        discovery.discovery,
        discovery.search_description,
        hsds.hsds,
        catalogue.catalogue,
        *BLUEPRINTS,
    ):
        app.register_blueprint(blueprint)
