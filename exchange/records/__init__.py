"""Session notes as searchable records."""
