"""From a document to bytes: the same document always gives the same ones."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from typing import Any

from exchange.programme.document import Document, Part


def write(document: Document) -> bytes:
    """Write `document` as JSON in UTF-8. Keys that would say nothing are left out."""
    text = json.dumps(_plain(document), ensure_ascii=False, indent=2)
    return f"{text}\n".encode()


def _plain(value: Any) -> Any:
    if isinstance(value, Part):
        return {
            key: _plain(part)
            for key, field in type(value).model_fields.items()
            if (part := getattr(value, key)) is not None
            if key in value.always or part != field.default
        }
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    return value
