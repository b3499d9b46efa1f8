"""Photos and materials of events: sent, kept outside the database, and handed out."""
