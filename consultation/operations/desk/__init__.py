"""What chairs do to themes and points, each act a step that can be undone."""
