"""The floor: the least that Flask can answer."""

from __future__ import annotations

from flask import Flask

app = Flask(__name__)
MOST = 1 << 20
"""Octets of the longest greeting."""

_letters = b"!" * MOST


@app.get("/")
def index() -> str:
    return "Hello, world!"


@app.get("/<int:size>")
def long(size: int) -> bytes:
    """Say as much as is asked for: what only sending it costs."""
    return _letters[:size]
