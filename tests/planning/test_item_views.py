from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from exchange.domain.account import Role
from exchange.domain.event import EventStatus
from exchange.domain.headcount import Headcount
from exchange.domain.plan import PlanItem, PlanProgress, PlanState
from exchange.extensions import db
from exchange.planning.drafts import PlanDraft, plan_draft
from exchange.publication.services import follow_up
from tests.conftest import Browser
from tests.factories import (
    LONG_AGO,
    a_day,
    a_note,
    a_plan_item,
    a_proposal,
    an_account,
    an_event,
    an_organization,
)
from tests.manage.test_versions import compared
from tests.pages import main_text
from tests.typed import typed

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask


@pytest.fixture
def staff(app: Flask) -> Browser:
    """Somebody of a town hall who has signed in."""
    return Browser(app).sign_in(an_account(role=Role.STAFF))


@pytest.fixture
def colleague(app: Flask) -> Browser:
    return Browser(app).sign_in(an_account(role=Role.ORGANIZER))


def page_of(item: PlanItem) -> str:
    return f"/plans/{item.fiscal_year}/{item.no}"


def way_of(item: PlanItem, verb: str) -> str:
    return f"/plans/{item.fiscal_year}/items/{item.id}/{verb}"


def diary_of(item: PlanItem) -> list[tuple[date, str]]:
    db.session.rollback()
    return [(entry.noted_on, entry.text) for entry in item.progress]


def an_item_with_an_entry() -> tuple[PlanItem, str]:
    item = a_plan_item(progress=[PlanProgress(noted_on=date(2027, 5, 1), text="始めた。")])
    return item, way_of(item, f"progress/{item.progress[0].id}")


def test_show_quotes_the_lines_it_came_from_and_leads_to_what_came_of_it(staff: Browser) -> None:
    event = an_event(notes=[a_note("まとめ", speaker="前神 有里")])
    a_proposal(event, "間伐材を使う。", organization="港区", theme="森林")
    came = an_event(
        title="間伐材の視察",
        status=EventStatus.HELD,
        days=[a_day(date(2027, 6, 1))],
        headcount=Headcount(total=20, present=[]),
    )
    item = a_plan_item(
        title="林業",
        content="川上と川下",
        actions=["協定"],
        organizations=[an_organization("米沢市")],
        state=PlanState.UNDER_WAY,
        action_items=[a_proposal(event, "協定を結ぶ。")],
        events=[came],
        from_event=event,
        progress=[
            PlanProgress(noted_on=date(2027, 4, 1), text="始めた。"),
            PlanProgress(noted_on=date(2027, 5, 1), text="続けた。\n二行目。"),
        ],
    )

    answer = staff.get(page_of(item))

    said = main_text(answer)
    for words in (
        "令和9年度 事業案 No. 1 林業",
        "状態 実施中 内容 川上と川下 具体的な取組案 協定 担当団体 米沢市",
        "きっかけの行事 第1回交流研修 （R8.9.26）",
        "協定を結ぶ。 第1回交流研修 （R8.9.26） まとめ 前神 有里",
        "開催済 間伐材の視察 R9.6.1 20名",
        "令和9年5月1日(土) 続けた。 二行目。 令和9年4月1日(木) 始めた。",
    ):
        assert words in said
    assert f'href="/trainings/{event.key}#note-{event.notes[0].id}"' in answer.text
    assert "間伐材を使う。" not in said
    assert '<form method="post"' not in answer.text.partition("<main")[2].partition("</main")[0]


def test_show_leaves_out_what_the_reader_may_not_see(staff: Browser, organizer: Browser) -> None:
    draft = an_event(title="秘密の行事", status=EventStatus.DRAFT)
    one = a_proposal(draft, "秘密の提案。")
    item = a_plan_item(action_items=[one], events=[draft], from_event=draft)

    theirs, ours = (main_text(who.get(page_of(item))) for who in (staff, organizer))

    assert ("秘密" in theirs, ours.count("秘密の行事"), "秘密の提案。" in ours) == (False, 3, True)


def test_show_keeps_the_words_of_a_line_that_is_gone(staff: Browser) -> None:
    event = an_event(notes=[a_note()])
    item = a_plan_item(action_items=[a_proposal(event, "消された行。")])
    event.notes[0].lines.pop()
    follow_up(event, at=LONG_AGO)

    said = main_text(staff.get(page_of(item)))

    assert "消された行。 第1回交流研修 （R8.9.26） 開催記録からは削除されています" in said


