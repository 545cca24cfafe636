"""Accounts: making them, signing in, leaving."""
