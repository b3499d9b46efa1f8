"""The shape of an `exchange-programme/1` file: every key there is, and no other.

A key that may be left out has a default; null is the same as leaving it out.
What is listed under an event is all that the event has, with one exception:
`marks`, `photos` and `materials`, like what is known of a plan beside its
words, came later than the format. Where one of these keys is left out, the
file may not know of it, and what the database holds stays; an empty list says
that there is nothing.

Rules that concern one value or its neighbors stand here, so that all faults of
a file are found in one reading. Validation needs a `Known` for its context.
"""

from exchange.programme.document.attendance import Attendance, AttendancePart
from exchange.programme.document.bodies import Group, Organization, Partnership
from exchange.programme.document.days import Day, Place
from exchange.programme.document.events import Booth, Event, Speaker
from exchange.programme.document.files import Material, Photo
from exchange.programme.document.notes import Mark, Note
from exchange.programme.document.part import Part
from exchange.programme.document.registration import Question, Quota, Registration
from exchange.programme.document.whole import FORMAT, Document
from exchange.programme.document.years import (
    Activity,
    Plan,
    Progress,
    Proposal,
    Settlement,
    SettlementLine,
    Year,
)

__all__ = [
    "FORMAT",
    "Activity",
    "Attendance",
    "AttendancePart",
    "Booth",
    "Day",
    "Document",
    "Event",
    "Group",
    "Mark",
    "Material",
    "Note",
    "Organization",
    "Part",
    "Partnership",
    "Photo",
    "Place",
    "Plan",
    "Progress",
    "Proposal",
    "Question",
    "Quota",
    "Registration",
    "Settlement",
    "SettlementLine",
    "Speaker",
    "Year",
]
