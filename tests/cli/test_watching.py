"""Long work is shown to a person who watches, and to nobody else."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from minsheng.steps import steps, watched


def test_who_watches_sees_every_step_and_nothing_is_changed() -> None:
    seen: list[tuple[str, int, int | None]] = []
    with watched(lambda *told: seen.append(told)):
        assert list(steps("abc", "读表")) == [*"abc"]
    assert list(steps([4], "读表")) == [4]
    assert seen == [("读表", 0, 3), ("读表", 1, 3), ("读表", 2, 3), ("读表", 3, 3)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for month in range(1, 7):
        text = f"指标,县市区,期间,完成数\njobs,平江县,2023年{month}月,{500 * month}人\n"
        (tmp_path / f"{month}.csv").write_text(text, "utf-8")
    return tmp_path


def run(folder: Path, stderr: int) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "minsheng", "progress", "yueyang-2023", str(folder), "--format", "csv"]
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "100"}
    return subprocess.run(
        command, stdout=subprocess.PIPE, stderr=stderr, env=environment, check=False, timeout=100
    )


def test_a_bar_is_drawn_on_a_terminal_only(folder: Path) -> None:
    piped = run(folder, subprocess.PIPE)
    assert piped.stderr == b""
    ours, theirs = pty.openpty()
    try:
        watched_by = run(folder, theirs)
        drawn = os.read(ours, 100_000).decode(errors="ignore")
    finally:
        os.close(ours)
        os.close(theirs)
    assert "读表" in drawn
    assert watched_by.stdout == piped.stdout
