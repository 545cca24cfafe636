"""Tables of answers in: read, matched to columns, and refused row by row where they cannot be."""
