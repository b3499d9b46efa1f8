"""What has to follow whenever an event changes, in the same transaction."""
