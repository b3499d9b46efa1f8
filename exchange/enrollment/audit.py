"""The history of registrations: who did what, and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from exchange.domain.account import Role
from exchange.domain.change import Change, ChangedAs, ChangeKind
from exchange.extensions import db

if TYPE_CHECKING:
    from datetime import datetime

    from exchange.domain.account import Account
    from exchange.domain.organization import Organization
    from exchange.domain.registration import Registration

Details = dict[str, list[str]]
PLAIN = (
    "family_name",
    "given_name",
    "family_kana",
    "given_kana",
    "department",
    "position",
    "email",
    "phone",
    "mode",
    "remarks",
)


@dataclass(frozen=True)
class By:
    """Who acts, and in which part."""

    part: ChangedAs
    account: Account | None = None


HOLDER = By(ChangedAs.HOLDER)
RULE = By(ChangedAs.RULE)


def by(account: Account | None, organization: Organization) -> By:
    """Tell in which part `account` acts for somebody of `organization`."""
    if account is not None and account.role in {Role.ORGANIZER, Role.ADMIN}:
        return By(ChangedAs.ORGANIZER, account)
    if (
        account is not None
        and account.role is Role.COORDINATOR
        and account.organization_id == organization.id
    ):
        return By(ChangedAs.COORDINATOR, account)
    return By(ChangedAs.HOLDER, account)


def record(
    registration: Registration,
    kind: ChangeKind,
    who: By,
    *,
    at: datetime,
    details: Details | None = None,
) -> None:
    """Write beside `registration` what happened to it."""
    db.session.add(
        Change(
            registration=registration,
            kind=kind,
            changed_at=at,
            changed_as=who.part,
            account=who.account,
            details=details or {},
        )
    )


def stated(registration: Registration) -> dict[str, str]:
    """Give what `registration` says, field by field, to be compared later."""
    facts = {name: str(getattr(registration, name)) for name in PLAIN}
    facts["organization"] = registration.organization.name
    facts["days"] = "、".join(day.held_on.isoformat() for day in registration.days)
    for answer in registration.answers:
        facts[answer.question.text] = "、".join(answer.values)
    return facts


def differences(before: dict[str, str], after: dict[str, str]) -> Details:
    """List what differs, as what it was and what it is."""
    names = dict.fromkeys((*before, *after))
    pairs = {name: [before.get(name, ""), after.get(name, "")] for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
