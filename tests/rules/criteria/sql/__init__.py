"""SQL text: what it looks like, and what is refused. That databases agree is in ``tests/engines``."""
