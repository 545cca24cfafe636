"""The words of letters, and what was sent where."""
