"""What the tests share: the real programme, engines in this process, and how hard Hypothesis tries."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]  # it has no types

import minsheng as ms
from tests.frames import LOCAL, library

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


class OneJvm(LoadScopeScheduling):  # type: ignore[misc]  # it has no types
    """Gives all tests of Spark to one worker, and first: a session takes long to start and to warm."""

    def _split_scope(self, nodeid: str) -> str:
        return "spark" if "spark" in nodeid.partition("::")[2] else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> OneJvm:
    """Which worker does what; by marks it cannot be said, which pytest 9.2 no longer puts into names."""
    return OneJvm(config, log)


@pytest.fixture(scope="session")
def yueyang() -> ms.Programme:
    """The real programme of 2023."""
    return ms.load("yueyang-2023")


@pytest.fixture(scope="module")
def put(request: pytest.FixtureRequest) -> Iterator[Callable[[Any], Any]]:
    """What puts an Arrow table into the engine of the name: see ``on`` in ``tests/frames.py``."""
    if request.param == "duckdb":
        with library("duckdb").connect() as connection:
            yield connection.from_arrow
    else:
        yield LOCAL[request.param]
