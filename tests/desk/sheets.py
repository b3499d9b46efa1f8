"""The table form: what is typed into it, and what stands in it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from sqlalchemy import select

from exchange.domain.registration import Registration
from exchange.extensions import db

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.test import TestResponse

    from exchange.domain.event import Event
    from tests.conftest import Browser

ONO = {
    "family_name": "小野",
    "given_name": "花子",
    "family_kana": "おの",
    "given_kana": "はなこ",
    "mode": "onsite",
}
SATO = {**ONO, "family_name": "佐藤", "family_kana": "さとう"}
KATO = {**ONO, "family_name": "加藤", "family_kana": "かとう"}


def path_of(event: Event, action: str = "/register") -> str:
    return f"/desk/{event.kind.plural}/{event.key}{action}"


def rows(*people: Mapping[str, object]) -> dict[str, object]:
    """Give what the table form sends of `people`."""
    return {
        f"rows-{number}-{name}": value
        for number, one in enumerate(people)
        for name, value in one.items()
    }


def registered() -> list[Registration]:
    return list(db.session.scalars(select(Registration).order_by(Registration.id)))


def digest(page: TestResponse) -> str:
    """Give what the page names the rows that it shows."""
    found = re.search(r'name="checked" value="(\w+)"', page.text)
    return found[1] if found else ""


def confirm(desk: Browser, event: Event, **fields: object) -> TestResponse:
    """Let a table be checked, and confirm what was shown."""
    checked = desk.post(path_of(event), {**fields, "step": "check"})
    return desk.post(path_of(event), {**fields, "step": "register", "checked": digest(checked)})


SILENT = {"submit", "button", "file"}


class _Reader(HTMLParser):
    """Collects the fields of the page's main part."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self.textarea = self.select = ""

    def _add(self, name: str, value: str | None) -> None:
        self.fields.setdefault(name, []).append(value or "")

    def handle_starttag(self, tag, attrs) -> None:
        has = dict(attrs)
        kind, name = has.get("type", "text"), has.get("name") or ""
        if tag == "select":
            self.select = name
        elif tag == "textarea":
            self.textarea = name
            self._add(name, "")
        elif tag == "option" and "selected" in has:
            self._add(self.select, has.get("value"))
        elif tag == "input" and kind not in SILENT and (kind != "checkbox" or "checked" in has):
            self._add(name, has.get("value"))

    def handle_data(self, data) -> None:
        if self.textarea:
            self.fields[self.textarea][-1] += data

    def handle_endtag(self, tag) -> None:
        if tag == "textarea" and self.textarea:
            values = self.fields[self.textarea]
            values[-1] = values[-1].removeprefix("\r\n").removeprefix("\n")
            self.textarea = ""


def typed(page: TestResponse) -> dict[str, list[str]]:
    """Give what stands in the fields of the page."""
    reader = _Reader()
    reader.feed(page.text.partition("<main")[2].partition("</main>")[0])
    return reader.fields
