"""What is said when somebody cannot be registered, or a registration cannot be changed."""

from __future__ import annotations

from exchange.domain.errors import Refused
from exchange.lib.i18n import N_


class RegistrationNotOpen(Refused):
    message = N_("Applications are not open yet.")


class RegistrationClosed(Refused):
    message = N_("Applications are closed.")


class AlreadyRegistered(Refused):
    message = N_(
        "This person has already applied. To change something, open the page whose address was"
        " shown then, or ask the secretariat."
    )
    field = "email"


class OrganizationNotInvited(Refused):
    message = N_(
        "This event is not open to people of %(organization)s. Please ask the secretariat."
    )
    field = "organization"


class NoDayChosen(Refused):
    message = N_("Please choose at least one day.")
    field = "days"


class DaysNotOffered(Refused):
    message = N_("People of %(organization)s cannot take part on all of the days chosen.")
    field = "days"


class ModeNotOffered(Refused):
    message = N_("People of %(organization)s cannot take part in this way on the days chosen.")
    field = "mode"


class AnswerMissing(Refused):
    message = N_("Please answer: %(question)s")


class AnswerNotOffered(Refused):
    message = N_("This answer is not among the choices: %(question)s")


class NoPlaceThatWay(Refused):
    message = N_("There is no free place for this change. The application stays as it was.")
    field = "mode"


class TooLateToChange(Refused):
    message = N_("This application can no longer be changed here. Please ask the secretariat.")


class TooLateToCancel(Refused):
    message = N_("This application can no longer be cancelled here. Please ask the secretariat.")


class OfferLapsed(Refused):
    message = N_("This offer has lapsed; the place went to whoever waited next.")


class NotPending(Refused):
    message = N_("This application does not await approval any more.")


class NoReasonGiven(Refused):
    message = N_("Please give a reason. The person is told.")
    field = "reason"


class PartyNeverFits(Refused):
    message = N_(
        "Your organization may send %(places)d people at the most, so a group of %(wanted)d can"
        " never come whole."
    )


class NotAllTaken(Refused):
    """Some of a party were refused, so nobody was registered. `rows` says who and why."""

    message = N_("Nobody was registered, because some rows need care.")

    def __init__(self, rows: dict[int, Refused]) -> None:
        super().__init__()
        self.rows = rows


class NotEnoughPlaces(Refused):
    message = N_("Only %(left)d places are free for your organization.")
    field = "places"


class HeldTooLong(Refused):
    message = N_("Places can be held until the deadline at the latest.")
    field = "held_until"


class HeldInThePast(Refused):
    message = N_("Please choose a day that is still to come.")
    field = "held_until"


class SomebodyComes(Refused):
    message = N_(
        "People of your organization are registered or have places held. Withdraw them first."
    )
