"""Logs without secrets: no token of an address reaches one, whoever writes it and wherever to.

Servers set up their logs before there is an application, and operators add handlers of their
own, so neither loggers nor handlers are asked: every record is cleaned where it is made.
"""

from __future__ import annotations

import logging
from copy import copy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from exchange.web.secret_addresses import SecretAddresses

_TRACEBACKS = logging.Formatter()


class CleanRecords:
    """Makes the records of all logs of this process, with `…` for the tokens in them."""

    def __init__(self, make: Callable[..., logging.LogRecord], secret: SecretAddresses) -> None:
        self._make = make
        self.secret = secret

    def __call__(self, *args: Any, **options: Any) -> logging.LogRecord:
        record = self._make(*args, **options)
        record.args = self._clean(record.args)  # for handlers that write them one by one
        said = _message(record)
        if (clean := self.secret.mask(said)) != said:
            record.msg, record.args = clean, ()
        if record.exc_info:
            told = _TRACEBACKS.formatException(record.exc_info)
            if (clean := self.secret.mask(told)) != told:
                record.exc_info, record.exc_text = None, clean
        return record

    def _clean(self, args: Any) -> Any:
        if isinstance(args, tuple):
            return tuple(self.secret.mask(one) if isinstance(one, str) else one for one in args)
        if not isinstance(args, dict):
            return args
        told = {
            name: clean
            for name, one in args.items()
            if isinstance(one, str) and (clean := self.secret.mask(one)) != one
        }
        if told:
            args = copy(args)  # gunicorn's is a kind of its own, which knows what is missing
            args.update(told)
        return args


def _message(record: logging.LogRecord) -> str:
    """Give what `record` says; where its gaps and values do not fit, both."""
    try:
        return record.getMessage()
    except Exception:  # noqa: BLE001  # logging tells of it when the record is written, with both
        return f"{record.msg} {record.args}"


def init_app(app: Flask) -> None:
    """Clean all logs of the process of the secret addresses of `app`, and of any before it."""
    secret: SecretAddresses = app.extensions["secret_addresses"]
    present = logging.getLogRecordFactory()
    if isinstance(present, CleanRecords):
        present.secret |= secret
    else:
        logging.setLogRecordFactory(CleanRecords(present, secret))
