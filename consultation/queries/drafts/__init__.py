"""Drafts as they are prepared, read and compared."""
