"""Personal feeds: whose they are, what stands in them, and when that was changed."""
