"""Why a file is not taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exchange.domain.errors import Refused
from exchange.lib.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exchange.domain.material import Material
    from exchange.domain.photo import Photo
    from exchange.lib.filetypes import Stranger


class PhotoTooLarge(Refused):
    message = N_("The photo is larger than %(most)d MB.")


class TooManyPixels(Refused):
    message = N_("The photo has more than %(most)d megapixels. Please make it smaller.")


class NotAPhoto(Refused):
    message = N_("The file is no photo in JPEG, PNG, WebP or HEIC.")


class PhotoBroken(Refused):
    message = N_("The photo is damaged or not complete.")


class MaterialTooLarge(Refused):
    message = N_("The material is larger than %(most)d MB.")


class IsSomethingElse(Refused):
    """It is nothing that is taken here; `what` says what it is instead."""

    def __init__(self, what: Stranger) -> None:
        self.message = what.label  # type: ignore[misc]  # one sentence for each
        super().__init__()
        self.what = what


class IsAMaterial(Refused):
    message = N_("The file is no photo but a document (%(kind)s). Please send it as a material.")


class NameDisagrees(Refused):
    message = N_("The file is really of the kind %(suffix)s. Please let its name end so.")


class NoRoom(Refused):
    """The disk is full, or its folder cannot be written to."""

    message = N_("It cannot be stored at present. Please tell whoever runs this service.")


class TooManyPhotos(Refused):
    message = N_("There are %(most)d photos already, which is the most.")


class TooManyMaterials(Refused):
    message = N_("There are %(most)d materials already, which is the most.")


class TooManyFiles(Refused):
    message = N_("Please send at most %(most)d files at once. None of these was stored.")


class TooMuchAtOnce(Refused):
    message = N_("Please send at most %(most)d MB at once. None of these files was stored.")


class NothingChosen(Refused):
    message = N_("Please choose files first.")


class WrittenMeanwhile(Refused):
    """Somebody else wrote what was being written, and saved it: the words of `files`."""

    message = N_("Somebody else saved this while you were editing. Your version is not saved yet.")

    def __init__(self, files: Sequence[Photo | Material]) -> None:
        super().__init__()
        self.files = files
