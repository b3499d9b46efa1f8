"""Interchange documents to begin a test with, and the ways to bend them."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from exchange.domain.base import Base
from exchange.extensions import db
from exchange.programme import queries, reader, services, writer
from exchange.programme.faults import Faulty
from exchange.programme.known import Known
from tests.factories import LONG_AGO

YEAR_FILE = Path(__file__).parents[2] / "exchange" / "demonstration" / "okitama-fy2022.json"
YEAR: dict[str, Any] = json.loads(YEAR_FILE.read_text(encoding="utf-8"))
"""FY2022 of 置賜."""
FORMAT = "exchange-programme/1"
GONE = object()
"""Put in the place of a value, it takes the key away."""

EVERYTHING: dict[str, Any] = {
    "format": FORMAT,
    "title": "令和8年度 広域連携事業",
    "fiscal_year": 2026,
    "host": "事務局",
    "groups": [
        {"slug": "okitama", "name": "置賜地域"},
        {"slug": "minato", "name": "港区"},
        {"slug": "jcrd", "name": "センター"},
    ],
    "organizations": [
        {"code": "062022", "name": "米沢市", "kana": "よねざわし", "group": "okitama"},
        {"code": "131032", "slug": "minato-ku", "name": "港区", "group": "minato"},
        {"name": "センター", "slug": "center"},
    ],
    "partnerships": [
        {
            "slug": "okitama-minato",
            "name": "開港プロジェクト",
            "since": 2019,
            "groups": ["minato", "okitama"],
            "summary": "遠隔の連携。\n二行目。",
        }
    ],
    "events": [
        {
            "id": "r8-1",
            "kind": "training",
            "title": "第1回交流研修",
            "series": "交流研修",
            "round": 1,
            "organizer": "事務局",
            "partnership": "okitama-minato",
            "theme": "これから",
            "contact": "総務課 内線12",
            "contact_email": "soumu@example.lg.jp",
            "status": "planned",
            "visibility": "members",
            "days": [
                {
                    "date": "2026-09-26",
                    "start": "13:30",
                    "end": "16:30",
                    "label": "一日目",
                    "places": [
                        {"groups": ["okitama"], "venue": "産業会館", "address": "米沢市"},
                        {"groups": ["minato"], "online": True, "url": "https://a.example/1"},
                    ],
                },
                {"date": "2026-10-03"},
            ],
            "speakers": [
                {"name": "髙橋 𠮷", "affiliation": "大学", "position": "教授", "remote": True}
            ],
            "registration": {
                "opens": "2026-07-01T00:00:00+09:00",
                "closes": "2026-09-01T17:00:00+09:00",
                "capacity": 30,
                "onsite_capacity": 20,
                "online_capacity": 0,
                "quotas": [
                    {"organization": "米沢市", "onsite": 6, "online": 5, "places": 10},
                    {"group": "minato", "online": 0},
                ],
                "quotas_released_on": "2026-08-20",
                "approval": True,
                "offer_hours": 48,
                "reminder_days": 3,
                "retention_days": 90,
                "questions": [
                    {"text": "お弁当", "kind": "yes_no", "required": True},
                    {"text": "バス", "kind": "choice", "choices": ["往復", "なし"]},
                    {"text": "資料", "kind": "choices", "choices": ["紙", "電子"]},
                    {"text": "講師への質問", "kind": "text"},
                ],
            },
            "notes": [
                {
                    "heading": "意見交換",
                    "kind": "discussion",
                    "speaker": "",
                    "items": ["一行目。", "二行目。", "二行目。", "四行目。"],
                    "marks": [
                        {"item": 0, "theme": "森林", "proposal": True},
                        {
                            "item": 1,
                            "level": 1,
                            "speaker": "髙橋 𠮷",
                            "organization": "港区",
                            "proposal": True,
                        },
                        {"item": 2, "proposal": True},
                    ],
                },
            ],
        },
        {
            "id": "r8-fair",
            "kind": "fair",
            "title": "まつり",
            "status": "held",
            "visibility": "public",
            "days": [
                {"date": "2026-05-10", "places": [{"venue": "芝公園"}]},
                {"date": "2026-05-11", "start": "09:00"},
                {"date": "2026-05-11", "start": "13:00"},
            ],
            "attendance": {
                "total": 5100,
                "unit": "visitors",
                "approximate": True,
                "organizations": ["置賜3市5町", "港区"],
                "parts": [
                    {"date": "2026-05-10", "total": 3000, "unit": "visitors", "approximate": True},
                    {"day": 2, "organization": "米沢市", "total": 12},
                    {"day": 3, "total": 0},
                    {"organization": "センター", "total": 3},
                ],
            },
            "booths": [
                {
                    "name": "物産",
                    "kind": "sales",
                    "organizations": ["港区", "米沢市"],
                    "offers": ["地酒", "玉こんにゃく"],
                },
                {"name": "無人", "kind": "information", "organizations": [], "offers": []},
            ],
            "notes": [
                {
                    "heading": "まとめ",
                    "kind": "summary",
                    "speaker": "",
                    "items": ["一行目。", "二行目。"],
                },
                {"heading": "種類なし", "speaker": "髙橋 𠮷"},
            ],
            "photos": [
                {
                    "id": "p-hoto_1",
                    "name": "IMG_0123.HEIC",
                    "caption": "講話の様子",
                    "alt": "会場の前で話す人",
                },
                {"id": "p2", "name": "2.png"},
            ],
            "materials": [{"id": "m1", "name": "資料1.pdf", "title": "当日の資料"}],
        },
        {
            "id": "r8-seminar",
            "kind": "seminar",
            "title": "外部研修",
            "programme": "地方創生セミナー",
            "tier": "ベーシック",
            "provider": "センター",
            "status": "draft",
            "visibility": "public",
            "fiscal_year": 2027,
            "expected": "1月下旬",
            "registration": {},
            "attendance": {"unit": "people", "approximate": False},
        },
    ],
    "activities": [
        {"no": 1, "title": "訪問", "summary": "意見交換", "organizations": ["港区", "米沢市"]},
        {"no": 2, "title": "掲載"},
    ],
    "settlement": {
        "currency": "JPY",
        "income": [{"item": "分担金", "amount": 3000774, "remark": "助成金"}],
        "expenditure": [
            {"category": "報償費", "item": "謝礼", "amount": 3000775},
            {"item": "戻入", "amount": -1},
        ],
    },
    "plans": [
        {
            "fiscal_year": 2027,
            "no": 1,
            "title": "交流研修",
            "content": "職員の研修",
            "actions": ["開催"],
            "from_event": "r8-1",
            "state": "under_way",
            "organizations": ["センター", "港区"],
            "progress": [
                {"date": "2026-06-01", "text": "会場を決めた。"},
                {"date": "2026-06-01", "text": "案内した。\n二行目。"},
                {"date": "2026-07-01", "text": "開いた。"},
            ],
            "events": ["r8-1", "r8-seminar"],
            "proposals": [
                {"event": "r8-1", "text": "二行目。"},
                {"event": "r8-1", "text": "行はもうない。"},
            ],
        },
        {
            "fiscal_year": 2027,
            "no": 2,
            "title": "別の事業",
            "proposals": [{"event": "r8-1", "text": "二行目。"}],
        },
    ],
    "years": [
        {
            "fiscal_year": 2025,
            "title": "令和7年度",
            "host": "事務局",
            "activities": [{"no": 1, "title": "前年の取組"}],
            "settlement": {"currency": "JPY", "income": [{"item": "繰越", "amount": 0}]},
        }
    ],
}
"""Every key there is, each in the form in which it is written."""


def everything() -> dict[str, Any]:
    """Give a document of its own, to be bent."""
    return copy.deepcopy(EVERYTHING)


def bent(*steps: str | int, to: object) -> dict[str, Any]:
    """Give the document in which the value that `steps` lead to is another one."""
    document: Any = everything()
    part = document
    for step in steps[:-1]:
        part = part[step]
    if to is GONE:
        del part[steps[-1]]
    else:
        part[steps[-1]] = to
    return document  # type: ignore[no-any-return]


def encoded(document: object) -> bytes:
    return json.dumps(document).encode()


def faults_of(content: bytes, known: Known | None = None) -> list[str]:
    """List what is wrong with a file, as it is printed."""
    try:
        reader.read(content, known or Known(zone=ZoneInfo("Asia/Tokyo")))
    except Faulty as refusal:
        return [str(fault) for fault in refusal.faults]
    return []


def take_in(document: object, at: Any = LONG_AGO) -> str:
    """Take a document in, and give what is said of it."""
    stated = reader.read(encoded(document), queries.known())
    return str(services.take_in(stated, at=at))


def export(fiscal_year: int | None = None) -> dict[str, Any]:
    """Give what the export writes, read again."""
    content = writer.write(queries.whole_document(fiscal_year))
    return json.loads(content)  # type: ignore[no-any-return]


def snapshot() -> dict[str, list[str]]:
    """Give every row of every table, to be compared with a later one."""
    db.session.commit()
    return {
        table.name: sorted(str(tuple(row)) for row in db.session.execute(select(table)))
        for table in Base.metadata.sorted_tables
    }


def lost(told: Any, kept: Any, path: str = "$") -> list[str]:
    """List what of `told` is not in `kept`, which may hold more."""
    if isinstance(told, dict) and isinstance(kept, dict):
        return [
            one
            for key, value in told.items()
            for one in (
                lost(value, kept[key], f"{path}.{key}") if key in kept else [f"{path}.{key}"]
            )
        ]
    if isinstance(told, list) and isinstance(kept, list) and len(told) == len(kept):
        pairs = enumerate(zip(told, kept, strict=True))
        return [one for n, (was, now) in pairs for one in lost(was, now, f"{path}[{n}]")]
    return [] if (told, type(told)) == (kept, type(kept)) else [path]
