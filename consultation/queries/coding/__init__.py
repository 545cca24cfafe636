"""Code frames, and what was coded with them."""
