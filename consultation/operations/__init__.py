"""Writes: one verb per function, on objects; no request, no current user, no commit."""
