"""The board of proposals and plans, and the page of an item."""

from __future__ import annotations

from datetime import timedelta

from exchange.demonstration.people import ORGANIZER, STAFF
from exchange.domain.event import EventStatus
from exchange.domain.headcount import Headcount
from exchange.domain.plan import PlanProgress, PlanState
from exchange.extensions import site as settings
from exchange.lib import clock, wareki
from exchange.web.organizations import organizations
from tests.factories import a_day, a_note, a_plan_item, a_proposal, an_event
from tests.journeys.scene import ERRORS, Scene, typing

SCENES = [
    Scene("board", "/plans/{plan_year}", ".board__proposal", ORGANIZER),
    Scene("new plan item, refused", "/plans/{plan_year}/new", ERRORS, ORGANIZER, act=typing()),
    Scene("plan item", "/plans/{plan_year}/{plan_no}", ".diary", ORGANIZER),
    Scene("plan item of staff", "/plans/{plan_year}/{plan_no}", ".quote", STAFF),
]


def props() -> dict[str, str]:
    """Make a session with proposals in each standing, and an item with all that belongs to it."""
    today = clock.today(settings().zone)
    year = wareki.fiscal_year(today) + 1
    session = an_event(
        key="scene-proposals",
        title="【見本】提案のあった研修",
        status=EventStatus.HELD,
        days=[a_day(today)],
        notes=[a_note("まとめ", speaker="前神 有里")],
    )
    a_proposal(session, "間伐材を港区の公共施設で使う。", organization="港区", theme="森林")
    a_proposal(session, "毎年、職員が行き来する。")
    placed = a_proposal(session, "協定を結ぶ。", theme="森林")
    a_proposal(session, "いずれ考える。").is_set_aside = True
    a_proposal(an_event(days=[a_day(today - timedelta(days=800))]), "昔の提案。")
    item = a_plan_item(
        year,
        title="林業（森林環境譲与税）",
        content="川上の置賜と川下の港区をつなぐ。",
        actions=["協定の締結", "ショールームの活用"],
        organizations=list(organizations()[:2]),
        state=PlanState.UNDER_WAY,
        action_items=[placed],
        events=[an_event(title="【見本】視察", headcount=Headcount(total=20, present=[]))],
        progress=[PlanProgress(noted_on=today, text="港区と日程を調整した。\n次は六月。")],
    )
    a_plan_item(year, title="交流研修", state=PlanState.DONE)
    return {"plan_year": str(year), "plan_no": str(item.no)}
