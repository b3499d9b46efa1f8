"""Paging: what is on a page, and which pages there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from exchange.domain.group import Group
from exchange.domain.organization import Organization
from exchange.web.paging import Page, paginate
from tests.factories import a_group, an_organization
from tests.statements import statements

if TYPE_CHECKING:
    from flask import Flask


def a_page(number: int, *, size: int = 2) -> Page[Group]:
    return paginate(select(Group).order_by(Group.name), number=number, size=size)


@pytest.mark.parametrize(
    ("asked_for", "number", "names"),
    [
        (1, 1, ["a", "b"]),
        (2, 2, ["c", "d"]),
        (3, 3, ["e"]),
        (4, 3, ["e"]),
        (999_999_999, 3, ["e"]),
        (0, 1, ["a", "b"]),
        (-1, 1, ["a", "b"]),
    ],
)
def test_a_page_is_the_one_asked_for_or_the_nearest_there_is(
    app: Flask, asked_for: int, number: int, names: list[str]
) -> None:
    for name in "edcba":
        a_group(name)

    page = a_page(asked_for)

    assert (page.number, page.count, page.total) == (number, 3, 5)
    assert [group.name for group in page.items] == names
    assert (page.has_previous, page.has_next) == (number > 1, number < 3)


def test_an_empty_list_has_one_empty_page(app: Flask) -> None:
    assert a_page(1) == Page(items=[], number=1, size=2, total=0)
    assert a_page(1).count == 1


def test_a_full_last_page_is_not_followed_by_an_empty_one(app: Flask) -> None:
    for name in "abcd":
        a_group(name)

    assert a_page(2).has_next is False


def test_rows_of_joined_tables_are_counted_as_they_are_listed(app: Flask) -> None:
    group = a_group()
    for _ in range(3):
        an_organization(group=group)

    listed = select(Organization).join(Organization.group).where(Group.id == group.id)
    with statements() as sent:
        page = paginate(listed, number=1, size=2)

    assert (page.total, len(page.items)) == (3, 2)
    assert len([one for one in sent if one.startswith("SELECT")]) == 2
