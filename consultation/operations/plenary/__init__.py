"""Outcomes, summaries, signatures; the pack, its editions, and reports."""
