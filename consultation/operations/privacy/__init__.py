"""Moderation and personal data: found, redacted, removed, erased, let go in time."""
