"""The wordings of the demonstration year, and what they follow from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.attendance.phrase import words
from exchange.domain.group import Group
from exchange.domain.organization import Organization
from exchange.publication.audience import names_in

OKITAMA = ["米沢市", "長井市", "南陽市", "高畠町", "川西町", "小国町", "白鷹町", "飯豊町"]
ALONE = {
    "港区": "131032",
    "地域活性化センター": None,
    "置賜広域行政事務組合": None,
    "置賜総合支庁": None,
}


def everybody() -> list[Organization]:
    okitama = Group(name="置賜地域")
    municipalities = [
        Organization(name=name, code=f"06{number:04}", group=okitama)
        for number, name in enumerate(OKITAMA)
    ]
    others = [
        Organization(name=name, code=code, group=Group(name=name)) for name, code in ALONE.items()
    ]
    return [*municipalities, *others]


def worded(*present: str) -> list[str]:
    bodies = everybody()
    return words([body for body in bodies if body.name in present], bodies)


def wordings() -> list[list[str]]:
    """Give each wording in the demonstration's file once."""
    file = Path(__file__).parents[2] / "exchange/demonstration/okitama-fy2022.json"
    events = json.loads(file.read_text())["events"]
    found = [tuple(event.get("attendance", {}).get("organizations", ())) for event in events]
    return [list(wording) for wording in dict.fromkeys(found) if wording]


@pytest.mark.parametrize("wording", wordings(), ids="、".join)
def test_words_are_those_of_the_report(wording: list[str]) -> None:
    assert worded(*OKITAMA, *wording[1:]) == wording


@pytest.mark.parametrize(
    ("present", "wording"),
    [
        ([], []),
        ([name for name in OKITAMA if name != "小国町"], ["置賜3市4町"]),
        (["米沢市", *OKITAMA[3:]], ["置賜1市5町"]),
        (["米沢市", "長井市"], ["置賜2市"]),
        (["米沢市"], ["米沢市"]),
        (["港区", "置賜総合支庁"], ["港区", "置賜総合支庁"]),
        (["港区", "白鷹町", "飯豊町"], ["置賜2町", "港区"]),
    ],
)
def test_words_count_the_municipalities_that_came(present: list[str], wording: list[str]) -> None:
    assert worded(*present) == wording


def test_words_name_what_is_no_municipality_though_it_is_of_the_group() -> None:
    group = Group(name="最上圏域")
    bodies = [
        Organization(name=name, code=code, group=group)
        for name, code in [
            ("最上町", "063622"),
            ("環境組合", "068000"),
            ("大蔵村", "063657"),
            ("新庄市", "062057"),
            ("みどり町", None),
        ]
    ]

    assert words(bodies, bodies) == ["最上1市1町1村", "環境組合", "みどり町"]


def test_words_count_wards_after_cities_and_leave_a_name_without_its_ending_whole() -> None:
    group = Group(name="地域")
    bodies = [
        Organization(name=name, code=f"13{number:04}", group=group)
        for number, name in enumerate(["港区", "府中市", "大田区"])
    ]

    assert words(bodies, bodies) == ["地域1市2区"]


@given(
    name=st.sampled_from(["置賜地域", "最上圏域", "西部地区", "庄内"]),
    kinds=st.lists(st.sampled_from("市区町村"), min_size=2, max_size=60),
)
def test_the_audience_reads_the_group_back_from_its_words(name: str, kinds: list[str]) -> None:
    group = Group(name=name)
    bodies = [
        Organization(name=f"{number}{kind}", code=f"{number:06}", group=group)
        for number, kind in enumerate(kinds)
    ]

    (word,) = words(bodies, bodies)

    assert name in names_in([word])
