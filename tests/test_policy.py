"""Who may do what, rule by rule, and the same in SQL."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from exchange.domain.account import Account, Role
from exchange.domain.event import Event, EventStatus, Visibility
from exchange.domain.saved_search import SavedSearch
from exchange.extensions import db
from exchange.policy import GRANTED_BY, Permission, allows, visible_to
from tests.factories import an_account, an_event

if TYPE_CHECKING:
    from flask import Flask

STRANGER = None
EVERYBODY = {STRANGER, *Role}
SIGNED_IN = set(Role)
ORGANIZERS = {Role.ORGANIZER, Role.ADMIN}


def actor_of(role: Role | None) -> Account | None:
    return Account(role=role) if role else None


def allowed(permission: Permission, subject: object = None) -> set[Role | None]:
    return {role for role in EVERYBODY if allows(actor_of(role), permission, subject)}


@pytest.mark.parametrize(
    ("permission", "roles"),
    [
        (Permission.EVENT_MANAGE, ORGANIZERS),
        (Permission.MANAGE_ENTER, ORGANIZERS),
        (Permission.DESK_ENTER, {Role.COORDINATOR}),
        (Permission.REGISTRATION_HOLD, EVERYBODY),
        (Permission.ACCOUNT_KEEP, SIGNED_IN),
        (Permission.PLAN_READ, SIGNED_IN),
        (Permission.PLAN_KEEP, ORGANIZERS),
        (Permission.SEARCH_SAVE, SIGNED_IN),
    ],
)
def test_a_role_may_do_what_it_is_for(permission: Permission, roles: set[Role | None]) -> None:
    assert allowed(permission) == roles


@pytest.mark.parametrize("permission", [Permission.EVENT_SEE, Permission.REGISTRATION_MAKE])
@pytest.mark.parametrize(
    ("status", "visibility", "roles"),
    [
        (EventStatus.DRAFT, Visibility.PUBLIC, ORGANIZERS),
        (EventStatus.DRAFT, Visibility.MEMBERS, ORGANIZERS),
        (EventStatus.PLANNED, Visibility.PUBLIC, EVERYBODY),
        (EventStatus.PLANNED, Visibility.MEMBERS, SIGNED_IN),
        (EventStatus.HELD, Visibility.PUBLIC, EVERYBODY),
        (EventStatus.HELD, Visibility.MEMBERS, SIGNED_IN),
        (EventStatus.CANCELLED, Visibility.PUBLIC, EVERYBODY),
        (EventStatus.CANCELLED, Visibility.MEMBERS, SIGNED_IN),
    ],
)
def test_an_event_is_for_whoever_it_was_announced_to(
    permission: Permission,
    status: EventStatus,
    visibility: Visibility,
    roles: set[Role | None],
) -> None:
    event = Event(status=status, visibility=visibility)

    assert allowed(permission, event) == roles


def test_a_saved_search_is_kept_by_whoever_saved_it() -> None:
    owner, other = Account(id=1, role=Role.STAFF), Account(id=2, role=Role.ADMIN)
    search = SavedSearch(account_id=owner.id)

    assert [allows(one, Permission.SEARCH_KEEP, search) for one in (owner, other, STRANGER)] == [
        True,
        False,
        False,
    ]


def test_every_permission_is_granted_to_somebody() -> None:
    assert set(GRANTED_BY) == set(Permission)
    assert all(GRANTED_BY.values())


def test_only_a_permission_to_see_is_refused_as_if_there_were_nothing() -> None:
    assert {one for one in Permission if one.is_seeing} == {Permission.EVENT_SEE}


def test_queries_show_exactly_what_the_policy_allows_to_see(app: Flask) -> None:
    events = [
        an_event(status=status, visibility=visibility)
        for status, visibility in product(EventStatus, Visibility)
    ]
    actors = [None, *(an_account(role) for role in Role)]

    for actor in actors:
        shown = set(db.session.scalars(select(Event.key).where(visible_to(actor))))
        assert shown == {one.key for one in events if allows(actor, Permission.EVENT_SEE, one)}
