"""Preparing drafts: provisions, open questions, lineage, official answers."""
