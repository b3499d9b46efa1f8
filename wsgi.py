"""Where servers and the `flask` command find the application."""

from __future__ import annotations

from exchange import create_app

app = create_app()
