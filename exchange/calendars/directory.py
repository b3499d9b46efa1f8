"""The feeds that are there to be subscribed to, besides everything and the kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from exchange.domain.group import Group
from exchange.domain.organization import Organization
from exchange.extensions import db

if TYPE_CHECKING:
    from collections.abc import Sequence


def groups() -> Sequence[Group]:
    """List all groups with their bodies, in the order in which they were entered.

    Two statements, however many there are.
    """
    statement = select(Group).order_by(Group.id).options(selectinload(Group.organizations))
    return db.session.scalars(statement).all()


def bodies_without_a_group() -> Sequence[Organization]:
    """List the organizations that belong to no group, in the order in which they were entered."""
    statement = select(Organization).where(Organization.group_id.is_(None))
    return db.session.scalars(statement.order_by(Organization.id)).all()
