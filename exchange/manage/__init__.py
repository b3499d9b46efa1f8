"""The organizer's desk: making, changing and publishing events."""
