"""Characters as words of an index: a phrase stands in a text exactly where the word does."""

from __future__ import annotations

import sqlite3

from hypothesis import given
from hypothesis import strategies as st

from exchange.lib.grams import grams, letters, phrase
from exchange.lib.text import fold
from tests.lib.strategies import typed_text

FEW = st.text("ab木・\U00020bb7u2z \n", max_size=8)


def holds(written: str, sought: str) -> bool:
    return f" {sought} " in f" {written} "


@given(text=typed_text | FEW, word=typed_text | FEW)
def test_a_phrase_stands_in_what_holds_the_word_and_nowhere_else(text: str, word: str) -> None:
    folded, sought = fold(text), fold(word).replace("\n", "")
    written = grams(folded) if len(sought) > 1 else letters(folded)

    assert not sought or holds(written, phrase(sought)) == (sought in folded)


@given(text=typed_text)
def test_the_tokenizer_of_sqlite_takes_every_word_as_it_is(text: str) -> None:
    written = f"{grams(fold(text))} {letters(fold(text))}".split()
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE VIRTUAL TABLE t USING fts5(x, tokenize='unicode61 remove_diacritics 0')"
    )
    connection.execute("CREATE VIRTUAL TABLE v USING fts5vocab(t, instance)")
    connection.execute("INSERT INTO t VALUES (?)", (" ".join(written),))

    read = connection.execute('SELECT term FROM v ORDER BY "offset"').fetchall()

    connection.close()
    assert [term for (term,) in read] == written
