"""The reader's language: Japanese unless English was chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import has_request_context, request
from flask_babel import get_locale

from exchange.extensions import babel

if TYPE_CHECKING:
    from flask import Flask

COOKIE = "language"
LANGUAGES = {"ja": "日本語", "en": "English"}
"""Each language, by its own name."""
DEFAULT = "ja"


def _select() -> str:
    chosen = request.cookies.get(COOKIE) if has_request_context() else None
    return chosen if chosen in LANGUAGES else DEFAULT


def language() -> str:
    """Give the reader's language: `ja` or `en`."""
    locale = get_locale()
    return locale.language if locale else DEFAULT


def init_app(app: Flask) -> None:
    """Let Flask-Babel choose by the cookie."""
    babel.init_app(app, locale_selector=_select)
    app.jinja_env.globals.update(language=language, LANGUAGES=LANGUAGES)
