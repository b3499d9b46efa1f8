"""The demonstration: one real year, a few coming events, and an account for each role."""
