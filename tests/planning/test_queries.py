from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from exchange.domain.account import Account, Role
from exchange.domain.event import EventStatus, Visibility
from exchange.extensions import db
from exchange.planning import queries
from exchange.planning.queries import Criteria, Standing
from tests.factories import (
    a_day,
    a_group,
    a_note,
    a_plan_item,
    a_proposal,
    an_account,
    an_event,
    an_organization,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Flask

    from exchange.planning.queries import Proposal


def texts(found: Sequence[Proposal]) -> list[str]:
    return [one.text for one in found]


@pytest.fixture
def organizer(app: Flask) -> Account:
    return an_account(role=Role.ORGANIZER)


@pytest.fixture
def staff(app: Flask) -> Account:
    return an_account(role=Role.STAFF)


def test_the_board_gathers_a_years_proposals_in_the_order_of_its_sessions(
    organizer: Account,
) -> None:
    undated = an_event(title="日程未定", days=[])
    late, early = (an_event(days=[a_day(date(2026, month, 1))]) for month in (12, 5))
    a_proposal(late, "十二月の一。")
    a_proposal(early, "五月。")
    a_proposal(undated, "未定。")
    a_proposal(late, "十二月の二。")
    a_proposal(an_event(days=[a_day(date(2027, 4, 1))]), "翌年度。")

    board = queries.board(2026, organizer)

    assert texts(board.of_the_year) == ["五月。", "十二月の一。", "十二月の二。", "未定。"]
    assert board.left_over == []


def test_the_board_keeps_apart_what_earlier_years_left_open(organizer: Account) -> None:
    old = an_event(days=[a_day(date(2024, 6, 1))])
    a_proposal(old, "二年前。")
    a_plan_item(2025, action_items=[a_proposal(old, "二年前に計画。")])
    a_proposal(old, "二年前に保留。").is_set_aside = True
    a_proposal(an_event(days=[a_day(date(2025, 6, 1))]), "前年度。")

    board = queries.board(2026, organizer)

    assert (texts(board.of_the_year), texts(board.left_over)) == ([], ["前年度。", "二年前。"])


def test_the_board_counts_how_proposals_stand(organizer: Account) -> None:
    event = an_event()
    item = a_plan_item(action_items=[a_proposal(event), a_proposal(event)])
    a_proposal(event).is_set_aside = True
    for _ in range(3):
        a_proposal(event)

    board = queries.board(2026, organizer)

    assert board.counts == {Standing.OPEN: 3, Standing.PLACED: 2, Standing.ASIDE: 1}
    assert [one.plan_item for one in board.of_the_year[:3]] == [item, item, None]


def test_proposals_of_what_a_reader_may_not_see_are_neither_shown_nor_counted(
    organizer: Account, staff: Account
) -> None:
    draft = an_event(status=EventStatus.DRAFT, notes=[a_note(speaker="秘密の講師")])
    members = an_event(visibility=Visibility.MEMBERS)
    a_proposal(draft, "下書きの提案。", theme="秘密のテーマ", organization="秘密の団体")
    a_proposal(members, "会員向けの提案。")
    a_proposal(an_event(status=EventStatus.DRAFT, days=[a_day(date(2025, 6, 1))]), "昔の下書き。")

    theirs, ours = queries.board(2026, staff), queries.board(2026, organizer)

    assert (texts(theirs.of_the_year), theirs.left_over) == (["会員向けの提案。"], [])
    assert (theirs.counts, theirs.themes, theirs.organizations) == ({Standing.OPEN: 1}, [], [])
    assert (len(ours.of_the_year), texts(ours.left_over)) == (2, ["昔の下書き。"])
    assert (ours.themes, ours.organizations) == (["秘密のテーマ"], ["秘密の団体"])


def test_an_item_quotes_and_names_only_what_a_reader_may_see(
    organizer: Account, staff: Account
) -> None:
    draft, shown = an_event(status=EventStatus.DRAFT), an_event()
    item = a_plan_item(
        action_items=[a_proposal(draft, "下書き。"), a_proposal(shown, "公開。")],
        events=[draft, shown],
        from_event=draft,
    )

    def seen_by(reader: Account) -> tuple[object, ...]:
        return (
            set(texts(queries.proposals_of(item, reader))),
            set(queries.events_of(item, reader)),
            queries.origin(item, reader),
        )

    assert seen_by(staff) == ({"公開。"}, {shown}, None)
    assert seen_by(organizer) == ({"下書き。", "公開。"}, {draft, shown}, draft)


def test_a_proposal_tells_who_said_it_as_its_line_or_else_its_note_does(
    organizer: Account,
) -> None:
    event = an_event(notes=[a_note(speaker="前神 有里")])
    a_proposal(event)
    a_proposal(event, speaker="髙橋", organization="港区", theme="森林")

    told = [
        (one.speaker, one.organization, one.theme)
        for one in queries.board(2026, organizer).of_the_year
    ]

    assert told == [("前神 有里", "", ""), ("髙橋", "港区", "森林")]


@pytest.mark.parametrize(
    ("criteria", "expected"),
    [
        (Criteria(), ["髙い山の取り組み。", "海。"]),
        (Criteria(text="取組"), ["髙い山の取り組み。"]),
        (Criteria(text="高い OR 海"), ["髙い山の取り組み。", "海。"]),
        (Criteria(text="-海"), ["髙い山の取り組み。"]),
        (Criteria(text="佐藤"), ["海。"]),
        (Criteria(text="まとめ"), ["髙い山の取り組み。", "海。"]),
        (Criteria(theme="森林"), ["髙い山の取り組み。"]),
        (Criteria(organization="港区"), ["海。"]),
        (Criteria(theme="森林", organization="港区"), []),
    ],
)
def test_proposals_are_narrowed_by_words_theme_and_body(
    organizer: Account, criteria: Criteria, expected: list[str]
) -> None:
    event = an_event()
    a_proposal(event, "髙い山の取り組み。", theme="森林")
    a_proposal(event, "海。", speaker="佐藤", organization="港区")

    met = [one for one in queries.board(2026, organizer).of_the_year if criteria.meets(one)]

    assert texts(met) == expected


def test_events_that_may_come_of_an_item_are_of_its_year_or_later(
    organizer: Account, staff: Account
) -> None:
    item = a_plan_item(2026)
    an_event(title="前年度の研修", days=[a_day(date(2026, 3, 31))])
    draft = an_event(title="下書きの研修", status=EventStatus.DRAFT)
    now = an_event(title="今年度の研修", days=[a_day(date(2026, 4, 1))])
    later = an_event(title="翌年度のまつり", days=[a_day(date(2027, 5, 1))])

    def found(words: str, reader: Account) -> list[object]:
        return list(db.session.scalars(queries.may_come_of(item, words, reader)))

    assert found("", organizer) == [now, draft, later]
    assert (found("研修", staff), found("まつり", staff)) == ([now], [later])


def test_bodies_are_listed_by_group_and_those_of_none_last(app: Flask) -> None:
    here, there = a_group("置賜地域"), a_group("港区")
    yonezawa = an_organization("米沢市", group=here)
    alone = an_organization("財団")
    minato = an_organization("港区", group=there)
    nagai = an_organization("長井市", group=here)

    found = [(part.group, part.organizations) for part in queries.bodies_by_group()]

    assert found == [(here, [yonezawa, nagai]), (there, [minato]), (None, [alone])]


def test_the_board_sends_as_many_statements_for_three_proposals_as_for_one(
    organizer: Account, statements: list[str]
) -> None:
    def board() -> int:
        db.session.commit()
        reader = db.session.merge(organizer)
        assert reader.role is Role.ORGANIZER
        statements.clear()
        for one in (found := queries.board(2026, reader)).of_the_year:
            assert one.folded
            assert one.plan_item is None or one.plan_item.no
        assert found.themes is not None
        return len(statements)

    a_proposal(an_event())
    once = board()
    for _ in range(2):
        event = an_event(notes=[a_note()])
        a_plan_item(action_items=[a_proposal(event)])
        a_proposal(an_event(days=[a_day(date(2025, 6, 1))]))

    assert (once, board()) == (2, 2)
