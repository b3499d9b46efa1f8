"""Signing in and out, passwords and the language, as a browser sees them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from exchange.accounts import queries, services
from exchange.domain.account import Account, LoginFailure, Role
from exchange.extensions import db
from exchange.lib import clock
from tests.conftest import Browser
from tests.factories import CHEAP_HASHER, LONG_AGO, PASSWORD, an_account, an_organization
from tests.lib.strategies import typed_text

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask
    from werkzeug.test import TestResponse

WRONG = {"email": "taro@example.lg.jp", "password": "wrong"}
NEW_PASSWORD = "seven herons over the rice"  # noqa: S105  # of test accounts


def errors(answer: TestResponse) -> list[str]:
    """Give what stands in the summary of errors, without its markup."""
    summary = re.search(r'class="error-summary__list">(.*?)</ul>', answer.text, re.DOTALL)
    lines = re.findall(r"<li>(.*?)</li>", summary[1], re.DOTALL) if summary else []
    return [re.sub(r"<[^>]*>", "", line).strip() for line in lines]


def in_english(browser: Browser) -> Browser:
    form = "/accounts/" if is_signed_in(browser) else "/login"
    browser.post("/language", {"language": "en", "next": "/login"}, form=form)
    return browser


def is_signed_in(browser: Browser) -> bool:
    return browser.get("/accounts/").status_code == 200


# Signing in


@pytest.mark.parametrize(
    ("role", "path"),
    [
        (Role.ADMIN, "/manage/"),
        (Role.ORGANIZER, "/manage/"),
        (Role.COORDINATOR, "/desk/"),
        (Role.STAFF, "/"),
    ],
)
def test_login_leads_everybody_to_where_they_work(browser: Browser, role: Role, path: str) -> None:
    account = an_account(role)

    answer = browser.post("/login", {"email": account.email, "password": PASSWORD})

    assert (answer.status_code, answer.location) == (303, path)


@pytest.mark.parametrize(
    "email", ["TARO@example.lg.jp", "  taro@example.lg.jp ", "ｔａｒｏ＠example.lg.jp"]
)
def test_login_knows_the_address_however_it_is_typed(browser: Browser, email: str) -> None:
    an_account(email="taro@example.lg.jp")

    answer = browser.post("/login", {"email": email, "password": PASSWORD})

    assert answer.status_code == 303


@pytest.mark.parametrize(
    ("asked_for", "path"),
    [
        ("/trainings/?q=森林&page=2", "/trainings/?q=%E6%A3%AE%E6%9E%97&page=2"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("/\\elsewhere.example", "/"),
        ("/\t/elsewhere.example", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_login_leads_on_to_a_page_of_this_site_alone(
    browser: Browser, asked_for: str, path: str
) -> None:
    account = an_account()

    answer = browser.post(
        "/login", {"email": account.email, "password": PASSWORD, "next": asked_for}
    )

    assert (answer.status_code, answer.location) == (303, path)


def test_login_says_the_same_whatever_was_wrong(browser: Browser) -> None:
    an_account(email="taro@example.lg.jp")
    an_account(email="gone@example.lg.jp", disabled_at=LONG_AGO)
    no_password = an_account(email="new@example.lg.jp")
    no_password.password_hash = None
    db.session.commit()
    in_english(browser)

    answers = [
        browser.post("/login", {"email": email, "password": password})
        for email, password in [
            ("taro@example.lg.jp", "wrong"),
            ("nobody@example.lg.jp", PASSWORD),
            ("gone@example.lg.jp", PASSWORD),
            ("new@example.lg.jp", ""),
            ("new@example.lg.jp", PASSWORD),
            ("no address", PASSWORD),
        ]
        if password
    ]

    assert {(one.status_code, *errors(one)) for one in answers} == {
        (422, "The email address or the password is not right.")
    }


def test_login_keeps_the_address_and_forgets_the_password(browser: Browser) -> None:
    answer = browser.post("/login", {"email": "Taro@example", "password": "hidden <&"})

    assert 'value="Taro@example"' in answer.text
    assert "hidden &lt;" not in answer.text


def test_login_asks_for_what_is_missing(browser: Browser) -> None:
    in_english(browser)

    answer = browser.post("/login", {"email": " ", "password": ""})

    assert answer.status_code == 422
    assert errors(answer) == [
        "Email address This field is required.",
        "Password This field is required.",
    ]


def test_login_begins_a_session_that_owes_nothing_to_the_one_before(browser: Browser) -> None:
    account = an_account()
    before = browser.csrf_token("/login")
    with browser.client.session_transaction() as planted:
        planted["planted"] = "by somebody else"

    browser.post("/login", {"email": account.email, "password": PASSWORD})

    with browser.client.session_transaction() as session:
        assert "planted" not in session
    assert browser.post_bare("/logout", data={"csrf_token": before}).status_code == 400


def test_login_leads_on_whoever_has_signed_in_already(organizer: Browser) -> None:
    answer = organizer.get("/login?next=/records/")

    assert (answer.status_code, answer.location) == (303, "/records/")


def test_login_hashes_anew_what_was_hashed_with_other_parameters(browser: Browser) -> None:
    weaker = type(CHEAP_HASHER)(time_cost=1, memory_cost=16, parallelism=1)
    account = an_account()
    account.password_hash = weaker.hash(PASSWORD)
    db.session.commit()

    browser.sign_in(account)

    db.session.expire_all()
    assert not CHEAP_HASHER.check_needs_rehash(account.password_hash or "")


def test_login_slows_guessing_down_also_for_the_right_password(
    browser: Browser, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = an_account(email="taro@example.lg.jp")
    right = {"email": account.email, "password": PASSWORD}
    in_english(browser)

    statuses = [browser.post("/login", WRONG).status_code for _ in range(6)]
    monkeypatch.setattr(clock, "now", lambda: noon + timedelta(minutes=5, seconds=1))
    refused = browser.post("/login", right)
    monkeypatch.setattr(clock, "now", lambda: noon + timedelta(minutes=15))
    taken = browser.post("/login", right)

    assert statuses == [422, 422, 422, 422, 422, 429]
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "600")
    assert errors(refused) == ["Too many attempts. Please try again in 10 minutes."]
    assert taken.status_code == 303


# Signing out


def test_logout_ends_the_session(organizer: Browser) -> None:
    answer = organizer.post("/logout", form="/accounts/")

    assert (answer.status_code, answer.location) == (303, "/")
    assert not is_signed_in(organizer)


def test_logout_is_not_done_by_a_link(organizer: Browser) -> None:
    assert organizer.get("/logout").status_code == 405
    assert is_signed_in(organizer)


# The language


def test_language_is_japanese_whatever_the_browser_prefers(browser: Browser) -> None:
    answer = browser.get("/login", headers={"Accept-Language": "en"})

    assert '<html lang="ja">' in answer.text


def test_language_is_remembered_for_a_year(browser: Browser) -> None:
    answer = browser.post("/language", {"language": "en", "next": "/login?next=/x"}, form="/login")

    assert (answer.status_code, answer.location) == (303, "/login?next=/x")
    cookie = browser.client.get_cookie("language")
    assert cookie is not None
    assert (cookie.value, cookie.max_age, cookie.same_site, cookie.http_only) == (
        "en",
        365 * 24 * 3600,
        "Lax",
        True,
    )
    assert '<html lang="en">' in browser.get("/login").text


def test_language_can_be_changed_back(browser: Browser) -> None:
    in_english(browser)

    browser.post("/language", {"language": "ja"}, form="/login")

    assert '<html lang="ja">' in browser.get("/login").text


@pytest.mark.parametrize("language", ["", "fr", "ja\0", "../en", "e" * 10_000])
def test_language_leaves_alone_what_it_does_not_know(browser: Browser, language: str) -> None:
    answer = browser.post("/language", {"language": language, "next": "//x.example"}, form="/login")

    assert (answer.status_code, answer.location) == (303, "/")
    assert browser.client.get_cookie("language") is None


@pytest.mark.parametrize("cookie", ["fr", "", '"', "%00", "ja;en", "é" * 100])
def test_language_is_japanese_for_a_cookie_that_makes_no_sense(
    browser: Browser, cookie: str
) -> None:
    answer = browser.get("/login", headers={"Cookie": f"language={cookie}; session=nonsense.x.y"})

    assert answer.status_code == 200
    assert '<html lang="ja">' in answer.text


# Setting a password by a link


def a_link(account: Account) -> str:
    token = services.issue_link(account, at=clock.now())
    db.session.commit()
    return f"/accounts/set-password/{token}"


def test_set_password_takes_the_password_once(app: Flask, browser: Browser) -> None:
    account = an_account()
    link = a_link(account)
    fields = {"password": NEW_PASSWORD, "repeat": NEW_PASSWORD}

    answer = browser.post(link, fields)
    again = browser.get(link)

    assert (answer.status_code, answer.location) == (303, "/login")
    assert again.status_code == 404
    assert (
        Browser(app).post("/login", {"email": account.email, "password": NEW_PASSWORD}).status_code
    ) == 303


def test_set_password_ends_all_sessions(app: Flask, browser: Browser) -> None:
    account = an_account()
    elsewhere = Browser(app).sign_in(account)

    browser.post(a_link(account), {"password": NEW_PASSWORD, "repeat": NEW_PASSWORD})

    assert not is_signed_in(elsewhere)


@pytest.mark.parametrize(
    ("password", "repeat", "said"),
    [
        ("", "", ["New password This field is required."]),
        ("eleven char", "eleven char", ["New password Please use at least 12 characters."]),
        (NEW_PASSWORD, NEW_PASSWORD + "!", ["New password, once more The two passwords differ."]),
        (
            "Taro@Example.lg.jp",
            "Taro@Example.lg.jp",
            ["New password This password is too easy to guess. Please choose another one."],
        ),
        (
            "aaaaaaaaaaaa",
            "aaaaaaaaaaaa",
            ["New password This password is too easy to guess. Please choose another one."],
        ),
        (
            "with a NUL\0 inside",
            "with a NUL\0 inside",
            ["New password Please remove characters that cannot be stored."],
        ),
        (
            "long" * 51,
            "long" * 51,
            ["New password Field cannot be longer than 200 characters."],
        ),
    ],
)
def test_set_password_says_what_is_wrong_with_it(
    browser: Browser, password: str, repeat: str, said: list[str]
) -> None:
    link = a_link(an_account(email="taro@example.lg.jp"))
    in_english(browser)

    answer = browser.post(link, {"password": password, "repeat": repeat})

    assert answer.status_code == 422
    assert errors(answer)[:1] == said
    assert browser.get(link).status_code == 200


def test_set_password_is_kept_to_whoever_has_the_link(browser: Browser) -> None:
    link = a_link(an_account())

    answers = [
        browser.get(link),
        browser.post(link, {"password": "short"}),
        browser.get(link + "x"),
    ]

    assert [
        (one.headers["Cache-Control"], one.headers["Referrer-Policy"], one.headers["X-Robots-Tag"])
        for one in answers
    ] == [("private, no-store", "no-referrer", "noindex")] * 3


def test_set_password_works_over_https_without_a_referrer(browser: Browser) -> None:
    link = a_link(an_account())
    token = browser.csrf_token(link)

    answer = browser.post_bare(
        link,
        base_url="https://localhost",
        data={"csrf_token": token, "password": NEW_PASSWORD, "repeat": NEW_PASSWORD},
    )

    assert answer.status_code == 303


def test_set_password_refuses_a_link_that_is_old_replaced_or_of_a_closed_account(
    browser: Browser, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    account, closed = an_account(), an_account()
    replaced, current, of_closed = a_link(account), a_link(account), a_link(closed)
    services.disable(closed, at=noon)

    in_time = browser.get(current).status_code
    monkeypatch.setattr(clock, "now", lambda: noon + timedelta(hours=72))
    late = browser.get(current).status_code

    assert (in_time, late) == (200, 404)
    assert [browser.get(link).status_code for link in (replaced, of_closed)] == [404, 404]


def test_a_link_is_not_kept_as_it_is(app: Flask) -> None:
    account = an_account()
    token = services.issue_link(account, at=LONG_AGO)

    assert len(token) >= 43
    assert token not in (account.link_digest or "")
    assert queries.find_by_link(token, at=LONG_AGO) is account


@pytest.fixture
def link(app: Flask) -> str:
    return a_link(an_account())


@pytest.fixture
def signed_in(app: Flask) -> Browser:
    return Browser(app).sign_in(an_account())


# One's own account


def test_show_names_the_account(app: Flask) -> None:
    body = an_organization("米沢市", code="062022")
    account = an_account(Role.COORDINATOR, organization=body, name="置賜 花子")
    browser = in_english(Browser(app).sign_in(account))

    page = browser.get("/accounts/").text

    facts = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page)
    assert facts == [
        ("Name", "置賜 花子"),
        ("Email address", account.email),
        ("Role", "Coordinator"),
        ("Organization", "米沢市"),
    ]


def test_show_changes_the_password_and_signs_out_everywhere_else(app: Flask) -> None:
    account = an_account()
    here, elsewhere = Browser(app).sign_in(account), Browser(app).sign_in(account)
    fields = {"current": PASSWORD, "password": NEW_PASSWORD, "repeat": NEW_PASSWORD}

    answer = here.post("/accounts/", fields)

    assert (answer.status_code, answer.location) == (303, "/accounts/")
    assert (is_signed_in(here), is_signed_in(elsewhere)) == (True, False)


def test_show_needs_the_present_password_and_slows_guessing_it_down(app: Flask) -> None:
    browser = in_english(Browser(app).sign_in(an_account()))
    fields = {"current": "wrong", "password": NEW_PASSWORD, "repeat": NEW_PASSWORD}

    answers = [browser.post("/accounts/", fields) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [422] * 5 + [429]
    assert errors(answers[0]) == ["Present password This is not your present password."]


def test_show_asks_a_stranger_to_sign_in(browser: Browser) -> None:
    answer = browser.get("/accounts/")

    assert (answer.status_code, answer.location) == (302, "/login?next=/accounts/")


def test_nothing_is_left_of_a_guess_that_was_right(browser: Browser) -> None:
    browser.sign_in(an_account())

    assert db.session.scalars(db.select(LoginFailure)).all() == []


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    fields=st.fixed_dictionaries(
        dict.fromkeys(("email", "password", "repeat", "current", "next", "language"), typed_text)
    )
)
def test_every_form_answers_whatever_was_typed(
    app: Flask, signed_in: Browser, link: str, fields: dict[str, str]
) -> None:
    assume(fields["password"] != fields["repeat"])  # else it may be a new password
    db.session.execute(delete(LoginFailure))
    stranger = Browser(app)

    answers = {
        path: browser.post_bare(
            path,
            data=urlencode(
                {name: value.encode("utf-8", "surrogatepass") for name, value in fields.items()}
                | {"csrf_token": browser.csrf_token(form)}
            ),
            content_type="application/x-www-form-urlencoded",
        ).status_code
        for browser, path, form in [
            (stranger, "/login", "/login"),
            (stranger, "/language", "/login"),
            (stranger, link, link),
            (signed_in, "/accounts/", "/accounts/"),
        ]
    }

    assert answers == {"/login": 422, "/language": 303, link: 422, "/accounts/": 422}
