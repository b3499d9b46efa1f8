"""Correspondence: what was written to the people of an event, and writing to them."""