def test_show_leads_to_the_item_of_the_same_name_in_the_years_beside(staff: Browser) -> None:
    a_plan_item(2026, title="林業", no=4)
    item = a_plan_item(2027, title="林業")
    a_plan_item(2028, title="林業", no=5)
    a_plan_item(2029, title="林業")

    links = re.findall(r'href="(/plans/\d+/\d+)">No', staff.get(page_of(item)).text)

    assert links == ["/plans/2026/4", "/plans/2028/5"]


@pytest.mark.parametrize("path", ["/plans/2027/2", "/plans/2028/1", "/plans/2027/items/999/edit"])
def test_an_item_that_is_not_there_is_not_found(organizer: Browser, path: str) -> None:
    a_plan_item(2027)

    assert organizer.get(path).status_code == 404


def test_edit_saves_what_was_typed(organizer: Browser) -> None:
    here, there = an_organization("米沢市"), an_organization("港区")
    item = a_plan_item(organizations=[here])
    path = way_of(item, "edit")

    answer = organizer.post(
        path,
        {
            **typed(organizer.get(path)),
            "title": "林業",
            "content": "川上\r\n川下",
            "actions": "協定\r\n\r\n 視察 ",
            "organizations": [str(there.id), str(here.id)],
            "state": "under_way",
        },
    )

    assert (answer.status_code, answer.location) == (303, page_of(item))
    assert plan_draft(item) == PlanDraft(
        title="林業",
        content="川上\n川下",
        actions=("協定", "視察"),
        organizations=(here.id, there.id),
        state=PlanState.UNDER_WAY,
    )


def test_edit_that_changes_nothing_counts_no_revision(organizer: Browser) -> None:
    item = a_plan_item(content="一\n二", actions=["三"], organizations=[an_organization()])
    path = way_of(item, "edit")

    organizer.post(path, typed(organizer.get(path)))

    assert item.revision == 0


def test_edit_refuses_what_no_item_can_say(organizer: Browser) -> None:
    item = a_plan_item()
    path = way_of(item, "edit")

    answer = organizer.post(
        path,
        {"title": "", "actions": "行\n" * 51, "organizations": "x", "state": "x", "content": "\0"},
    )

    assert (answer.status_code, plan_draft(item)) == (422, PlanDraft(title="交流研修"))
    assert "50行以内で入力してください。" in main_text(answer)


def test_a_newer_edit_is_not_overwritten_and_both_versions_are_shown(
    organizer: Browser, colleague: Browser
) -> None:
    body = an_organization("米沢市")
    item = a_plan_item(title="林業", content="同じ")
    path = way_of(item, "edit")
    mine, theirs = typed(organizer.get(path)), typed(colleague.get(path))
    colleague.post(path, {**theirs, "actions": "視察", "state": "done"})

    answer = organizer.post(
        path, {**mine, "title": "林業と山", "actions": "協定\n視察", "organizations": str(body.id)}
    )

    assert (answer.status_code, item.title) == (422, "林業")
    assert compared(answer) == [
        ("事業", "林業", "林業と山"),
        ("具体的な取組案", "視察", "協定 視察"),
        ("担当団体", "（なし）", "米沢市"),
        ("状態", "完了", "検討中"),
    ]

    again = organizer.post(path, typed(answer))

    assert (again.status_code, item.title, item.actions) == (303, "林業と山", ["協定", "視察"])
    assert item.organizations == [body]


def test_an_edit_follows_its_item_to_another_number(organizer: Browser) -> None:
    item, other = a_plan_item(title="一"), a_plan_item(title="二")
    path = way_of(item, "edit")
    mine = typed(organizer.get(path))
    organizer.post(way_of(item, "move"), {"to": "2"}, form=path)

    answer = organizer.post(path, {**mine, "title": "一の新しい名前"})

    assert (answer.location, item.title, other.title) == ("/plans/2027/2", "一の新しい名前", "二")


