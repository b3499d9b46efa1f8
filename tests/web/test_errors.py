"""Errors are pages in the reader's language, and JSON where JSON was asked for."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

import pytest
from flask import abort
from sqlalchemy.exc import OperationalError

from exchange import create_app
from exchange.web.guard import public
from tests.conftest import SETTINGS, Browser
from tests.pages import main_text

if TYPE_CHECKING:
    from flask import Flask

PAGES = {
    400: ("送信された内容を処理できませんでした", "The request could not be understood"),
    403: ("このページを開く権限がありません", "You may not open this page"),
    404: ("ページが見つかりません", "There is no such page"),
    405: ("送信された内容を処理できませんでした", "The request could not be understood"),
    413: ("送信されたデータが大きすぎます", "Too much was sent at once"),
    418: ("送信された内容を処理できませんでした", "The request could not be understood"),
    429: ("試行回数が多すぎます", "Too many attempts"),
    500: ("システムでエラーが発生しました", "Something went wrong on our side"),
    503: ("ただいま混み合っています", "The service is busy"),
}


@pytest.fixture
def failing(database_url: str) -> Flask:
    """An application with pages that fail in every way."""
    app = create_app({**SETTINGS, "DATABASE_URL": database_url, "PROPAGATE_EXCEPTIONS": False})

    @app.get("/fail/<int:code>")
    @app.get("/api/fail/<int:code>")
    @public
    def fail(code: int) -> str:
        abort(code)

    @app.get("/break")
    @public
    def break_() -> str:
        raise RuntimeError("broken")

    @app.get("/lock")
    @public
    def lock() -> str:
        raise OperationalError("UPDATE", {}, Exception("database is locked"))

    return app


def speaks(app: Flask, language: str) -> Browser:
    browser = Browser(app)
    browser.client.set_cookie("language", language)
    return browser


def open_page(app: Flask, path: str, language: str = "ja") -> tuple[int, str]:
    with app.app_context():
        answer = speaks(app, language).get(path)
    assert f'<html lang="{language}">' in answer.text
    return answer.status_code, main_text(answer)


@pytest.mark.parametrize("code", PAGES)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_an_error_is_a_page_in_the_readers_language(
    failing: Flask, code: int, language: str
) -> None:
    status, text = open_page(failing, f"/fail/{code}", language)

    title = PAGES[code][0 if language == "ja" else 1]
    assert status == code
    assert text.startswith(f"{code} {title} ")


def test_an_error_is_json_where_json_was_asked_for(failing: Flask) -> None:
    with failing.app_context():
        answer = Browser(failing).get("/api/fail/404")

    assert (answer.status_code, answer.content_type) == (404, "application/json")
    assert json.loads(answer.text) == {"error": {"status": 404, "message": PAGES[404][0]}}


def test_a_fault_of_ours_is_a_page_and_a_line_in_the_log(
    failing: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    status, text = open_page(failing, "/break")

    assert status == 500
    assert text.startswith("500 システムでエラーが発生しました")
    assert "broken" not in text
    assert [record.exc_info[1].args for record in caplog.records if record.exc_info] == [
        ("broken",)
    ]


def test_a_database_that_does_not_answer_is_a_page_that_says_to_try_again(
    failing: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    status, text = open_page(failing, "/lock")

    assert status == 503
    assert text.startswith("503 ただいま混み合っています 何も変更されていません。")
    assert [record.levelno for record in caplog.records] == [logging.ERROR]


def test_an_address_that_is_none_is_a_page(browser: Browser) -> None:
    for path in ("/nothing", "/static/nothing.css", "/%FF", "/a/b/c.php", "/" + "x" * 5000):
        answer = browser.get(path)
        assert (answer.status_code, main_text(answer)[:12]) == (404, "404 ページが見つかり")


def test_a_method_that_is_none_is_a_page_and_says_which_there_are(browser: Browser) -> None:
    answer = browser.post("/records/", form="/login")

    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize("token", [None, "", "nonsense", "髙\0"])
def test_a_form_without_its_token_is_refused_with_advice(
    browser: Browser, token: str | None
) -> None:
    data = {"email": "taro@example.lg.jp", "password": "x"}

    answer = browser.post_bare("/login", data=data | ({"csrf_token": token} if token else {}))

    assert answer.status_code == 400
    assert main_text(answer).startswith(
        "400 ページの有効期限が切れました"
        " 前の画面に戻り、再読込みしてから、もう一度送信してください。"
    )


def test_a_form_that_is_too_long_is_refused(browser: Browser) -> None:
    token = browser.csrf_token("/login")

    answer = browser.post_bare(
        "/login", data={"csrf_token": token, "email": "x" * (4 * 1024 * 1024 + 1)}
    )

    assert answer.status_code == 413


@pytest.mark.parametrize(
    "cookie", ["session=", "session=x", "session=" + "a.b.c" * 500, 'language="; session=\x01']
)
def test_a_cookie_that_makes_no_sense_is_ignored(browser: Browser, cookie: str) -> None:
    assert browser.get("/login", headers={"Cookie": cookie}).status_code == 200


def test_a_field_without_a_name_is_refused(browser: Browser) -> None:
    part = b"--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--\r\n"

    answer = browser.post_bare("/login", data=part, content_type="multipart/form-data; boundary=x")

    assert answer.status_code == 400
