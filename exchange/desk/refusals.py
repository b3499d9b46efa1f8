"""What is said when a table of people cannot be taken as it is."""

from __future__ import annotations

from exchange.domain.errors import Refused
from exchange.lib.i18n import N_


class NothingPasted(Refused):
    message = N_("Please paste the rows of your table, or choose a file.")
    field = "pasted"


class NoRowsFound(Refused):
    message = N_("There is nobody in it: no row below the headings has anything written in it.")


class TooManyRows(Refused):
    message = N_(
        "There are %(found)d people. At most %(most)d can be registered at once; please do it in"
        " several parts. Nothing was taken over yet."
    )


class NobodyNamed(Refused):
    message = N_("Please enter at least one person.")


class FileTooLarge(Refused):
    message = N_("This file is larger than 1 MB. Please use the template, or paste the rows.")
    field = "file"


class NotATable(Refused):
    message = N_("This is not an Excel workbook (.xlsx), nor a CSV file.")
    field = "file"


class OldWorkbook(Refused):
    message = N_(
        "This is a workbook of an old form (.xls), or one with a password. Please save it as .xlsx"
        " without a password."
    )
    field = "file"


class BrokenWorkbook(Refused):
    message = N_("This workbook cannot be read. Please open it in Excel and save it anew as .xlsx.")
    field = "file"


class RegisteredAlready(Refused):
    message = N_("This person is registered already (No. %(reference)s).")
    field = "family_name"


class TwiceInTheTable(Refused):
    message = N_(
        "The same person stands in row %(row)d. If they are two people of one name, please give"
        " each their own mail address."
    )
    field = "family_name"


class NamesakeRegistered(Refused):
    message = N_(
        "Somebody of this name is registered already (No. %(reference)s), with another mail"
        " address."
    )
    field = "family_name"


class NamesakeInTheTable(Refused):
    message = N_("Somebody of this name stands in row %(row)d, with another mail address.")
    field = "family_name"


class ModeUnknown(Refused):
    message = N_("“%(typed)s” is no way to take part. Please choose one.")
    field = "mode"


class DaysUnknown(Refused):
    message = N_("“%(typed)s” is none of the days of this event. Please choose again.")
    field = "days"
