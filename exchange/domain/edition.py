"""An edition: the count of changes to what readers see."""

from __future__ import annotations

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from exchange.domain.base import Base


class Edition(Base):
    """The number of the last change to the events.

    It is raised in the transaction that makes the change, so whatever was made
    of an earlier number (a feed, a count) is known to be old, in every process.
    """

    __tablename__ = "edition"

    name: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(default=0)
    second: Mapped[int] = mapped_column(BigInteger, default=0)
    """When it was raised last, in seconds since 1970; two transactions never share one."""
