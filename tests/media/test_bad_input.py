"""Whatever is sent: nothing breaks, and no file is stored that no row names."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange.domain.event import Event
from exchange.extensions import db
from exchange.media import queries, services
from tests.factories import LONG_AGO, an_event
from tests.media.uploads import (
    DOCUMENTS,
    HEIC,
    PDF,
    compound,
    jpeg,
    lying_in,
    office,
    page_of,
    picture,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Browser

FEW = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
MANY = settings(FEW, max_examples=60)

pytestmark = pytest.mark.usefixtures("media_dir")

contents = st.one_of(
    st.sampled_from(
        [
            b"",
            jpeg(),
            jpeg()[:150],
            jpeg() + b"<script>alert(1)</script>",
            picture()[:200],
            picture(kind="GIF") + office(),
            HEIC,
            HEIC[:900],
            PDF + office(),
            b"<html>" + PDF,
            office() + b"junk",
            compound("WordDocument")[:1200],
            *DOCUMENTS.values(),
        ]
    ),
    st.binary(max_size=200),
)
names = st.one_of(
    st.sampled_from(
        [
            "a.jpg",
            "a.pdf",
            "a.docx",
            "../../a.pdf",
            "C:\\a.pdf",
            'a"b.pdf',
            "a\u202efdp.exe",
            "👩‍👩‍👧.pdf",
            "あ" * 300 + ".pdf",
            ".pdf",
            "pdf",
            "%00.pdf",
            "a;b=c.pdf",
        ]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30).map(lambda name: name + ".pdf"),
)
files = st.lists(st.tuples(names, contents), max_size=3)


def in_order(event_id: int, media_dir: Path) -> None:
    """Require that each file is named and each row has its file."""
    db.session.rollback()
    named = {str(path.relative_to(media_dir)) for path, _ in queries.named_files()}
    there = set(lying_in(media_dir))
    event = db.session.get_one(Event, event_id)
    assert there == named
    assert [one.ordinal for one in event.photos] == list(range(len(event.photos)))
    db.session.rollback()


@FEW
@given(photos=files, materials=files)
def test_files(
    organizer: Browser,
    media_dir: Path,
    photos: list[tuple[str, bytes]],
    materials: list[tuple[str, bytes]],
) -> None:
    event = an_event()
    id_, page = event.id, page_of(event)
    token = organizer.csrf_token("/manage/")

    answer = organizer.post_bare(
        f"{page}/files",
        data={
            "csrf_token": token,
            "photos": [(BytesIO(content), name) for name, content in photos],
            "materials": [(BytesIO(content), name) for name, content in materials],
        },
    )

    assert answer.status_code in {303, 422}
    in_order(id_, media_dir)
    assert organizer.get(page).status_code == 200
    public = organizer.get(page.replace("/manage", "").removesuffix("/media"))
    assert public.status_code == 200


@MANY
@given(
    body=st.one_of(
        st.binary(max_size=400),
        st.sampled_from(
            [
                b"--x\r\nContent-Disposition: form-data; name=photos\r\n\r\n",
                b"--x\rContent-Disposition\r\r--x--",
                b"--x\r\nContent-Disposition: form-data\r\n\r\nx\r\n--x--\r\n",
                b"--x--\r\n",
            ]
        ),
    ),
    kind=st.sampled_from(
        [
            "multipart/form-data; boundary=x",
            "multipart/form-data",
            "text/plain",
            "application/json",
            "",
        ]
    ),
)
def test_what_is_no_form(organizer: Browser, media_dir: Path, body: bytes, kind: str) -> None:
    event = an_event()
    path = page_of(event) + "/files"

    answer = organizer.post_bare(path, data=body, content_type=kind)

    assert answer.status_code in {400, 413}
    assert lying_in(media_dir) == []


index = st.sampled_from(["0", "1", "2", "3", "999999", "-1", "x", ""])
fields = st.dictionaries(
    st.one_of(
        st.builds(
            "{}-{}-{}".format,
            st.sampled_from(["photos", "materials"]),
            index,
            st.sampled_from(["id", "began_from", "caption", "alt", "title", "removed"]),
        ),
        st.builds(
            "{}_{}".format,
            st.sampled_from(["raise", "lower", "remove"]),
            st.sampled_from(["photo", "material", "x"]),
        ),
    ),
    st.one_of(
        index, st.sampled_from(["あ" * 600, "\0", "<b>", "\r\n", "%(x)s"]), st.text(max_size=8)
    ),
    max_size=12,
)


@MANY
@given(fields=fields, use_real_ids=st.booleans())
def test_words(
    organizer: Browser, media_dir: Path, fields: dict[str, str], *, use_real_ids: bool
) -> None:
    event = db.session.scalar(db.select(Event).where(Event.key == "fuzzed"))
    if event is None:
        event = an_event(key="fuzzed")
        for name in ("a.pdf", "b.pdf"):
            services.add_material(event, name, BytesIO(PDF), at=LONG_AGO)
        services.add_photo(event, "a.jpg", BytesIO(jpeg()), at=LONG_AGO)
        db.session.commit()
    id_, page = event.id, page_of(event)
    if use_real_ids:
        rows = [*event.photos, *event.materials]
        fields = {
            name: str(rows[0].id) if rows and (name.endswith("-id") or "_" in name) else value
            for name, value in fields.items()
        }
    token = organizer.csrf_token("/manage/")

    answer = organizer.post_bare(
        page,
        data=urlencode({**fields, "csrf_token": token}, errors="surrogatepass", quote_via=quote),
        content_type="application/x-www-form-urlencoded",
    )

    assert answer.status_code in {303, 422}
    in_order(id_, media_dir)
