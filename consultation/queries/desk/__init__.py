"""A question at its desk: themes, points, figures, filters."""
