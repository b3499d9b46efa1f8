"""One connection to the mail server, and what the server makes of each letter."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exchange.outbox.compose import one_line

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from exchange.config import Mail, MailServer

LONGEST_REASON = 500
PERMANENT = 500
TOO_LARGE = 552
AUTHENTICATION = frozenset({530, 534, 535, 538})
"""Replies about ourselves, wherever they come (RFC 4954, 6)."""
LOST_IN_A_ROW = 3
"""Connections lost one after the other, each in the middle of a letter, until nobody calls again."""


class Unreachable(Exception):
    """The server takes no letters at all now, whatever they are."""


class Delayed(Exception):
    """The server may take this letter later."""


class Rejected(Exception):
    """The server will never take this letter."""


@dataclass(frozen=True)
class Parcel:
    """A letter as it is handed over."""

    recipient: str
    content: bytes


class Connection:
    """A connection to the server, opened for the first letter and again when it was lost."""

    def __init__(self, mail: Mail, server: MailServer) -> None:
        self.mail = mail
        self.server = server
        self.smtp: smtplib.SMTP | None = None
        self.losses = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.smtp is not None:
            with suppress(OSError):
                self.smtp.quit()
        self._hang_up()

    @property
    def is_open(self) -> bool:
        return self.smtp is not None and self.smtp.sock is not None

    def open(self) -> None:
        """Make sure of a connection. Raises `Unreachable`."""
        if self.is_open:
            return
        if self.losses == LOST_IN_A_ROW:
            raise Unreachable("the connection is lost again and again")
        try:
            self.smtp = self._connected()
            self._introduce(self.smtp)
        except (OSError, UnicodeError) as reason:  # smtplib's own faults are OSErrors too
            self._hang_up()
            raise Unreachable(said(reason)) from reason

    def _connected(self) -> smtplib.SMTP:
        host, port = self.server.host, self.server.port
        if self.server.speaks_tls:
            return smtplib.SMTP_SSL(
                host, port, self.mail.client, timeout=self.server.timeout, context=self._trust()
            )
        return smtplib.SMTP(host, port, self.mail.client, timeout=self.server.timeout)

    def _introduce(self, smtp: smtplib.SMTP) -> None:
        if self.server.starts_tls:
            smtp.starttls(context=self._trust())
        smtp.ehlo_or_helo_if_needed()
        if self.server.user:
            smtp.login(self.server.user, self.server.password)

    def _trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.server.cafile or None)

    def send(self, parcel: Parcel) -> None:
        """Hand `parcel` over. Raises `Unreachable`, `Delayed` or `Rejected` when it was not taken.

        Where the connection is lost before the last answer nobody knows, so it is `Delayed`.
        """
        self.open()
        assert self.smtp is not None  # noqa: S101  # open() sees to it
        try:
            self.smtp.sendmail(self.mail.sender.addr_spec, [parcel.recipient], parcel.content)
        except smtplib.SMTPRecipientsRefused as refusal:
            _judge(*refusal.recipients[parcel.recipient])
        except smtplib.SMTPSenderRefused as refusal:
            _judge_about_us(refusal.smtp_code, refusal.smtp_error)
        except smtplib.SMTPResponseException as refusal:
            _judge(refusal.smtp_code, refusal.smtp_error)
        except OSError as reason:
            self._hang_up()
            self.losses += 1
            raise Delayed(said(reason)) from reason
        else:
            self.losses = 0

    def _hang_up(self) -> None:
        if self.smtp is not None:
            self.smtp.close()
        self.smtp = None


def _judge(code: int, text: bytes | str) -> None:
    """Tell what an answer about a letter means for it."""
    answer = _answer(code, text)
    if code in AUTHENTICATION:
        raise Unreachable(answer)
    raise Rejected(answer) if code >= PERMANENT else Delayed(answer)


def _judge_about_us(code: int, text: bytes | str) -> None:
    """Tell what an answer to MAIL FROM means: it names us, and the size of the letter."""
    if code >= PERMANENT and code != TOO_LARGE:
        raise Unreachable(_answer(code, text))
    _judge(code, text)


def said(fault: Exception) -> str:
    """Give what the server, or what stands between, said."""
    if isinstance(fault, smtplib.SMTPResponseException):
        return _answer(fault.smtp_code, fault.smtp_error)
    return one_line(str(fault) or type(fault).__name__)[:LONGEST_REASON]


def _answer(code: int, text: bytes | str) -> str:
    words = text.decode(errors="replace") if isinstance(text, bytes) else text
    return one_line(f"{code} {words}")[:LONGEST_REASON]