def test_what_was_typed_for_an_item_that_was_deleted_becomes_a_new_one(
    organizer: Browser, colleague: Browser
) -> None:
    one = a_proposal(an_event())
    item = a_plan_item(action_items=[one])
    path, delete = way_of(item, "edit"), way_of(item, "delete")
    mine = {**typed(organizer.get(path)), "title": "直した名前", "content": "直した内容"}
    colleague.post(delete, typed(colleague.get(delete)))

    answer = organizer.post(path, mine, form="/manage/")
    again = organizer.post("/plans/2027/new", {"title": "直した名前", "content": "直した内容"})

    assert (answer.status_code, again.status_code) == (422, 303)
    assert "入力した内容は残っています。" in main_text(answer)
    assert 'action="/plans/2027/new"' in answer.text
    assert "直した内容</textarea>" in answer.text.replace("\r\n", "")
    assert db.session.scalars(select(PlanItem.title)).all() == ["直した名前"]


def test_delete_says_what_goes_with_it(organizer: Browser) -> None:
    event = an_event()
    item = a_plan_item(
        action_items=[a_proposal(event), a_proposal(event)],
        events=[event],
        progress=[PlanProgress(noted_on=date(2027, 5, 1), text="始めた。")],
    )

    asked = main_text(organizer.get(way_of(item, "delete")))
    answer = organizer.post(way_of(item, "delete"), typed(organizer.get(way_of(item, "delete"))))

    assert "もとになった提案2件は、未整理に戻ります。 経過の記録1件も削除されます。" in asked
    assert "この事業案から生まれた行事1件は残ります。" in asked
    assert (answer.status_code, answer.location) == (303, "/plans/2027#plan")
    assert db.session.scalars(select(PlanItem)).all() == []


def test_delete_of_what_was_edited_meanwhile_is_refused(
    organizer: Browser, colleague: Browser
) -> None:
    item = a_plan_item()
    delete, edit = way_of(item, "delete"), way_of(item, "edit")
    mine = typed(organizer.get(delete))
    colleague.post(edit, {**typed(colleague.get(edit)), "title": "直した名前"})

    answer = organizer.post(delete, mine)
    again = organizer.post(delete, typed(answer))

    assert (answer.status_code, "直した名前" in main_text(answer)) == (422, True)
    assert again.status_code == 303


def test_carry_over_leads_to_the_item_of_the_next_year_once(organizer: Browser) -> None:
    item = a_plan_item(title="林業")
    way = way_of(item, "carry-over")

    answer = organizer.post(way, form=page_of(item))
    again = organizer.post(way, form=page_of(item))

    assert (answer.status_code, answer.location) == (303, "/plans/2028/1")
    assert again.status_code == 422
    assert "翌年度には、同じ名称の事業案（No. 1）がすでにあります。" in main_text(again)
    assert "令和10年度へ引き継ぐ" not in main_text(organizer.get(page_of(item)))


def test_a_proposal_is_taken_out_again(organizer: Browser) -> None:
    one = a_proposal(an_event())
    item = a_plan_item(action_items=[one])

    answer = organizer.post(way_of(item, "take-out"), {"proposal": str(one.id)}, form=page_of(item))

    assert (answer.status_code, one.plan_item) == (303, None)


def test_events_are_found_by_title_linked_and_unlinked(organizer: Browser) -> None:
    item = a_plan_item(2026)
    event = an_event(title="間伐材の視察")
    an_event(title="まつり")
    path = f"{way_of(item, 'events')}?q=視察"

    page = organizer.get(path)
    linked = organizer.post(path, {"link": str(event.id)}, form=way_of(item, "events"))
    assert (linked.status_code, item.events) == (303, [event])
    assert f'name="unlink" value="{event.id}"' in organizer.get(path).text
    for _ in range(2):
        again = organizer.post(path, {"unlink": str(event.id)}, form=way_of(item, "events"))
        assert again.status_code == 303

    assert ("間伐材の視察" in main_text(page), "まつり" in main_text(page)) == (True, False)
    assert item.events == []


@pytest.mark.parametrize("fields", [{}, {"link": "x"}, {"link": "999999"}, {"unlink": ""}])
def test_a_link_to_no_event_is_refused(organizer: Browser, fields: dict[str, str]) -> None:
    item = a_plan_item()

    assert organizer.post(way_of(item, "events"), fields).status_code == 400


def test_an_event_of_an_earlier_year_cannot_have_come_of_it(organizer: Browser) -> None:
    item, event = a_plan_item(2027), an_event()

    answer = organizer.post(way_of(item, "events"), {"link": str(event.id)})

    assert (answer.status_code, item.events) == (400, [])


