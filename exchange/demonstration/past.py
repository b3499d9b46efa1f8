"""A session that was held some weeks ago, what was noted of it, and what was planned of that.

Everybody who says something is made up: the people of the year that really was said nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from exchange.demonstration import coming, drawing
from exchange.domain.note import NoteKind
from exchange.domain.notes_draft import LineDraft, NoteDraft, NotesDraft
from exchange.lib import wareki

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from io import BytesIO

HELD = "demo-training-held"
FOREST, GOODS, PEOPLE = "森林", "物産", "人材交流"
FOREST_DAY = "親子の森林体験の日を、川西町と小国町で開く。"
SAKE = "地酒と木の器を組み合わせて紹介する。"
ONLINE_FAIR = "オンラインの物産展を年に4回開く。"
STAFF_EXCHANGE = "短い期間の職員の交換を試したい。"
ON_THE_SPOT = "研修を現場で開く回を設ける。"


@dataclass(frozen=True)
class Drawn:
    """A picture of a session: drawn, and said to be so."""

    key: str
    name: str
    draw: Callable[[], BytesIO]
    caption: str
    alt: str


PICTURES = (
    Drawn(
        HELD,
        "lecture.png",
        drawing.lecture,
        "講話の様子（見本の絵）",
        "スクリーンの横に立つ講師と、席で聞く6人の絵",
    ),
    Drawn(
        HELD,
        "group-work.png",
        drawing.group_work,
        "グループワーク（見本の絵）",
        "紙を広げた2つの机と、それぞれを囲む5人の絵",
    ),
    Drawn(
        HELD,
        "forest.png",
        drawing.forest,
        "話題になった森林（見本の絵）",
        "針葉樹の間を通る一本の道の絵",
    ),
    Drawn(
        "r4-koryu-1",
        "lecture.png",
        drawing.lecture,
        "講話の様子（見本の絵）",
        "スクリーンの横に立つ講師と、席で聞く6人の絵",
    ),
)
PAPER = (
    "当日の資料（見本）",
    (
        "見え方を確かめるために作った資料です。",
        "実在の研修や人物とは関係がありません。",
        "",
        "1　木材の利用から人の行き来へ",
        "2　港区と置賜でできること",
        "3　意見交換",
    ),
)


def programme(today: date) -> dict[str, Any]:
    """Give the session. It names groups and bodies of the demonstration year."""
    return {
        "format": "exchange-programme/1",
        "events": [
            {
                "id": HELD,
                "kind": "training",
                "title": "【見本】意見交換会「森と都市の連携を考える」",
                "partnership": "okitama-minato",
                "organizer": coming.ORGANIZER,
                "theme": "木材の利用から人の行き来へ",
                **coming.CONTACT,
                "status": "held",
                "days": [
                    {
                        "date": coming.next_weekday(
                            coming.THURSDAY, today - timedelta(days=34)
                        ).isoformat(),
                        "start": "13:30",
                        "end": "16:30",
                        "places": [
                            {"groups": ["okitama"], "venue": "米沢市産業会館"},
                            coming.ONLINE,
                        ],
                    }
                ],
                "speakers": [coming.LECTURER],
                "attendance": {"total": 18, "organizations": ["置賜3市5町", "港区"]},
            }
        ],
    }


def first_notes() -> NotesDraft:
    """Give what was written on the day of the session."""
    return NotesDraft(notes=(_lecture(), _group_work(), _discussion()))


def final_notes(draft: NotesDraft) -> NotesDraft:
    """Give `draft` as a colleague completed it some days later."""
    summary = NoteDraft(
        heading="まとめ",
        kind=NoteKind.SUMMARY,
        lines=(
            LineDraft(text="森林体験の日の実施に向けて、受け入れ先を調べる。", theme=FOREST),
            LineDraft(text=ON_THE_SPOT, theme=PEOPLE, is_proposal=True),
        ),
    )
    return NotesDraft(notes=(*draft.notes, summary))


def _lecture() -> NoteDraft:
    return NoteDraft(
        heading="木材の利用から人の行き来へ",
        kind=NoteKind.LECTURE,
        speaker="見本 一郎",
        lines=(
            LineDraft(text="都市で木を使うことは、山の手入れを支えることでもある。", theme=FOREST),
            LineDraft(
                text="内装の木材1立方メートルが、どれだけの山の手入れになるかを示すとよい。",
                level=1,
            ),
            LineDraft(text="木を使った人が山を訪ねると、取引が付き合いに変わる。", theme=PEOPLE),
        ),
    )


def _group_work() -> NoteDraft:
    return NoteDraft(
        heading="港区と置賜でできること",
        kind=NoteKind.GROUP_WORK,
        lines=(
            LineDraft(text="木を使う人に、山を見てもらう。", theme=FOREST),
            LineDraft(
                text=FOREST_DAY,
                level=1,
                speaker="見本 守",
                organization="小国町",
                theme=FOREST,
                is_proposal=True,
            ),
            LineDraft(
                text="港区の園や学校から参加者を募る。",
                level=1,
                speaker="見本 みなと",
                organization="港区",
            ),
            LineDraft(
                text=SAKE,
                speaker="見本 花子",
                organization="米沢市",
                theme=GOODS,
                is_proposal=True,
            ),
            LineDraft(
                text=ONLINE_FAIR,
                speaker="見本 芝",
                organization="港区",
                theme=GOODS,
                is_proposal=True,
            ),
        ),
    )


def _discussion() -> NoteDraft:
    return NoteDraft(
        heading="意見交換",
        kind=NoteKind.DISCUSSION,
        lines=(
            LineDraft(
                text="職員どうしが顔を合わせる場が減っている。",
                speaker="見本 直樹",
                organization="長井市",
                theme=PEOPLE,
            ),
            LineDraft(
                text=STAFF_EXCHANGE,
                level=1,
                speaker="見本 みなと",
                organization="港区",
                theme=PEOPLE,
                is_proposal=True,
            ),
            LineDraft(text="会議はオンライン、現場は対面、と分けるとよい。"),
        ),
    )


def plans(today: date) -> dict[str, Any]:
    """Give what is planned for the coming fiscal year, one item in each state."""
    year = wareki.fiscal_year(today) + 1
    items = [_on_the_spot(today), _forest_day(today), _sake(today), _shared_notes(today)]
    items.append(_online_fair(today))
    return {
        "format": "exchange-programme/1",
        "plans": [
            {"fiscal_year": year, "no": number, **item}
            for number, item in enumerate(items, start=1)
        ],
    }


def _told(today: date, days_ago: int, text: str) -> dict[str, str]:
    return {"date": (today - timedelta(days=days_ago)).isoformat(), "text": text}


def _from(text: str) -> list[dict[str, str]]:
    return [{"event": HELD, "text": text}]


def _on_the_spot(today: date) -> dict[str, Any]:
    return {
        "title": "【見本】現場で学ぶ交流研修",
        "content": "置賜の現場を訪ねる回を、毎年1回設ける",
        "actions": ["視察先の持ち回り", "港区職員の現地参加"],
        "state": "under_way",
        "organizations": ["米沢市", "港区"],
        "progress": [
            _told(today, 14, "第2回交流研修を、試しに現場で開くことにした。"),
            _told(today, 3, "視察先の3町と日程を調整している。"),
        ],
        "events": [coming.MEMBERS, coming.AWAITED],
        "proposals": _from(ON_THE_SPOT),
    }


def _forest_day(today: date) -> dict[str, Any]:
    return {
        "title": "【見本】親子の森林体験",
        "content": "港区の親子に、木が育つ山を見てもらう",
        "actions": ["受け入れ先の調査", "旅費の負担の整理"],
        "organizations": ["川西町", "小国町"],
        "progress": [_told(today, 10, "受け入れ先の候補を両町に尋ねた。")],
        "proposals": _from(FOREST_DAY),
    }


def _sake(today: date) -> dict[str, Any]:
    return {
        "title": "【見本】地酒と木の器の紹介",
        "content": "出展の一角で、地酒と木の器を組み合わせて紹介する",
        "actions": ["出展者の募集"],
        "state": "under_way",
        "organizations": ["米沢市"],
        "progress": [_told(today, 7, "「みなと物産まつり」で試すことにした。")],
        "events": [coming.FAIR],
        "proposals": _from(SAKE),
    }


def _shared_notes(today: date) -> dict[str, Any]:
    return {
        "title": "【見本】開催記録の共有",
        "content": "これまでの開催記録を、だれでも探せるようにする",
        "actions": ["過去の記録の登録"],
        "state": "done",
        "progress": [_told(today, 5, "令和4年度の記録を登録した。")],
    }


def _online_fair(today: date) -> dict[str, Any]:
    return {
        "title": "【見本】オンライン物産展",
        "content": "季節ごとに、置賜の物産をオンラインで紹介する",
        "state": "dropped",
        "progress": [_told(today, 12, "送料の負担が大きく、見送った。")],
        "proposals": _from(ONLINE_FAIR),
    }
