"""Which column of a table says what: by its heading, or without one by its place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from exchange.desk.words import is_mark
from exchange.domain.registration import Mode
from exchange.lib.personal import is_reading, katakana
from exchange.lib.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exchange.lib.pasted import Grid

FULL_NAME, FULL_KANA = "full_name", "full_kana"
NUMBER, BODY = "number", "organization"
IS_ONSITE, IS_ONLINE = "is_onsite", "is_online"
HEADINGS = {
    "family_name": "姓 苗字 名字 氏 姓漢字 family_name family last_name surname",
    "given_name": "名 下の名前 名漢字 given_name given first_name forename",
    FULL_NAME: (
        "氏名 名前 お名前 姓名 氏名漢字 参加者 参加者名 参加者氏名 出席者 出席者名 出席者氏名"
        " 受講者 受講者名 受講者氏名 職員名 職員氏名 name full_name"
    ),
    "family_kana": (
        "せい 姓かな 姓ふりがな 姓のふりがな 姓よみ 姓読み かな姓 ふりがな姓 family_name_reading"
        " family_kana last_name_reading"
    ),
    "given_kana": (
        "めい 名かな 名ふりがな 名のふりがな 名よみ 名読み かな名 ふりがな名 given_name_reading"
        " given_kana first_name_reading"
    ),
    FULL_KANA: (
        "ふりがな かな よみ よみがな よみかた 読み 読み仮名 読みがな 読み方 振り仮名 振仮名"
        " 氏名かな 氏名ふりがな 氏名のふりがな 氏名よみ 氏名読み reading kana name_reading"
    ),
    "department": (
        "所属 所属名 所属部署 所属課 所属課名 所属部課 所属部課名 部署 部署名 部課 部課名 部局 課 課名"
        " 課室名 課所名 課係名 担当課 所属課係 department section division"
    ),
    "position": "職名 役職 役職名 職 職位 職種 補職名 肩書 肩書き job_title position title",
    "email": (
        "メール メールアドレス mail e_mail email eメール email_address mail_address アドレス"
        " 電子メール 電子メールアドレス 連絡先メール 連絡先メールアドレス"
    ),
    "phone": (
        "電話 電話番号 tel 連絡先 連絡先電話 連絡先電話番号 連絡先tel 直通 直通電話 内線 内線番号"
        " 携帯 携帯電話 携帯番号 phone phone_number telephone"
    ),
    "mode": (
        "参加方法 参加形態 参加形式 参加区分 参加種別 参加の方法 参加方式 参加会場 受講方法 受講形態"
        " 受講形式 出席方法 出席形態 会場オンライン 会場オンラインの別 会場web 会場webの別"
        " 対面オンライン 現地オンライン 対面web how_to_take_part mode"
    ),
    IS_ONSITE: "会場 現地 対面 会場参加 現地参加 対面参加 onsite at_the_venue venue",
    IS_ONLINE: "オンライン web リモート オンライン参加 web参加 リモート参加 online",
    "days": (
        "参加日 参加日程 参加希望日 参加予定日 参加する日 出席日 出席予定日 受講日 受講日程 日程"
        " days_to_attend days day"
    ),
    "remarks": "備考 備考欄 特記事項 連絡事項 その他 配慮事項 メモ remarks remark notes note comment",
    NUMBER: "no 番号 項番 連番 通番 通し番号 整理番号 number",
    BODY: (
        "団体 団体名 市町 市町名 市町村 市町村名 自治体 自治体名 区市町村名 構成市町 機関名"
        " organization organization_name"
    ),
}
"""What coordinators write above the columns. `_` stands for a space."""
HEADING_LEEWAY = 20
"""Headings are looked for in so many rows: a title may stand above them."""

_MARKS = re.compile(r"[\W_ー]+")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|<[^<>]*>")
_IMPORTANCE = re.compile(r"必須|任意|required|optional")
_ORDINAL = re.compile(r"\(?[0-9]{1,4}[.)]?")
_LOST_ZERO = re.compile(r"[1-9][0-9]{8,9}")
_END = "以上"


@dataclass(frozen=True)
class Column:
    """A column of the table form: the field of a row, and what is said of it."""

    name: str
    label: str
    """The heading, in the reader's language, or as the event asks it."""
    width: int = 12
    """In characters of half width."""
    is_required: bool = False
    help: str = ""
    choices: Sequence[str] = ()
    """What there is to choose from, as people write it."""
    takes_several: bool = False


@dataclass(frozen=True)
class Reading:
    """The people of a table, each as what is typed into which field."""

    people: list[dict[str, str]] = field(default_factory=list)
    left_out: list[str | int] = field(default_factory=list)
    """The columns in which something stands that has no place here: their headings, or numbers."""


def read(grid: Grid, columns: Sequence[Column]) -> Reading:
    """Find out what each cell of `grid` says.

    Without headings the columns are taken in the order of `columns`, in which
    names and readings may take one column each. A column of numbers in front,
    headings that come again and an 以上 at the end are passed over.
    """
    above = next(
        (
            number
            for number, row in enumerate(grid[:HEADING_LEEWAY])
            if _is_heading(row, _named(row, columns))
        ),
        None,
    )
    if above is None:
        labels: list[str] = []
        rows = _without_number(grid)
        names = _by_place(rows, columns)
    else:
        labels = grid[above]
        rows = [row for row in grid[above + 1 :] if not _repeats_headings(row, columns)]
        names = _with_second_halves(_named(labels, columns), labels, rows)
    people = [person for row in rows if (person := _person(row, names))]
    return Reading(people, _left_out(rows, names, labels))


