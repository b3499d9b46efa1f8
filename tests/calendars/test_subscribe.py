from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from exchange.domain.account import Role
from tests.conftest import BASE_URL
from tests.factories import a_group, an_account, an_organization
from tests.pages import main_text
from tests.statements import statements

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from tests.conftest import Browser

PAGE = "/calendar/subscribe"
ALWAYS = ["all", "trainings", "fairs", "seminars"]


def offered(answer: TestResponse, scheme: str = "https", attribute: str = "value") -> list[str]:
    """Give the feeds of the page in its order, by their path within `/feeds/`."""
    base = re.escape(scheme + BASE_URL.removeprefix("https"))
    return re.findall(rf'{attribute}="{base}/feeds/([^"]+)\.ics"', answer.text)


def test_index_of_an_empty_programme_offers_everything_and_the_kinds(browser: Browser) -> None:
    assert offered(browser.get(PAGE)) == ALWAYS


def test_index_offers_every_group_with_its_bodies_and_the_bodies_without_one(
    browser: Browser,
) -> None:
    here, there = a_group("置賜地域", "okitama"), a_group("港区", "minato")
    an_organization("港区役所", code="131032", group=there)
    an_organization("米沢市", code="062022", group=here)
    alone = an_organization("財団")
    an_organization("長井市", code="062090", group=here)

    answer = browser.get(PAGE)

    assert offered(answer) == [
        "all",
        "groups/okitama",
        "organizations/062022",
        "organizations/062090",
        "groups/minato",
        "organizations/131032",
        f"organizations/{alone.address}",
        "trainings",
        "fairs",
        "seminars",
    ]
    assert "置賜地域 2団体 置賜地域 全体" in main_text(answer)


def test_index_offers_each_feed_to_be_copied_and_to_be_opened(browser: Browser) -> None:
    an_organization(group=a_group())

    answer = browser.get(PAGE)

    assert len(offered(answer)) == len(ALWAYS) + 2
    assert offered(answer, "webcal", "href") == offered(answer)


def test_every_feed_that_is_offered_is_there(browser: Browser) -> None:
    an_organization(group=a_group())
    an_organization()

    for path in offered(browser.get(PAGE)):
        assert browser.get(f"/feeds/{path}.ics").mimetype == "text/calendar"


def test_index_offers_their_own_body_first_to_whoever_is_signed_in(browser: Browser) -> None:
    an_organization("長井市", code="062090", group=a_group())
    own = an_organization("米沢市", code="062022")
    browser.sign_in(an_account(Role.STAFF, organization=own))

    answer = browser.get(PAGE)

    assert offered(answer)[:2] == ["all", "organizations/062022"]
    assert "所属する団体：米沢市" in main_text(answer)


@pytest.mark.parametrize("program", ["outlook", "google", "apple", "thunderbird", "garoon"])
def test_index_tells_how_to_subscribe_with_each_program(browser: Browser, program: str) -> None:
    text = browser.get(PAGE).text

    assert f'href="#{program}"' in text
    assert f'id="{program}"' in text


def test_index_tells_how_to_get_older_days(browser: Browser) -> None:
    text = main_text(browser.get(PAGE))

    assert f"{BASE_URL}/feeds/all.ics ?from=2022-04-01" in text


def test_index_is_there_in_english(browser: Browser) -> None:
    a_group()
    browser.post("/language", data={"language": "en", "next": PAGE})

    text = main_text(browser.get(PAGE))

    assert "Subscribing to the calendar" in text
    assert re.search("[ぁ-ん]", text) is None


def test_no_two_parts_of_the_page_bear_the_same_id(browser: Browser) -> None:
    an_organization(group=a_group())

    ids = re.findall(r'\bid="([^"]+)"', browser.get(PAGE).text)

    assert sorted(ids) == sorted(set(ids))


def test_index_sends_the_same_number_of_statements_for_one_group_and_three(
    browser: Browser,
) -> None:
    def make() -> None:
        an_organization(group=a_group())
        an_organization()

    browser.sign_in(an_account())  # whose pages are not kept
    make()
    with statements() as for_one:
        browser.get(PAGE)
    make()
    make()
    with statements() as for_three:
        browser.get(PAGE)

    assert len(for_three) == len(for_one)
