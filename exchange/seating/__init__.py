"""Places of an event: how many are taken, and who gets one that comes free."""
