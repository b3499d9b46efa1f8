"""Registrations: the form, the holder's page, the coordinator's desk."""
