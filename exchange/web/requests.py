"""Requests, as Werkzeug reads them, but for what nobody can make sense of."""

from __future__ import annotations

import flask
from werkzeug.exceptions import BadRequest


class Request(flask.Request):
    """A request each of whose fields has a name.

    A part of a form without one (RFC 7578, 4.2, asks for it) would stand under None, at which
    whoever goes through the names stumbles. Raises `BadRequest` when the form is first looked at.
    """

    def _load_form_data(self) -> None:
        super()._load_form_data()
        if None in self.form or None in self.files:
            raise BadRequest
