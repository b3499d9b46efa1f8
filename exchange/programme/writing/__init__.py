"""Bringing rows in line with what a document states, one section at a time."""
