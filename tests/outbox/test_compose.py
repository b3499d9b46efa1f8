"""Letters as mail."""

from __future__ import annotations

import email
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.headerregistry import Address
from email.policy import default
from email.utils import parseaddr
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.domain.letter import Enclosure, Letter, LetterKind
from exchange.outbox import compose

if TYPE_CHECKING:
    from email.message import EmailMessage

SENDER = Address("開港 Kaikō", addr_spec="no-reply@kaiko.example.lg.jp")
LONGEST_LINE = 998
"""Octets without the end of the line (RFC 5322, 2.1.1)."""

characters = st.characters(exclude_categories=["Cs"])
lines = st.text(characters | st.sampled_from("\r\n\t\0\x85\u2028 ,<>@\"'\\()=?:;"), max_size=200)
names_of_people = st.text(st.sampled_from("髙橋𠮷 田・－ Ōno,\"'\\()<>@"), max_size=20)


def a_letter(**columns: Any) -> Letter:
    values: dict[str, Any] = {
        "message_id": "<0123@kaiko.example.lg.jp>",
        "kind": LetterKind.CONFIRMED,
        "recipient": "taro@example.lg.jp",
        "recipient_name": "",
        "reply_to": "",
        "language": "ja",
        "subject": "申込",
        "body": "本文\n",
        "written_at": datetime(2026, 6, 1, 3, tzinfo=UTC),
    }
    return Letter(**{**values, **columns})


def invitation(method: str = "REQUEST") -> Enclosure:
    content = f"BEGIN:VCALENDAR\r\nMETHOD:{method}\r\nSUMMARY:交流研修\r\nEND:VCALENDAR\r\n"
    return Enclosure(method=method, content=content)


def written(letter: Letter) -> bytes:
    return compose.message(letter, SENDER, ZoneInfo("Asia/Tokyo")).as_bytes()


def read(letter: Letter) -> EmailMessage:
    """Give the mail as another program reads it."""
    return email.message_from_bytes(written(letter), policy=default)  # type: ignore[return-value]


def decoded(header: str) -> str:
    """Read words of RFC 2047 as mail programs do, which the newer parser does not quite."""
    return str(make_header(decode_header(header)))


def test_a_letter_is_plain_text_that_says_who_writes_to_whom_and_when() -> None:
    letter = a_letter(
        recipient_name="髙橋 𠮷",
        reply_to="jimu@example.lg.jp",
        subject="【第1回交流研修】申込を受け付けました（受付番号 000012）",
        body="髙橋 𠮷 様\n\nお申し込みありがとうございます。\n.\nFrom here\n",
    )

    mail = read(letter)

    assert dict(mail.items()) == {
        "From": "開港 Kaikō <no-reply@kaiko.example.lg.jp>",
        "To": "髙橋 𠮷 <taro@example.lg.jp>",
        "Reply-To": "jimu@example.lg.jp",
        "Subject": "【第1回交流研修】申込を受け付けました（受付番号 000012）",
        "MIME-Version": "1.0",
        "Content-Type": 'text/plain; charset="utf-8"',
        "Content-Transfer-Encoding": "base64",
        "Date": "Mon, 01 Jun 2026 12:00:00 +0900",
        "Message-ID": "<0123@kaiko.example.lg.jp>",
        "Content-Language": "ja",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
    }
    assert mail.get_content() == letter.body.replace("\n", "\r\n")


def test_what_a_person_wrote_is_not_marked_as_automatic() -> None:
    mail = read(a_letter(kind=LetterKind.MESSAGE, written_by_id=1))

    assert (mail["Auto-Submitted"], mail["X-Auto-Response-Suppress"]) == (None, None)


def test_an_invitation_stands_beside_the_text_and_once_more_as_a_file() -> None:
    letter = a_letter(enclosures=[invitation()])

    mail = read(letter)

    assert [
        (part.get_content_type(), part.get_param("method"), part.get_filename())
        for part in mail.walk()
    ] == [
        ("multipart/mixed", None, None),
        ("multipart/alternative", None, None),
        ("text/plain", None, None),
        ("text/calendar", "REQUEST", None),
        ("application/ics", None, "invite.ics"),
    ]
    _, _, text, calendar, file = mail.walk()
    assert text.get_content() == "本文\r\n"  # type: ignore[attr-defined]
    assert calendar.get_content_charset() == "utf-8"
    assert calendar.get_payload(decode=True) == invitation().content.encode()
    assert file.get_payload(decode=True) == invitation().content.encode()


def test_further_calendar_objects_are_files_with_their_method() -> None:
    letter = a_letter(enclosures=[invitation(), invitation("CANCEL")])

    *_, last = read(letter).walk()

    assert (last.get_content_type(), last.get_param("method")) == ("text/calendar", "CANCEL")
    assert (last.get_content_disposition(), last.get_filename()) == ("attachment", "cancel.ics")
    assert last.get_payload(decode=True) == invitation("CANCEL").content.encode()


def test_the_same_letter_always_gives_the_same_bytes() -> None:
    first, second = (a_letter(enclosures=[invitation()]) for _ in range(2))

    assert written(first) == written(second)


def test_a_name_cannot_add_a_header() -> None:
    name = "髙橋\r\nBcc: all@example.lg.jp"

    mail = read(a_letter(recipient_name=name, subject=name))

    assert (mail["Bcc"], mail["Subject"]) == (None, "髙橋 Bcc: all@example.lg.jp")
    assert [one.addr_spec for one in mail["To"].addresses] == ["taro@example.lg.jp"]


def test_an_answer_to_nowhere_is_left_out() -> None:
    assert read(a_letter(reply_to="総務課"))["Reply-To"] is None


@pytest.mark.parametrize(
    "address", ["", "taro", "taro@", "ta ro@example.jp", "taro@例え.jp", "a@b.jp\nBcc: c@d.jp"]
)
def test_a_letter_to_no_address_is_no_mail(address: str) -> None:
    with pytest.raises(compose.Unwritable, match="not a mail address"):
        written(a_letter(recipient=address))


@given(subject=lines, name=lines, body=lines)
def test_any_letter_is_ascii_in_lines_that_servers_take(subject: str, name: str, body: str) -> None:
    letter = a_letter(subject=subject, recipient_name=name, body=body, enclosures=[invitation()])

    content = written(letter)

    assert content.isascii()
    assert max(map(len, content.split(b"\r\n"))) <= LONGEST_LINE
    assert content.count(b"\n") == content.count(b"\r") == content.count(b"\r\n")


@given(subject=lines, name=lines)
def test_no_letter_has_other_headers_than_ours(subject: str, name: str) -> None:
    mail = read(a_letter(subject=subject, recipient_name=name))

    assert mail.keys() == read(a_letter()).keys()
    assert len(mail["To"].addresses) == 1


@given(name=names_of_people)
def test_names_arrive_as_they_are_written(name: str) -> None:
    mail = email.message_from_bytes(written(a_letter(recipient_name=name, subject=name)))

    expected = " ".join(name.split())
    assert decoded(mail["Subject"]) == expected
    addressee, address = parseaddr(mail["To"])
    assert (decoded(addressee), address) == (expected, "taro@example.lg.jp")


@pytest.mark.parametrize("text", ["森" * 400, "a" * 1200, "森 と 都市 " * 90])
def test_long_subjects_are_folded_and_read_whole(text: str) -> None:
    content = written(a_letter(subject=text))

    plain = email.message_from_bytes(content)
    assert decoded(plain["Subject"]) == text.strip()
