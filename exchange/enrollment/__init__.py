"""Enrollment: asking for places, getting them, giving them up; and what is told of it."""
