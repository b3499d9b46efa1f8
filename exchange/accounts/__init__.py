"""Accounts: signing in and out, passwords, the language of the pages."""
