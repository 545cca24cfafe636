"""The shape of what was typed."""
