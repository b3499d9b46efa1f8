"""The month on a page, and the feeds that calendars subscribe to."""
