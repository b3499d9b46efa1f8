import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.lib.text import Segment, excerpt, fold, fold_with_spans, mark, snippet, terms
from tests.lib.strategies import typed_text


@pytest.mark.parametrize(
    "alike",
    [
        ["取組", "取組み", "取り組み", "取　り　組　み"],
        ["取り組む", "取組む"],
        ["申込", "申込み", "申し込み"],
        ["ＤＸ", "DX", "dx", "ｄｘ"],
        ["ガイド", "ｶﾞｲﾄﾞ", "カ\u3099イト\u3099", "カ゛イト゛"],
        ["高橋", "髙橋"],
        ["宮崎", "宮﨑", "宮嵜"],
        ["渡辺", "渡邊", "渡邉"],
        ["沢", "澤"],
        ["浜", "濱", "濵"],
        ["徳広", "德廣"],
        ["吉島", "𠮷嶋"],
        ["神社", "神社"],
        ["長民", "⻑⺠"],
        ["葛城", "葛\U000e0100城"],
        ["10~12", "10～12", "10〜12", "１０∼１２"],
        ["センター", "センタ－", "センタ―", "ｾﾝﾀｰ", "センタ−"],
        ["ジョン・スミス", "ジョン･スミス", "ジョン·スミス", "ジョン•スミス"],
        ["写真", "写　真", "写 \u200b真", "写\0真"],
        ["キロ", "㌔", "ｷﾛ"],
        ["0\u3099\u0301", "0\u0301\u3099", "0 \u0301\u3099"],
        ["café noir", "CAFE\u0301 noir"],
        ["Straße", "STRASSE"],
        ["open data 2022", "Open\u3000 Data\t２０２２"],
    ],
)
def test_what_means_alike_folds_alike(alike: list[str]) -> None:
    assert len(set(map(fold, alike))) == 1


@pytest.mark.parametrize(
    "different",
    [
        ["さくら", "サクラ"],
        ["斉藤", "斎藤"],
        ["か", "が"],
        ["open data", "opendata"],
        ["一", "ー"],
        ["森\n林", "森林"],
        ["取組", "組"],
    ],
)
def test_what_means_different_things_stays_apart(different: list[str]) -> None:
    assert len(set(map(fold, different))) == len(different)


def test_a_text_of_everything_is_folded_as_its_parts_say() -> None:
    text = " ＤＸの 取り組み、\r\n申し込み：㌔½ﾞ\u2029髙 A  B 米 "

    assert fold(text) == "dxの取組、\n申込:キロ1⁄2\u3099高a b米"


def test_spans_lead_back_to_the_raw_text() -> None:
    assert fold_with_spans("㌔ｶﾞ取り 組みA") == (
        "キロガ取組a",
        [(0, 1), (0, 1), (1, 3), (3, 5), (6, 8), (8, 9)],
    )


@given(text=typed_text)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(text=typed_text | st.text("取り組み申し込A z9Ａ\n\t\r　がガ髙-ー～"))
def test_the_map_folds_as_the_fold_does(text: str) -> None:
    folded, spans = fold_with_spans(text)

    assert (folded, len(folded)) == (fold(text), len(spans))


@given(text=typed_text)
def test_spans_ascend_inside_the_text(text: str) -> None:
    _, spans = fold_with_spans(text)

    assert [start for start, _ in spans] == sorted(start for start, _ in spans)
    assert [end for _, end in spans] == sorted(end for _, end in spans)
    assert all(0 <= start < end <= len(text) for start, end in spans)


@given(text=typed_text)
def test_folded_text_can_be_encoded_and_holds_no_control_character(text: str) -> None:
    folded = fold(text).replace("\n", "")

    assert folded.encode().isascii() or folded
    assert not any(char < " " or "\x7f" <= char <= "\x9f" for char in folded)


def test_terms_are_the_folded_words_once_each_in_order() -> None:
    assert terms("　取り組み ＤＸ\u3000dx \u200b \n 森林 取組 ") == ["取組", "dx", "森林"]


@pytest.mark.parametrize("query", ["", " ", "\u3000\n", "\0", "\u200b \ud800"])
def test_a_query_of_nothing_has_no_terms(query: str) -> None:
    assert terms(query) == []


def test_mark_shows_hits_as_they_were_written() -> None:
    segments = mark("ＤＸの取り組みとｶﾞｲﾄﾞ、10㌔", terms("dx 取組 ガイド ロ"))

    assert segments == [
        Segment("ＤＸ", is_hit=True),
        Segment("の", is_hit=False),
        Segment("取り組み", is_hit=True),
        Segment("と", is_hit=False),
        Segment("ｶﾞｲﾄﾞ", is_hit=True),
        Segment("、10", is_hit=False),
        Segment("㌔", is_hit=True),
    ]


