"""Somebody looks something up in the session notes: types, narrows, and reads on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.visits import NARROW, WIDE, control, press

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page, ViewportSize


def records(page: Page) -> Locator:
    return page.locator(".record__heading")


def found(page: Page) -> list[str]:
    return [one.strip() for one in page.locator(".record__heading > a").all_inner_texts()]


def open_facets(page: Page, size: ViewportSize) -> None:
    """Open what is closed on a phone, and always open beside the results."""
    if size is NARROW:
        expect(page.locator(".facet").first).to_be_hidden()
        page.locator(".facets > summary").click()
    expect(page.locator(".facet").first).to_be_visible()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_search_is_narrowed_and_widened_and_leads_to_the_note(
    page: Page, size: ViewportSize
) -> None:
    page.set_viewport_size(size)
    page.goto("/records/")
    control(page, "q").fill("森林 OR 木材 -視察")
    press(page, "検索")
    expect(records(page).first).to_be_visible()
    all_found = found(page)
    assert len(all_found) > 2

    open_facets(page, size)
    lectures = page.get_by_role("link", name=re.compile("^講義"))
    number = int(lectures.locator(".facet__number").inner_text().strip("()"))
    lectures.click()
    expect(records(page)).to_have_count(number)
    assert number < len(all_found)
    expect(control(page, "q")).to_have_value("森林 OR 木材 -視察")

    page.get_by_role("link", name="この条件を外す").click()
    expect(page.locator(".chip")).to_have_count(0)
    assert found(page) == all_found

    page.get_by_role("link", name="見出しに含むものから").click()
    expect(page.get_by_role("link", name="新しい順")).to_be_visible()
    assert sorted(found(page)) == sorted(all_found)
    page.get_by_role("link", name="森林に関する講義").click()

    note = page.locator(":target")
    expect(note.locator("mark").first).to_be_in_viewport()
    assert set(page.locator(".note mark").all_inner_texts()) <= {"森林", "木材"}


def test_new_words_are_looked_for_among_what_was_chosen(page: Page) -> None:
    page.goto("/records/?kind=training&block=lecture")

    control(page, "q").fill("見つからない 森林")
    press(page, "検索")
    expect(page.locator(".chip")).to_have_count(2)
    suggestion = page.get_by_role("link", name=re.compile("^「森林」だけで探す"))
    number = suggestion.inner_text().partition("(")[2].rstrip(")")
    suggestion.click()

    expect(records(page)).to_have_count(int(number))
    expect(page.locator(".chip")).to_have_count(2)


def test_examples_are_there_to_be_tried(page: Page) -> None:
    page.goto("/records/")

    page.locator(".search-help > summary").click()
    page.get_by_role("link", name="研修 -視察").click()

    expect(control(page, "q")).to_have_value("研修 -視察")
    assert set(page.locator(".record mark").all_inner_texts()) == {"研修"}
