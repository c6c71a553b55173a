"""``st.from_type`` makes the values of this library, whoever is imported first."""

from __future__ import annotations

import subprocess
import sys

import pytest


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
