"""A coordinator looks whom the own organization sends, and sees nobody else's people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from exchange.demonstration import coming, people

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from exchange.demonstration.people import Person

OWN = people.COORDINATOR.organization


def test_a_coordinator_sees_the_own_people_and_nobody_else(
    signed_in: Callable[[Person], Page],
) -> None:
    registrants = [
        person for key in (coming.FULL, coming.OPEN) for person in people.REGISTRANTS[key]
    ]
    own = [f"見本 {one.given_name}" for one in registrants if one.organization == OWN]
    others = [f"見本 {one.given_name}" for one in registrants if one.organization != OWN]

    page = signed_in(people.COORDINATOR)

    expect(page).to_have_url("/desk/")
    listed = page.get_by_role("rowheader").all_inner_texts()
    assert sorted(text.split("\n")[0] for text in listed) == sorted(own)
    assert [name for name in others if name in page.content()] == []
    assert page.goto("/manage/").status == 403
