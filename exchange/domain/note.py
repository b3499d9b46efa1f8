"""A note: a headed block of what was said at an event."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.ext.orderinglist import ordering_list
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.domain.base import Base
from exchange.lib.i18n import N_

if TYPE_CHECKING:
    from exchange.domain.event import Event


class NoteKind(StrEnum):
    """What part of a session a note records."""

    LECTURE = "lecture"
    GROUP_WORK = "group_work"
    DISCUSSION = "discussion"
    SITE_VISIT = "site_visit"
    PRESENTATION = "presentation"
    IMPRESSIONS = "impressions"
    SUMMARY = "summary"

    @property
    def label(self) -> str:
        """The msgid to show for this kind."""
        return _LABELS[self]


_LABELS = {
    NoteKind.LECTURE: N_("Lecture"),
    NoteKind.GROUP_WORK: N_("Group work"),
    NoteKind.DISCUSSION: N_("Exchange of views"),
    NoteKind.SITE_VISIT: N_("Site visit"),
    NoteKind.PRESENTATION: N_("Presentation"),
    NoteKind.IMPRESSIONS: N_("Impressions"),
    NoteKind.SUMMARY: N_("Conclusion"),
}


class Note(Base):
    """A block 「○…について」 with its speakers and lines."""

    __tablename__ = "note"
    __table_args__ = (UniqueConstraint("event_id", "id"),)  # what `note_search` refers to

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    ordinal: Mapped[int] = mapped_column(default=0)
    heading: Mapped[str]
    kind: Mapped[NoteKind | None]
    speaker: Mapped[str] = mapped_column(default="")
    """Who spoke, as worded: 前神 有里、徳大寺 祥宏."""

    event: Mapped[Event] = relationship(back_populates="notes")
    lines: Mapped[list[NoteLine]] = relationship(
        back_populates="note",
        cascade="all, delete-orphan",
        order_by="NoteLine.ordinal",
        collection_class=ordering_list("ordinal"),
    )


class NoteLine(Base):
    """One bullet line of a note."""

    __tablename__ = "note_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("note.id", ondelete="CASCADE"), index=True)
    ordinal: Mapped[int] = mapped_column(default=0)
    text: Mapped[str]

    note: Mapped[Note] = relationship(back_populates="lines")