def _named(row: Sequence[str], columns: Sequence[Column]) -> list[str]:
    """Give the name of each column by its heading; "" where it means nothing here.

    姓 and 名 that come a second time are the readings.
    """
    known = _known(columns)
    named: list[str] = []
    for heading in row:
        candidates = [name for key in _keys(heading) for name in known.get(key, ())]
        candidates += [
            name.replace("_name", "_kana")
            for name in candidates
            if name in {"family_name", "given_name", FULL_NAME}
        ]
        named.append(next((name for name in candidates if name not in named), ""))
    return named


def _known(columns: Sequence[Column]) -> dict[str, list[str]]:
    """Give the columns that a heading may mean, ours before those that a question has."""
    known: dict[str, list[str]] = {}
    offered = {column.name for column in columns} | {
        FULL_NAME,
        FULL_KANA,
        NUMBER,
        BODY,
        IS_ONSITE,
        IS_ONLINE,
    }
    for name, words in HEADINGS.items():
        if name in offered:
            for word in words.split():
                known.setdefault(_key(word), []).append(name)
    for column in columns:
        names = known.setdefault(_key(column.label), [])
        if column.name not in names:
            names.append(column.name)
    return known


def _keys(heading: str) -> list[str]:
    """Give what a heading may be known by: as a whole, then without what is in brackets."""
    plain = fold(heading)
    keys = [_key(plain), _key(_BRACKETS.sub("", plain))]
    return [key for key in dict.fromkeys(keys) if key]


def _key(heading: str) -> str:
    plain = _MARKS.sub("", katakana(_IMPORTANCE.sub("", fold(heading))))
    return plain or heading.strip()


def _is_heading(row: Sequence[str], names: Sequence[str]) -> bool:
    """Tell whether a row must be headings: one of them is a name's, and it is not alone."""
    understood = sum(name != "" for name in names)
    names_people = not {"family_name", FULL_NAME}.isdisjoint(names)
    return names_people and (understood > 1 or understood == sum(map(bool, row)))


def _repeats_headings(row: Sequence[str], columns: Sequence[Column]) -> bool:
    written = [cell for cell in row if cell]
    return len(written) > 1 and all(_named(written, columns))


def _without_number(grid: Grid) -> Grid:
    """Drop a first column that only counts the rows."""
    if grid and all(row and _ORDINAL.fullmatch(fold(row[0])) for row in grid):
        return [row[1:] for row in grid if any(row[1:])]
    return grid


def _by_place(rows: Grid, columns: Sequence[Column]) -> list[str]:
    """Name the columns in their order; a first one of names with a space in them is 氏名."""
    names = [column.name for column in columns]
    rest = names[4:]
    if _are_halves([row[0] for row in rows]):
        second = [row[1] for row in rows if len(row) > 1 and row[1]]
        halves = _are_halves(second) and all(map(is_reading, second))
        return [FULL_NAME, *([FULL_KANA] if halves else ["family_kana", "given_kana"]), *rest]
    return names


def _are_halves(texts: Sequence[str]) -> bool:
    """Tell whether most of `texts` are two words."""
    return sum(len(text.split()) > 1 for text in texts) * 2 > len(texts)


def _with_second_halves(names: Sequence[str], labels: Sequence[str], rows: Grid) -> list[str]:
    """Let 氏名 above two columns, the second without a heading, be 姓 and 名."""
    found = [*names]
    width = max(map(len, rows), default=0)
    found += [""] * (width - len(found))
    for at, name in enumerate(found[:-1]):
        has_label = at + 1 < len(labels) and labels[at + 1]
        if name in {FULL_NAME, FULL_KANA} and not has_label and _is_filled(rows, at + 1):
            half = "name" if name == FULL_NAME else "kana"
            found[at : at + 2] = [f"family_{half}", f"given_{half}"]
    return found


def _is_filled(rows: Grid, at: int) -> bool:
    return any(len(row) > at and row[at] for row in rows)


def _person(row: Sequence[str], names: Sequence[str]) -> dict[str, str]:
    """Give what a row says of a person; nothing where it says nothing of anybody."""
    if [cell for cell in row if cell] == [_END]:
        return {}
    said = {name: cell for name, cell in zip(names, row, strict=False) if name and cell}
    for name, half in ((FULL_NAME, "name"), (FULL_KANA, "kana")):
        if name in said:
            first, *others = said.pop(name).split(maxsplit=1)
            said[f"family_{half}"], said[f"given_{half}"] = first, "".join(others)
    for name, mode in ((IS_ONSITE, Mode.ONSITE), (IS_ONLINE, Mode.ONLINE)):
        if is_mark(said.pop(name, "")):
            said["mode"] = mode.value if "mode" not in said else f"{said['mode']} {mode.value}"
    if "phone" in said and _LOST_ZERO.fullmatch(fold(said["phone"])):
        said["phone"] = f"0{fold(said['phone'])}"  # a number in Excel has no 0 in front
    said.pop(NUMBER, None)
    said.pop(BODY, None)
    return said


def _left_out(rows: Grid, names: Sequence[str], labels: Sequence[str]) -> list[str | int]:
    filled = {at for row in rows for at, cell in enumerate(row) if cell and not _is_used(at, names)}
    return [(labels[at] if at < len(labels) else "") or at + 1 for at in sorted(filled)]


def _is_used(at: int, names: Sequence[str]) -> bool:
    return at < len(names) and names[at] not in {"", BODY}
