"""What the tests share: the real programme, and how hard Hypothesis tries."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

import minsheng as ms

# one profile everywhere: reproducible, and without deadlines that a busy machine would miss;
# MINSHENG_EXAMPLES makes fewer examples do, where another run has tried them all
settings.register_profile(
    "minsheng",
    deadline=None,
    derandomize=True,
    max_examples=int(os.environ.get("MINSHENG_EXAMPLES", "60")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("minsheng")


@pytest.fixture(scope="session")
def yueyang() -> ms.Programme:
    """The real programme of 2023."""
    return ms.load("yueyang-2023")
