"""Searches that people keep: the services, and the pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from exchange.domain.account import Account, Role
from exchange.domain.saved_search import SavedSearch
from exchange.extensions import db
from exchange.records import saved
from exchange.records.saved import TooManySearches
from tests.conftest import Browser
from tests.factories import LONG_AGO, an_account, an_organization
from tests.statements import statements

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask
    from werkzeug.test import TestResponse

FOREST = "q=%E6%A3%AE%E6%9E%97"
PAGE = "/records/searches/"


def a_saved_search(account: Account, name: str = "森林", address: str = FOREST) -> SavedSearch:
    search = saved.save(account, name, address, at=LONG_AGO)
    db.session.commit()
    return search


def names(account: Account) -> list[str]:
    db.session.expire_all()
    return [search.name for search in saved.searches_of(account)]


def test_save_keeps_a_search_with_a_token_of_its_own(app: Flask, noon: datetime) -> None:
    account = an_account()

    first = saved.save(account, "森林", FOREST, at=noon)
    second = saved.save(account, "税", "q=%E7%A8%8E", at=noon)

    assert (first.name, first.address, first.saved_at) == ("森林", FOREST, noon)
    assert len(first.token) >= 32
    assert first.token != second.token


def test_save_gives_the_same_search_its_new_name_and_keeps_its_feed(app: Flask) -> None:
    account = an_account()
    search = a_saved_search(account)
    token = search.token

    again = saved.save(account, "山と木", FOREST, at=LONG_AGO)

    assert (again, again.name, again.token) == (search, "山と木", token)
    assert names(account) == ["山と木"]


def test_two_people_save_the_same_search_each_for_themselves(app: Flask) -> None:
    mine, theirs = an_account(), an_account()
    a_saved_search(mine, "私の")
    a_saved_search(theirs, "あの人の")

    assert (names(mine), names(theirs)) == (["私の"], ["あの人の"])


def test_save_refuses_more_than_there_is_room_for(app: Flask) -> None:
    account = an_account()
    for number in range(saved.MOST):
        saved.save(account, str(number), f"q={number}", at=LONG_AGO)

    with pytest.raises(TooManySearches):
        saved.save(account, "もう一つ", FOREST, at=LONG_AGO)
    assert saved.save(account, "同じもの", "q=0", at=LONG_AGO).name == "同じもの"


def test_searches_go_with_the_account(app: Flask) -> None:
    account = an_account()
    a_saved_search(account)

    db.session.execute(delete(Account).where(Account.id == account.id))

    assert db.session.scalars(select(SavedSearch.id)).all() == []


@pytest.fixture
def staff(app: Flask) -> Account:
    return an_account()


@pytest.fixture
def mine(app: Flask, staff: Account) -> Browser:
    return Browser(app).sign_in(staff)


def suggested(answer: TestResponse) -> dict[str, str]:
    """Give what stands in the form that saves a search."""
    form = re.search(rf'<form method="post" action="{PAGE}"(.*?)</form>', answer.text, re.DOTALL)
    assert form
    fields = re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"', form[1])
    return {name: value.replace("&amp;", "&") for name, value in fields if name != "csrf_token"}


def test_index_of_records_offers_to_save_what_was_asked_for(mine: Browser) -> None:
    an_organization("米沢市", code="062022")

    answer = mine.get(
        "/records/?page=1&order=&organization=米沢市&q=+森林　 税 &fiscal_year=R8&block=lecture&x=1"
    )

    assert suggested(answer) == {
        "name": "森林 税 令和8年度 講義 米沢市",
        "address": "q=%E6%A3%AE%E6%9E%97+%E7%A8%8E&fiscal_year=2026&block=lecture&organization=062022",
    }


def test_index_of_records_offers_it_also_where_nothing_is_found(mine: Browser) -> None:
    assert suggested(mine.get("/records/?q=まだない"))["name"] == "まだない"


def test_index_of_records_asks_a_stranger_to_sign_in_first(browser: Browser) -> None:
    answer = browser.get("/records/?q=森林")

    assert f'action="{PAGE}"' not in answer.text
    assert 'href="/login?next=/records/?q%3D' in answer.text


def test_a_search_is_saved_listed_and_opened(mine: Browser, staff: Account) -> None:
    fields = suggested(mine.get("/records/?q=森林"))

    answer = mine.post(PAGE, fields, form="/records/?q=森林")

    assert (answer.status_code, answer.location) == (303, PAGE)
    assert names(staff) == ["森林"]
    for path in (PAGE, "/records/"):
        assert f'<a href="/records/?{FOREST}">森林</a>' in mine.get(path).text
    assert "この検索は保存してあります：" in mine.get("/records/?q=森林").text


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("page=3&q=森林&csrf_token=x&q=海", FOREST),
        ("fiscal_year=令和4年度", "fiscal_year=2022"),
        ("kind=lecture", "block=lecture"),
        ("order=date&q= 森林 ", FOREST),
        ("", ""),
    ],
)
def test_an_address_is_kept_in_one_way_of_writing_it(
    mine: Browser, staff: Account, address: str, kept: str
) -> None:
    mine.post(PAGE, {"name": "検索", "address": address})

    assert [search.address for search in saved.searches_of(staff)] == [kept]


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "", "address": FOREST},
        {"name": "長" * 101, "address": FOREST},
        {"name": "検索", "address": "fiscal_year=x"},
        {"name": "検索", "address": "organization=nowhere"},
        {"name": "検索", "address": f"q={'x' * 201}"},
    ],
)
def test_what_cannot_be_saved_is_shown_again(
    mine: Browser, staff: Account, fields: dict[str, str]
) -> None:
    answer = mine.post(PAGE, fields)

    assert (answer.status_code, names(staff)) == (422, [])
    assert 'class="error-summary"' in answer.text
    assert (
        f'name="address" type="hidden" value="{fields["address"].replace("&", "&amp;")}"'
        in answer.text
    )


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(name=st.text(), address=st.text())
def test_whatever_is_sent_is_saved_or_refused(mine: Browser, name: str, address: str) -> None:
    fields = {
        key: value.encode(errors="replace") for key, value in (("name", name), ("address", address))
    }

    assert mine.post(PAGE, fields).status_code in {303, 422}


def test_one_search_too_many_is_refused_on_the_page(mine: Browser, staff: Account) -> None:
    for number in range(saved.MOST):
        saved.save(staff, str(number), f"q={number}", at=LONG_AGO)

    answer = mine.post(PAGE, {"name": "もう一つ", "address": FOREST})

    assert answer.status_code == 422
    assert "先にどれかを削除してください。" in answer.text


def test_a_search_is_renamed(mine: Browser, staff: Account) -> None:
    path = f"{PAGE}{a_saved_search(staff).id}"

    assert mine.post(path, {"name": ""}).status_code == 422
    assert mine.post(path, {"name": "山と木"}).status_code == 303
    assert names(staff) == ["山と木"]


def test_a_search_is_deleted(mine: Browser, staff: Account) -> None:
    search = a_saved_search(staff)
    path = f"{PAGE}{search.id}"

    answer = mine.post(f"{path}/delete", form=path)

    assert (answer.status_code, names(staff)) == (303, [])
    assert mine.get(path).status_code == 404


def test_the_feed_gets_a_new_address(mine: Browser, staff: Account) -> None:
    search = a_saved_search(staff)
    path, before = f"{PAGE}{search.id}", f"/feeds/records/{search.token}.atom"

    answer = mine.post(f"{path}/renew", form=path)

    assert (answer.status_code, answer.location) == (303, path)
    db.session.expire_all()
    after = f"/feeds/records/{search.token}.atom"
    assert [mine.get(one).status_code for one in (before, after)] == [404, 200]
    assert after in mine.get(path).text


@pytest.mark.parametrize("verb", ["", "/renew", "/delete"])
def test_nobody_touches_the_searches_of_somebody_else(app: Flask, verb: str) -> None:
    owner = an_account()
    search = a_saved_search(owner)
    path, token = f"{PAGE}{search.id}{verb}", search.token
    other = Browser(app).sign_in(an_account(Role.ADMIN))

    refused = other.post(path, {"name": "盗んだ"}, form=PAGE)
    asked = Browser(app).post(path, {"name": "盗んだ"}, form="/login")

    assert refused.status_code == 403
    assert (asked.status_code, asked.location) == (302, "/login")
    assert names(owner) == ["森林"]
    assert saved.searches_of(owner)[0].token == token


def test_nobody_sees_the_searches_of_somebody_else(app: Flask, mine: Browser) -> None:
    search = a_saved_search(an_account(), "秘密の調べもの")

    for path in ("/records/", f"/records/?{FOREST}", PAGE):
        assert "秘密の調べもの" not in mine.get(path).text
    assert mine.get(f"{PAGE}{search.id}").status_code == 403


@pytest.mark.parametrize("number", ["0", "2147483648", "99999999999999999999"])
def test_what_is_no_search_is_not_found(mine: Browser, number: str) -> None:
    assert mine.get(f"{PAGE}{number}").status_code == 404


def test_a_stranger_is_asked_to_sign_in(browser: Browser) -> None:
    assert browser.get(PAGE).location == f"/login?next={quote(PAGE, safe='/')}"


def test_pages_with_tokens_are_left_nowhere(mine: Browser, staff: Account) -> None:
    search = a_saved_search(staff)

    for path in (PAGE, f"{PAGE}{search.id}"):
        assert mine.get(path).headers["Cache-Control"] == "private, no-store"


def test_a_search_that_nothing_answers_to_any_more_says_so(mine: Browser, staff: Account) -> None:
    body = an_organization(code="062022")
    search = a_saved_search(staff, "米沢市", "organization=062022")
    db.session.delete(body)
    db.session.commit()

    answer = mine.get(f"{PAGE}{search.id}")

    assert "検索条件に今はないものが含まれているため" in answer.text
    assert mine.get(f"/feeds/records/{search.token}.atom").status_code == 200


def test_the_list_sends_as_many_statements_for_three_searches(
    mine: Browser, staff: Account
) -> None:
    a_saved_search(staff)
    numbers = []
    for more in ([], ["fiscal_year=2022", "organization=062022"]):
        for address in more:
            a_saved_search(staff, address, address)
        with statements() as sent:
            mine.get(PAGE)
        numbers.append(len(sent))

    assert numbers[0] == numbers[1]
