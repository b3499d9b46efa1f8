from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import exchange.demonstration
from exchange.domain.note import NoteKind
from exchange.domain.notes_draft import LineDraft, NoteDraft
from exchange.lib.paper import wrap
from exchange.notes.notation import read, write
from exchange.notes.pasting import paste

if TYPE_CHECKING:
    from collections.abc import Iterable

TEXTS = Path(__file__).parent / "texts"
YEAR = Path(exchange.demonstration.__file__).parent / "okitama-fy2022.json"

PIECES = st.sampled_from(
    [
        *"・•●■◆○◯〇-*－→>＞（）()「」【】。、 \u3000\t\xa0\v\n\r1①あ佐髙𠮷a",
        "\r\n",
        "\n・",
        "\n　－",
        "\n○",
        "\n> ",
        "\n1. ",
        "\n（1）",
        "o\t",
        "§\t",
        "・\t",
        "【まとめ】",
        "○○市",
        "あ" * 30 + "\n",
        "\\・",
        "\\u{20}",
    ]
)
ANYTHING = st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff：:＠@＃#")
SIGNS = re.compile(
    r"[\s・･·•●‣▪◦∙\uf0a7\uf0a8\uf0b7\uf0d8\uf0fc○◯〇■◆*＊>＞（()）【】→⇒➢➤o§Øü－‐‑–—―−-]"
)
pasted = st.lists(PIECES | ANYTHING, max_size=30).map("".join)


def said(notes: Iterable[NoteDraft]) -> list[str]:
    return [
        text
        for note in notes
        for text in (note.heading, note.speaker, *(line.text for line in note.lines))
    ]


def bare(text: str) -> str:
    return SIGNS.sub("", text.replace("【提案】", ""))


def lines(*texts: str) -> tuple[LineDraft, ...]:
    """Give lines; those that begin with a full-width space are under the one before."""
    return tuple(
        LineDraft(text=text.lstrip("\u3000"), level=int(text.startswith("\u3000")))
        for text in texts
    )


def known() -> list[NoteDraft]:
    """Give the notes of the reports of fiscal year 2022."""
    return [
        NoteDraft(
            heading=note["heading"],
            speaker=note.get("speaker", ""),
            lines=lines(*note["items"]),
        )
        for event in json.loads(YEAR.read_text())["events"]
        for note in event.get("notes", [])
    ]


def printed(note: NoteDraft) -> str:
    """Give a note as the yearly reports print it."""
    speaker = f"（{note.speaker}）" if note.speaker else ""
    return "\n".join([f"○{note.heading}{speaker}", *(f"　・{line.text}" for line in note.lines)])


def without_kinds(notes: tuple[NoteDraft, ...]) -> list[NoteDraft]:
    return [
        NoteDraft(heading=note.heading, speaker=note.speaker, lines=note.lines) for note in notes
    ]


def test_paste_reads_what_a_report_prints() -> None:
    report = "\r\n".join(map(printed, known()))

    assert len(known()) > 10
    assert without_kinds(paste(report)) == known()


@pytest.mark.parametrize("columns", range(60, 77))
def test_paste_puts_together_what_mail_broke(columns: int) -> None:
    broken = [
        row for note in known() for line in printed(note).split("\n") for row in wrap(line, columns)
    ]

    assert len(broken) > sum(1 + len(note.lines) for note in known())
    found = paste("\n".join(f"> {row}" for row in broken))
    assert [text.replace(" ", "") for text in said(found)] == [
        text.replace(" ", "") for text in said(known())
    ]


