"""``st.from_type`` makes the values of this library, whoever is imported first."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import find
from hypothesis import strategies as st

import minsheng as ms


@pytest.mark.parametrize(
    "kind", [ms.Unit, ms.Amount, ms.Bound, ms.Area, ms.Row, ms.Allocation, ms.Standard, ms.Programme]
)
def test_from_type(kind: type) -> None:
    assert isinstance(find(st.from_type(kind), lambda _: True), kind)


@pytest.mark.parametrize("first", ["hypothesis", "minsheng.testing", "minsheng.testing.entry"])
def test_either_may_be_imported_first(first: str) -> None:
    code = (
        f"import {first}, minsheng as ms; from hypothesis import find, strategies as st;"
        "print(find(st.from_type(ms.Amount), lambda a: True))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "0 个"
