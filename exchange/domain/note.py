"""A note: a headed block of what was said at an event."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.ext.orderinglist import ordering_list
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.domain.base import Base
from exchange.lib import clock
from exchange.lib.i18n import N_
from exchange.lib.pairing import origins

if TYPE_CHECKING:
    from exchange.domain.event import Event
    from exchange.domain.notes_draft import LineDraft, NoteDraft


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
    __table_args__ = (
        UniqueConstraint("event_id", "id"),  # what `note_search` refers to
        {"sqlite_autoincrement": True},  # no id is used again: it stands in links and feeds
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    ordinal: Mapped[int] = mapped_column(default=0)
    heading: Mapped[str]
    kind: Mapped[NoteKind | None]
    speaker: Mapped[str] = mapped_column(default="")
    """Who spoke, as worded: 前神 有里、徳大寺 祥宏."""
    changed_at: Mapped[datetime] = mapped_column(insert_default=clock.now)
    """When it came to say what it says. Set by `exchange.publication`."""

    event: Mapped[Event] = relationship(back_populates="notes")
    lines: Mapped[list[NoteLine]] = relationship(
        back_populates="note",
        cascade="all, delete-orphan",
        order_by="NoteLine.ordinal",
        collection_class=ordering_list("ordinal"),
    )

    def say(self, draft: NoteDraft) -> None:
        """Make it say what `draft` says. A line that stays, or is only reworded, keeps its row."""
        self.heading = draft.heading
        self.kind = draft.kind
        self.speaker = draft.speaker
        rows = list(self.lines)
        was = origins([row.text for row in rows], [line.text for line in draft.lines])
        self.lines = [
            (NoteLine() if origin is None else rows[origin]).say(line)
            for origin, line in zip(was, draft.lines, strict=True)
        ]
        self.lines.reorder()  # type: ignore[attr-defined]  # an ordering_list


_HAS_A_THEME = text("theme <> ''")


class NoteLine(Base):
    """One bullet line of a note."""

    __tablename__ = "note_line"
    __table_args__ = (
        CheckConstraint("level IN (0, 1)", name="nested_one_level"),
        # The themes there are, counted without reading a line.
        Index(
            "ix_note_line_theme",
            "theme",
            "note_id",
            sqlite_where=_HAS_A_THEME,
            postgresql_where=_HAS_A_THEME,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("note.id", ondelete="CASCADE"), index=True)
    ordinal: Mapped[int] = mapped_column(default=0)
    text: Mapped[str]
    level: Mapped[int] = mapped_column(default=0)
    """0, or 1 for a line under the one before it."""
    speaker: Mapped[str] = mapped_column(default="")
    """Who said it, as worded; empty where the note tells it, or nobody does."""
    organization: Mapped[str] = mapped_column(default="")
    """The body of whoever said it, as worded."""
    theme: Mapped[str] = mapped_column(default="")
    is_proposal: Mapped[bool] = mapped_column(default=False)
    """Whether it is for the board of the coming year (提案)."""

    note: Mapped[Note] = relationship(back_populates="lines")

    def say(self, draft: LineDraft) -> NoteLine:
        """Make it say what `draft` says, and give it back."""
        self.text = draft.text
        self.level = draft.level
        self.speaker = draft.speaker
        self.organization = draft.organization
        self.theme = draft.theme
        self.is_proposal = draft.is_proposal
        return self
