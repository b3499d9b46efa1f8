"""Reading a form as a browser would send it."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

Fields = dict[str, list[str]]


class _Reader(HTMLParser):
    """Collects the fields of the form that carries a `revision`."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Fields] = []
        self.buttons: list[tuple[str | None, str | None]] = []
        self.textarea: str | None = None
        self.select: str | None = None

    def _add(self, name: str | None, value: str | None) -> None:
        if name and self.forms:
            self.forms[-1].setdefault(name, []).append(value or "")

    def handle_starttag(self, tag, attrs) -> None:
        has = dict(attrs)
        kind = has.get("type", "text")
        if tag == "form":
            self.forms.append({})
        elif tag == "input" and (kind not in {"checkbox", "radio"} or "checked" in has):
            self._add(has.get("name"), has.get("value"))
        elif tag == "button":
            self.buttons.append((has.get("name"), has.get("value")))
        elif tag == "textarea":
            self.textarea = has.get("name")
            self._add(self.textarea, "")
        elif tag == "select":
            self.select = has.get("name")
        elif tag == "option" and self.select and "selected" in has:
            self._add(self.select, has.get("value"))

    def handle_data(self, data) -> None:
        if self.textarea and self.forms:
            self.forms[-1][self.textarea][-1] += data

    def handle_endtag(self, tag) -> None:
        if tag == "textarea" and self.textarea:
            texts = self.forms[-1][self.textarea]
            texts[-1] = texts[-1].removeprefix("\r\n").removeprefix("\n")
            self.textarea = None
        elif tag == "select":
            if self.select and self.select not in self.forms[-1]:
                self._add(self.select, "")
            self.select = None


def _read(answer: TestResponse) -> _Reader:
    reader = _Reader()
    reader.feed(answer.text)
    return reader


def typed(answer: TestResponse) -> Fields:
    """Give the fields of the page's form, as its save button would send them."""
    return next(form for form in _read(answer).forms if "revision" in form)


def one_each(fields: Fields) -> dict[str, str]:
    """Give the fields that hold something, each by its first value."""
    return {
        name: values[0]
        for name, values in fields.items()
        if values[0] and name not in {"csrf_token", "revision"}
    }


def buttons(answer: TestResponse) -> list[tuple[str | None, str | None]]:
    """Give name and value of each button of the page."""
    return _read(answer).buttons
