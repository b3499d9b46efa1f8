"""The Japanese catalogue is whole, and compiled."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

ROOT = Path(__file__).parent.parent
JA = ROOT / "exchange" / "translations" / "ja" / "LC_MESSAGES"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "N_": None,
    "ngettext": (1, 2),
}
METHODS = [
    ("exchange/**.py", "python"),
    ("templates/**.html", "jinja2"),
    ("templates/**.txt", "jinja2"),
]


def catalogue() -> Catalog:
    with (JA / "messages.po").open("rb") as file:
        return read_po(file, locale="ja")


def strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def names(text: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)", text))


def test_every_msgid_of_the_sources_has_japanese() -> None:
    known = {message.id for message in catalogue() if all(strings(message))}
    found = {
        message
        for _file, _line, message, _comments, _context in extract_from_dir(
            ROOT, METHODS, keywords=KEYWORDS, directory_filter=lambda path: "/." not in path
        )
    }

    assert {one for one in found if one and one not in known} == set()
    assert len(found) > 100


def test_nothing_in_the_catalogue_is_left_over() -> None:
    used = {
        message
        for _file, _line, message, _comments, _context in extract_from_dir(
            ROOT, METHODS, keywords=KEYWORDS, directory_filter=lambda path: "/." not in path
        )
    }

    assert {message.id for message in catalogue() if message.id} - used == set()


def test_the_japanese_names_the_same_gaps() -> None:
    odd = [
        message.id
        for message in catalogue()
        if message.id
        for text in strings(message)
        if not names(text) <= names("".join(message.id))
    ]

    assert odd == []


def test_the_japanese_is_japanese() -> None:
    japanese = re.compile(r"[぀-ヿ一-鿿〇々（），：]")  # punctuation of full width, too
    english = [
        message.id
        for message in catalogue()
        if message.id and not any(japanese.search(text) for text in strings(message))
    ]

    assert english == []


def test_the_compiled_catalogue_is_that_of_the_texts() -> None:
    fresh = io.BytesIO()
    write_mo(fresh, catalogue())

    assert (JA / "messages.mo").read_bytes() == fresh.getvalue()
