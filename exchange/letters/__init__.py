"""Letters: what they say, and the calendar objects that go with them."""
