"""Logging: silent unless asked, by rooms, with names of files and counts and nothing of what is in them."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import pytest

import minsheng as ms

PAID = ms.column("paid", "元/月", places=2, low=0, high=10_000)
FLOOR = ms.Criterion("P201", ms.Amount(650, "元/月") <= PAID, title="低保")
HOUSEHOLD = "王某某430602199001011234"


def test_what_is_told_is_who_did_what_to_which_file(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    data = tmp_path / "发放.csv"
    data.write_text(f"户,paid\n{HOUSEHOLD},640\n{HOUSEHOLD},x\n", "utf-8")
    with caplog.at_level(logging.INFO, "minsheng"):
        p = ms.load("yueyang-2019")
        ms.check(p, progress=ms.read_progress("yueyang-2019", p))
        ms.embedding.judge_file([FLOOR], data, to=tmp_path / "out.csv")
        ms.write_table(p.table(), tmp_path / "t.csv")
        with pytest.raises(ms.DataError):
            ms.embedding.judge_file([FLOOR], tmp_path / "t.csv")
    told = [(one.name, one.getMessage().partition(":")[0]) for one in caplog.records]
    assert told == [
        ("minsheng.reading", "loaded yueyang-2019"),
        ("minsheng.reading", "read progress yueyang-2019"),
        ("minsheng.rules", "checked yueyang-2019"),
        ("minsheng.embedding", "judged 发放.csv"),
        ("minsheng.writing", "wrote file t.csv"),
        ("minsheng.embedding", "judged t.csv"),
    ]
    assert caplog.messages[3].endswith(" s, 2 rows, 1 criteria, 1 rows invalid")
    assert caplog.messages[5] == "judged t.csv: DataError, 1 problems"
    assert not any(word in caplog.text for word in (HOUSEHOLD, "640", str(tmp_path)))


def test_nothing_is_printed_where_nobody_asked() -> None:
    code = (
        "import logging, minsheng as ms; p = ms.load('yueyang-2023'); ms.check(p);"
        "log = logging.getLogger('minsheng'); log.error('x'); print(len(log.handlers), logging.root.handlers)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (ran.stdout, ran.stderr) == ("1 []\n", "")
