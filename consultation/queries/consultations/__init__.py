"""How a consultation is set up, and who takes part in it."""
