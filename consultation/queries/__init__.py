"""Reads: noun phrases, one select each, limited to what the asker may see by the view's guard."""
