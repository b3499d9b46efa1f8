"""The forms of the board: what to show, what to make of proposals, what an item says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Self

from flask import request
from flask_babel import gettext
from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import DataRequired, Length, ValidationError

from exchange.domain.draft import revision_of
from exchange.domain.plan import PlanState
from exchange.lib.i18n import N_
from exchange.planning.drafts import PlanDraft, ProgressDraft
from exchange.planning.queries import Criteria, Standing
from exchange.web.forms import (
    FilterForm,
    Form,
    LongTextField,
    PageField,
    TextField,
    WarekiDateField,
    as_lines,
    choices_of,
    lines,
)
from exchange.web.guard import LARGEST
from exchange.web.organizations import organizations
from exchange.web.parts import LONG, SHORT, ChecksField, Required

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from wtforms import Field

    from exchange.planning.queries import Board, Proposal

MOST_ACTIONS = 50
NUMBER = re.compile(r"[0-9]{1,9}")


class ProposalsField(SelectMultipleField):
    """Any number of proposals, by their ids. What is no id was ticked by nobody."""

    def process_formdata(self, valuelist: list[str]) -> None:
        found = [int(one) for one in valuelist if NUMBER.fullmatch(one)]
        self.data = list(dict.fromkeys(one for one in found if 0 < one <= LARGEST))


class BoardFilter(FilterForm):
    """Which proposals the board shows."""

    q = TextField(N_("Words"), [Length(max=SHORT)])
    theme = SelectField(N_("Theme"), default="")
    organization = SelectField(N_("Organization"), default="")
    standing = SelectField(N_("Status"), choices=choices_of(Standing), default=Standing.OPEN.value)
    page = PageField(N_("Page"))

    def offer(self, board: Board) -> None:
        """Let what the proposals say be chosen. Call before anything else."""
        for field, words in (
            (self.theme, board.themes),
            (self.organization, board.organizations),
        ):
            field.choices = [("", gettext("All")), *((word, word) for word in words)]

    @property
    def criteria(self) -> Criteria:
        """The form, as the value the board is narrowed by; nonsense narrows nothing."""
        return Criteria(
            text="" if self.q.errors else self.q.data or "",
            theme="" if self.theme.errors else self.theme.data,
            organization="" if self.organization.errors else self.organization.data,
        )

    @property
    def shown(self) -> Standing:
        return Standing.OPEN if self.standing.errors else Standing(self.standing.data)

    @property
    def shows_left_over(self) -> bool:
        """Whether what earlier years left open stands below."""
        return self.shown is Standing.OPEN

    @property
    def asks_anything(self) -> bool:
        return self.criteria != Criteria()


class Ticked:
    """Proposals that are ticked, or that an address names."""

    proposals = ProposalsField(N_("Proposals"), coerce=int, validate_choice=False)

    @property
    def chosen(self) -> Sequence[int]:
        """The ids of these proposals."""
        return self.proposals.data or ()


class Chosen(Ticked, FilterForm):
    """The proposals that an address names."""


class SortingForm(Ticked, Form):
    """What to make of the proposals that are ticked; the button says it."""

    into = TextField(N_("Plan item"))

    @property
    def chosen_item(self) -> int:
        """The id of the item they are to become part of; 0 where none is chosen."""
        typed = self.into.data or ""
        number = int(typed) if NUMBER.fullmatch(typed) else 0
        return min(number, LARGEST)


class RevisionForm(Form):
    """A decision about an item as it was when the page was made."""

    revision = HiddenField()

    @property
    def began_from(self) -> int:
        """The revision that the item had when the page was made."""
        typed = self.revision.data or ""
        return int(typed) if NUMBER.fullmatch(typed) else -1


class ItemForm(Ticked, RevisionForm):
    """What a plan item says, and for a new one what it is made of."""

    title = TextField(
        N_("Project"), [Required(N_("Please enter the name of the project.")), Length(max=SHORT)]
    )
    content = LongTextField(N_("Content"), [Length(max=LONG)])
    actions = LongTextField(N_("Actions"), [Length(max=LONG * 5)])
    organizations = ChecksField(N_("Responsible"))
    state = RadioField(
        N_("State"),
        choices=choices_of(PlanState),
        coerce=PlanState,
        default=PlanState.CONSIDERED,
    )

    def __init__(self, **values: object) -> None:
        super().__init__(**values)
        self.organizations.choices = [(str(body.id), body.name) for body in organizations()]

    @classmethod
    def showing(cls, draft: PlanDraft, revision: int) -> Self:
        """Give the form as it is when `draft`, what the item says at `revision`, is to be edited."""
        return cls(
            revision=str(revision),
            title=draft.title,
            content=draft.content,
            actions=as_lines(draft.actions),
            organizations=[str(key) for key in draft.organizations],
            state=draft.state,
        )

    @classmethod
    def proposing(cls, proposed: Sequence[Proposal]) -> Self:
        """Give the form for a new item that is made of proposals: each is something to be done."""
        return cls(
            title=proposed[0].text[:SHORT] if len(proposed) == 1 else "",
            actions=as_lines([" ".join(one.text.split()) for one in proposed]),
            proposals=[one.id for one in proposed],
        )

    def validate_actions(self, field: Field) -> None:
        if len(lines(field.data)) > MOST_ACTIONS:
            raise ValidationError(
                gettext("Please enter at most %(most)d lines.", most=MOST_ACTIONS)
            )

    @property
    def draft(self) -> PlanDraft:
        """The valid form, as the value the service takes."""
        return PlanDraft(
            title=self.title.data or "",
            content=self.content.data or "",
            actions=lines(self.actions.data),
            organizations=tuple(sorted(map(int, self.organizations.data or ()))),
            state=self.state.data,
        )


class ProgressForm(Form):
    """How an item got on, on one date."""

    revision = HiddenField()
    noted_on = WarekiDateField(N_("Date"), [Required(N_("Please enter the date."))])
    text = LongTextField(
        N_("Progress"), [DataRequired(N_("Please enter how it got on.")), Length(max=LONG)]
    )

    @classmethod
    def on(cls, today: date) -> Self:
        """Give the form for a new entry."""
        return cls(noted_on=today)

    @classmethod
    def showing(cls, draft: ProgressDraft) -> Self:
        """Give the form as it is when `draft` is to be edited."""
        return cls(revision=revision_of(draft), noted_on=draft.noted_on, text=draft.text)

    @property
    def draft(self) -> ProgressDraft:
        """The valid form, as the value the service takes."""
        assert self.noted_on.data is not None  # noqa: S101  # the form is valid
        return ProgressDraft(noted_on=self.noted_on.data, text=self.text.data or "")


class EventSearch(FilterForm):
    """Which events to choose from."""

    q = TextField(N_("Words"), [Length(max=SHORT)])
    page = PageField(N_("Page"))


def number_in(name: str) -> int:
    """Read the number that a button carries. Anything else is 0, which nothing has."""
    typed = request.form.get(name, "")
    return int(typed) if NUMBER.fullmatch(typed) else 0