def test_paste_reads_a_page_of_a_report() -> None:
    first, *notes = paste((TEXTS / "report.txt").read_text())

    assert [line.text[:8] + line.text[-8:] for line in first.lines] == [
        "前神有里氏の講話提供いただいた。"
    ]
    assert [(note.heading, note.speaker, note.kind) for note in (first, *notes)] == [
        ("", "", None),
        ("「おきたま×みなと開港プロジェクトの事業展開について」", "前神有里氏", None),
        ("「『ふれ愛まつりだ、芝地区！』での具体的な交流について」", "前神有里氏", None),
        ("まとめ", "", NoteKind.SUMMARY),
    ]
    assert [note.lines for note in notes] == [
        lines(
            "各市町で起きている新しい動きについて紹介があった。",
            "市民同士のつながりから生まれた遠隔自治体間連携。",
            "置賜全体を RESAS で分析したことがきっかけとなり、定住自立圏の動きが生まれた。",
        ),
        lines(
            "港区芝地区産はちみつ「しばみつ」等について港区から話を聞いた後、"
            "やってみたいことをグループワークで考えた。",
            "物産（ニジザクラ、紅大豆、ラフランスなど）、体験・ワークショップ"
            "（けん玉、草木染、つる細工など）、観る・楽しむ（愛の武将隊、"
            "デジタルサイネージによる映像など）の意見が出た。",
        ),
        lines("イベント以外にもできるところから進め、各市町のホームページなどで PRを行う。"),
    ]


def test_paste_reads_a_mail_and_loses_neither_greeting_nor_signature() -> None:
    assert paste((TEXTS / "mail.txt").read_text()) == (
        NoteDraft(
            heading="",
            lines=lines("事務局様", "お世話になっております。第2回のメモをお送りします。"),
        ),
        NoteDraft(
            heading="連携のこれまでとこれから",
            speaker="前神 有里、徳大寺 祥宏",
            lines=lines(
                "港区の地球温暖化対策担当から、森林に関する取組の説明があった。",
                "協定木材・国産木材の優良事例を表彰する「みなとモデル二酸化炭素固定認証制度」の表彰が令和4年度に始まった。",
                "　詳しくは https://www.example.jp/minato-model/certification/2022/index.html",
                "やってみたいこと",
                "　ワーケーション",
                "　おきたまみなとガーデン",
            ),
        ),
        NoteDraft(
            heading="置賜管内視察（白鷹町）",
            kind=NoteKind.SITE_VISIT,
            lines=lines(
                "午後は木材をふんだんに使った施設を見学した。",
                "--",
                "白鷹町 企画政策課 佐藤 <sato@example.lg.jp>",
            ),
        ),
    )


def test_paste_reads_what_word_copies() -> None:
    copied = (
        "○講話（説明：平出 淑恵 様）\r\n・\t一行目\vの続き\v・二行目\r\no\t下\xa0の行\r\n"
        "\uf0b7\t三行目\r\n§\tその下\r\nØ\tまた下\r\n1.\t四行目\r\n（1）五行目\r\n①六行目\r\n"
    )

    assert paste(copied) == (
        NoteDraft(
            heading="講話",
            speaker="平出 淑恵",
            kind=NoteKind.LECTURE,
            lines=lines(
                "一行目の続き",
                "二行目",
                "　下 の行",
                "三行目",
                "　その下",
                "　また下",
                "1. 四行目",
                "（1）五行目",
                "①六行目",
            ),
        ),
    )


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("○一\n◯二\n〇三", ["一", "二", "三"]),
        ("■一\n甲\n◆二", ["一", "二"]),
        ("【一】\n甲\n【二】（佐藤 花子）", ["一", "二"]),
        ("●一\n・甲\n●二\n- 乙", ["一", "二"]),
        ("●一\n●二", [""]),
        ("○一\n●二\n　・甲", ["一"]),
        ("1 一\n・甲\n２．二\n・乙", ["1 一", "２．二"]),
        ("（1）一\n・甲\n①乙\n②丙", ["（1）一"]),
        ("1 一\n2 二\n・甲", [""]),
        ("1 一である。\n・甲", [""]),
        ("○一\n・甲\n1 乙\n・丙", ["一"]),
        ("○甲である。\n○乙だ。", [""]),
        ("○甲である。\n・乙\n○丙だ。", ["甲である。", "丙だ。"]),
        ("○○市\n■■\n【提案】\n○", [""]),
        ("甲\n○一", ["", "一"]),
    ],
)
def test_paste_finds_headings(text: str, headings: list[str]) -> None:
    assert [note.heading for note in paste(text)] == headings


