"""The forms at the door: whom to list, who came instead, and who came unannounced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext
from wtforms import RadioField
from wtforms.validators import DataRequired, Length, Optional

from exchange.attendance.queries import Wanted
from exchange.attendance.services import Mark
from exchange.domain.attendance import Presence
from exchange.domain.registration import Mode
from exchange.enrollment import queries
from exchange.enrollment.applications import Application
from exchange.enrollment.forms import LONGEST_NAME, LONGEST_WORDS, PersonFields, mail_address
from exchange.lib.i18n import N_
from exchange.lib.personal import normalize_email
from exchange.web.forms import FilterForm, Form, TextField
from exchange.web.organizations import OrganizationField, organizations

if TYPE_CHECKING:
    from exchange.domain.event import Event

CHOOSE = N_("Please choose one.")


class DoorFilter(FilterForm):
    """Words and a body, both optional."""

    q = TextField(N_("Name, reading or organization"), [Length(max=LONGEST_WORDS)])
    organization = OrganizationField(N_("Organization"))

    @property
    def wanted(self) -> Wanted:
        """The valid form, as the value the query takes."""
        return Wanted(text=self.q.data or "", organization=self.organization.data)

    @property
    def asks_anything(self) -> bool:
        return self.wanted != Wanted()


class ProxyForm(Form):
    """Who came in somebody's place."""

    proxy_name = TextField(
        N_("Full name of the proxy"),
        [DataRequired(N_("Please enter the full name.")), Length(max=LONGEST_NAME * 2)],
    )
    proxy_position = TextField(N_("Job title"), [Length(max=LONGEST_WORDS)])

    @property
    def mark(self) -> Mark:
        """The valid form, as the value the service takes."""
        return Mark(
            presence=Presence.PROXY,
            proxy_name=self.proxy_name.data or "",
            proxy_position=self.proxy_position.data or "",
        )


class WalkInForm(PersonFields):
    """What one can ask of somebody at the door."""

    mode = RadioField(N_("How to take part"), [DataRequired(CHOOSE)], validate_choice=False)
    email = TextField(N_("Email address"), [Optional(), mail_address])

    def __init__(self, event: Event) -> None:
        """Offer every body there is, and the modes of `event`, the first of them chosen."""
        super().__init__()
        self.organization.offer(event)
        everybody = [(body.address, body.name) for body in organizations()]
        self.organization.choices = [("", gettext("Please choose")), *everybody]
        modes = queries.modes_of(event) or list(Mode)
        self.mode.choices = [(mode.value, mode.label) for mode in modes]
        if not self.is_submitted():
            self.mode.data = modes[0].value

    @property
    def application(self) -> Application:
        """The valid form, as the value the service takes."""
        return Application(
            **self.stated,
            email=normalize_email(self.email.data) if self.email.data else "",
            mode=Mode(self.mode.data),
        )
