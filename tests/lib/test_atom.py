"""Atom feeds, read back by parsers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import feedparser
import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from exchange.lib.atom import NAMESPACE, Entry, Feed, nested_list, render
from exchange.lib.icaltext import without_controls
from tests.lib.strategies import typed_text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NOON = datetime(2026, 6, 1, 3, tzinfo=UTC)
TEXTS = typed_text | st.sampled_from(["]]>", "\x00\x0b", "\ufffe", "a\r\nb"])


def an_entry(**values: object) -> Entry:
    given: dict[str, object] = {
        "id": "tag:kaiko.example.lg.jp,2026:notes/1",
        "title": "森林に関する講義",
        "url": "https://kaiko.example.lg.jp/trainings/r4-koryu-3#note-1",
        "updated": NOON,
    }
    return Entry(**{**given, **values})  # type: ignore[arg-type]


def a_feed(*entries: Entry, **values: object) -> Feed:
    given: dict[str, object] = {
        "id": "tag:kaiko.example.lg.jp,2026:records",
        "title": "森林",
        "author": "開港",
        "language": "ja",
        "own_url": "https://kaiko.example.lg.jp/records/feed.atom?q=%E6%A3%AE",
        "page_url": "https://kaiko.example.lg.jp/records/?q=%E6%A3%AE",
        "updated": NOON,
        "entries": entries,
    }
    return Feed(**{**given, **values})  # type: ignore[arg-type]


def test_render_writes_a_feed_that_readers_understand() -> None:
    read = feedparser.parse(
        render(
            a_feed(an_entry(authors=["長野 麻子"], category=("lecture", "講義"), html="<ul></ul>"))
        )
    )

    assert (read.bozo, read.version, read.feed.id, read.feed.title, read.feed.language) == (
        False,
        "atom10",
        "tag:kaiko.example.lg.jp,2026:records",
        "森林",
        "ja",
    )
    assert {link.rel: (link.type, link.href) for link in read.feed.links} == {
        "self": (
            "application/atom+xml",
            "https://kaiko.example.lg.jp/records/feed.atom?q=%E6%A3%AE",
        ),
        "alternate": ("text/html", "https://kaiko.example.lg.jp/records/?q=%E6%A3%AE"),
    }
    [entry] = read.entries
    assert (entry.id, entry.title, entry.link, entry.updated, entry.author) == (
        "tag:kaiko.example.lg.jp,2026:notes/1",
        "森林に関する講義",
        "https://kaiko.example.lg.jp/trainings/r4-koryu-3#note-1",
        "2026-06-01T03:00:00Z",
        "長野 麻子",
    )
    assert [(tag.term, tag.label) for tag in entry.tags] == [("lecture", "講義")]


def test_render_writes_what_every_feed_must_have() -> None:
    root = fromstring(render(a_feed(an_entry())))

    def names(element: Element) -> list[str]:
        return [child.tag.removeprefix(f"{{{NAMESPACE}}}") for child in element]

    assert names(root) == ["id", "title", "updated", "author", "link", "link", "entry"]
    assert names(root[-1]) == ["id", "title", "updated", "link"]


def test_render_gives_moments_in_utc() -> None:
    tokyo = timezone(timedelta(hours=9))

    read = feedparser.parse(render(a_feed(updated=datetime(2026, 6, 1, 8, 59, tzinfo=tokyo))))

    assert read.feed.updated == "2026-05-31T23:59:00Z"


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_render_makes_a_document_of_any_text(title: str, author: str, term: str, line: str) -> None:
    html = nested_list([(0, line)])

    entry = an_entry(title=title, authors=[author], category=(term, term), html=html)

    root = fromstring(render(a_feed(entry, title=title)))

    said = {element.tag.rpartition("}")[2]: element.text or "" for element in root[-1].iter()}
    assert (said["title"], said["name"], said["content"]) == (
        without_controls(title),
        without_controls(author),
        html,
    )


class _Outline(HTMLParser):
    """The lines of nested lists, each after so many tabs as lists are around it but one."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        self.open.append(tag)
        if tag == "li":
            self.lines.append("\t" * (self.open.count("ul") - 1))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.lines[-1] += data


def outline(html: str) -> list[str]:
    parser = _Outline()
    parser.feed(html)
    parser.close()
    assert parser.open == []
    return parser.lines


@pytest.mark.parametrize(
    ("levels", "shown"),
    [
        ([], []),
        ([0], ["a"]),
        ([0, 0], ["a", "b"]),
        ([0, 1, 1, 0], ["a", "\tb", "\tc", "d"]),
        ([1, 0, 1], ["a", "b", "\tc"]),
        ([1, 1], ["a", "\tb"]),
    ],
)
def test_nested_list_stands_lines_under_the_one_before(levels: list[int], shown: list[str]) -> None:
    assert outline(nested_list(zip(levels, "abcd", strict=False))) == shown


@given(st.lists(st.tuples(st.integers(0, 1), st.text(alphabet="a<>&\"'/b!-", min_size=1))))
def test_nested_list_shows_markup_as_text(lines: list[tuple[int, str]]) -> None:
    shown = outline(nested_list(lines))

    assert [line.lstrip("\t") for line in shown] == [text for _, text in lines]
