from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.lib import darkroom, pictures
from exchange.lib.darkroom import developed
from exchange.lib.pictures import BrokenPicture, NotAPicture, TooManyPixels
from tests.lib.test_pictures import corners, file, heads_of_huge_pictures, with_exif

if TYPE_CHECKING:
    from collections.abc import Callable

MEDIA = Path(__file__).parent.parent / "media"
HEIC = (MEDIA / "quay.heic").read_bytes()


@pytest.mark.parametrize(
    "content", [file(corners(), exif=with_exif(orientation=6)), HEIC], ids=["JPEG", "HEIC"]
)
def test_a_picture_comes_out_as_it_would_here(content: bytes) -> None:
    apart = developed(BytesIO(content), edges=(1200, 480))

    assert apart == pictures.remade(BytesIO(content), edges=(1200, 480))


@pytest.mark.parametrize(
    ("make", "refusal"),
    [
        (lambda: b"GIF89a", NotAPicture),
        (lambda: file(corners())[:200], BrokenPicture),
        (lambda: next(heads_of_huge_pictures()), TooManyPixels),
    ],
)
def test_a_refusal_comes_out_too(make: Callable[[], bytes], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        developed(BytesIO(make()))


def test_a_file_that_brings_the_decoder_down_is_refused() -> None:
    with pytest.raises(BrokenPicture):
        developed(BytesIO((MEDIA / "bent.heic").read_bytes()))


def test_what_would_take_too_much_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    content = file(corners((4000, 4000)), "PNG")
    developed(BytesIO(content))

    monkeypatch.setattr(darkroom, "MOST_MEMORY", 150_000_000)

    with pytest.raises(BrokenPicture):
        developed(BytesIO(content))


@settings(max_examples=25, deadline=None)
@given(
    changes=st.lists(
        st.tuples(st.integers(0, len(HEIC) - 1), st.integers(0, 255)), min_size=1, max_size=8
    ),
    cut=st.integers(0, 200),
)
def test_whatever_is_sent_as_heic_is_either_a_picture_or_refused(
    changes: list[tuple[int, int]], cut: int
) -> None:
    bent = bytearray(HEIC)
    for place, value in changes:
        bent[place] = value

    try:
        picture = developed(BytesIO(bytes(bent[: len(bent) - cut])))
    except (NotAPicture, TooManyPixels, BrokenPicture):
        return

    assert picture.content.startswith((b"\xff\xd8\xff", b"\x89PNG"))
