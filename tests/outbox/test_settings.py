"""What is said about mail in the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from exchange.config import MailServer, NotConfigured
from tests.outbox.conftest import mail_of

if TYPE_CHECKING:
    from pathlib import Path


def a_server(**more: object) -> MailServer:
    plain: dict[str, object] = {
        "host": "mail.example",
        "port": 25,
        "speaks_tls": False,
        "starts_tls": False,
        "user": "",
        "password": "",
        "cafile": "",
        "timeout": 30,
    }
    return MailServer(**{**plain, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("", None),
        ("smtp://mail.example", a_server()),
        ("smtp://mail.example:2525?timeout=5", a_server(port=2525, timeout=5)),
        (
            "smtp://kaiko:p%40ss%2F@mail.example:587?starttls=1",
            a_server(port=587, starts_tls=True, user="kaiko", password="p@ss/"),  # noqa: S106
        ),
        ("smtp://mail.example?starttls=1", a_server(port=587, starts_tls=True)),
        ("smtps://mail.example", a_server(port=465, speaks_tls=True)),
        ("smtp://[::1]:25", a_server(host="::1")),
    ],
)
def test_the_server_is_read_from_its_url(url: str, server: MailServer | None) -> None:
    assert mail_of(SMTP_URL=url).server == server


def test_a_certificate_of_our_own_can_be_trusted(certificate: Path) -> None:
    server = mail_of(SMTP_URL=f"smtps://mail.example?cafile={certificate}").server

    assert server == a_server(port=465, speaks_tls=True, cafile=str(certificate))


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("mail.example", "it begins with neither smtp:// nor smtps://"),
        ("http://mail.example", "it begins with neither smtp:// nor smtps://"),
        ("smtp://", "it names no host, or more than a host"),
        ("smtp://kaiko:se/cret@mail.example", "it names no host, or more than a host"),
        ("smtp://kaiko:se#cret@mail.example", "it names no host, or more than a host"),
        ("smtp://kaiko:se℀cret@mail.example", "it is no address"),
        ("smtp://kaiko:secret@mail.example:secret", "the port is no number up to 65535"),
        ("smtp://mail.example?tls=1", "it has an option that there is not"),
        ("smtp://mail.example?starttls=yes", "starttls is 0 or 1, and stands with smtp:// only"),
        ("smtps://mail.example?starttls=1", "starttls is 0 or 1, and stands with smtp:// only"),
        ("smtp://mail.example?timeout=0", "timeout is no number of seconds"),
        ("smtp://kaiko@mail.example", "user and password stand together, in ASCII"),
        ("smtp://kaiko:秘密@mail.example", "user and password stand together, in ASCII"),
        (
            "smtp://mail.example?cafile=/x",
            "cafile stands with starttls=1 or smtps:// only",
        ),
        (
            "smtps://mail.example?cafile=/nowhere.pem",
            "no certificates in /nowhere.pem: [Errno 2] No such file or directory",
        ),
    ],
)
def test_a_wrong_url_is_refused_without_telling_the_password(url: str, fault: str) -> None:
    with pytest.raises(NotConfigured) as refusal:
        mail_of(SMTP_URL=url)

    said = str(refusal.value)
    assert said.startswith(f"EXCHANGE_SMTP_URL: {fault}. It is written")
    assert "cret" not in said


@pytest.mark.parametrize(
    ("settings", "sender", "client"),
    [
        ({}, "開港 Kaikō <no-reply@kaiko.example.lg.jp>", "kaiko.example.lg.jp"),
        (
            {"SITE_NAME": "見本, 事務局", "MAIL_FROM": "a@b.example"},
            '"見本, 事務局" <a@b.example>',
            "kaiko.example.lg.jp",
        ),
        (
            {"SITE_NAME": "K", "BASE_URL": "http://127.0.0.1:8000"},
            "K <no-reply@[127.0.0.1]>",
            "[127.0.0.1]",
        ),
        (
            {"SITE_NAME": "K", "BASE_URL": "http://[::1]:8000"},
            "K <no-reply@[IPv6:::1]>",
            "[IPv6:::1]",
        ),
    ],
)
def test_letters_come_from_the_site_unless_an_address_is_set(
    settings: dict[str, str], sender: str, client: str
) -> None:
    mail = mail_of(**settings)

    assert (str(mail.sender), mail.client) == (sender, client)


@pytest.mark.parametrize("address", ["kaiko", "a b@c.example", "a@b\nBcc: c@d", "A <a@b>", "あ@b"])
def test_a_wrong_sender_is_refused(address: str) -> None:
    with pytest.raises(NotConfigured, match=r"EXCHANGE_MAIL_FROM is .*: not a mail address"):
        mail_of(MAIL_FROM=address)
