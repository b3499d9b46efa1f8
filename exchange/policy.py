"""Who may do what: the whole table on one page."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, true

from exchange.domain.account import Account, Role
from exchange.domain.event import Event, EventStatus, Visibility

if TYPE_CHECKING:
    from exchange.domain.registration import Registration
    from exchange.domain.saved_search import SavedSearch

Actor = Account | None
"""Somebody signed in, or anybody."""


class Permission(StrEnum):
    """Something that somebody may do: `subject:verb`."""

    EVENT_SEE = "event:see"
    EVENT_MANAGE = "event:manage"
    MANAGE_ENTER = "manage:enter"
    DESK_ENTER = "desk:enter"
    DESK_ANSWER = "desk:answer"
    REGISTRATION_MAKE = "registration:make"
    REGISTRATION_HOLD = "registration:hold"
    REGISTRATION_TEND = "registration:tend"
    FEED_HOLD = "feed:hold"
    PLAN_READ = "plan:read"
    PLAN_KEEP = "plan:keep"
    SEARCH_SAVE = "search:save"
    SEARCH_KEEP = "search:keep"
    ACCOUNT_KEEP = "account:keep"

    @property
    def is_seeing(self) -> bool:
        """Whether a refusal must look as if there were nothing to see."""
        return self.value.endswith(":see")


Rule = Callable[[Actor, Any], bool]


def anyone_signed_in(actor: Actor, subject: object) -> bool:
    return actor is not None


def is_organizer(actor: Actor, subject: object) -> bool:
    return actor is not None and actor.role in {Role.ORGANIZER, Role.ADMIN}


def is_coordinator(actor: Actor, subject: object) -> bool:
    return actor is not None and actor.role is Role.COORDINATOR


def is_coordinator_and_event_is_out(actor: Actor, event: Event) -> bool:
    return is_coordinator(actor, event) and not event.is_draft


def is_coordinator_of_the_body(actor: Actor, registration: Registration) -> bool:
    return (
        actor is not None
        and is_coordinator(actor, registration)
        and actor.organization_id == registration.organization_id
    )


def saved_the_search(actor: Actor, search: SavedSearch) -> bool:
    return actor is not None and actor.id == search.account_id


def whoever_has_the_link(actor: Actor, subject: object) -> bool:
    """Let in whoever knows the address: the subject was found by its secret token."""
    return True


def event_is_public(actor: Actor, event: Event) -> bool:
    return event.is_public


def is_member_and_event_is_out(actor: Actor, event: Event) -> bool:
    return actor is not None and not event.is_draft


GRANTED_BY: dict[Permission, tuple[Rule, ...]] = {
    Permission.EVENT_SEE: (event_is_public, is_member_and_event_is_out, is_organizer),
    Permission.EVENT_MANAGE: (is_organizer,),
    Permission.MANAGE_ENTER: (is_organizer,),
    Permission.DESK_ENTER: (is_coordinator,),
    Permission.DESK_ANSWER: (is_coordinator_and_event_is_out,),
    Permission.REGISTRATION_MAKE: (event_is_public, is_member_and_event_is_out, is_organizer),
    Permission.REGISTRATION_HOLD: (whoever_has_the_link,),
    Permission.REGISTRATION_TEND: (is_organizer, is_coordinator_of_the_body),
    Permission.FEED_HOLD: (whoever_has_the_link,),
    Permission.PLAN_READ: (anyone_signed_in,),
    Permission.PLAN_KEEP: (is_organizer,),
    Permission.SEARCH_SAVE: (anyone_signed_in,),
    Permission.SEARCH_KEEP: (saved_the_search,),
    Permission.ACCOUNT_KEEP: (anyone_signed_in,),
}


def allows(actor: Actor, permission: Permission, subject: object = None) -> bool:
    """Tell whether `actor` may do `permission` to `subject`."""
    return any(rule(actor, subject) for rule in GRANTED_BY[permission])


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Give the condition under which `actor` may see an `Event`, for a query.

    It says in SQL what EVENT_SEE says of one event; a test compares the two.
    """
    if is_organizer(actor, None):
        return true()
    is_out = Event.status != EventStatus.DRAFT
    if actor is not None:
        return is_out
    return and_(is_out, Event.visibility == Visibility.PUBLIC)
