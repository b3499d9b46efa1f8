"""A real mail server on this machine, that does what a test tells it to."""

# ruff: noqa: ARG002, N802  # aiosmtpd looks for these names and hands all of this over

from __future__ import annotations

import asyncio
import email
import socket
import ssl
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.policy import default
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from email.message import EmailMessage

HOST = "127.0.0.1"
PATIENCE = 60
"""Seconds after which a test gives up."""
TAKEN = "250 OK"
USER, PASSWORD = "kaiko", "it's a secret/100%"


@dataclass(frozen=True)
class Arrived:
    """A mail, and the envelope it came in."""

    sender: str
    recipients: list[str]
    content: bytes

    @property
    def mail(self) -> EmailMessage:
        return email.message_from_bytes(self.content, policy=default)  # type: ignore[return-value]

    @property
    def message_id(self) -> str:
        return str(self.mail["Message-ID"])


class Pause:
    """Where the server stops in the middle of a mail, until the test lets it go on."""

    def __init__(self) -> None:
        self.is_reached = threading.Event()
        self._goes_on = threading.Event()

    def wait_until_reached(self) -> None:
        assert self.is_reached.wait(PATIENCE), "nobody came"

    def end(self) -> None:
        self._goes_on.set()

    async def pass_through(self) -> None:
        self.is_reached.set()
        await asyncio.to_thread(self._goes_on.wait, PATIENCE)


LOST = "the line goes dead"
"""Told in the place of an answer: the server hangs up without one."""


@dataclass
class MailServer:
    """What has arrived, and what the server answers: the next of the list, or that it is taken."""

    socket: socket.socket
    to_sender: list[str] = field(default_factory=list)
    to_recipient: list[str] = field(default_factory=list)
    to_data: list[str | Pause] = field(default_factory=list)
    arrived: list[Arrived] = field(default_factory=list)
    greeted: list[str] = field(default_factory=list)
    """How each that opened a connection called itself."""
    encrypted: list[bool] = field(default_factory=list)
    """Whether the line of each mail was encrypted."""
    on_greeting: Callable[[], None] = lambda: None

    @property
    def port(self) -> int:
        port: int = self.socket.getsockname()[1]
        return port

    @property
    def url(self) -> str:
        return f"smtp://{HOST}:{self.port}"

    @property
    def message_ids(self) -> list[str]:
        return [one.message_id for one in self.arrived]

    async def handle_EHLO(
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        if session.ssl is None:  # the second greeting, once encrypted, is of the same visitor
            self.greeted.append(hostname)
            self.on_greeting()
        return responses

    async def handle_MAIL(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        answer = self.to_sender.pop(0) if self.to_sender else TAKEN
        if server._authenticator and not session.authenticated:  # noqa: SLF001  # told nowhere else
            answer = "530 5.7.0 Authentication required"
        if answer == TAKEN:
            envelope.mail_from = address
        return answer

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        answer = self.to_recipient.pop(0) if self.to_recipient else TAKEN
        if answer == TAKEN:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        answer = self.to_data.pop(0) if self.to_data else TAKEN
        if isinstance(answer, Pause):
            await answer.pass_through()
            answer = TAKEN if not server.transport.is_closing() else LOST
        if answer == LOST:
            server.transport.abort()
        elif answer == TAKEN:
            self.encrypted.append(session.ssl is not None)
            self.arrived.append(
                Arrived(envelope.mail_from, list(envelope.rcpt_tos), envelope.content)
            )
        return answer


class _Controller(Controller):
    """Listens at a port that was found before, so that nobody else can have it."""

    def __init__(self, server: MailServer, **options: Any) -> None:
        super().__init__(server, hostname=HOST, port=server.port, **options)
        self.listener = server.socket

    def _create_server(self) -> Any:
        return self.loop.create_server(
            self._factory_invoker, sock=self.listener, ssl=self.ssl_context
        )


@contextmanager
def silent_port() -> Iterator[MailServer]:
    """Give a server that is not there yet: nobody listens at its port."""
    with socket.socket() as free:
        free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        free.bind((HOST, 0))
        yield MailServer(free)


@contextmanager
def running(server: MailServer, **options: Any) -> Iterator[MailServer]:
    """Let `server` answer until the block ends."""
    controller = _Controller(server, **options)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


def asking_for_the_password() -> dict[str, Any]:
    """Give the options of a server that takes letters of nobody but USER."""

    def authenticate(_s: Any, _session: Any, _e: Any, _mechanism: str, data: Any) -> AuthResult:
        right = LoginPassword(USER.encode(), PASSWORD.encode())
        return AuthResult(success=data == right, handled=False)

    return {"authenticator": authenticate, "auth_require_tls": False}


def encrypting(certificate: str) -> ssl.SSLContext:
    """Give what a server encrypts with; the file holds its key too."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context
