"""Public data as JSON."""
