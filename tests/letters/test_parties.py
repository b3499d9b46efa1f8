from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from exchange.domain.account import Role
from exchange.domain.letter import Letter, LetterKind
from exchange.domain.registration import Mode
from exchange.enrollment.applications import Application
from exchange.enrollment.audit import HOLDER, by
from exchange.enrollment.parties import register_together
from exchange.extensions import db
from tests.factories import an_account, an_open_event, an_organization

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask

    from exchange.domain.organization import Organization

PEOPLE = [("髙橋", "𠮷之"), ("神", "一郎"), ("山﨑", "花子")]


def applications(body: Organization, language: str = "ja") -> list[Application]:
    return [
        Application(
            family_name=family_name,
            given_name=given_name,
            family_kana="カナ",
            given_kana="カナ",
            organization=body,
            email=f"person{number}@example.lg.jp",
            mode=Mode.ONSITE,
            language=language,
        )
        for number, (family_name, given_name) in enumerate(PEOPLE)
    ]


def summaries() -> list[Letter]:
    db.session.flush()
    return list(db.session.scalars(select(Letter).where(Letter.kind == LetterKind.SUMMARY)))


def test_the_coordinator_is_told_what_became_of_each(app: Flask, noon: datetime) -> None:
    body = an_organization("米沢市")
    account = an_account(Role.COORDINATOR, organization=body, name="取りまとめ 太郎")
    event = an_open_event(capacity=2)

    register_together(event, applications(body), organization=body, by=by(account, body), at=noon)

    (letter,) = summaries()
    assert letter.recipient == account.email
    assert (letter.organization, letter.event, letter.registration) == (body, event, None)
    assert letter.subject == "【申込結果の一覧】第1回交流研修（R8.9.26）"
    assert (
        letter.body
        == """\
米沢市
取りまとめ 太郎 様

次の行事にまとめて申し込まれた方の結果を、お知らせします。

----------------------------------------------------------------------
行事：第1回交流研修
日時：令和8年9月26日(土) 13:30～16:30
----------------------------------------------------------------------

■ 参加確定（2名）
  000001 髙橋 𠮷之（会場で参加）
  000002 神 一郎（会場で参加）

■ キャンセル待ち（1名）
  000003 山﨑 花子（会場で参加）

ご本人には、それぞれメールでお知らせしました。申込の確認・変更は、取り
まとめ担当のページでできます。
https://kaiko.example.lg.jp/desk/

----------------------------------------------------------------------
開港 Kaikō
https://kaiko.example.lg.jp
"""
    )


def test_the_summary_is_in_the_language_of_the_coordinator(app: Flask, noon: datetime) -> None:
    body = an_organization("米沢市")
    account = an_account(Role.COORDINATOR, organization=body)

    register_together(
        an_open_event(capacity=5),
        applications(body, "en"),
        organization=body,
        is_whole=True,
        by=by(account, body),
        at=noon,
    )

    (letter,) = summaries()
    assert letter.subject == "[Outcomes of your applications] 第1回交流研修 (Sep 26, 2026)"
    assert "* Place confirmed (3 people)\n  000001 髙橋 𠮷之 (At the venue)\n" in letter.body
    assert "The people get their places together" in letter.body


def test_nobody_is_told_where_nobody_signed_in(app: Flask, noon: datetime) -> None:
    body = an_organization()

    register_together(an_open_event(), applications(body), organization=body, by=HOLDER, at=noon)

    assert summaries() == []
