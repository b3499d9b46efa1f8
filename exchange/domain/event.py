"""An event: one training, fair or seminar, with all that belongs to it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.ext.orderinglist import ordering_list
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.domain.base import Base
from exchange.lib.i18n import N_
from exchange.lib.wareki import fiscal_year, last_of_fiscal_year

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exchange.domain.booth import Booth
    from exchange.domain.day import EventDay
    from exchange.domain.group import Group
    from exchange.domain.headcount import Headcount
    from exchange.domain.material import Material
    from exchange.domain.note import Note
    from exchange.domain.organization import Organization
    from exchange.domain.partnership import Partnership
    from exchange.domain.photo import Photo
    from exchange.domain.programme import Programme
    from exchange.domain.publication import Publication
    from exchange.domain.question import Question
    from exchange.domain.quota import Quota
    from exchange.domain.series import Series
    from exchange.domain.speaker import Speaker


class EventKind(StrEnum):
    """The three things that are held or visited."""

    TRAINING = "training"
    FAIR = "fair"
    SEMINAR = "seminar"

    @property
    def label(self) -> str:
        """The msgid to show for this kind."""
        return _KIND_LABELS[self]

    @property
    def plural(self) -> str:
        """The word for this kind in an address: `trainings`."""
        return f"{self.value}s"


_KIND_LABELS = {
    EventKind.TRAINING: N_("Exchange training"),
    EventKind.FAIR: N_("Booth exhibition"),
    EventKind.SEMINAR: N_("External training"),
}


class EventStatus(StrEnum):
    """How far an event has come. A draft is seen by organizers alone."""

    DRAFT = "draft"
    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """The msgid to show for this status."""
        return _STATUS_LABELS[self]


_STATUS_LABELS = {
    EventStatus.DRAFT: N_("Draft"),
    EventStatus.PLANNED: N_("Planned"),
    EventStatus.HELD: N_("Held"),
    EventStatus.CANCELLED: N_("Cancelled"),
}


class Visibility(StrEnum):
    """Who may see an event once it is no longer a draft."""

    PUBLIC = "public"
    MEMBERS = "members"

    @property
    def label(self) -> str:
        """The msgid to show for this visibility."""
        return _VISIBILITY_LABELS[self]


_VISIBILITY_LABELS = {
    Visibility.PUBLIC: N_("Everybody"),
    Visibility.MEMBERS: N_("Members only"),
}


class Event(Base):
    """Something people come to or are sent to, on one or more days."""

    __tablename__ = "event"
    __table_args__ = (
        CheckConstraint("title <> ''", name="has_a_title"),
        CheckConstraint("capacity IS NULL OR capacity >= 0", name="capacity_not_negative"),
        CheckConstraint(
            "onsite_capacity IS NULL OR onsite_capacity >= 0", name="onsite_capacity_not_negative"
        ),
        CheckConstraint(
            "online_capacity IS NULL OR online_capacity >= 0", name="online_capacity_not_negative"
        ),
        CheckConstraint("offer_hours IS NULL OR offer_hours > 0", name="offer_hours_positive"),
        CheckConstraint(
            "reminder_days IS NULL OR reminder_days > 0", name="reminder_days_positive"
        ),
        CheckConstraint("retention_days >= 0", name="retention_days_not_negative"),
        CheckConstraint("round IS NULL OR round > 0", name="round_positive"),
        CheckConstraint(
            "registration_opens_at IS NULL OR registration_closes_at IS NULL"
            " OR registration_opens_at < registration_closes_at",
            name="registration_opens_before_it_closes",
        ),
        CheckConstraint("first_on IS NULL OR first_on <= last_on", name="days_in_order"),
        # The lists: in their order, and counted without reading a row.
        Index(
            "ix_event_kind_newest",
            "kind",
            "fiscal_year",
            "first_on",
            "id",
            "status",
            "visibility",
        ),
        Index("ix_event_series_rounds", "series_id", "first_on", "id"),
        Index("ix_event_fiscal_year_kind", "fiscal_year", "kind"),
        Index("ix_event_last_on", "last_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    """Names the event in addresses and calendars. ASCII, never reused."""
    kind: Mapped[EventKind]
    title: Mapped[str]
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"))
    round: Mapped[int | None]
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"), index=True)
    tier: Mapped[str] = mapped_column(default="")
    """The level of a course (区分): アドバンス, スタンダード, ベーシック."""
    provider: Mapped[str] = mapped_column(default="")
    """Who gives an external seminar."""
    organizer: Mapped[str] = mapped_column(default="")
    """Who holds the event, where it is not ourselves."""
    partnership_id: Mapped[int | None] = mapped_column(ForeignKey("partnership.id"), index=True)
    theme: Mapped[str] = mapped_column(default="")
    status: Mapped[EventStatus]
    visibility: Mapped[Visibility] = mapped_column(default=Visibility.PUBLIC)

    fiscal_year: Mapped[int]
    """The year of the first day; where there is no day yet, the year it is planned for."""
    first_on: Mapped[date | None]
    last_on: Mapped[date | None]
    shown_until: Mapped[date | None]
    """The latest date on which a calendar may have it: it may have been moved back since."""
    expected: Mapped[str] = mapped_column(default="")
    """When it is to be, in words (時期): 「1月下旬」. Kept, but not shown, once days are fixed."""

    takes_registrations: Mapped[bool] = mapped_column(default=False)
    registration_opens_at: Mapped[datetime | None]
    registration_closes_at: Mapped[datetime | None]
    """The last moment at which a registration is in time."""
    capacity: Mapped[int | None]
    """Places for people; none when nobody counts."""
    onsite_capacity: Mapped[int | None]
    """How many of them may be at the venue; none where only `capacity` counts."""
    online_capacity: Mapped[int | None]
    quotas_released_on: Mapped[date | None]
    """The day from which unclaimed quotas are open to everybody; none: they bind to the end."""
    needs_approval: Mapped[bool] = mapped_column(default=False)
    """Whether an organizer decides on each application before it is confirmed."""
    offer_hours: Mapped[int | None]
    """How long a place that came free is kept for who waited longest; none: it is theirs at once."""
    reminder_days: Mapped[int | None]
    """How many days before the first day people are reminded; none: not at all."""
    retention_days: Mapped[int] = mapped_column(default=365)
    """How long personal data are kept after the last day (保存期間)."""
    contact: Mapped[str] = mapped_column(default="")
    """Whom to ask (問い合わせ先): a section, its phone number."""
    contact_email: Mapped[str] = mapped_column(default="")
    """Where answers to letters go."""

    revision: Mapped[int] = mapped_column(default=0)
    """Grows with each save: an editor who read an older one is told."""
    edition: Mapped[int] = mapped_column(default=0, index=True)
    """The edition of all events that its last change made."""
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    folded: Mapped[str] = mapped_column(default="")
    """Title, theme and names, and those of its files, folded, for the filter of the lists."""

    series: Mapped[Series | None] = relationship()
    programme: Mapped[Programme | None] = relationship()
    partnership: Mapped[Partnership | None] = relationship()
    days: Mapped[list[EventDay]] = relationship(
        back_populates="event",
        cascade="all, delete-orphan",
        order_by="EventDay.held_on, EventDay.starts, EventDay.number",
    )
    speakers: Mapped[list[Speaker]] = relationship(
        back_populates="event",
        cascade="all, delete-orphan",
        order_by="Speaker.ordinal",
        collection_class=ordering_list("ordinal"),
    )
    booths: Mapped[list[Booth]] = relationship(
        back_populates="event",
        cascade="all, delete-orphan",
        order_by="Booth.ordinal",
        collection_class=ordering_list("ordinal"),
    )
    quotas: Mapped[list[Quota]] = relationship(
        back_populates="event",
        cascade="all, delete-orphan",
        order_by="Quota.ordinal",
        collection_class=ordering_list("ordinal"),
    )
    questions: Mapped[list[Question]] = relationship(
        back_populates="event",
        cascade="all, delete-orphan",
        order_by="Question.ordinal",
        collection_class=ordering_list("ordinal"),
    )
    notes: Mapped[list[Note]] = relationship(
        back_populates="event",
        cascade="all, delete-orphan",
        order_by="Note.ordinal",
        collection_class=ordering_list("ordinal"),
    )
    photos: Mapped[list[Photo]] = relationship(
        back_populates="event",
        cascade="all, delete-orphan",
        order_by="Photo.ordinal",
        collection_class=ordering_list("ordinal"),
    )
    materials: Mapped[list[Material]] = relationship(
        back_populates="event",
        cascade="all, delete-orphan",
        order_by="Material.ordinal",
        collection_class=ordering_list("ordinal"),
    )
    headcount: Mapped[Headcount | None] = relationship(
        back_populates="event", cascade="all, delete-orphan"
    )
    audiences: Mapped[list[EventAudience]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True
    )
    publications: Mapped[list[Publication]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def is_draft(self) -> bool:
        return self.status is EventStatus.DRAFT

    @property
    def is_cancelled(self) -> bool:
        return self.status is EventStatus.CANCELLED

    @property
    def is_public(self) -> bool:
        """Whether anybody at all may see it."""
        return not self.is_draft and self.visibility is Visibility.PUBLIC

    @property
    def live_days(self) -> Sequence[EventDay]:
        """The days that were not struck out one by one, in order of time.

        Sorted here too: a day may just have been moved past another.
        """
        live = [day for day in self.days if day.cancelled_at is None]
        return sorted(live, key=lambda day: (day.held_on, day.starts or time.min, day.number))

    @property
    def dated_days(self) -> Sequence[EventDay]:
        """The days that tell when it is; none while they are still to be fixed.

        Of what was called off or is over, days that were struck out tell it too
        where there are no others. What was put off has lost its date.
        """
        if self.status in {EventStatus.DRAFT, EventStatus.PLANNED}:
            return self.live_days
        return self.live_days or self.days

    @property
    def awaited(self) -> str:
        """When it is to be, in words; nothing once a day tells it."""
        return self.expected if self.first_on is None else ""

    @property
    def live_questions(self) -> Sequence[Question]:
        """The questions that are asked now, in their order."""
        return [question for question in self.questions if not question.is_retired]

    @property
    def retained_until(self) -> date | None:
        """The last day on which personal data are kept; None while a day is still awaited.

        What was called off before it had a day counts as over with its fiscal year.
        """
        last_on = self.last_on
        if last_on is None and self.is_cancelled:
            last_on = last_of_fiscal_year(self.fiscal_year)
        if last_on is None:
            return None
        longest = (date.max - last_on).days
        return last_on + timedelta(days=min(self.retention_days, longest))

    @property
    def next_day_number(self) -> int:
        return max((day.number for day in self.days), default=0) + 1

    def settle_dates(self) -> None:
        """Bring `first_on`, `last_on` and `fiscal_year` in line with the days."""
        dates = [day.held_on for day in self.dated_days]
        self.first_on = min(dates, default=None)
        self.last_on = max(dates, default=None)
        if self.first_on is not None:
            self.fiscal_year = fiscal_year(self.first_on)


class EventAudience(Base):
    """A body or group that an event names, derived from its parts.

    Made anew by `exchange.publication` whenever an event is saved. An event
    without any is for everybody.
    """

    __tablename__ = "event_audience"
    __table_args__ = (
        CheckConstraint("(organization_id IS NULL) <> (group_id IS NULL)", name="body_or_group"),
        Index("ix_event_audience_event_id", "event_id"),
        Index("ix_event_audience_group_id", "group_id", "event_id"),
        Index("ix_event_audience_organization_id", "organization_id", "event_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("group.id"))

    organization: Mapped[Organization | None] = relationship()
    group: Mapped[Group | None] = relationship()
