"""Rosters: the people of an event, looked over, decided on, printed and taken away."""
