from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from exchange.domain.note import NoteKind
from exchange.domain.notes_draft import LineDraft
from exchange.notes.notation import Part, divide, read, write
from exchange.web.forms import UNSTORABLE

SIGNS = st.sampled_from(
    [
        *"・•●*＊-－–→➢○◯〇＠@＃#\\（(）)「」【】。: \u3000\t\xa0\x85\u2028\n\r⏎|u{}ao1佐髙𠮷🎉",
        "【提案】",
        "\\u{20}",
        "\\\\u{a}",
        "\\⏎",
        " ＠佐藤 花子（米沢市）",
        " ＠（米沢市）",
        " ＃林業",
        " #",
        "o\t",
        "※",
        "・・・",
        "a@example.jp",
    ]
)
STORABLE = st.characters(exclude_categories=["Cs"]).filter(lambda char: not UNSTORABLE.search(char))
texts = st.lists(SIGNS | STORABLE, max_size=10).map("".join)
drafts = st.builds(
    LineDraft,
    text=texts.filter(str.strip),
    level=st.integers(0, 1),
    speaker=texts,
    organization=texts,
    theme=texts,
    is_proposal=st.booleans(),
)
valid_drafts = st.lists(drafts, max_size=4).map(
    lambda lines: tuple(replace(line, level=line.level * bool(at)) for at, line in enumerate(lines))
)


def test_read_drops_bullets_and_rows_that_say_nothing() -> None:
    typed = "・一\r\n•　二\r\n\r\n● 三\r\n* 四\r\n・\r\n   \r\n五"

    assert [line.text for line in read(typed)] == ["一", "二", "三", "四", "五"]
    assert {line.level for line in read(typed)} == {0}


@pytest.mark.parametrize(
    "text",
    [
        "・・・と続く声もあった。",
        "●●市の例。",
        "－5℃まで下がった。",
        "-5℃まで下がった。",
        "――会場から",
        "*印は新規。",
        "オレンジ\tの箱",
        "500\\",
        "\\500の会費",
        "\\\\server\\share",
        "（500\\）と書いた。",
        "○○市では",
        "連絡先は sato@example.lg.jp",
        "C#の研修",
        "集合は @ 米沢",
        "公式 #おきたま を検索した。",
        "公式 #おきたま で検索",
        "【提案】",
        "＠佐藤 花子（米沢市）",
        "＃林業",
        "空の ＠（）",
    ],
)
def test_read_and_write_leave_alone_what_is_no_sign(text: str) -> None:
    assert read(text) == (LineDraft(text=text),)
    assert write(read(text)) == text


@pytest.mark.parametrize(
    "below",
    [
        "　・乙",
        "\t乙",
        "  乙",
        "\xa0\xa0乙",
        "－乙",
        "‐ 乙",
        "– 乙",
        "→乙",
        "➢ 乙",
        "- 乙",
        "o\t乙",
    ],
)
def test_read_puts_a_line_below_the_one_before_it(below: str) -> None:
    assert read(f"・甲\n{below}\n丙") == (
        LineDraft(text="甲"),
        LineDraft(text="乙", level=1),
        LineDraft(text="丙"),
    )


@pytest.mark.parametrize(
    ("typed", "levels"),
    [
        ("－甲\n－乙\n・丙\n－丁", [0, 0, 0, 1]),
        ("－甲\n　・乙\n－丙", [0, 1, 0]),
        ("　・甲\n　・乙\n　　・丙\n　・丁", [0, 0, 1, 0]),
        ("　・甲\n・乙\n　・丙", [0, 0, 1]),
        (" 甲\n 乙\n丙\n 丁", [0, 0, 0, 0]),
        ("　　・甲", [0]),
        ("・甲\n　　　・乙\n　・丙", [0, 1, 1]),
    ],
)
def test_read_compares_rows_with_those_before_them(typed: str, levels: list[int]) -> None:
    assert [line.level for line in read(typed)] == levels


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("【提案】合同で視察する。", LineDraft(text="合同で視察する。", is_proposal=True)),
        ("・【提案】 ・一つ", LineDraft(text="・一つ", is_proposal=True)),
        (
            "使いたい。 ＠佐藤 花子（米沢市）",
            LineDraft(text="使いたい。", speaker="佐藤 花子", organization="米沢市"),
        ),
        (
            "使いたい　@佐藤　花子 (米沢市)",
            LineDraft(text="使いたい", speaker="佐藤　花子", organization="米沢市"),
        ),
        ("使いたい ＠（米沢市）", LineDraft(text="使いたい", organization="米沢市")),
        ("使いたい ＠佐藤", LineDraft(text="使いたい", speaker="佐藤")),
        (
            "使う ＠前神 有里（（一財）地域活性化センター）",
            LineDraft(text="使う", speaker="前神 有里", organization="（一財）地域活性化センター"),
        ),
        ("使う ＠山田（旧姓）（）", LineDraft(text="使う", speaker="山田（旧姓）")),
        ("使いたい ＃林業", LineDraft(text="使いたい", theme="林業")),
        ("使いたい #林業 ＠佐藤", LineDraft(text="使いたい", speaker="佐藤", theme="林業")),
        (
            "【提案】使いたい ＠佐藤（港区） #林業",
            LineDraft(
                text="使いたい",
                speaker="佐藤",
                organization="港区",
                theme="林業",
                is_proposal=True,
            ),
        ),
        ("好評 #おきたま #みなと", LineDraft(text="好評 #おきたま", theme="みなと")),
        ("\\・一つ", LineDraft(text="・一つ")),
        ("\\○の数", LineDraft(text="○の数")),
        ("\\【提案】と書く", LineDraft(text="【提案】と書く")),
        ("使う \\＠佐藤", LineDraft(text="使う ＠佐藤")),
        ("使う \\#林業", LineDraft(text="使う #林業")),
        ("一行目\\⏎二行目", LineDraft(text="一行目\n二行目")),
        ("記号\\\\⏎と⏎", LineDraft(text="記号\\⏎と⏎")),
        ("空白\\u{3000}", LineDraft(text="空白\u3000")),
        ("数字\\u{0}と\\u{41}", LineDraft(text="数字\\u{0}と\\u{41}")),
    ],
)
def test_read_understands_the_signs_of_a_line(typed: str, line: LineDraft) -> None:
    assert read(typed) == (line,)