@pytest.mark.parametrize(
    ("above", "below", "rows"),
    [
        ("・" + "あ" * 30, "い", 1),
        ("・" + "あ" * 30 + "。", "い", 2),
        ("・" + "あ" * 20, "い", 2),
        ("・" + "あ" * 30, "・い", 2),
        ("・" + "あ" * 30, "－い", 2),
        ("・" + "あ" * 30, "（2）い", 2),
        ("・" + "あ" * 30, "\n　い", 2),
        ("・" + "あ" * 60, "い", 2),
        ("あ" * 30, "い", 1),
    ],
)
def test_paste_joins_a_row_only_to_one_that_was_full(above: str, below: str, rows: int) -> None:
    (note,) = paste(f"{above}\n{below}")

    assert len(note.lines) == rows


def test_paste_keeps_a_space_between_latin_words_only() -> None:
    latin = "- " + "word " * 12 + "end\nof the line, 東京と\n"

    (note,) = paste(latin + "・" + "あ" * 30 + "\n2022年")

    assert [line.text for line in note.lines] == [
        "word " * 12 + "end of the line, 東京と",
        "あ" * 30 + "2022年",
    ]


def test_paste_reads_marks_but_keeps_backslashes() -> None:
    assert paste("・【提案】使う ＠佐藤（米沢市） ＃林業\n・\\・\\u{20}") == (
        NoteDraft(
            heading="",
            lines=(
                LineDraft(
                    text="使う",
                    speaker="佐藤",
                    organization="米沢市",
                    theme="林業",
                    is_proposal=True,
                ),
                LineDraft(text="\\・\\u{20}"),
            ),
        ),
    )


def test_paste_makes_nothing_of_nothing() -> None:
    assert paste("") == paste(" \r\n　\n・\n") == ()


@given(pasted)
def test_paste_loses_and_adds_nothing_and_keeps_the_order(text: str) -> None:
    assert bare("".join(said(paste(text)))) == bare(text)


@given(st.text() | pasted)
def test_paste_makes_of_any_text_lines_that_can_be_typed(text: str) -> None:
    for note in paste(text):
        assert read(write(note.lines)) == note.lines
        assert all(line.text.strip() for line in note.lines)


@given(
    st.lists(
        PIECES | ANYTHING | st.sampled_from([" ＠", " ＃", " @佐藤（港区）", "講師："]), max_size=30
    )
)
def test_paste_keeps_whatever_stands_in_a_mark(parts: list[str]) -> None:
    text = "".join(part for part in parts if part != "講師：")
    marks = str.maketrans("", "", "＠@＃#")

    found = [
        text
        for note in paste(text)
        for text in (
            note.heading,
            note.speaker,
            *(
                word
                for line in note.lines
                for word in (line.text, line.speaker, line.organization, line.theme)
            ),
        )
    ]

    assert Counter(bare("".join(found)).translate(marks)) == Counter(bare(text).translate(marks))


@pytest.mark.parametrize(
    "text",
    [
        "あ\v" * 25_000,
        "○（" + ("あ" * 30 + "\n") * 2_000,
        "> " * 25_000,
        "【あ】" + " " * 50_000 + "い",
        " " * 50_000 + "い",
        "① あ\n" * 12_000,
        "○" * 50_000,
        ("○あ\n・い\n" * 50 + "　－う\n" * 400) * 100,
    ],
)
def test_paste_comes_to_an_end_with_a_hostile_text(text: str) -> None:
    notes = paste(text)

    found = "".join(
        part
        for one in notes
        for part in (one.heading, one.speaker, *(row.text for row in one.lines))
    )
    assert [found.count(letter) for letter in "あいう"] == [
        text.count(letter) for letter in "あいう"
    ]
