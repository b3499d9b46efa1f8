"""The state of an event's registration, as a word."""

from __future__ import annotations

from enum import StrEnum

from exchange.lib.i18n import N_


class RegistrationState(StrEnum):
    """What happens to a registration that arrives now."""

    NONE = "none"
    UPCOMING = "upcoming"
    OPEN = "open"
    FULL = "full"
    """Taken, onto the waiting list."""
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """The msgid to show for this state."""
        return _LABELS[self]

    @property
    def takes(self) -> bool:
        """Whether a registration is taken at all."""
        return self in {RegistrationState.OPEN, RegistrationState.FULL}


_LABELS = {
    RegistrationState.NONE: N_("No registration"),
    RegistrationState.UPCOMING: N_("Not yet open"),
    RegistrationState.OPEN: N_("Open for applications"),
    RegistrationState.FULL: N_("Full (waiting list)"),
    RegistrationState.CLOSED: N_("Applications closed"),
}