@pytest.mark.parametrize(
    ("line", "typed"),
    [
        (LineDraft(text="一つ"), "一つ"),
        (LineDraft(text="・一つ"), "\\・一つ"),
        (LineDraft(text="\\・一つ"), "\\\\・一つ"),
        (LineDraft(text="○見出し"), "\\○見出し"),
        (LineDraft(text="一\n二"), "一\\⏎二"),
        (LineDraft(text="使う #林業"), "使う \\#林業"),
        (LineDraft(text=" 空白 "), "\\u{20}空白\\u{20}"),
        (LineDraft(text="使う", theme="地域 づくり"), "使う ＃地域\\u{20}づくり"),
        (LineDraft(text="使う", speaker="山田（旧姓）"), "使う ＠山田（旧姓）（）"),
        (
            LineDraft(
                text="使う",
                speaker="佐藤 花子",
                organization="米沢市",
                theme="林業",
                is_proposal=True,
            ),
            "【提案】使う ＠佐藤 花子（米沢市） ＃林業",
        ),
    ],
)
def test_write_adds_signs_only_where_they_are_needed(line: LineDraft, typed: str) -> None:
    assert write([line]) == typed


def test_write_nests_with_a_full_width_space() -> None:
    assert write([LineDraft(text="甲"), LineDraft(text="乙", level=1)]) == "甲\n　・乙"


@given(valid_drafts)
@example((LineDraft(text="・・甲"), LineDraft(text="・・乙", level=1)))
@example((LineDraft(text="甲\\", theme="\\"), LineDraft(text="\\\n", speaker="（", level=1)))
def test_read_gives_what_was_written(lines: tuple[LineDraft, ...]) -> None:
    typed = write(lines)

    assert read(typed) == lines
    assert typed.count("\n") == max(0, len(lines) - 1)


@given(valid_drafts)
def test_what_was_written_outlives_a_form_and_is_one_block(lines: tuple[LineDraft, ...]) -> None:
    typed = write(lines)

    assert read(typed.strip().replace("\n", "\r\n")) == lines
    assert divide(typed) == [Part("", "", None, typed)]


@given(texts)
def test_whatever_is_typed_can_be_read_and_is_kept_so(typed: str) -> None:
    lines = read(typed)

    assert read(write(lines)) == lines
    assert all(line.text.strip() for line in lines)


def test_divide_begins_a_part_at_each_circle() -> None:
    typed = "・前置き\n○森林について（講師：長野 麻子 氏）\n・一\n　・二\n ◯まとめ\n○○市の例\n〇\n"

    assert divide(typed) == [
        Part("", "", None, "・前置き"),
        Part("森林について", "長野 麻子", None, "・一\n　・二"),
        Part("まとめ", "", NoteKind.SUMMARY, "○○市の例\n〇\n"),
    ]


def test_divide_gives_one_part_without_a_circle() -> None:
    assert divide("") == [Part("", "", None, "")]
    assert divide("■一\n二○三\n○月○日\n\\○四") == [Part("", "", None, "■一\n二○三\n○月○日\n\\○四")]


@pytest.mark.parametrize(
    "row",
    [
        " ＠a" * 17_000,
        "a ＠" * 12_000 + "。",
        " ＃a" * 17_000,
        "a ＠" + "（" * 50_000 + "）",
        "\\" * 50_000,
        " \\" * 20_000 + "＠a",
        "\\u{" * 17_000,
        " " * 50_000 + "○",
        "\u3000" * 50_000 + "a ＠",
        "・" * 50_000,
    ],
)
def test_read_comes_to_an_end_with_a_hostile_row(row: str) -> None:
    lines = read(row)

    assert read(write(lines)) == lines
    assert divide(row)
