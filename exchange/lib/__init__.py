"""Plain Python that knows nothing of this application, one subject per module."""
