"""What a version says of registration, under which heading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext

from exchange.manage import queries
from exchange.manage.registration import retention
from exchange.web import filters
from exchange.web.organizations import organizations

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exchange.manage.registration.drafts import QuestionDraft, QuotaDraft, RegistrationDraft
    from exchange.web.versions import Lines, Said


def said(draft: RegistrationDraft) -> Said:
    """Give what `draft` says, in the order of the form."""
    return {
        gettext("Take registrations on this site"): (_yes(draft.is_taken),),
        gettext("Registration opens on"): (
            filters.moment(draft.opens_at) if draft.opens_at else "",
        ),
        gettext("Application deadline"): (
            filters.moment(draft.closes_at) if draft.closes_at else "",
        ),
        gettext("Capacity"): (figure(draft.capacity),),
        gettext("Contact"): tuple(draft.contact.splitlines()),
        gettext("Mail address for questions"): (draft.contact_email,),
        **_of_places(draft),
        **{
            gettext("Question %(number)d", number=number): _question(one)
            for number, one in enumerate(draft.questions, start=1)
        },
        **_of_rules(draft),
    }


def _of_places(draft: RegistrationDraft) -> Said:
    names = _names() if draft.quotas else {}
    released_on = draft.quotas_released_on
    return {
        gettext("Capacity at the venue"): (figure(draft.onsite_capacity),),
        gettext("Capacity online"): (figure(draft.online_capacity),),
        gettext("Quotas"): tuple(_quota(quota, names) for quota in draft.quotas),
        gettext("Unclaimed quotas are open to everybody from"): (
            filters.long_date(released_on) if released_on else "",
        ),
    }


def _of_rules(draft: RegistrationDraft) -> Said:
    hours, days = draft.offer_hours, draft.reminder_days
    return {
        gettext("The secretariat decides on each application"): (_yes(draft.needs_approval),),
        gettext("Hours to accept an offered place"): (figure(hours),),
        gettext("Reminder, days before"): (figure(days),),
        gettext("Retention period"): (retention.in_words(draft.retention_days),),
    }


def _names() -> dict[tuple[str, str], str]:
    bodies = {(body.address, ""): body.name for body in organizations()}
    return bodies | {("", group.slug): group.name for group in queries.groups()}


def _quota(quota: QuotaDraft, names: Mapping[tuple[str, str], str]) -> str:
    figures = (
        (gettext("In all"), quota.places),
        (gettext("Venue"), quota.onsite),
        (gettext("Online"), quota.online),
    )
    said = (f"{label} {filters.figure(value)}" for label, value in figures if value is not None)
    return " ".join((names.get(quota.whom, ""), *said))


def _question(question: QuestionDraft) -> Lines:
    required = gettext("Required") if question.is_required else ""
    about = " ".join(part for part in (gettext(question.kind.label), required) if part)
    return (question.text, about, *question.choices)


def figure(value: int | None) -> str:
    """Write a figure; nothing where there is none."""
    return "" if value is None else filters.figure(value)


def _yes(value: bool) -> str:  # noqa: FBT001  # the value is what is shown
    return gettext("Yes") if value else gettext("No")
