"""Writing what was said at a session."""
