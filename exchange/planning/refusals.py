"""Why something cannot be planned: mostly because a colleague was faster."""

from __future__ import annotations

from exchange.domain.errors import Refused
from exchange.lib.i18n import N_


class NothingChosen(Refused):
    message = N_("Please tick at least one proposal.")


class NoSuchItem(Refused):
    message = N_("Please choose a plan item that is there.")
    field = "into"


class PlacedMeanwhile(Refused):
    message = N_(
        "“%(text)s” has become part of the plan item “%(title)s” meanwhile."
        " Nothing was changed. Please choose again."
    )


class SetAsideMeanwhile(Refused):
    message = N_(
        "“%(text)s” has been set aside meanwhile. Nothing was changed. Please choose again."
    )


class ProposalGone(Refused):
    message = N_(
        "A proposal that you ticked is no longer in the notes. Nothing was changed."
        " Please choose again."
    )


class ItemGone(Refused):
    message = N_(
        "Somebody else deleted this plan item meanwhile."
        " What you typed is still here: it can become a new one."
    )


class CarriedOverAlready(Refused):
    message = N_("The next year has a plan item of this name already: No. %(no)d.")


class EntryGone(Refused):
    message = N_(
        "Somebody else deleted this entry meanwhile."
        " What you typed is still here: it can be noted anew."
    )
