"""The coordinator's desk: whom a town hall sends, collected and answered in one place."""
