"""Attendance: who came, at the door and in figures."""
