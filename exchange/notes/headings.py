"""Headings as the yearly reports word them: who spoke, and what part of a session it was."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from exchange.domain.note import NoteKind

OPENING, CLOSING = "（(", "）)"
LONGEST_NAMES = 200
_LABEL = re.compile(
    r"(?:講\s*師|発\s*表(?:\s*者)?|説\s*明(?:\s*者)?|報告(?:者)?|登壇(?:者)?|話題提供(?:者)?|進行)\s*[：:]\s*"
)
_TITLE = re.compile(r"\s*(?:氏|様|先生)(?=\s*(?:[、，,・／/]|\Z))")
_NOBODY = re.compile(
    r"\d|\A(?:オンライン|会場|続き|抜粋|要旨|概要|予定|案|同上|午前|午後|前半|後半|その.*)\Z"
    r"|(?:室|会館|ホール)\Z"
)
_PLACE = re.compile(r"[都道府県市区町村]\Z")
_KINDS = {
    NoteKind.GROUP_WORK: ("グループワーク", "ワークショップ"),
    NoteKind.DISCUSSION: ("意見交換", "ディスカッション", "質疑"),
    NoteKind.SITE_VISIT: ("視察", "見学"),
    NoteKind.PRESENTATION: ("発表",),
    NoteKind.IMPRESSIONS: ("感想", "アンケート"),
    NoteKind.SUMMARY: ("まとめ", "総括"),
    NoteKind.LECTURE: ("講話", "講演", "講義", "研修"),
}


class Heading(NamedTuple):
    """What a row with a heading says. `kind` is None where no word tells it."""

    heading: str
    speaker: str
    kind: NoteKind | None


def read_heading(text: str) -> Heading:
    """Read a heading without the sign before it: 森林について（講師：長野 麻子 氏）.

    Who stands in the parentheses at its end is the speaker. A label such as 講師： is dropped, and
    after one 氏, 様 and 先生 behind each name; without a label names are kept as worded. It is no
    speaker, and stays in the heading, if it holds a figure, names a room, or is a word such as
    オンライン, or if it is the town of a visit.
    """
    whole = text.strip()
    kind = kind_of(whole)
    at = opening_of_last(whole)
    heading, said = whole[:at].rstrip(), whole[at + 1 : -1].strip()
    if at < 1 or not heading or not said:
        return Heading(whole, "", kind)
    kind = kind_of(heading)
    label = _LABEL.match(said)
    if label:
        speaker = _TITLE.sub("", said[label.end() :])
    elif _NOBODY.search(said) or (kind is NoteKind.SITE_VISIT and _PLACE.search(said)):
        return Heading(whole, "", kind)
    else:
        speaker = said
    if not speaker or len(speaker) > LONGEST_NAMES:
        return Heading(whole, "", kind)
    return Heading(heading, speaker, kind)


def kind_of(heading: str) -> NoteKind | None:
    """Guess the kind from the words of a heading: the last one counts, 視察の感想 are impressions."""
    plain = unicodedata.normalize("NFKC", heading)
    found = {
        max(plain.rfind(word) + len(word) for word in words if word in plain): kind
        for kind, words in _KINDS.items()
        if any(word in plain for word in words)
    }
    return found[max(found)] if found else None


def opening_of_last(text: str) -> int:
    """Give where the parenthesis begins that ends with `text`, -1 where there is none."""
    if not text.endswith(tuple(CLOSING)):
        return -1
    depth = 0
    for at in range(len(text) - 1, -1, -1):
        depth += (text[at] in CLOSING) - (text[at] in OPENING)
        if depth == 0:
            return at
    return -1