def test_without_events_to_link_it_says_what_to_do(organizer: Browser) -> None:
    item = a_plan_item()

    said = [main_text(organizer.get(way_of(item, f"events{query}"))) for query in ("", "?q=x")]

    assert "先に行事を作成してから、" in said[0]
    assert "キーワードを減らしてください。" in said[1]


def test_progress_is_noted_on_today_or_on_a_day_in_wareki(
    organizer: Browser, noon: datetime
) -> None:
    item = a_plan_item()
    way = way_of(item, "progress")
    assert 'value="令和8年6月1日"' in organizer.get(page_of(item)).text

    answer = organizer.post(
        way, {"noted_on": "Ｒ９．５．１", "text": "始めた。\r\n続けた。"}, form=page_of(item)
    )
    organizer.post(way, {"noted_on": "2027-04-30", "text": "決めた。"}, form=page_of(item))

    assert (answer.status_code, answer.location) == (303, f"{page_of(item)}#progress")
    assert diary_of(item) == [
        (date(2027, 4, 30), "決めた。"),
        (date(2027, 5, 1), "始めた。\n続けた。"),
    ]


def test_progress_without_a_date_or_words_is_refused_and_kept_on_the_page(
    organizer: Browser,
) -> None:
    item = a_plan_item()

    answer = organizer.post(
        way_of(item, "progress"), {"noted_on": "令和99年", "text": "始めた。"}, form=page_of(item)
    )

    assert answer.status_code == 422
    assert "始めた。</textarea>" in answer.text.replace("\r\n", "")
    assert diary_of(item) == []


def test_an_entry_is_changed_and_deleted(organizer: Browser) -> None:
    item, path = an_item_with_an_entry()

    organizer.post(path, {**typed(organizer.get(path)), "text": "直した。"})
    assert diary_of(item) == [(date(2027, 5, 1), "直した。")]

    answer = organizer.post(path, {**typed(organizer.get(path)), "delete": "yes"})
    assert (answer.status_code, diary_of(item)) == (303, [])
    assert organizer.get(path).status_code == 404


def test_an_entry_that_a_colleague_changed_shows_both_versions(
    organizer: Browser, colleague: Browser
) -> None:
    item, path = an_item_with_an_entry()
    mine = typed(organizer.get(path))
    colleague.post(path, {**typed(colleague.get(path)), "text": "相手。"})

    answer = organizer.post(path, {**mine, "text": "自分。"})
    deleted = organizer.post(path, {**mine, "delete": "yes"})
    assert (answer.status_code, compared(answer)) == (422, [("経過", "相手。", "自分。")])
    assert (deleted.status_code, diary_of(item)) == (422, [(date(2027, 5, 1), "相手。")])

    organizer.post(path, typed(answer))
    assert diary_of(item) == [(date(2027, 5, 1), "自分。")]


def test_an_entry_that_a_colleague_deleted_can_be_noted_anew(
    organizer: Browser, colleague: Browser
) -> None:
    item, path = an_item_with_an_entry()
    mine = {**typed(organizer.get(path)), "text": "自分の言葉。"}
    colleague.post(path, {**typed(colleague.get(path)), "delete": "yes"})

    answer = organizer.post(path, mine, form=page_of(item))

    assert (answer.status_code, diary_of(item)) == (422, [])
    assert "新しく記録できます。" in main_text(answer)
    assert "自分の言葉。</textarea>" in answer.text.replace("\r\n", "")


def test_show_sends_as_many_statements_for_three_rows_as_for_one(
    staff: Browser, statements: list[str]
) -> None:
    def item_with(number: int) -> PlanItem:
        return a_plan_item(
            title=f"{number}件",
            action_items=[a_proposal(an_event(notes=[a_note()])) for _ in range(number)],
            events=[an_event(headcount=Headcount(total=1, present=[])) for _ in range(number)],
            organizations=[an_organization() for _ in range(number)],
            progress=[
                PlanProgress(noted_on=date(2027, 5, day + 1), text="x") for day in range(number)
            ],
        )

    sent = []
    for item in (item_with(1), item_with(3)):
        path = page_of(item)
        db.session.commit()
        statements.clear()
        assert staff.get(path).status_code == 200
        sent.append(len(statements))

    assert sent[0] == sent[1]
