from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask


@pytest.fixture
def media_dir(app: Flask, tmp_path: Path) -> Path:
    """A store of the test's own, with nothing in it."""
    folder = tmp_path / "media"
    app.config["MEDIA_DIR"] = str(folder)
    return folder