def test_mark_joins_hits_that_overlap() -> None:
    assert mark("森林資源の森", ["森林資", "林資源", "森"]) == [
        Segment("森林資源", is_hit=True),
        Segment("の", is_hit=False),
        Segment("森", is_hit=True),
    ]


def test_mark_joins_hits_that_touch_and_keeps_a_letter_with_its_selector() -> None:
    assert mark("森葛\U000e0100城", ["森", "葛"]) == [
        Segment("森葛\U000e0100", is_hit=True),
        Segment("城", is_hit=False),
    ]


def test_mark_finds_a_term_that_overlaps_itself() -> None:
    assert mark("ままま", ["まま"]) == [Segment("ままま", is_hit=True)]


def test_mark_without_terms_is_one_plain_segment() -> None:
    assert (mark("森林", []), mark("森林", [""]), mark("", ["森"])) == (
        [Segment("森林", is_hit=False)],
        [Segment("森林", is_hit=False)],
        [],
    )


@given(text=typed_text, query=typed_text)
def test_marked_segments_join_to_the_raw_text(text: str, query: str) -> None:
    assert "".join(segment.text for segment in mark(text, terms(query))) == text


@given(text=typed_text, query=typed_text, bounds=st.tuples(st.integers(0, 20), st.integers(1, 5)))
def test_marks_cover_exactly_what_matched(text: str, query: str, bounds: tuple[int, int]) -> None:
    start, length = bounds
    folded, spans = fold_with_spans(text)
    sought = [term for term in [*terms(query), *terms(folded[start : start + length])] if term]

    covered: set[int] = set()
    for term in sought:
        for at in range(len(folded)):
            if folded.startswith(term, at):
                covered |= set(range(spans[at][0], spans[at + len(term) - 1][1]))
    marked = [segment.is_hit for segment in mark(text, sought) for _ in segment.text]

    assert marked == [position in covered for position in range(len(text))]


def test_a_snippet_is_cut_around_the_first_hit() -> None:
    text = "あ" * 30 + "森林\n資源" + "い" * 30

    assert snippet(text, ["森林"], width=20) == "…あああああ森林 資源いいいいいいいいいい…"


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("森林資源", "森林資源"),
        ("森林資源の活用を考える", "森林資源の活用を…"),
        ("今後の活用を考える森林", "…活用を考える森林"),
        ("あああああああ \n\n いい", "あああああああ …"),
    ],
)
def test_a_snippet_says_where_it_was_cut(text: str, cut: str) -> None:
    assert snippet(text, ["森林"], width=8) == cut


def test_a_snippet_does_not_cut_a_letter_from_its_mark() -> None:
    assert snippet("ｶﾞｶﾞｶﾞｶﾞｶﾞｶﾞ森林", ["森林"], width=5) == "…ｶﾞ森林"


@given(text=typed_text, query=typed_text, width=st.integers(1, 40))
def test_a_snippet_is_one_line_no_longer_than_its_width(text: str, query: str, width: int) -> None:
    shown = snippet(text, terms(query), width=width)

    assert (len(shown) <= width + 2, len(shown.splitlines()) <= 1) == (True, True)


@given(text=typed_text, query=typed_text, width=st.integers(1, 40))
def test_an_excerpt_is_cut_from_the_text_and_marked_as_in_all_of_it(
    text: str, query: str, width: int
) -> None:
    whole = [(letter, one.is_hit) for one in mark(text, terms(query)) for letter in one.text]

    shown = excerpt(text, terms(query), width=width)

    at = 0
    for segment in shown:
        cut = [(letter, segment.is_hit) for letter in segment.text]
        if segment != Segment("…", is_hit=False):
            while whole[at : at + len(cut)] != cut:
                at += 1
                assert at < len(whole)
            at += len(cut)


@given(
    before=typed_text, after=typed_text, query=st.text("森木取り組みガ㌔", min_size=1, max_size=9)
)
def test_an_excerpt_shows_each_term_whole(before: str, after: str, query: str) -> None:
    text = f"{before}。{'あ' * 90}{query}{'い' * 90}。{after}"

    shown = excerpt(text, [fold(query)], width=40)

    hits = [fold(segment.text) for segment in shown if segment.is_hit]
    assert any(fold(query) in hit for hit in hits)


def test_an_excerpt_is_not_a_hit_because_it_was_cut() -> None:
    text = "あ" * 30 + "取り組み" + "い" * 30

    marked = {
        width: [part.text for part in excerpt(text, ["取り"], width=width) if part.is_hit]
        for width in range(20, 64)
    }

    assert set(map(tuple, marked.values())) == {()}
