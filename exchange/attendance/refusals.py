"""What is said when somebody cannot be taken in at the door."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exchange.domain.errors import Refused
from exchange.lib.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exchange.domain.registration import Registration


class NotAdmitted(Refused):
    message = N_("This person has no confirmed place. Please receive them as a walk-in.")


class KnownAlready(Refused):
    """Somebody of that name is on the list. `people` are they."""

    message = N_("Somebody of this name has applied already.")

    def __init__(self, people: Sequence[Registration], *, may_be_another: bool) -> None:
        super().__init__()
        self.people = people
        self.may_be_another = may_be_another
        """Whether two people may well have the same name; not with the same mail address."""
