"""A letter as mail: the same letter always gives the same bytes."""

from __future__ import annotations

import re
from email.errors import MessageError
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING

from exchange.lib import clock
from exchange.lib.personal import normalize_email

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from exchange.domain.letter import Enclosure, Letter

LONGEST_LINE = 76
"""Characters of a line that holds encoded words (RFC 2047, 2)."""
LONGEST_NAME = 80
"""Characters of a name that stands beside an address."""
WITHIN_ASCII = SMTP.clone(cte_type="7bit")
"""Lines of at most 78 characters, whatever the text: any server passes them on as they are."""
FOLD = "\r\n "
FILE_NAMES = {"CANCEL": "cancel.ics"}
FILE_NAME = "invite.ics"
_UNWRITABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class Unwritable(Exception):
    """A letter that is no mail, whoever is asked to take it."""


def message(letter: Letter, sender: Address, zone: ZoneInfo) -> EmailMessage:
    """Write `letter` as the mail that `sender` sends. Raises `Unwritable`.

    A calendar object stands beside the text as its alternative, where mail
    programs look for an invitation (RFC 6047, 2.4), and once more as a file
    for those that do not. More objects follow as files alone.
    """
    try:
        mail = EmailMessage(policy=WITHIN_ASCII)
        _address(mail, letter, sender)
        mail.set_content(letter.body)
        _enclose(mail, letter.enclosures)
        _date(mail, letter, zone)
        _separate(mail)
        mail.as_bytes()
    except (ValueError, LookupError, MessageError) as reason:
        raise Unwritable(f"This letter cannot be written as mail: {reason}") from reason
    return mail


def _address(mail: EmailMessage, letter: Letter, sender: Address) -> None:
    _write_address(mail, "From", sender)
    name = one_line(letter.recipient_name)[:LONGEST_NAME].strip()
    _write_address(mail, "To", Address(name, addr_spec=normalize_email(letter.recipient)))
    if letter.reply_to and (answers := _usable(letter.reply_to)):
        mail["Reply-To"] = answers
    subject = one_line(letter.subject)
    if _is_plain(subject):
        mail["Subject"] = subject
    else:
        mail.set_raw("Subject", _encoded(subject, "Subject"))


def _write_address(mail: EmailMessage, header: str, address: Address) -> None:
    if _is_plain(address.display_name):
        mail[header] = address
    else:
        name, route = _encoded(address.display_name, header), f"<{address.addr_spec}>"
        line = f"{header}: {name} {route}".rsplit(FOLD, maxsplit=1)[-1]
        between = " " if len(line) <= LONGEST_LINE else FOLD
        mail.set_raw(header, f"{name}{between}{route}")


def _is_plain(text: str) -> bool:
    return text.isascii() and "=?" not in text and len(text) <= LONGEST_NAME


def _encoded(text: str, header: str) -> str:
    """Write `text` in words of RFC 2047. What EmailMessage writes itself loses spaces between them."""
    return Header(text, "utf-8", header_name=header).encode(linesep="\r\n")


def _usable(address: str) -> Address | None:
    """Give an address that somebody typed; None for one to which nobody could answer."""
    try:
        return Address(addr_spec=normalize_email(address))
    except ValueError:
        return None


def _enclose(mail: EmailMessage, enclosures: list[Enclosure]) -> None:
    if not enclosures:
        return
    first, *others = enclosures
    mail.add_alternative(
        first.content, subtype="calendar", cte="base64", params={"method": first.method}
    )
    mail.add_attachment(
        first.content.encode(), maintype="application", subtype="ics", filename=_file_name(first)
    )
    for other in others:
        mail.add_attachment(
            other.content,
            subtype="calendar",
            cte="base64",
            params={"method": other.method},
            filename=_file_name(other),
        )


def _file_name(enclosure: Enclosure) -> str:
    return FILE_NAMES.get(enclosure.method, FILE_NAME)


def _date(mail: EmailMessage, letter: Letter, zone: ZoneInfo) -> None:
    mail["Date"] = clock.local(letter.written_at, zone)
    mail["Message-ID"] = letter.message_id
    mail["Content-Language"] = letter.language
    if letter.written_by_id is None:
        mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday answers it
        mail["X-Auto-Response-Suppress"] = "OOF, AutoReply"  # Exchange knows only this


def _separate(mail: EmailMessage) -> None:
    """Give the parts boundaries that neither chance nor a text can make (RFC 2045, 6.7 (5))."""
    parts = [part for part in mail.walk() if part.is_multipart()]
    for number, part in enumerate(parts, start=1):
        part.set_boundary(f"=_kaiko_{number}")


def one_line(text: str) -> str:
    """Write `text` without anything that ends a line or steers a screen."""
    return " ".join(_UNWRITABLE.sub(" ", text).split())
