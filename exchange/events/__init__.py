"""Events as readers see them: a list of each kind, and a page of each event."""
