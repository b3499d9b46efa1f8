"""What an organizer says about the registration for an event: places, questions, rules."""
