"""Make the pictures of the README anew: python -m tests.journeys.pictures."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from flask_migrate import upgrade
from playwright.sync_api import sync_playwright

from exchange import create_app
from exchange.demonstration import coming, people
from exchange.demonstration import services as demonstration
from exchange.extensions import db
from exchange.lib import clock
from exchange.unit_of_work import unit_of_work
from tests.processes import ROOT, serving

if TYPE_CHECKING:
    from playwright.sync_api import Page, ViewportSize

FOLDER = ROOT / "docs" / "images"
SIZE: ViewportSize = {"width": 1280, "height": 1000}
PICTURES = {"home.png": "/", "training.png": "/trainings/r4-koryu-1"}
PASTED = """\
氏名\tふりがな\t所属\tメール\t参加方法
見本 一郎\tみほん いちろう\t総務課\tichiro@demo.example\t会場
見本 さくら\tﾐﾎﾝ ｻｸﾗ\t税務課\tsakura＠demo.example\t現地
見本 三郎\t\t農林課\tsaburo@demo.example\t会場
"""
"""Rows as a coordinator copies them from Excel. One lacks its reading."""


def main() -> None:
    with TemporaryDirectory() as folder:
        database_url = f"sqlite:///{folder}/pictures.db"
        _load_demonstration(database_url)
        with serving(database_url, Path(folder) / "server.log", workers=1) as server:
            _take_pictures(server.url)


def _load_demonstration(database_url: str) -> None:
    app = create_app({"DATABASE_URL": database_url, "SECRET_KEY": "for pictures alone"})
    with app.app_context():
        upgrade()
        with unit_of_work():
            demonstration.load(at=clock.now())
        db.engine.dispose()


def _take_pictures(url: str) -> None:
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page(base_url=url, viewport=SIZE, locale="ja-JP")
        for name, path in PICTURES.items():
            page.goto(path)
            page.screenshot(path=FOLDER / name)
        _paste(page)
        page.locator(".sheet-wrap").scroll_into_view_if_needed()
        page.screenshot(path=FOLDER / "desk.png")
        browser.close()


def _paste(page: Page) -> None:
    """Let the coordinator paste people, up to the page that says what is wrong with them."""
    page.goto("/login")
    page.fill('[name="email"]', people.COORDINATOR.email)
    page.fill('[name="password"]', people.PASSWORD)
    page.click("main button")
    page.goto(f"/desk/trainings/{coming.OPEN}")
    page.fill("textarea", PASTED)
    page.get_by_role("button", name="読み込んで確認する").click()


if __name__ == "__main__":
    main()
