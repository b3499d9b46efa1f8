"""The forms of the day: what was stated, and who comes through the door."""
