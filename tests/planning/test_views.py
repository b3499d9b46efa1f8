from __future__ import annotations

import io
import re
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from exchange.domain.account import Role
from exchange.domain.event import EventStatus
from exchange.domain.plan import PlanItem, PlanProgress, PlanState
from exchange.extensions import db
from exchange.planning.views import LEFT_OVER_SHOWN, PAGE_SIZE
from tests.conftest import Browser
from tests.factories import (
    a_day,
    a_note,
    a_plan_item,
    a_proposal,
    an_account,
    an_event,
    an_organization,
)
from tests.pages import main_text

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask
    from werkzeug.test import TestResponse

    from exchange.domain.action_item import ActionItem

BOARD = "/plans/2027"


@pytest.fixture
def staff(app: Flask) -> Browser:
    """Somebody of a town hall who has signed in."""
    return Browser(app).sign_in(an_account(role=Role.STAFF))


def proposed(answer: TestResponse) -> list[str]:
    """Give the proposals of the page, in order."""
    return re.findall(r'class="board__text"[^>]*>([^<]*)<', answer.text)


def shown_plan(answer: TestResponse) -> list[tuple[str, str]]:
    """Give number and name of each item of the table."""
    return re.findall(
        r'<td class="plan__no"[^>]*><span>(\d+)</span>.*?<th scope="row"[^>]*><a[^>]*>([^<]*)<',
        answer.text,
        re.DOTALL,
    )


def plan(fiscal_year: int = 2027) -> list[tuple[int, str]]:
    db.session.rollback()
    found = db.session.scalars(
        select(PlanItem).where(PlanItem.fiscal_year == fiscal_year).order_by(PlanItem.no)
    )
    return [(item.no, item.title) for item in found]


def standing(one: ActionItem) -> tuple[int | None, bool]:
    db.session.rollback()
    return one.plan_item_id, one.is_set_aside


@pytest.mark.parametrize(
    "path",
    ["/plans/", BOARD, "/plans/2027.xlsx", "/plans/2027/new", "/plans/2027/1"],
)
def test_a_stranger_is_asked_to_sign_in(browser: Browser, path: str) -> None:
    a_plan_item()

    answer = browser.get(path)

    assert (answer.status_code, answer.location) == (302, f"/login?next={quote(path)}")


@pytest.mark.parametrize(
    "path", ["", "/renumber", "/items/{}/move", "/items/{}/take-out", "/items/{}/progress"]
)
def test_staff_may_not_change_plans(staff: Browser, path: str) -> None:
    item = a_plan_item()
    path = path.format(item.id)

    assert staff.post(BOARD + path, {"do": "aside"}).status_code == 403
    assert staff.get(f"{BOARD}/new").status_code == 403
    assert staff.get(f"{BOARD}/items/{item.id}/edit").status_code == 403


def test_index_leads_to_the_coming_fiscal_year(staff: Browser, noon: datetime) -> None:
    assert staff.get("/plans/").location == "/plans/2027"


def test_the_plans_are_in_the_navigation_of_whoever_has_signed_in(
    staff: Browser, browser: Browser
) -> None:
    assert ('href="/plans/"' in staff.get("/").text, 'href="/plans/"' in browser.get("/").text) == (
        True,
        False,
    )


def test_the_board_shows_what_was_proposed_beside_the_plan(staff: Browser) -> None:
    event = an_event(notes=[a_note("まとめ", speaker="前神 有里")])
    one = a_proposal(event, "間伐材を使う。", organization="港区", theme="森林")
    a_plan_item(
        title="林業",
        content="川上と川下",
        actions=["協定", "視察"],
        organizations=[an_organization("米沢市"), an_organization("長井市")],
        state=PlanState.UNDER_WAY,
        progress=[
            PlanProgress(noted_on=date(2027, 4, 1), text="始めた。"),
            PlanProgress(noted_on=date(2027, 5, 1), text="続けた。"),
        ],
    )

    answer = staff.get(BOARD)

    note = event.notes[0]
    said = main_text(answer)
    assert "令和9年度 事業案" in said
    assert "第1回交流研修 R8.9.26 間伐材を使う。 まとめ 前神 有里／港区 森林" in said
    assert f'href="/trainings/{event.key}#note-{note.id}"' in answer.text
    assert (
        "1 林業 川上と川下 協定 視察 米沢市、長井市 実施中 R9.5.1 続けた。 R9.4.1 始めた。" in said
    )
    assert f'value="{one.id}"' not in answer.text


