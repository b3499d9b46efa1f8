"""Two versions of a plan item, or of an entry: what each says under which heading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext

from exchange.web.filters import long_date
from exchange.web.organizations import organizations

if TYPE_CHECKING:
    from exchange.planning.drafts import PlanDraft, ProgressDraft
    from exchange.web.versions import Said


def of_item(draft: PlanDraft) -> Said:
    """Give what `draft` says under each heading."""
    names = {body.id: body.name for body in organizations()}
    return {
        gettext("Project"): (draft.title,),
        gettext("Content"): tuple(draft.content.split("\n")),
        gettext("Actions"): draft.actions,
        gettext("Responsible"): tuple(names[key] for key in draft.organizations),
        gettext("State"): (gettext(draft.state.label),),
    }


def of_entry(draft: ProgressDraft) -> Said:
    return {
        gettext("Date"): (long_date(draft.noted_on),),
        gettext("Progress"): tuple(draft.text.split("\n")),
    }
