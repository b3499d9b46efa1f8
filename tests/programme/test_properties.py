"""Whatever stands in a file, it is taken in or its faults are listed."""

from __future__ import annotations

import contextlib
import json
import re
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange.extensions import db
from exchange.programme import queries, reader, services, writer
from exchange.programme.faults import Faulty
from tests.factories import LONG_AGO
from tests.programme.documents import EVERYTHING, everything

if TYPE_CHECKING:
    from flask import Flask

PATH = re.compile(r"\$|byte \d+|line \d+, column \d+|(?:\.?\w+|\[\d+\]|\[\"(?:[^\"\\]|\\.)*\"\])+")

REFUSED = "refused, each fault with a path that can be printed"
UNCHANGED = "nothing to change"

words = st.sampled_from(
    [
        "",
        " ",
        "x",
        "062022",
        "r8-1",
        "米沢市",
        "okitama",
        "2026-02-29",
        "24:00",
        "\0",
        "\ud800",
        "𠮷",
    ]
)
numbers = st.sampled_from([0, -1, 1, 2026, 2**31, 10**30, 0.5, float("inf"), True])
scalars = st.none() | words | numbers | st.text(max_size=20) | st.floats()
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3)
    ),
    max_leaves=6,
)


def places_in(part: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """List the ways to every value in a document."""
    inside = (
        part.items()
        if isinstance(part, dict)
        else enumerate(part)
        if isinstance(part, list)
        else ()
    )
    return [way, *(one for key, value in inside for one in places_in(value, (*way, key)))]


PLACES = places_in(EVERYTHING)[1:]


@st.composite
def bent_documents(draw: st.DrawFn) -> Any:
    """Give the document after a few values were changed, doubled, or taken away."""
    document: Any = everything()
    for way in draw(st.lists(st.sampled_from(PLACES), min_size=1, max_size=4)):
        part = document
        try:
            for step in way[:-1]:
                part = part[step]
            part[way[-1]]
        except (LookupError, TypeError):
            continue  # an earlier change took it away
        if not isinstance(part, dict | list):
            continue
        _bend(draw, part, way[-1])
    return document


def _bend(draw: st.DrawFn, part: Any, key: Any) -> None:
    change = draw(st.sampled_from(["replace", "remove", "add", "double"]))
    if change == "replace":
        part[key] = draw(values)
    elif change == "remove":
        del part[key]
    elif isinstance(part, list):
        part.append(part[key] if change == "double" else draw(values))
    else:
        part[draw(st.text(max_size=9))] = draw(values)


def what_comes_of(*contents: bytes) -> str:
    """Take files in, the last one twice, and give what is said then, or of what is refused."""
    try:
        for content in (*contents, contents[-1]):
            said = services.take_in(reader.read(content, queries.known()), at=LONG_AGO)
            reader.read(writer.write(queries.whole_document()), queries.known())
    except Faulty as refusal:
        return _described(refusal)
    else:
        return str(said)
    finally:
        db.session.rollback()


def what_is_given_back(*contents: bytes) -> bytes:
    """Take files in, as far as they have no faults, and give what is exported then."""
    try:
        for content in contents:
            with contextlib.suppress(Faulty):
                services.take_in(reader.read(content, queries.known()), at=LONG_AGO)
        return writer.write(queries.whole_document())
    finally:
        db.session.rollback()


def _described(refusal: Faulty) -> str:
    pathless = [fault for fault in refusal.faults if not PATH.fullmatch(fault.path)]
    unprintable = [fault for fault in refusal.faults if not str(fault).isprintable()]
    return f"{pathless or unprintable or REFUSED}"


thorough = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@thorough
@given(document=bent_documents())
def test_a_bent_document_is_taken_in_once_or_refused_with_paths(app: Flask, document: Any) -> None:
    said = what_comes_of(json.dumps(document).encode())

    assert said in {REFUSED, UNCHANGED}


@thorough
@given(document=bent_documents())
def test_a_bent_document_changes_an_earlier_one_or_is_refused(app: Flask, document: Any) -> None:
    said = what_comes_of(json.dumps(EVERYTHING).encode(), json.dumps(document).encode())

    assert said in {REFUSED, UNCHANGED}


@thorough
@given(document=bent_documents())
def test_what_is_exported_comes_back_the_same_in_an_empty_database(
    app: Flask, document: Any
) -> None:
    first = what_is_given_back(json.dumps(EVERYTHING).encode(), json.dumps(document).encode())

    assert what_is_given_back(first) == first


@thorough
@given(content=st.binary(max_size=60) | values.map(lambda value: json.dumps(value).encode()))
def test_any_bytes_are_taken_in_or_refused_with_paths(app: Flask, content: bytes) -> None:
    assert what_comes_of(content) == REFUSED


@thorough
@given(
    cut=st.integers(0, len(json.dumps(EVERYTHING))),
    length=st.integers(0, 9),
    filler=st.binary(max_size=4),
)
def test_a_damaged_file_is_taken_in_or_refused_with_paths(
    app: Flask, cut: int, length: int, filler: bytes
) -> None:
    content = json.dumps(EVERYTHING).encode()

    said = what_comes_of(content[:cut] + filler + content[cut + length :])

    assert said in {REFUSED, UNCHANGED}
