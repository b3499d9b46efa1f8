"""Text as it may arrive: anything at all, and what is known to be difficult."""

from hypothesis import strategies as st

ANYTHING = st.characters(exclude_categories=())

DIFFICULT = st.sampled_from(
    [
        *"\0\r\n\t\v\f \u3000\x1b\x7f\x85\u2028\u2029\ufeff\u200b\u200d\u00ad\u034f\ufe0f\U000e0100\ud800",
        *"がカｶﾞ゛\u3099ｰー-－〜～~・･㌔½①ﬀßİſΣΐᾳ\u0345\u0301\u0323한\u1100\u1161\u11a8Å",
        *"髙﨑𠮷神⻑取組申込りし,;:\\\"'<>&@/%=^nN",
        "取り組み",
        "取組みみ",
        "申し込み",
        "ｶﾞ",
        "か\u3099",
        "\r\n",
        r"\N",
        "<b>",
        "<a href=''>",
        "&amp;",
        "&lt;b&gt;",
        "&#13;",
        "&#１;",
        "&#99999999999;",
        "taro@example.lg.jp",
        "https://example.jp/a@b.jp",
        "🎉",
        "👨‍👩‍👧",
        "長" * 200,
    ]
)

typed_text = st.lists(DIFFICULT | ANYTHING, max_size=12).map("".join) | st.text(ANYTHING)
