"""Headers that every answer carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask, Response

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none';"
    " base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
UNSEEN = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",
}


def keep_unseen(response: Response) -> Response:
    """Leave no copy of a page about people anywhere, and tell nobody its address."""
    response.headers.update(UNSEEN)
    return response


def _add(response: Response) -> Response:
    headers = response.headers
    headers.add("Content-Security-Policy", POLICY)
    headers.add("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")  # some views are stricter
    return response


def init_app(app: Flask) -> None:
    """Send them with every answer."""
    app.after_request(_add)
