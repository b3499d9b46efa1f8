"""The front page: what is next, the year in figures, search, subscribe."""