def test_the_board_in_english(staff: Browser) -> None:
    a_plan_item(title="林業")
    staff.post("/language", {"language": "en", "next": BOARD}, form=BOARD)

    answer = staff.get(BOARD)

    assert "Plan items of FY2027" in main_text(answer)
    assert re.search(r"[ぁ-ん]", re.sub(r'<[^>]*lang="ja".*?</', "", main_text(answer))) is None


def test_the_board_shows_each_standing_on_its_own(staff: Browser) -> None:
    event = an_event()
    a_proposal(event, "未整理。")
    item = a_plan_item(title="林業", action_items=[a_proposal(event, "反映。")])
    a_proposal(event, "保留。").is_set_aside = True

    found = {word: proposed(staff.get(f"{BOARD}?standing={word}")) for word in ("open", "placed")}

    assert found == {"open": ["未整理。"], "placed": ["反映。"]}
    assert proposed(staff.get(f"{BOARD}?standing=aside")) == ["保留。"]
    assert "未整理 1件 事業案に反映 1件 保留 1件" in main_text(staff.get(BOARD))
    assert f'href="/plans/2027/{item.no}"' in staff.get(f"{BOARD}?standing=placed").text


def test_the_board_is_narrowed_and_says_when_nothing_is_left(staff: Browser) -> None:
    event = an_event()
    a_proposal(event, "山。", theme="森林")
    a_proposal(event, "海。", organization="港区")

    assert proposed(staff.get(f"{BOARD}?theme={quote('森林')}")) == ["山。"]
    assert proposed(staff.get(f"{BOARD}?organization={quote('港区')}&q=")) == ["海。"]
    assert "条件に合う提案はありません。" in main_text(staff.get(f"{BOARD}?q=空"))


def test_the_board_refuses_what_it_does_not_know(staff: Browser) -> None:
    a_proposal(an_event(), "山。")

    answer = staff.get(f"{BOARD}?standing=x&theme=x&organization=x&page=x&q={'長' * 201}")

    assert (answer.status_code, proposed(answer)) == (422, ["山。"])


def test_what_earlier_years_left_open_stands_below(staff: Browser) -> None:
    old = an_event(days=[a_day(date(2025, 6, 1))])
    a_proposal(old, "昔の提案。")

    answer = staff.get(BOARD)

    assert "前年度までの未整理の提案 1件" in main_text(answer)
    assert proposed(answer) == ["昔の提案。"]
    assert proposed(staff.get(f"{BOARD}?standing=placed")) == []


def test_the_board_has_pages_and_cuts_what_was_left(staff: Browser) -> None:
    now, old = (
        an_event(notes=[a_note()]),
        an_event(days=[a_day(date(2025, 6, 1))], notes=[a_note()]),
    )
    for event, number in ((now, PAGE_SIZE), (old, LEFT_OVER_SHOWN)):
        event.notes[0].lines[0].is_proposal = True
        event.notes[0].lines += [
            type(event.notes[0].lines[0])(text=f"{i}", is_proposal=True) for i in range(number - 1)
        ]
        a_proposal(event, "最後。")

    first, second = staff.get(BOARD), staff.get(f"{BOARD}?page=2")

    assert (len(proposed(first)), len(proposed(second))) == (
        PAGE_SIZE + LEFT_OVER_SHOWN,
        1 + LEFT_OVER_SHOWN,
    )
    assert proposed(staff.get(f"{BOARD}?page=99"))[0] == "最後。"
    assert f"最初の{LEFT_OVER_SHOWN}件を表示" in main_text(first)


def test_an_empty_board_says_what_to_do(staff: Browser, organizer: Browser) -> None:
    theirs, ours = main_text(staff.get(BOARD)), main_text(organizer.get(BOARD))

    assert "行の先頭に【提案】と書くか、" in theirs
    assert "事務局が作成すると、ここに表示されます。" in theirs
    assert "提案に印を付けて「新しい事業案にする」を押すか、" in ours


@pytest.mark.parametrize("year", ["1873", "3000", "99999999999999999999"])
def test_a_year_that_has_no_name_has_no_board(organizer: Browser, year: str) -> None:
    paths = ["", ".xlsx", "/new", "/1", "/items/1/edit"]

    assert {organizer.get(f"/plans/{year}{path}").status_code for path in paths} == {404}
    assert organizer.post(f"/plans/{year}/new").status_code == 404
    assert organizer.get("/plans/2027/99999999999999999999").status_code == 404


def test_the_first_and_the_last_year_lead_no_further(organizer: Browser) -> None:
    assert "令和981年度" in main_text(organizer.get("/plans/2999"))
    assert 'href="/plans/1873"' not in organizer.get("/plans/1874").text


