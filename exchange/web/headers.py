"""Headers that every answer carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, request

if TYPE_CHECKING:
    from flask import Flask, Response

    from exchange.web.secret_addresses import SecretAddresses

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none';"
    " base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
EVERYWHERE = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}
"""What every answer carries, unless a view is stricter."""
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
    secret: SecretAddresses = current_app.extensions["secret_addresses"]
    if secret.hold(request.path):  # errors as well: what is no page may be a page that was
        for name, value in UNSEEN.items():
            headers.setdefault(name, value)
    for name, value in EVERYWHERE.items():
        headers.setdefault(name, value)
    return response


def init_app(app: Flask) -> None:
    """Send them with every answer."""
    app.after_request(_add)
