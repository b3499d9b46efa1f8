"""Rows of the database as parts of a document."""

from exchange.programme.parts.bodies import of_group, of_organization, of_partnership
from exchange.programme.parts.days import of_place, place_in_order
from exchange.programme.parts.events import of_booth, of_event, of_speaker
from exchange.programme.parts.files import of_material, of_photo
from exchange.programme.parts.notes import of_note
from exchange.programme.parts.plans import event_in_order, of_plan, of_progress, proposal_in_order
from exchange.programme.parts.registration import of_quota
from exchange.programme.parts.years import of_activity, of_settlement, of_year

__all__ = [
    "event_in_order",
    "of_activity",
    "of_booth",
    "of_event",
    "of_group",
    "of_material",
    "of_note",
    "of_organization",
    "of_partnership",
    "of_photo",
    "of_place",
    "of_plan",
    "of_progress",
    "of_quota",
    "of_settlement",
    "of_speaker",
    "of_year",
    "place_in_order",
    "proposal_in_order",
]
