"""What the machine makes of a question's answers: points, themes, placements, reasons."""
