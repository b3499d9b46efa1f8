"""Coming events, as an interchange document whose dates lie around today."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from exchange.lib import wareki

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)
SERIES = "おきたま×みなと開港プロジェクト交流研修（見本）"
ORGANIZER = "置賜広域行政事務組合（見本）"
CONTACT = {
    "contact": "置賜広域行政事務組合 総務課（見本） 電話 0238-00-0000",
    "contact_email": "office@demo.example",
}
LUNCH, BUS = "お弁当（1,000円）を注文しますか。", "送迎バス（米沢駅発着）"
BOTH_WAYS, NO_BUS = "往復", "利用しない"

OPEN = "demo-training-open"
FULL = "demo-training-full"
MEMBERS = "demo-training-members"
AWAITED = "demo-training-awaited"
DRAFT = "demo-training-draft"
FAIR = "demo-fair"
SEMINAR = "demo-seminar"
ONLINE = {
    "groups": ["minato"],
    "online": True,
    "url": "https://meeting.demo.example/okitama-minato",
}
LECTURER = {
    "name": "見本 一郎",
    "affiliation": "見本地域づくり研究所",
    "position": "主任研究員",
}
REMOTE_LECTURER = {
    "name": "見本 さくら",
    "affiliation": "見本大学",
    "position": "准教授",
    "remote": True,
}


def programme(today: date) -> dict[str, Any]:
    """Give the document. It names groups and bodies of the demonstration year."""
    return {
        "format": "exchange-programme/1",
        "events": [
            _open_training(today),
            _full_training(today),
            _members_training(today),
            _awaited_training(today),
            _draft(today),
            _fair(today),
            _seminar(today),
        ],
    }


def next_weekday(weekday: int, after: date) -> date:
    """Give the first day from `after` on that falls on `weekday`."""
    return after + timedelta(days=(weekday - after.weekday()) % 7)


def _window(opens_on: date, closes_on: date, **more: object) -> dict[str, Any]:
    """Make a time of registration in office hours."""
    return {"opens": f"{opens_on}T09:00", "closes": f"{closes_on}T17:00", **more}


def _open_training(today: date) -> dict[str, Any]:
    """Make a training that 置賜 attends on site and 港区 online, open to registration."""
    held_on = next_weekday(WEDNESDAY, today + timedelta(days=21))
    return {
        "id": OPEN,
        "kind": "training",
        "title": "【見本】第1回交流研修",
        "series": SERIES,
        "round": 1,
        "partnership": "okitama-minato",
        "organizer": ORGANIZER,
        "theme": "森と都市をつなぐ：木材の利用から人の行き来へ",
        **CONTACT,
        "days": [
            {
                "date": held_on.isoformat(),
                "start": "13:30",
                "end": "16:30",
                "places": [
                    {"groups": ["okitama"], "venue": "米沢市産業会館"},
                    ONLINE,
                ],
            }
        ],
        "speakers": [LECTURER, REMOTE_LECTURER],
        "registration": _with_places_set_aside(today, closes_on=held_on - timedelta(days=7)),
    }


def _with_places_set_aside(today: date, *, closes_on: date) -> dict[str, Any]:
    """Set places aside for 米沢市 and 港区, and ask everybody about lunch and the bus."""
    return _window(
        next_weekday(MONDAY, today - timedelta(days=14)),
        closes_on,
        capacity=30,
        onsite_capacity=20,
        online_capacity=12,
        quotas=[
            {"organization": "米沢市", "places": 4},
            {"group": "minato", "places": 10},
        ],
        quotas_released_on=(closes_on - timedelta(days=5)).isoformat(),
        reminder_days=3,
        retention_days=180,
        questions=[
            {"text": LUNCH, "kind": "yes_no"},
            {
                "text": BUS,
                "kind": "choice",
                "choices": [BOTH_WAYS, "行きのみ", "帰りのみ", NO_BUS],
            },
        ],
    )


def _full_training(today: date) -> dict[str, Any]:
    """Make a training with so few places that the registrants of `people` fill them."""
    held_on = next_weekday(THURSDAY, today + timedelta(days=14))
    return {
        "id": FULL,
        "kind": "training",
        "title": "【見本】ワークショップ研修「関係人口のものさし」",
        "partnership": "okitama-minato",
        "organizer": ORGANIZER,
        "theme": "数えられるつながり、数えられないつながり",
        **CONTACT,
        "days": [
            {
                "date": held_on.isoformat(),
                "start": "10:00",
                "end": "12:00",
                "places": [{"venue": "南陽市「シェルターなんよう」展示ギャラリー"}],
            }
        ],
        "speakers": [
            {"name": "見本 次郎", "affiliation": "見本コミュニティ研究会", "position": "代表"}
        ],
        "registration": _window(
            next_weekday(MONDAY, today - timedelta(days=14)),
            held_on - timedelta(days=3),
            capacity=6,
            reminder_days=2,
        ),
    }


def _members_training(today: date) -> dict[str, Any]:
    """Make a training of two days for members only, not open to registration yet."""
    first = next_weekday(TUESDAY, today + timedelta(days=45))
    return {
        "id": MEMBERS,
        "kind": "training",
        "title": "【見本】第2回交流研修",
        "series": SERIES,
        "round": 2,
        "partnership": "okitama-minato",
        "organizer": ORGANIZER,
        "theme": "置賜の現場を歩く",
        "visibility": "members",
        "days": [
            {
                "date": first.isoformat(),
                "start": "13:00",
                "end": "17:00",
                "places": [{"venue": "米沢市産業会館"}],
            },
            {
                "date": (first + timedelta(days=1)).isoformat(),
                "start": "09:00",
                "end": "16:00",
                "label": "置賜管内視察",
                "places": [{"venue": "置賜管内（白鷹町、飯豊町、小国町）"}],
            },
        ],
        "registration": _window(
            next_weekday(MONDAY, today + timedelta(days=8)),
            first - timedelta(days=7),
            capacity=20,
            offer_hours=48,
        ),
    }


def _awaited_training(today: date) -> dict[str, Any]:
    """Make a training that was announced before its day is fixed."""
    about = today + timedelta(days=65)
    return {
        "id": AWAITED,
        "kind": "training",
        "title": "【見本】第3回交流研修",
        "series": SERIES,
        "round": 3,
        "partnership": "okitama-minato",
        "organizer": ORGANIZER,
        "theme": "一年をふりかえり、次の年へ",
        "fiscal_year": wareki.fiscal_year(about),
        "expected": f"{about.month}月{_third(about)}",
    }


def _third(day: date) -> str:
    """Name the third of the month in which `day` falls."""
    middle, last = 11, 21
    return "上旬" if day.day < middle else "中旬" if day.day < last else "下旬"


def _draft(today: date) -> dict[str, Any]:
    """Make an event of which neither day nor place is fixed."""
    return {
        "id": DRAFT,
        "kind": "training",
        "title": "【見本】自治体DX研修会（案）",
        "organizer": ORGANIZER,
        "theme": "窓口の待ち時間を短くする",
        "status": "draft",
        "fiscal_year": wareki.fiscal_year(today),
    }


def _fair(today: date) -> dict[str, Any]:
    return {
        "id": FAIR,
        "kind": "fair",
        "title": "【見本】「みなと物産まつり」出展",
        "partnership": "okitama-minato",
        "organizer": "港区芝地区総合支所（見本）",
        "theme": "置賜の味と手仕事を港区へ",
        "days": [
            {
                "date": next_weekday(SUNDAY, today + timedelta(days=30)).isoformat(),
                "start": "10:00",
                "end": "15:00",
                "places": [{"venue": "港区立芝公園"}],
            }
        ],
        "booths": [
            {
                "name": "置賜の物産",
                "kind": "sales",
                "organizations": ["米沢市", "高畠町", "川西町"],
                "offers": ["ラフランス", "紅大豆", "地酒"],
            },
            {
                "name": "けん玉体験",
                "kind": "experience",
                "organizations": ["長井市"],
                "offers": ["けん玉", "けん玉の絵付け"],
            },
            {
                "name": "移住の相談",
                "kind": "information",
                "organizations": ["飯豊町", "小国町"],
                "offers": ["各市町のパンフレット"],
            },
        ],
    }


def _seminar(today: date) -> dict[str, Any]:
    """Make a seminar of somebody else: the secretariat decides whom to send."""
    held_on = next_weekday(FRIDAY, today + timedelta(days=25))
    return {
        "id": SEMINAR,
        "kind": "seminar",
        "title": "【見本】公共交通から考えるまちづくり",
        "programme": "地方創生セミナー",
        "tier": "ベーシック",
        "provider": "見本セミナー財団",
        "days": [
            {
                "date": held_on.isoformat(),
                "start": "13:30",
                "end": "15:30",
                "places": [{"online": True, "url": "https://seminar.demo.example/transport"}],
            }
        ],
        "speakers": [
            {
                "name": "見本 三郎",
                "affiliation": "見本交通研究所",
                "position": "所長",
                "remote": True,
            }
        ],
        "registration": _window(
            next_weekday(MONDAY, today - timedelta(days=14)),
            held_on - timedelta(days=7),
            approval=True,
        ),
    }
