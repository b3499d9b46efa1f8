from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.desk.columns import Column, read
from exchange.lib.pasted import cells

COLUMNS = [
    Column("family_name", "姓"),
    Column("given_name", "名"),
    Column("family_kana", "姓のふりがな"),
    Column("given_kana", "名のふりがな"),
    Column("department", "所属"),
    Column("position", "職名"),
    Column("email", "メールアドレス"),
    Column("phone", "電話番号"),
    Column("mode", "参加方法"),
    Column("question-1", "お弁当（要・不要）"),
    Column("remarks", "備考"),
]
ONO = {
    "family_name": "小野",
    "given_name": "花子",
    "family_kana": "おの",
    "given_kana": "はなこ",
    "department": "総務課",
}


def people(text: str) -> list[dict[str, str]]:
    return read(cells(text), COLUMNS).people


@pytest.mark.parametrize(
    "text",
    [
        "姓\t名\tせい\tめい\t所属\n小野\t花子\tおの\tはなこ\t総務課",
        "所属課名\t氏名\tふりがな\n総務課\t小野　花子\tおの　はなこ",
        "No.\t氏 名\tフリガナ（必須）\t部署\n1\t小野 花子\tおの はなこ\t総務課\n2\t\t\t",
        "氏名（漢字）\t氏名（かな）\t課\n小野 花子\tおの はなこ\t総務課",
        "氏名\t\tふりがな\t\t所属\n小野\t花子\tおの\tはなこ\t総務課",
        "氏名\t\tふりがな\t\t所属\n姓\t名\tせい\tめい\t\n小野\t花子\tおの\tはなこ\t総務課",
        "姓\t名\t姓\t名\t所属\n小野\t花子\tおの\tはなこ\t総務課",
        "Family name\tGiven name\tReading\t\tDepartment\n小野\t花子\tおの\tはなこ\t総務課",
        "第3回研修 参加者名簿\n提出先：事務局\n氏名\tﾌﾘｶﾞﾅ\t所属\n小野 花子\tおの はなこ\t総務課\n以上",
        "小野\t花子\tおの\tはなこ\t総務課",
        "小野 花子\tおの はなこ\t総務課",
        "1\t小野 花子\tおの はなこ\t総務課",
        "①\t小野\t花子\tおの\tはなこ\t総務課",
        "小野　花子\tおの\tはなこ\t総務課",
        "氏名,ふりがな,所属\n小野 花子,おの はなこ,総務課",
        "小野 花子  おの はなこ  総務課",
    ],
)
def test_the_same_person_is_read_from_many_tables(text: str) -> None:
    assert people(text) == [ONO]


def test_columns_stand_in_any_order_and_questions_among_them() -> None:
    text = (
        "備考\tお弁当(要･不要)\tE-mail\tＴＥＬ\t参加形態\t役職\tお名前\n"
        "車いす\t要\tono@example.lg.jp\t0238-22-5111\t会場\t係長\t小野 花子"
    )

    assert people(text) == [
        {
            "remarks": "車いす",
            "question-1": "要",
            "email": "ono@example.lg.jp",
            "phone": "0238-22-5111",
            "mode": "会場",
            "position": "係長",
            "family_name": "小野",
            "given_name": "花子",
        }
    ]


def test_names_are_kept_as_they_were_written() -> None:
    [one] = people("氏名\n髙﨑　𠮷之\ufa19")

    assert (one["family_name"], one["given_name"]) == ("髙﨑", "𠮷之\ufa19")


def test_a_name_that_is_not_parted_stays_whole() -> None:
    assert people("氏名\tふりがな\n小野花子\tおのはなこ") == [
        {
            "family_name": "小野花子",
            "given_name": "",
            "family_kana": "おのはなこ",
            "given_kana": "",
        }
    ]


def test_a_tick_below_venue_or_online_is_the_way_to_take_part() -> None:
    text = "氏名\t会場\tオンライン\n小野 花子\t○\t\n佐藤 次郎\t×\t○\n加藤 三郎\t○\t○"

    assert [one.get("mode") for one in people(text)] == ["onsite", "online", "onsite online"]


def test_the_zero_that_excel_took_from_a_phone_number_comes_back() -> None:
    text = (
        "氏名\t電話\n小野 花子\t238225111\n佐藤 次郎\t９０１２３４５６７８\n加藤 三郎\t0238-22-5111"
    )

    assert [one["phone"] for one in people(text)] == ["0238225111", "09012345678", "0238-22-5111"]


def test_columns_that_mean_nothing_are_named_and_blank_ones_are_not() -> None:
    text = "氏名\t年齢\t団体名\t印\t\n小野 花子\t35\t米沢市\t\t？"

    assert read(cells(text), COLUMNS).left_out == ["年齢", "団体名", 5]


def test_numbers_in_front_of_nobody_are_nobody() -> None:
    assert people("No\t氏名\n1\t小野 花子\n2\t\n3\t") == [
        {"family_name": "小野", "given_name": "花子"}
    ]
    assert people("1\n2\n3") == []


@given(text=st.text(st.sampled_from('氏名姓ふりがな小野 　\t\n,，"1①会場○No以上ｱ備考:：()')))
def test_whatever_is_pasted_is_read(text: str) -> None:
    found = read(cells(text), COLUMNS)

    assert all(name in {one.name for one in COLUMNS} for row in found.people for name in row)


@given(text=st.text())
def test_whatever_at_all_is_pasted_is_read(text: str) -> None:
    assert read(cells(text), COLUMNS).people is not None


WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
HALF_KANA = str.maketrans(
    {"フ": "ﾌ", "リ": "ﾘ", "ガ": "ｶﾞ", "ナ": "ﾅ", "メ": "ﾒ", "ー": "ｰ", "ル": "ﾙ"}
)


@given(
    headings=st.permutations(["氏名", "フリガナ", "E-mail", "TEL", "参加方法", "備考"]),
    change=st.sampled_from(
        [
            lambda text: text,
            lambda text: text.translate(WIDE),
            lambda text: text.translate(HALF_KANA),
            lambda text: unicodedata.normalize("NFKC", text).lower(),
            lambda text: f" {text}　",
            lambda text: f"※{text}（必須）",
            "　".join,
        ]
    ),
)
def test_headings_are_the_same_in_any_order_and_width(headings, change) -> None:
    said = {
        "氏名": "小野 花子",
        "フリガナ": "オノ ハナコ",
        "E-mail": "ono@example.lg.jp",
        "TEL": "0238-22-5111",
        "参加方法": "会場",
        "備考": "車いす",
    }
    text = "\n".join(
        ["\t".join(map(change, headings)), "\t".join(said[heading] for heading in headings)]
    )

    assert people(text) == [
        {
            "family_name": "小野",
            "given_name": "花子",
            "family_kana": "オノ",
            "given_kana": "ハナコ",
            "email": "ono@example.lg.jp",
            "phone": "0238-22-5111",
            "mode": "会場",
            "remarks": "車いす",
        }
    ]
