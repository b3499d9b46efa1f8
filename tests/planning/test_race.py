"""Two who plan at once, at a server with several processes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from exchange.domain.account import Role
from exchange.domain.plan import PlanItem
from exchange.extensions import db
from tests.conftest import looking_into
from tests.enrollment.test_race import at_once
from tests.factories import PASSWORD, a_plan_item, a_proposal, an_account, an_event
from tests.processes import Visitor, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from flask import Flask

    from tests.processes import Answer, Server

Forms = list[tuple[str, dict[str, str | list[str]]]]


@pytest.fixture(scope="module")
def database_url(new_database: Callable[[], str]) -> str:
    return new_database()


@pytest.fixture(scope="module")
def server(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    log = tmp_path_factory.mktemp("planning") / "server.log"
    with serving(database_url, log, workers=2) as server:
        yield server


@pytest.fixture
def app(server: Server, database_url: str) -> Iterator[Flask]:
    """What looks into the server's database from outside."""
    with looking_into(database_url) as app:
        yield app


@pytest.fixture
def planners(app: Flask, server: Server) -> list[Visitor]:
    """Four organizers, each at a desk of their own."""
    signing_in = {"email": an_account(role=Role.ORGANIZER).email, "password": PASSWORD}
    db.session.commit()
    desks = [Visitor(server) for _ in range(4)]
    for desk in desks:
        assert desk.post("/login", signing_in).status == 303
    return desks


def sent_at_once(planners: list[Visitor], forms: Forms) -> list[Answer]:
    """Let each planner send one of the forms, all at the same moment."""
    db.session.commit()
    tokens = [one.open_form("/plans/2027/new") for one in planners]

    def sending(
        one: Visitor, path: str, fields: Mapping[str, str | list[str]], token: str
    ) -> Callable[[], Answer]:
        return lambda: one.post(path, fields, token=token)

    return at_once(
        [
            sending(one, path, fields, token)
            for one, (path, fields), token in zip(planners, forms, tokens, strict=True)
        ]
    )


def plan(fiscal_year: int) -> list[tuple[int, str]]:
    db.session.rollback()
    found = db.session.scalars(
        select(PlanItem).where(PlanItem.fiscal_year == fiscal_year).order_by(PlanItem.no)
    )
    return [(item.no, item.title) for item in found]


def test_items_made_at_the_same_moment_get_numbers_of_their_own(
    app: Flask, planners: list[Visitor]
) -> None:
    forms: Forms = [("/plans/2030/new", {"title": title}) for title in "一二三四"]

    answers = sent_at_once(planners, forms)

    made = plan(2030)
    assert [answer.status for answer in answers] == [303] * 4
    assert ([no for no, _ in made], {title for _, title in made}) == ([1, 2, 3, 4], set("一二三四"))


def test_a_proposal_that_all_place_at_the_same_moment_is_placed_once(
    app: Flask, planners: list[Visitor]
) -> None:
    one = a_proposal(an_event())
    items = [a_plan_item(2031, title=title) for title in "一二"]
    placing: Forms = [
        ("/plans/2031", {"do": "add", "proposals": str(one.id), "into": str(item.id)})
        for item in items
    ]
    making: Forms = [
        ("/plans/2031/new", {"title": title, "proposals": str(one.id)}) for title in "三四"
    ]

    answers = sent_at_once(planners, placing + making)

    db.session.rollback()
    winner = [answer.status for answer in answers].index(303)
    assert Counter(answer.status for answer in answers) == {303: 1, 422: 3}
    assert one.plan_item is not None
    assert one.plan_item.title == "一二三四"[winner]
    assert {title for _, title in plan(2031)} == {"一", "二", "一二三四"[winner]}


def test_items_moved_deleted_and_carried_over_at_the_same_moment_keep_numbers_apart(
    app: Flask, planners: list[Visitor]
) -> None:
    items = [a_plan_item(2032, title=title) for title in "一二三四"]
    first, second, third, last = (f"/plans/2032/items/{item.id}" for item in items)

    answers = sent_at_once(
        planners,
        [
            (f"{third}/move", {"to": "1"}),
            (f"{last}/move", {"to": "2"}),
            (f"{second}/delete", {"revision": "0"}),
            (f"{first}/carry-over", {}),
        ],
    )

    numbers = [no for no, _ in plan(2032)]
    assert [answer.status for answer in answers] == [303] * 4
    assert len(set(numbers)) == len(numbers) == 3
    assert {title for _, title in plan(2032)} == set("一三四")
    assert plan(2033) == [(1, "一")]


def test_the_same_item_carried_over_by_all_at_the_same_moment_is_there_once(
    app: Flask, planners: list[Visitor]
) -> None:
    item = a_plan_item(2034, title="林業")

    answers = sent_at_once(planners, [(f"/plans/2034/items/{item.id}/carry-over", {})] * 4)

    assert Counter(answer.status for answer in answers) == {303: 1, 422: 3}
    assert plan(2035) == [(1, "林業")]
