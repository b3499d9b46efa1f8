"""The board on which proposals become plans."""
