from __future__ import annotations

from exchange.lib.shelf import Shelf


def test_a_shelf_gives_up_what_was_not_asked_for_longest() -> None:
    shelf: Shelf[str] = Shelf(room=2)
    shelf.put(1, "one")
    shelf.put(2, "two")
    shelf.find(1)

    shelf.put(3, "three")

    assert [shelf.find(key) for key in (1, 2, 3)] == ["one", None, "three"]


def test_a_shelf_counts_sizes_and_leaves_what_alone_would_not_fit() -> None:
    shelf: Shelf[bytes] = Shelf(room=10, size_of=len)
    shelf.put("a", b"12345")
    shelf.put("b", b"12345")

    shelf.put("c", b"123456")
    shelf.put("d", b"12345678901")

    assert [shelf.find(key) for key in "abcd"] == [None, None, b"123456", None]
