"""The organizer's forms, one module per page, and what their rows have in common."""
