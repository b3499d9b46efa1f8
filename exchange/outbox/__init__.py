"""The outbox: letters that are kept with the change they report, and sent later."""
