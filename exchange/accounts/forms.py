"""Forms about accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request
from wtforms import HiddenField, PasswordField
from wtforms.validators import DataRequired, EqualTo, InputRequired, Length

from exchange.accounts.services import Credentials, PasswordChange
from exchange.lib.i18n import N_
from exchange.web.forms import Form, TextField, storable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

LONGEST_EMAIL = 254
LONGEST_PASSWORD = 200


class SecretField(PasswordField):
    """A password, taken exactly as typed and never shown again."""

    def __init__(self, label: str, validators: Sequence[Any] = (), **kwargs: Any) -> None:
        checks = [InputRequired(), storable, Length(max=LONGEST_PASSWORD), *validators]
        super().__init__(label, checks, **kwargs)


class LoginForm(Form):
    email = TextField(N_("Email address"), [DataRequired(), Length(max=LONGEST_EMAIL)])
    password = SecretField(N_("Password"))
    next = HiddenField()

    @property
    def credentials(self) -> Credentials:
        """The valid form, as the value the service takes."""
        return Credentials(
            email=self.email.data or "",
            password=self.password.data or "",
            remote_address=request.remote_addr or "",
        )


class NewPasswordForm(Form):
    password = SecretField(N_("New password"))
    repeat = SecretField(
        N_("New password, once more"), [EqualTo("password", N_("The two passwords differ."))]
    )


class ChangePasswordForm(NewPasswordForm):
    current = SecretField(N_("Present password"))

    @property
    def change(self) -> PasswordChange:
        """The valid form, as the value the service takes."""
        return PasswordChange(
            current=self.current.data or "",
            password=self.password.data or "",
            remote_address=request.remote_addr or "",
        )
