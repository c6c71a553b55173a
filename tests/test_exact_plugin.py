"""That mypy refuses arithmetic on decimals in the library's source, and only there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent

SNIPPET = """
from decimal import Context, Decimal, getcontext
from fractions import Fraction

OWN = Context(50)


def fine(a: Decimal, b: Decimal, n: int) -> object:
    same = (a == b, a < n, Fraction(a) * Fraction(b), a.copy_negate(), OWN.multiply(a, b), max(a, b), f"{a}")
    return same, n + 1, sum([n]), abs(n), abs(Fraction(a))


def wrong(a: Decimal, b: Decimal | None, n: int) -> None:
    print(a + n)  # wrong
    print(n * a)  # wrong
    print(-a)  # wrong
    print(a.scaleb(2))  # wrong
    print(a.quantize(a))  # wrong
    print(sum([a, a]))  # wrong
    print(abs(a))  # wrong
    print(round(a, 2))  # wrong
    print(a - (b or 0))  # wrong
    print(getcontext())  # wrong
"""


def refused(folder: Path) -> list[int]:
    folder.mkdir(parents=True)
    (folder / "snippet.py").write_text(SNIPPET, encoding="utf-8")
    config = folder / "mypy.ini"
    config.write_text(f"[mypy]\nplugins = {ROOT / 'tests' / 'exact_plugin.py'}\n", encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--config-file",
        str(config),
        "--cache-dir",
        str(folder / "cache"),
    ]
    found = subprocess.run(
        [*command, str(folder / "snippet.py")], capture_output=True, text=True, check=False
    )
    assert found.returncode < 2, found.stdout + found.stderr
    return sorted({int(line.split(":")[1]) for line in found.stdout.splitlines() if ": error:" in line})


def test_every_operation_is_refused_in_the_source_and_none_elsewhere(tmp_path: Path) -> None:
    wrong = [number for number, line in enumerate(SNIPPET.splitlines(), 1) if line.endswith("# wrong")]
    assert len(wrong) == 10
    assert refused(tmp_path / "src" / "minsheng") == wrong
    assert refused(tmp_path / "tests") == []
