"""Letters, the outbox, and webhooks."""