def test_ticked_proposals_become_a_new_item(organizer: Browser) -> None:
    event = an_event()
    ids = [str(a_proposal(event, text).id) for text in ("間伐材を使う。", "協定を結ぶ。")]
    a_plan_item(title="先の事業")

    chosen = organizer.post(BOARD, {"do": "new", "proposals": ids})
    page = organizer.get(chosen.location)
    answer = organizer.post(
        f"{BOARD}/new",
        {"title": "林業", "actions": "視察\n\n協定", "proposals": ids, "state": "considered"},
    )

    assert (chosen.status_code, chosen.location) == (
        303,
        f"/plans/2027/new?proposals={ids[0]}&proposals={ids[1]}",
    )
    assert "間伐材を使う。\n協定を結ぶ。</textarea>" in page.text.replace("\r\n", "\n")
    item = db.session.scalars(select(PlanItem).where(PlanItem.title == "林業")).one()
    assert (answer.status_code, answer.location) == (303, f"/plans/2027#plan-{item.id}")
    assert (item.no, item.actions, len(item.action_items)) == (2, ["視察", "協定"], 2)
    assert shown_plan(organizer.get(BOARD)) == [("1", "先の事業"), ("2", "林業")]


def test_a_new_item_without_a_name_is_refused_and_keeps_what_was_typed(organizer: Browser) -> None:
    body = an_organization("米沢市")
    one = a_proposal(an_event(), "間伐材を使う。")

    answer = organizer.post(
        f"{BOARD}/new",
        {
            "title": " ",
            "content": "川上",
            "actions": "協定",
            "organizations": str(body.id),
            "proposals": str(one.id),
        },
    )

    assert answer.status_code == 422
    assert "事業の名称を入力してください。" in main_text(answer)
    assert all(f'value="{key}" checked' in answer.text for key in (body.id, one.id)), (
        "what was ticked stays ticked"
    )
    assert "川上</textarea>" in answer.text.replace("\r\n", "")
    assert plan() == []


def test_a_proposal_that_a_colleague_was_faster_with_can_be_left_out(organizer: Browser) -> None:
    event = an_event()
    taken, mine = a_proposal(event, "取られた提案。"), a_proposal(event)
    a_plan_item(title="先の事業", action_items=[taken])
    typed = {"title": "自分の事業", "proposals": [str(taken.id), str(mine.id)]}

    answer = organizer.post(f"{BOARD}/new", typed)
    again = organizer.post(f"{BOARD}/new", {**typed, "proposals": str(mine.id)})

    assert answer.status_code == 422
    assert "「取られた提案。」は、その間に事業案「先の事業」に加えられました。" in main_text(answer)
    assert 'value="自分の事業"' in answer.text
    assert (again.status_code, plan()) == (303, [(1, "先の事業"), (2, "自分の事業")])


def test_ticked_proposals_are_added_to_an_item_and_the_filter_stays(organizer: Browser) -> None:
    one = a_proposal(an_event(), "山。")
    item = a_plan_item()

    answer = organizer.post(
        f"{BOARD}?q=山", {"do": "add", "proposals": str(one.id), "into": str(item.id)}, form=BOARD
    )

    assert (answer.status_code, answer.location) == (303, f"/plans/2027?q={quote('山')}")
    assert standing(one) == (item.id, False)


def test_of_two_who_add_the_same_proposal_the_second_is_told(organizer: Browser) -> None:
    event = an_event()
    taken, mine = a_proposal(event, "取られた提案。"), a_proposal(event, "自分の提案。")
    item = a_plan_item(title="自分の事業")
    other = a_plan_item(title="先の事業", action_items=[taken])

    answer = organizer.post(
        BOARD,
        {"do": "add", "proposals": [str(taken.id), str(mine.id)], "into": str(item.id)},
    )

    assert answer.status_code == 422
    assert "「取られた提案。」は、その間に事業案「先の事業」に加えられました。" in main_text(answer)
    assert f'value="{mine.id}" checked' in answer.text
    assert f'<option value="{item.id}" selected' in answer.text
    assert (standing(taken), standing(mine)) == ((other.id, False), (None, False))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"do": "new"}, "提案に一つ以上印を付けてください。"),
        ({"do": "add", "into": "1"}, "提案に一つ以上印を付けてください。"),
        (
            {"do": "aside", "proposals": ["x", "0", "-1", "9" * 30]},
            "提案に一つ以上印を付けてください。",
        ),
        (
            {"do": "aside", "proposals": "999999"},
            "印を付けた提案の中に、開催記録から削除されたもの",
        ),
        ({"do": "add", "proposals": "{one}", "into": "999999"}, "事業案を選んでください。"),
        ({"do": "add", "proposals": "{one}", "into": "x"}, "事業案を選んでください。"),
    ],
)
def test_what_cannot_be_done_is_said(
    organizer: Browser, fields: dict[str, str | list[str]], said: str
) -> None:
    one = a_proposal(an_event())
    if fields.get("proposals") == "{one}":
        fields = {**fields, "proposals": str(one.id)}

    answer = organizer.post(BOARD, fields)

    assert (answer.status_code, said in main_text(answer)) == (422, True)


