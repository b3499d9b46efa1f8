"""Texts and addresses as calendars may hold them: no control characters, no HTML, no mail address."""

from __future__ import annotations

import html
import re
from urllib.parse import quote, urlsplit, urlunsplit

_LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_WRITTEN_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|nbsp|#[0-9]{1,7});", re.IGNORECASE)
_ENTITY = re.compile(r"&(?=(?:amp|lt|gt|quot|nbsp|#\d+);)", re.IGNORECASE)
_TAG = re.compile(r"<[/!?]?[a-z]|<!--", re.IGNORECASE)
"""Where a tag or a comment begins for whoever reads a text as HTML."""
_ANGLES = str.maketrans("<>", "＜＞")  # noqa: RUF001  # look-alikes are the point
_LINK_OR_AT = re.compile(  # the sign of a mail address, or a link, in which one is no address
    r"(?P<link>[a-z][a-z0-9+.-]*://[^\s<>\"]+)|(?<=[a-z0-9._%+-])@(?=[a-z0-9-]+\.[a-z0-9-])",
    re.IGNORECASE,
)

_LOOPBACK = re.compile(r"localhost|127(?:\.[0-9]{1,3}){3}")
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?", re.IGNORECASE)
_URL_MARKS = "%/:;,@!$&'()*+=~?-._"


def one_line(text: str) -> str:
    """Give `printable` text with its white space reduced to single spaces."""
    return " ".join(printable(text).split())


def printable(text: str) -> str:
    """Give `text` without what calendars may not or should not hold."""
    clean = without_controls(text)
    clean = without_controls(_WRITTEN_ENTITY.sub(lambda entity: html.unescape(entity[0]), clean))
    clean = _ENTITY.sub("＆", clean)  # noqa: RUF001  # a look-alike is the point
    if _TAG.search(clean):
        clean = clean.translate(_ANGLES)
    return _LINK_OR_AT.sub(_without_at, clean)


def without_controls(text: str) -> str:
    """Give `text` with one sort of line break instead of many, and no other control character."""
    return _UNPRINTABLE.sub("", _LINE_BREAK.sub("\n", text))


def _without_at(found: re.Match[str]) -> str:
    return found["link"] or "＠"  # a look-alike is the point


def url(address: str) -> str:
    """Give `address` as an ASCII URL (RFC 3987, 3.1), or nothing when it is not a usable one."""
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").encode("idna").decode()
        port = f":{parts.port}" if parts.port else ""
        path, query, fragment = (
            quote(part, safe=_URL_MARKS) for part in (parts.path, parts.query, parts.fragment)
        )
    except ValueError:  # among them UnicodeError, for lone surrogates and for hosts
        return ""
    is_ours = parts.scheme == "http" and _LOOPBACK.fullmatch(host)
    if not (parts.scheme == "https" or is_ours) or not _HOST.fullmatch(host):
        return ""
    if parts.username is not None:
        return ""
    return urlunsplit((parts.scheme, host + port, path, query, fragment))


def joining_link(address: str) -> str:
    """Give `address` as a text and a URL alike can hold it, or nothing when it is not a usable one."""
    return url(printable(address))
