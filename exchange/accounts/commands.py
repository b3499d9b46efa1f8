"""`flask accounts …`"""

from __future__ import annotations

from flask.cli import AppGroup

cli = AppGroup("accounts", help="TODO")
