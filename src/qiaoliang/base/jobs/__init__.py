"""Work that is done later, and exactly once in effect: a queue, an outbox and idempotency keys in our own tables."""
