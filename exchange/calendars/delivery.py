"""Calendars over HTTP: whole, compressed, or not at all for whoever has them already.

Calendars ask every hour and nearly all of them take gzip, in which a feed is a tenth as long.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from werkzeug.http import http_date, is_resource_modified, parse_accept_header

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from wsgiref.types import StartResponse, WSGIEnvironment

GZIP_LEVEL = 6
REPEATED = ("ETag", "Cache-Control", "Vary")
"""What stands above a 304 too (RFC 9110, 15.4.5)."""


@dataclass(frozen=True)
class Copy:
    """A calendar as it is sent: its octets, and what stands above them. A WSGI application."""

    body: bytes
    headers: Mapping[str, str]

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Give the copy, or 304 when the reader has it (RFC 9110, 13.2.2)."""
        if self._is_known(environ):
            start_response("304 NOT MODIFIED", self._repeated)
            return []
        start_response("200 OK", self._whole)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [self.body]

    def _is_known(self, environ: WSGIEnvironment) -> bool:
        etag = self.headers["ETag"]
        have = environ.get("HTTP_IF_NONE_MATCH")
        if have is None and "HTTP_IF_MODIFIED_SINCE" not in environ:
            return False
        return have == etag or not is_resource_modified(
            environ, etag=etag, last_modified=self.headers["Last-Modified"]
        )

    @cached_property
    def _whole(self) -> list[tuple[str, str]]:
        return [*self.headers.items(), ("Content-Length", str(len(self.body)))]

    @cached_property
    def _repeated(self) -> list[tuple[str, str]]:
        return [(name, self.headers[name]) for name in REPEATED]


@dataclass(frozen=True)
class Calendar:
    """A calendar that can be sent. The answer depends on no cookie and no language."""

    body: bytes
    file_name: str
    """ASCII, with `.ics`."""
    changed_at: datetime
    policy: Mapping[str, str]
    """Headers that say who may keep it and for how long (RFC 9111, 5.2.2), among others."""

    def copy_for(self, environ: WSGIEnvironment) -> Copy:
        """Give the copy for who asks: compressed for whoever takes that."""
        accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
        return self.packed if _takes_gzip(accepted) else self.plain

    @cached_property
    def plain(self) -> Copy:
        return Copy(self.body, {**self._headers, "ETag": f'"{self._digest}"'})

    @cached_property
    def packed(self) -> Copy:
        """The same in gzip, which is another representation and has a tag of its own."""
        packed = gzip.compress(self.body, GZIP_LEVEL, mtime=0)
        above = {"Content-Encoding": "gzip", "ETag": f'"{self._digest}-gzip"'}
        return Copy(packed, {**self._headers, **above})

    @cached_property
    def _digest(self) -> str:
        return hashlib.sha256(self.body).hexdigest()[:32]

    @cached_property
    def _headers(self) -> Mapping[str, str]:
        return {
            "Content-Type": "text/calendar; charset=utf-8",
            "Content-Disposition": f'inline; filename="{self.file_name}"',
            "Vary": "Accept-Encoding",
            "Last-Modified": http_date(self.changed_at),
            **self.policy,
        }


@lru_cache
def _takes_gzip(accepted: str) -> bool:
    return parse_accept_header(accepted).quality("gzip") > 0
