"""The floor: the least that Flask can answer."""

from __future__ import annotations

from flask import Flask

app = Flask(__name__)


@app.get("/")
def index() -> str:
    return "Hello, world!"
