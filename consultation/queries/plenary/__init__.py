"""What was decided and signed, and how it is told."""
