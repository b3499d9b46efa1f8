"""Kaikō: events and workshops of municipalities in a partnership over a distance."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from exchange import config, unit_of_work
from exchange.accounts import commands as accounts_commands
from exchange.accounts import views as accounts
from exchange.api import views as api
from exchange.attendance import views as attendance
from exchange.calendars import counter, subscribe
from exchange.calendars import feed_views as feeds
from exchange.calendars import personal_views as personal
from exchange.calendars import views as calendars
from exchange.correspondence import views as correspondence
from exchange.demonstration import commands as demonstration_commands
from exchange.desk import views as desk
from exchange.enrollment import duties
from exchange.events import views as events
from exchange.extensions import csrf, db, migrate
from exchange.home import views as home
from exchange.manage import views as manage
from exchange.media import commands as media_commands
from exchange.media import views as media
from exchange.notes import line_views as note_lines
from exchange.notes import merging_views as note_merging
from exchange.notes import moving_views as note_moving
from exchange.notes import revision_views as note_revisions
from exchange.notes import views as notes
from exchange.outbox import commands as outbox_commands
from exchange.planning import item_views as plan_items
from exchange.planning import views as planning
from exchange.programme import commands as programme_commands
from exchange.records import atom_views as records_feeds
from exchange.records import saved_views as saved_searches
from exchange.records import views as records
from exchange.registrations import commands as registrations_commands
from exchange.registrations import views as registrations
from exchange.rosters import views as rosters
from exchange.search import commands as search_commands
from exchange.web import (
    actor,
    errors,
    filters,
    guard,
    headers,
    health,
    language,
    logs,
    secret_addresses,
    urls,
)
from exchange.web.requests import Request

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parent.parent
BLUEPRINTS = (
    home,
    events,
    registrations,
    desk,
    records,
    saved_searches,
    records_feeds,
    accounts,
    manage,
    media,
    notes,
    note_merging,
    note_revisions,
    note_lines,
    note_moving,
    planning,
    plan_items,
    attendance,
    rosters,
    correspondence,
    calendars,
    feeds,
    personal,
    subscribe,
    api,
    health,
)
COMMANDS = (
    programme_commands,
    accounts_commands,
    demonstration_commands,
    registrations_commands,
    outbox_commands,
    search_commands,
    media_commands,
)


def create_app(overrides: Mapping[str, object] | None = None) -> Flask:
    """Build the application: settings, then extensions, then every feature.

    Raises `NotConfigured` when a setting is missing or makes no sense.
    """
    app = Flask(
        __name__,
        root_path=str(ROOT / "exchange"),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
        instance_path=str(ROOT / "instance"),
        instance_relative_config=True,
    )
    app.request_class = Request
    config.configure(app, overrides)
    app.extensions["duties"] = (duties.perform,)
    if proxies := int(app.config["TRUSTED_PROXIES"]):
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]  # Flask's documented way

    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "exchange" / "migrations"))
    csrf.init_app(app)
    for part in (headers, unit_of_work, actor, language, urls, guard, filters, errors):
        part.init_app(app)
    for feature in BLUEPRINTS:
        app.register_blueprint(feature.bp)
    for part in (secret_addresses, logs):  # after the routes, which they look at
        part.init_app(app)
    counter.init_app(app)
    for feature_commands in COMMANDS:
        app.cli.add_command(feature_commands.cli)
    return app