def test_an_unknown_button_is_refused(organizer: Browser) -> None:
    assert organizer.post(BOARD, {"do": "x"}).status_code == 400


def test_proposals_are_set_aside_and_taken_up_again(organizer: Browser) -> None:
    event = an_event()
    proposals = [a_proposal(event), a_proposal(event)]
    ids = [str(one.id) for one in proposals]

    organizer.post(BOARD, {"do": "aside", "proposals": ids})
    assert [standing(one) for one in proposals] == [(None, True)] * 2
    assert "提案2件を保留にしました。" in main_text(organizer.get(BOARD))

    organizer.post(f"{BOARD}?standing=aside", {"do": "back", "proposals": ids}, form=BOARD)
    assert [standing(one) for one in proposals] == [(None, False)] * 2


def test_items_move_up_and_down(organizer: Browser) -> None:
    items = [a_plan_item(title=title) for title in ("一", "二", "三")]

    answer = organizer.post(f"{BOARD}/items/{items[2].id}/move", {"to": "2"}, form=BOARD)

    assert (answer.status_code, answer.location) == (303, f"/plans/2027#plan-{items[2].id}")
    assert plan() == [(1, "一"), (2, "三"), (3, "二")]


def test_gaps_between_the_numbers_can_be_closed(organizer: Browser) -> None:
    a_plan_item(title="二", no=2)
    assert "番号を1から振り直す" in main_text(organizer.get(BOARD))

    organizer.post(f"{BOARD}/renumber", form=BOARD)

    assert plan() == [(1, "二")]
    assert "番号を1から振り直す" not in main_text(organizer.get(BOARD))


def test_the_plan_is_handed_over_as_a_workbook(staff: Browser, noon: datetime) -> None:
    a_plan_item(
        title="=林業",
        content="川上\n川下",
        actions=["協定", "視察"],
        organizations=[an_organization("米沢市")],
        state=PlanState.DONE,
        progress=[
            PlanProgress(noted_on=date(2027, 4, 1), text="始めた。"),
            PlanProgress(noted_on=date(2027, 5, 1), text="終えた。"),
        ],
    )
    a_plan_item(title="まつり")
    a_plan_item(2028, title="翌年度")

    answer = staff.get("/plans/2027.xlsx")

    rows = list(load_workbook(io.BytesIO(answer.data)).active.iter_rows(values_only=True))
    assert rows == [
        ("No.", "事業", "内容", "具体的な取組案", "担当団体", "状態", "経過"),
        (
            1,
            "=林業",
            "川上\n川下",
            "・協定\n・視察",
            "米沢市",
            "完了",
            "R9.5.1 終えた。\nR9.4.1 始めた。",
        ),
        (2, "まつり", None, None, None, "検討中", None),
    ]
    assert quote("令和9年度 事業案_20260601.xlsx") in answer.headers["Content-Disposition"]


def test_the_board_sends_as_many_statements_for_three_rows_as_for_one(
    staff: Browser, statements: list[str]
) -> None:
    def board() -> int:
        statements.clear()
        assert staff.get(BOARD).status_code == 200
        return len(statements)

    def more() -> None:
        event = an_event(notes=[a_note()])
        a_proposal(event)
        a_plan_item(
            organizations=[an_organization()],
            progress=[PlanProgress(noted_on=date(2027, 4, 1), text="始めた。")],
        )
        a_proposal(an_event(days=[a_day(date(2025, 6, 1))]))

    more()
    once = board()
    more()
    more()

    assert board() == once


def test_the_page_of_an_event_leads_members_to_its_plans(staff: Browser, browser: Browser) -> None:
    event = an_event(status=EventStatus.HELD)
    a_plan_item(title="記録から", action_items=[a_proposal(event), a_proposal(event)])
    a_plan_item(title="きっかけ", from_event=event)
    a_plan_item(title="もと", events=[event])
    path = f"/trainings/{event.key}"
    link = re.compile(r'href="/plans/2027/(\d)">[^<]*<span lang="ja">([^<]*)<')

    assert link.findall(staff.get(path).text) == [
        ("1", "記録から"),
        ("2", "きっかけ"),
        ("3", "もと"),
    ]
    assert link.findall(browser.get(path).text) == []
    assert link.findall(browser.get(path).text) == []
