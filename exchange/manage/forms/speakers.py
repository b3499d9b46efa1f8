"""Those who lecture, and the booths of a fair."""

from __future__ import annotations

from wtforms import BooleanField, SelectField
from wtforms.validators import Length

from exchange.domain.booth import BoothKind
from exchange.lib.i18n import N_
from exchange.manage.drafts import BoothDraft, SpeakerDraft
from exchange.web.forms import LongTextField, TextField, choices_of, lines
from exchange.web.parts import LONG, SHORT, ChecksField, Required, Row
from exchange.web.rows import RowList

SPEAKERS = RowList("speakers", "speaker", most=50)
BOOTHS = RowList("booths", "booth", most=50)


class SpeakerForm(Row):
    """A lecturer. The name stays as it is typed: 髙 does not become 高."""

    TYPED = ("name", "affiliation", "position", "remote")

    name = TextField(
        N_("Full name"), [Required(N_("Please enter the full name.")), Length(max=SHORT)]
    )
    affiliation = TextField(N_("Affiliation"), [Length(max=SHORT)])
    position = TextField(N_("Job title"), [Length(max=SHORT)])
    remote = BooleanField(N_("Takes part online"))

    @property
    def draft(self) -> SpeakerDraft:
        return SpeakerDraft(
            name=self.name.data or "",
            affiliation=self.affiliation.data or "",
            position=self.position.data or "",
            remote=bool(self.remote.data),
        )


class BoothForm(Row):
    """A stand of a fair, and what it offers."""

    TYPED = ("name", "organizations", "offers")

    name = TextField(
        N_("Name of the booth"), [Required(N_("Please enter the name.")), Length(max=SHORT)]
    )
    kind = SelectField(N_("Category"), choices=choices_of(BoothKind), coerce=BoothKind)
    organizations = ChecksField(N_("Organizations that take part"))
    offers = LongTextField(N_("What it offers"), [Length(max=LONG)])

    @property
    def draft(self) -> BoothDraft:
        return BoothDraft(
            name=self.name.data or "",
            kind=self.kind.data,
            organizations=tuple(self.organizations.data or ()),
            offers=lines(self.offers.data),
        )
