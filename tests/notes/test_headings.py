from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.domain.note import NoteKind
from exchange.notes.headings import read_heading


def bare(text: str) -> str:
    return "".join(char for char in text if not char.isspace() and char not in "（()）")


@pytest.mark.parametrize(
    ("text", "heading", "speaker"),
    [
        (" 森林について ", "森林について", ""),
        ("森林について（長野 麻子）", "森林について", "長野 麻子"),
        ("「森林について」（前神有里氏）", "「森林について」", "前神有里氏"),
        ("森林について （講師：前神 有里 氏）", "森林について", "前神 有里"),
        ("森林（講 師: 前神 有里 氏、徳大寺 祥宏様）", "森林", "前神 有里、徳大寺 祥宏"),
        ("森林（発表者：佐藤先生・鈴木先生）", "森林", "佐藤・鈴木"),
        ("森林（説明：氏家 太郎）", "森林", "氏家 太郎"),
        ("森林（（一財）地域活性化センター）", "森林", "（一財）地域活性化センター"),
        ("発表（港区）", "発表", "港区"),
        ("視察（白鷹町）", "視察（白鷹町）", ""),
        ("意見交換（30分）", "意見交換（30分）", ""),
        ("意見交換（オンライン）", "意見交換（オンライン）", ""),
        ("意見交換（大会議室）", "意見交換（大会議室）", ""),
        ("森林（）", "森林（）", ""),
        ("（前神 有里）", "（前神 有里）", ""),
        ("森林（講師：）", "森林（講師：）", ""),
        ("森林）", "森林）", ""),
        (f"森林（{'長' * 201}）", f"森林（{'長' * 201}）", ""),
        ("", "", ""),
    ],
)
def test_a_heading_names_its_speaker_in_parentheses(text: str, heading: str, speaker: str) -> None:
    assert read_heading(text)[:2] == (heading, speaker)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("グループワーク", NoteKind.GROUP_WORK),
        ("ｸﾞﾙｰﾌﾟﾜｰｸの発表", NoteKind.PRESENTATION),
        ("置賜の連携についての意見交換", NoteKind.DISCUSSION),
        ("置賜管内視察", NoteKind.SITE_VISIT),
        ("施設見学", NoteKind.SITE_VISIT),
        ("視察の感想", NoteKind.IMPRESSIONS),
        ("アンケートより", NoteKind.IMPRESSIONS),
        ("研修のまとめ", NoteKind.SUMMARY),
        ("総括", NoteKind.SUMMARY),
        ("講話「森林」", NoteKind.LECTURE),
        ("交流研修について意見交換（講義室）", NoteKind.DISCUSSION),
        ("森林について", None),
    ],
)
def test_the_last_word_that_names_a_kind_tells_it(text: str, kind: NoteKind | None) -> None:
    assert read_heading(text).kind is kind


@given(st.text("森（()）氏様、 1室") | st.text().filter(lambda text: not {*text} & {*":："}))
def test_a_heading_without_a_label_loses_nothing(text: str) -> None:
    found = read_heading(text)

    assert bare(found.heading + found.speaker) == bare(text)
    assert bool(found.heading) is bool(text.strip())
