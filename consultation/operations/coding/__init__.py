"""Code frames, coding with them, and blind double coding."""
