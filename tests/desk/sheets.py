"""Reading the table form as a browser would send it."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

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
