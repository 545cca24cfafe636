"""What reached a round, and who may read it."""
