"""The people of the demonstration: who signs in, and who has registered for what."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from exchange.demonstration import coming
from exchange.domain.account import Role
from exchange.domain.question import NO, YES

if TYPE_CHECKING:
    from collections.abc import Mapping

DOMAIN = "@demo.example"
PASSWORD = "kaiko-mihon-2026"  # noqa: S105  # it is printed: whoever runs the demonstration may sign in


@dataclass(frozen=True)
class Person:
    """Somebody who can sign in."""

    word: str
    role: Role
    name: str
    organization: str | None = None

    @property
    def email(self) -> str:
        return self.word + DOMAIN


ADMIN = Person("admin", Role.ADMIN, "管理者（見本）")
ORGANIZER = Person("organizer", Role.ORGANIZER, "事務局職員（見本）")
COORDINATOR = Person("coordinator", Role.COORDINATOR, "取りまとめ担当（見本）", "米沢市")
STAFF = Person("staff", Role.STAFF, "港区職員（見本）", "港区")
ACCOUNTS = (ADMIN, ORGANIZER, COORDINATOR, STAFF)


@dataclass(frozen=True)
class Registrant:
    """Somebody who asks for a place. Their family name is 見本 (ミホン)."""

    organization: str
    word: str
    given_name: str
    given_kana: str
    department: str
    account: Person | None = None
    """Who is signed in when it is asked for."""
    answers: Mapping[str, str] = field(default_factory=dict, hash=False)
    """By the text of the question, where an event asks it."""

    @property
    def email(self) -> str:
        return self.word + DOMAIN


_WITH_LUNCH = {coming.LUNCH: YES, coming.BUS: coming.NO_BUS}
_BY_BUS = {coming.LUNCH: NO, coming.BUS: coming.BOTH_WAYS}
_HANAKO = Registrant("米沢市", "hanako", "花子", "ハナコ", "総合政策課", COORDINATOR, _WITH_LUNCH)
_DAICHI = Registrant("米沢市", "daichi", "大地", "ダイチ", "農林課", COORDINATOR, _WITH_LUNCH)
_NAOKI = Registrant("長井市", "naoki", "直樹", "ナオキ", "総合政策課", answers=_BY_BUS)
_MIDORI = Registrant("南陽市", "midori", "みどり", "ミドリ", "みらい戦略課")
_KENTA = Registrant("高畠町", "kenta", "健太", "ケンタ", "企画財政課")
_YUKI = Registrant("川西町", "yuki", "由紀", "ユキ", "まちづくり課")
_MAMORU = Registrant("小国町", "mamoru", "守", "マモル", "総合政策課")
_AYAKO = Registrant("白鷹町", "ayako", "彩子", "アヤコ", "企画政策課")
_MINATO = Registrant("港区", "staff", "みなと", "ミナト", "企画課", STAFF)
_SHIBA = Registrant("港区", "shiba", "芝", "シバ", "芝地区総合支所")

REGISTRANTS = {
    coming.OPEN: (_HANAKO, _DAICHI, _NAOKI, _MIDORI, _MINATO, _SHIBA),
    coming.FULL: (_KENTA, _YUKI, _HANAKO, _MINATO, _NAOKI, _AYAKO, _MAMORU, _DAICHI, _SHIBA),
    coming.SEMINAR: (_KENTA, _SHIBA),
}
"""Who asks for a place at which event, in the order in which they ask."""
TOGETHER = {coming.OPEN: (_HANAKO, _DAICHI)}
"""The first of those, whom their coordinator registers at once."""


@dataclass(frozen=True)
class Hold:
    """Places that a coordinator holds for people named later."""

    key: str
    coordinator: Person
    places: int
    days: int
    """How long from today."""


HOLDS = (Hold(coming.OPEN, COORDINATOR, places=1, days=3),)
