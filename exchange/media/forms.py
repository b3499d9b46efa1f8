"""Sending files, and saying what they are."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Self

from flask_babel import gettext
from wtforms import BooleanField, FieldList, FormField, HiddenField, MultipleFileField
from wtforms.validators import Length

from exchange.domain.draft import revision_of
from exchange.domain.photo import Photo
from exchange.lib.filetypes import FileType
from exchange.lib.i18n import N_
from exchange.media import services
from exchange.media.refusals import NothingChosen, TooManyFiles, TooMuchAtOnce
from exchange.media.services import Arrangement, Move, Shelf, Words
from exchange.web.forms import Form, Part, TextField
from exchange.web.parts import SHORT, row_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from werkzeug.datastructures import FileStorage

    from exchange.domain.errors import Refused
    from exchange.domain.event import Event
    from exchange.domain.material import Material
    from exchange.media.refusals import WrittenMeanwhile
    from exchange.media.services import Failure, Upload

MOST_AT_ONCE = 20
PHOTOS_ACCEPTED = "image/jpeg,image/png,image/webp,image/heic,image/heif,.heic,.heif"
MATERIALS_ACCEPTED = ",".join(kind.suffix for kind in FileType)
BUTTON = re.compile(r"(?P<verb>raise|lower)_(?P<shelf>photo|material)")
SHELVES: dict[str, Shelf] = {"photo": "photos", "material": "materials"}
STEPS = {"raise": -1, "lower": 1}


class FilesForm(Form):
    """Photos and materials that are sent, any number of each."""

    photos = MultipleFileField(N_("Photos"))
    materials = MultipleFileField(N_("Materials"))
    is_too_much = False

    @classmethod
    def refusing(cls, reason: Refused) -> Self:
        """Give the form empty, with `reason` above it."""
        form = cls(formdata=None)
        form.refuse(reason)
        form.is_too_much = isinstance(reason, TooMuchAtOnce)
        return form

    @property
    def status(self) -> HTTPStatus:
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE if self.is_too_much else super().status

    @property
    def pictures(self) -> Sequence[Upload]:
        return _chosen(self.photos.data)

    @property
    def documents(self) -> Sequence[Upload]:
        return _chosen(self.materials.data)

    def require_some(self) -> None:
        """Refuse a form with no file, and one with too many.

        Raises `NothingChosen` or `TooManyFiles`.
        """
        number = len(self.pictures) + len(self.documents)
        if not number:
            raise NothingChosen
        if number > MOST_AT_ONCE:
            raise TooManyFiles(most=MOST_AT_ONCE)

    def report(self, failures: Iterable[Failure]) -> None:
        """Say of each file why it was not taken."""
        self.refusals += [sentence(one) for one in failures]


def _chosen(files: Iterable[FileStorage | str] | None) -> Sequence[Upload]:
    """Leave out what a browser sends for a field in which no file was chosen."""
    sent = [file for file in files or () if not isinstance(file, str)]
    return [(file.filename, file.stream) for file in sent if file.filename]  # type: ignore[misc]  # a stream is what is read


def sentence(failure: Failure, *, name: str | None = None) -> str:
    """Give `name: reason`."""
    reason = gettext(failure.reason.message, **failure.reason.gaps)
    return gettext("%(name)s: %(reason)s", name=name or failure.name, reason=reason)


class FileRow(Part):
    """What can be written beside a file."""

    id = HiddenField()
    began_from = HiddenField()

    @property
    def typed(self) -> tuple[str, ...]:
        raise NotImplementedError

    @property
    def words(self) -> Words:
        return Words(
            id=row_id(self.id.data) or 0,
            said=self.typed,
            began_from=self.began_from.data or "",
            is_removed=bool(self["removed"].data),
        )

    def show_theirs(self, theirs: tuple[str, ...]) -> None:
        """Say what somebody else wrote here; saved once more, this goes in its place."""
        self.began_from.data = revision_of(theirs)
        fields = [field for field in self if isinstance(field, TextField)]
        for field, words in zip(fields, theirs, strict=True):
            if field.data != words:
                told = gettext("Somebody else wrote here: “%(words)s”.", words=words)
                field.errors = [*field.errors, told]


class PhotoRow(FileRow):
    caption = TextField(N_("Caption"), [Length(max=SHORT)])
    alt = TextField(N_("Alternative text"), [Length(max=SHORT)])
    removed = BooleanField(N_("Remove this photo"))

    @property
    def typed(self) -> tuple[str, ...]:
        return self.caption.data or "", self.alt.data or ""


class MaterialRow(FileRow):
    title = TextField(N_("Title of the material"), [Length(max=SHORT)])
    removed = BooleanField(N_("Remove this material"))

    @property
    def typed(self) -> tuple[str, ...]:
        return (self.title.data or "",)


class WordsForm(Form):
    """The words of all photos and materials of an event."""

    photos = FieldList(FormField(PhotoRow))
    materials = FieldList(FormField(MaterialRow))

    @classmethod
    def showing(cls, event: Event) -> Self:
        """Give the form as it is first shown, whatever was posted."""
        return cls(
            formdata=None,
            data={
                "photos": [
                    {**_row(one), "caption": one.caption, "alt": one.alt} for one in event.photos
                ],
                "materials": [{**_row(one), "title": one.title} for one in event.materials],
            },
        )

    def arrangement(self, pressed: Mapping[str, str]) -> Arrangement:
        """Give what was typed, and the move that the button asks for which was `pressed`."""
        return Arrangement(
            photos=[row.form.words for row in self.photos],
            materials=[row.form.words for row in self.materials],
            move=_move(pressed),
        )

    def show_theirs(self, reason: WrittenMeanwhile) -> None:
        self.refuse(reason)
        theirs = {(isinstance(file, Photo), str(file.id)): file for file in reason.files}
        for is_photo, rows in (True, self.photos), (False, self.materials):
            for row in rows:
                file = theirs.get((is_photo, str(row.form.id.data)))
                if file is not None:
                    row.form.show_theirs(services.said(file))


def _row(file: Photo | Material) -> dict[str, object]:
    return {"id": str(file.id), "began_from": revision_of(services.said(file))}


def _move(pressed: Mapping[str, str]) -> Move | None:
    for name, value in pressed.items():
        button, number = BUTTON.fullmatch(name), row_id(value)
        if button and number:
            return Move(SHELVES[button["shelf"]], number, STEPS[button["verb"]])
    return None
