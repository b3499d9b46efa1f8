"""Lines of a note as they are typed: one per row of text, with a few signs.

・ before a line is dropped, and － or more space puts it under the one above (see `bullets`).
【提案】 before a line marks a proposal. Behind it, each after a space, ＠佐藤 花子（米沢市） tells
who said it and ＃林業 its theme. ○ begins a new block for `divide`. A backslash before such a sign
makes it text (see `escapes`).
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from exchange.domain.notes_draft import LineDraft
from exchange.notes.bullets import Row, after_circle, bullet, indent, levelled, rows
from exchange.notes.escapes import decode, encode, encode_all, escape_signs, unescape_signs
from exchange.notes.headings import CLOSING, opening_of_last, read_heading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from exchange.domain.note import NoteKind

_PROPOSAL = re.compile(r"【提案】\s*(?=\S)")
_LAST_SPEAKER = re.compile(r".*\s[＠@](?=\S)", re.DOTALL)
_THEME = re.compile(r"\s[＃#](\S++)\Z")


class Part(NamedTuple):
    """What stands from one ○ to the next: a heading, and the rows below it as they were typed."""

    heading: str
    speaker: str
    kind: NoteKind | None
    lines: str


def read(text: str) -> tuple[LineDraft, ...]:
    """Read lines as they were typed. Rows that say nothing are left out.

    The first line has level 0. A sign that would leave no text before it is text itself, and so
    is one with 。 behind it.
    """
    return tuple(levelled(row for row in map(_row, rows(text)) if row.line.text.strip()))


def write(drafts: Iterable[LineDraft]) -> str:
    """Write lines so that `read` gives the same again.

    It does for every text that is not blank, and any speaker, organization and theme, if only
    they can be stored, and the first line has level 0. White space around the whole is none of it.
    """
    return "\n".join(map(_written, drafts))


def divide(text: str) -> list[Part]:
    """Cut what was typed before each row that begins with ○.

    The first part is what stands before all of them: without a heading, perhaps without lines.
    """
    parts: list[tuple[str, list[str]]] = [("", [])]
    for row in rows(text):
        heading = after_circle(row)
        if heading is None:
            parts[-1][1].append(row)
        else:
            parts.append((heading, []))
    return [Part(*read_heading(heading), "\n".join(typed)) for heading, typed in parts]


def signed(text: str) -> LineDraft:
    """Read the signs around a line that has no bullet any more. Nothing is unescaped."""
    proposal = _PROPOSAL.match(text)
    rest = text[proposal.end() :] if proposal else text
    rest, theme = _without_theme(rest)
    rest, speaker, organization = _without_speaker(rest)
    if not theme:
        rest, theme = _without_theme(rest)
    return LineDraft(
        text=rest,
        speaker=speaker,
        organization=organization,
        theme=theme,
        is_proposal=proposal is not None,
    )


def marked(line: LineDraft) -> Sequence[str]:
    """Give the words that stand behind a line: who said it, of which body, and its theme."""
    return line.speaker, line.organization, line.theme


def _without_theme(text: str) -> tuple[str, str]:
    found = _THEME.search(text, text.rfind("。") + 1)
    before = text[: found.start()].rstrip() if found else ""
    return (before, found[1]) if found and before else (text, "")


def _without_speaker(text: str) -> tuple[str, str, str]:
    found = _LAST_SPEAKER.match(text, text.rfind("。") + 1)
    if not found:
        return text, "", ""
    before, said = text[: found.end() - 1].rstrip(), text[found.end() :]
    at = opening_of_last(said)
    name, organization = (said, "") if at < 0 else (said[:at].rstrip(), said[at + 1 : -1].strip())
    return (before, name, organization) if before and (name or organization) else (text, "", "")


def _row(typed: str) -> Row:
    said, is_dash = bullet(typed.strip())
    line = signed(said)
    return Row(indent(typed), bool(is_dash), _unescaped(line) if "\\" in said else line)


def _unescaped(line: LineDraft) -> LineDraft:
    return LineDraft(
        text=decode(unescape_signs(line.text)),
        speaker=decode(line.speaker),
        organization=decode(line.organization),
        theme=decode(line.theme),
        is_proposal=line.is_proposal,
    )


def _written(line: LineDraft) -> str:
    """Write a line as plainly as possible: signs are escaped only if it would be misread."""
    typed = _typed(line, encode(line.text), encode)
    if after_circle(typed) is None and _is_read_as(typed, line):
        return typed
    return _typed(line, escape_signs(encode(line.text)), encode_all)


def _typed(line: LineDraft, text: str, encoded: Callable[[str], str]) -> str:
    said = ""
    if line.speaker or line.organization:
        needs_end = line.organization or line.speaker.endswith(tuple(CLOSING))
        said = f" ＠{encoded(line.speaker)}" + (
            f"（{encoded(line.organization)}）" if needs_end else ""
        )
    return (
        ("\u3000・" if line.level else "")
        + ("【提案】" if line.is_proposal else "")
        + text
        + said
        + (f" ＃{encoded(line.theme)}" if line.theme else "")
    )


def _is_read_as(typed: str, line: LineDraft) -> bool:
    return _row(typed) == Row(indent=2 * line.level, is_dashed=False, line=replace(line, level=0))
