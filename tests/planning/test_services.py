from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from exchange.domain.draft import EditedMeanwhile, revision_of
from exchange.domain.plan import PlanItem, PlanProgress, PlanState
from exchange.extensions import db
from exchange.planning import diary, services
from exchange.planning.drafts import PlanDraft, ProgressDraft, plan_draft, progress_draft
from exchange.planning.refusals import (
    CarriedOverAlready,
    EntryGone,
    ItemGone,
    NoSuchItem,
    NothingChosen,
    PlacedMeanwhile,
    ProposalGone,
    SetAsideMeanwhile,
)
from exchange.publication.services import follow_up
from tests.factories import (
    LONG_AGO,
    a_note,
    a_plan_item,
    a_proposal,
    an_event,
    an_organization,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Flask

    from exchange.domain.action_item import ActionItem


def plan(fiscal_year: int = 2027) -> list[tuple[int, str]]:
    db.session.commit()
    found = db.session.scalars(
        select(PlanItem).where(PlanItem.fiscal_year == fiscal_year).order_by(PlanItem.no)
    )
    return [(item.no, item.title) for item in found]


def the_plan(*titles: str) -> Sequence[PlanItem]:
    return [a_plan_item(title=title) for title in titles]


def standing(one: ActionItem) -> tuple[int | None, bool]:
    db.session.commit()
    return one.plan_item_id, one.is_set_aside


def test_add_item_gives_each_year_numbers_of_its_own(app: Flask) -> None:
    services.add_item(2027, PlanDraft(title="交流研修"))
    services.add_item(2028, PlanDraft(title="視察"))

    services.add_item(2027, PlanDraft(title="まつり"))

    assert (plan(2027), plan(2028)) == ([(1, "交流研修"), (2, "まつり")], [(1, "視察")])


def test_add_item_writes_down_all_of_the_draft_and_makes_it_of_the_proposals(app: Flask) -> None:
    event = an_event()
    proposals = [a_proposal(event, text) for text in ("間伐材を使う。", "協定を結ぶ。")]
    bodies = [an_organization(name) for name in ("米沢市", "港区")]
    draft = PlanDraft(
        title="林業",
        content="川上と川下",
        actions=("ショールーム", "協定"),
        organizations=tuple(body.id for body in bodies),
        state=PlanState.UNDER_WAY,
    )

    item = services.add_item(2027, draft, [one.id for one in proposals])

    db.session.commit()
    assert plan_draft(item) == draft
    assert item.action_items == proposals


def test_add_item_with_a_proposal_that_is_planned_already_makes_nothing(app: Flask) -> None:
    taken = a_proposal(an_event(), "もう決まった提案。")
    other = a_plan_item(title="先の事業", action_items=[taken])

    with pytest.raises(PlacedMeanwhile) as refusal:
        services.add_item(2027, PlanDraft(title="後の事業"), [taken.id])
    db.session.rollback()

    assert refusal.value.gaps == {"text": "もう決まった提案。", "title": "先の事業"}
    assert (plan(), standing(taken)) == ([(1, "先の事業")], (other.id, False))


def test_change_item_counts_a_revision_for_new_words_alone(app: Flask) -> None:
    item = a_plan_item()
    draft = PlanDraft(title="新しい名前", actions=("一", "二"))

    services.change_item(item, draft, revision=0)
    services.change_item(item, draft, revision=0)

    db.session.commit()
    assert (plan_draft(item), item.revision) == (draft, 1)


def test_change_item_of_an_older_revision_is_refused_with_what_it_says_now(app: Flask) -> None:
    item = a_plan_item()
    services.change_item(item, PlanDraft(title="相手"), revision=0)

    with pytest.raises(EditedMeanwhile) as refusal:
        services.change_item(item, PlanDraft(title="自分"), revision=0)

    assert (refusal.value.theirs, item.title) == (PlanDraft(title="相手"), "相手")


def test_whoever_writes_back_what_stood_before_is_newer_too(app: Flask) -> None:
    item = a_plan_item(title="もと")
    services.change_item(item, PlanDraft(title="別"), revision=0)
    services.change_item(item, PlanDraft(title="もと"), revision=1)

    with pytest.raises(EditedMeanwhile):
        services.change_item(item, PlanDraft(title="自分"), revision=0)


def test_move_item_lets_two_change_numbers_and_twice_is_once(app: Flask) -> None:
    _, second, third = the_plan("一", "二", "三")

    services.move_item(third, to=2)
    services.move_item(third, to=2)

    assert plan() == [(1, "一"), (2, "三"), (3, "二")]
    assert (second.no, third.no) == (3, 2)


@pytest.mark.parametrize("to", [0, 4, 2_000_000_000])
def test_move_item_to_a_number_that_nobody_has_changes_nothing(app: Flask, to: int) -> None:
    first, *_ = the_plan("一", "二", "三")

    services.move_item(first, to=to)

    assert plan() == [(1, "一"), (2, "二"), (3, "三")]


def test_delete_item_opens_its_proposals_and_leaves_the_other_numbers(app: Flask) -> None:
    one = a_proposal(an_event())
    first = a_plan_item(
        title="一",
        action_items=[one],
        progress=[PlanProgress(noted_on=date(2027, 5, 1), text="始めた。")],
        events=[an_event()],
        organizations=[an_organization()],
    )
    second = a_plan_item(title="二")

    services.delete_item(first, revision=0)

    assert (plan(), standing(one), second.no) == ([(2, "二")], (None, False), 2)
    assert db.session.scalars(select(PlanProgress)).all() == []


def test_delete_item_that_was_changed_meanwhile_is_refused(app: Flask) -> None:
    item = a_plan_item()
    services.change_item(item, PlanDraft(title="相手"), revision=0)

    with pytest.raises(EditedMeanwhile):
        services.delete_item(item, revision=0)

    assert plan() == [(1, "相手")]


def test_close_gaps_keeps_the_order(app: Flask) -> None:
    for no, title in ((2, "二"), (5, "五"), (9, "九")):
        a_plan_item(title=title, no=no)

    services.close_gaps(2027)

    assert plan() == [(1, "二"), (2, "五"), (3, "九")]


def test_carry_over_copies_what_is_said_to_be_considered_anew(app: Flask) -> None:
    event = an_event()
    body = an_organization()
    item = a_plan_item(
        title="林業",
        content="川上と川下",
        actions=["協定"],
        organizations=[body],
        state=PlanState.DONE,
        from_event=event,
        action_items=[a_proposal(event)],
        events=[an_event()],
        progress=[PlanProgress(noted_on=date(2027, 5, 1), text="始めた。")],
    )
    a_plan_item(2028, title="ほか")

    copy = services.carry_over(item)

    db.session.commit()
    assert plan_draft(copy) == PlanDraft(
        title="林業", content="川上と川下", actions=("協定",), organizations=(body.id,)
    )
    assert (copy.fiscal_year, copy.no, copy.from_event) == (2028, 2, event)
    assert (copy.action_items, copy.events, copy.progress) == ([], [], [])
    assert [len(one) for one in (item.action_items, item.events, item.progress)] == [1, 1, 1]


def test_carry_over_twice_is_refused(app: Flask) -> None:
    item = a_plan_item(title="林業")
    services.carry_over(item)

    with pytest.raises(CarriedOverAlready) as refusal:
        services.carry_over(item)

    assert (refusal.value.gaps, plan(2028)) == ({"no": 1}, [(1, "林業")])


def test_place_makes_proposals_part_of_an_item_and_twice_is_once(app: Flask) -> None:
    event = an_event()
    proposals = [a_proposal(event), a_proposal(event)]
    item = a_plan_item()

    for _ in range(2):
        services.place([one.id for one in proposals], 2027, item.id)

    assert [standing(one) for one in proposals] == [(item.id, False)] * 2


def test_place_tells_the_second_who_places_a_proposal_and_places_none(app: Flask) -> None:
    event = an_event()
    taken, still_open = a_proposal(event, "長い提案" * 10), a_proposal(event)
    first, second = the_plan("一", "二")
    services.place([taken.id], 2027, first.id)
    db.session.commit()

    with pytest.raises(PlacedMeanwhile) as refusal:
        services.place([still_open.id, taken.id], 2027, second.id)
    db.session.rollback()

    assert refusal.value.gaps == {"text": ("長い提案" * 10)[:30] + "…", "title": "一"}
    assert [standing(one) for one in (taken, still_open)] == [(first.id, False), (None, False)]


def test_place_refuses_what_was_set_aside_meanwhile(app: Flask) -> None:
    one = a_proposal(an_event())
    item = a_plan_item()
    services.set_aside([one.id])

    with pytest.raises(SetAsideMeanwhile):
        services.place([one.id], 2027, item.id)

    assert standing(one) == (None, True)


def test_place_refuses_a_proposal_whose_line_went_meanwhile(app: Flask) -> None:
    event = an_event(notes=[a_note()])
    gone = a_proposal(event).id
    item = a_plan_item()
    event.notes[0].lines.pop()
    follow_up(event, at=LONG_AGO)
    db.session.commit()

    with pytest.raises(ProposalGone):
        services.place([gone], 2027, item.id)


def test_place_refuses_an_item_of_another_year_and_nothing_ticked(app: Flask) -> None:
    one = a_proposal(an_event())
    item = a_plan_item(2028)

    with pytest.raises(NoSuchItem):
        services.place([one.id], 2027, item.id)
    with pytest.raises(NothingChosen):
        services.place([], 2028, item.id)


def test_set_aside_can_be_undone(app: Flask) -> None:
    event = an_event()
    proposals = [a_proposal(event), a_proposal(event)]
    ids = [one.id for one in proposals]

    assert services.set_aside(ids) == 2
    assert [standing(one) for one in proposals] == [(None, True)] * 2
    assert services.take_up(ids) == 2
    assert [standing(one) for one in proposals] == [(None, False)] * 2


def test_set_aside_refuses_what_is_part_of_an_item(app: Flask) -> None:
    one = a_proposal(an_event())
    item = a_plan_item(action_items=[one])

    with pytest.raises(PlacedMeanwhile):
        services.set_aside([one.id])

    assert standing(one) == (item.id, False)


def test_take_out_opens_a_proposal_of_this_item_alone(app: Flask) -> None:
    event = an_event()
    mine, theirs = a_proposal(event), a_proposal(event)
    item, other = the_plan("一", "二")
    item.action_items, other.action_items = [mine], [theirs]
    db.session.commit()

    for one in (mine, theirs):
        services.take_out(item, one.id)
    services.take_out(item, 999_999)

    assert [standing(one) for one in (mine, theirs)] == [(None, False), (other.id, False)]


def test_what_was_planned_keeps_its_words_when_its_line_goes(app: Flask) -> None:
    event = an_event(notes=[a_note()])
    one = a_proposal(event, "消される行。")
    item = a_plan_item(action_items=[one])

    event.notes[0].lines.pop()
    follow_up(event, at=LONG_AGO)
    db.session.commit()

    assert [(kept.text, kept.line) for kept in item.action_items] == [("消される行。", None)]


def test_an_event_is_linked_once_and_no_longer(app: Flask) -> None:
    item, event = a_plan_item(), an_event()

    for _ in range(2):
        services.link_event(item, event)
    assert item.events == [event]
    for _ in range(2):
        services.unlink_event(item, event)
    assert item.events == []


def test_an_item_that_was_deleted_meanwhile_is_told(app: Flask) -> None:
    item = a_plan_item()
    db.session.execute(PlanItem.__table__.delete())

    with pytest.raises(ItemGone):
        services.change_item(item, PlanDraft(title="x"), revision=0)


ON_MAY_1 = ProgressDraft(noted_on=date(2027, 5, 1), text="始めた。")


def test_progress_is_noted_once_reworded_and_dropped(app: Flask) -> None:
    item = a_plan_item()
    entry = diary.note(item, ON_MAY_1)
    assert diary.note(item, ON_MAY_1) is entry
    later = ProgressDraft(noted_on=date(2027, 5, 2), text="続けた。")

    diary.reword(item, entry.id, later, revision=revision_of(ON_MAY_1))
    assert [progress_draft(one) for one in item.progress] == [later]

    diary.drop(item, entry.id, revision=revision_of(later))
    assert item.progress == []


def test_progress_that_somebody_else_reworded_is_not_overwritten_or_dropped(app: Flask) -> None:
    item = a_plan_item()
    entry = diary.note(item, ON_MAY_1)
    theirs = ProgressDraft(noted_on=ON_MAY_1.noted_on, text="相手の言葉。")
    diary.reword(item, entry.id, theirs, revision=revision_of(ON_MAY_1))
    mine = ProgressDraft(noted_on=ON_MAY_1.noted_on, text="自分の言葉。")

    with pytest.raises(EditedMeanwhile) as refusal:
        diary.reword(item, entry.id, mine, revision=revision_of(ON_MAY_1))
    with pytest.raises(EditedMeanwhile):
        diary.drop(item, entry.id, revision=revision_of(ON_MAY_1))

    assert (refusal.value.theirs, progress_draft(entry)) == (theirs, theirs)


def test_progress_that_somebody_else_dropped_is_told(app: Flask) -> None:
    item, other = the_plan("一", "二")
    entry = diary.note(other, ON_MAY_1)

    with pytest.raises(EntryGone):
        diary.reword(item, entry.id, ON_MAY_1, revision="")
