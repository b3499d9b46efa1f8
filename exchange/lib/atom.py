"""Atom feeds (RFC 4287), from values to octets: the same feed gives the same bytes.

The standard library writes them. A package for it (feedgen) would bring a C library along, for
a dozen elements.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from html import escape
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from exchange.lib.icaltext import without_controls

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

TYPE = "application/atom+xml"
NAMESPACE = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What a reader of feeds needs to know about one thing. `updated` is aware."""

    id: str
    """An IRI that stays the same for the life of the thing, and is never another's."""
    title: str
    url: str
    updated: datetime
    authors: Sequence[str] = ()
    category: tuple[str, str] | None = None
    """The word for a kind of things, and what people call it."""
    html: str = ""
    """What it says: safe HTML, whose own letters are escaped."""


@dataclass(frozen=True, kw_only=True)
class Feed:
    """A feed. Whoever wrote nothing else wrote what `author` publishes. `updated` is aware."""

    id: str
    title: str
    author: str
    language: str
    own_url: str
    page_url: str
    """The page that shows the same to people."""
    updated: datetime
    entries: Sequence[Entry] = ()


def render(feed: Feed) -> bytes:
    """Write a feed as a document that every XML parser takes, whatever its texts hold."""
    root = ET.Element("feed", {"xmlns": NAMESPACE, "xml:lang": feed.language})
    _put(root, "id", feed.id)
    _put(root, "title", feed.title)
    _put(root, "updated", _moment(feed.updated))
    _put(ET.SubElement(root, "author"), "name", feed.author)
    _link(root, "self", feed.own_url, TYPE)
    _link(root, "alternate", feed.page_url, "text/html")
    for entry in feed.entries:
        _entry(root, entry)
    ET.indent(root)
    octets: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return octets


def nested_list(lines: Iterable[tuple[int, str]]) -> str:
    """Write lines as an HTML list: each with its level, 0 or 1, and what it says as text."""
    written: list[str] = []
    before = -1
    for level, text in lines:
        step = min(level, before + 1)  # what stands under nothing stands by itself
        if step > before:
            written.append("<ul>")
        else:
            written.append("</li>" if step == before else "</li></ul></li>")
        written.append(f"<li>{escape(without_controls(text))}")
        before = step
    return "".join(written) + "</li></ul>" * (before + 1)


def _entry(root: ET.Element, entry: Entry) -> None:
    element = ET.SubElement(root, "entry")
    _put(element, "id", entry.id)
    _put(element, "title", entry.title)
    _put(element, "updated", _moment(entry.updated))
    for author in entry.authors:
        _put(ET.SubElement(element, "author"), "name", author)
    if entry.category:
        term, label = entry.category
        ET.SubElement(element, "category", {"term": _clean(term), "label": _clean(label)})
    _link(element, "alternate", entry.url, "text/html")
    if entry.html:
        _put(element, "content", entry.html, type="html")


def _put(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, name, attributes).text = _clean(text)


def _link(parent: ET.Element, relation: str, url: str, media_type: str) -> None:
    ET.SubElement(parent, "link", {"rel": relation, "type": media_type, "href": _clean(url)})


def _clean(text: str) -> str:
    """Give `text` without the characters that XML has no way to write (XML 1.0, 2.2)."""
    return without_controls(text)


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
