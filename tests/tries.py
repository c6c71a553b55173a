"""How many examples a law is tried on."""

from __future__ import annotations

import os

from hypothesis import settings

#: how many where nothing is said
USUAL = 60


def tries(many: int) -> settings:
    """So many examples, fewer where ``MINSHENG_EXAMPLES`` says so: another run has tried them all."""
    return settings(max_examples=max(2, many * int(os.environ.get("MINSHENG_EXAMPLES", str(USUAL))) // USUAL))
