"""Exit codes."""

ALL_HELD, FINDINGS, COULD_NOT_RUN = 0, 1, 2
