"""``python -OO`` takes out docstrings and assertions; nothing that staff see may depend on them."""

from __future__ import annotations

import subprocess
import sys

import pytest


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "command",
    [
        ("check", "yueyang-2023"),
        ("progress", "yueyang-2019"),
        ("score", "yueyang-2019", "--scheme", "chizhou-2004"),
    ],
    ids=" ".join,
)
def test_the_commands_say_the_same_without_docstrings(command: tuple[str, ...]) -> None:
    usual, optimized = _run("-m", "minsheng", *command), _run("-OO", "-m", "minsheng", *command)
    assert optimized.stdout == usual.stdout != ""
    assert (optimized.returncode, optimized.stderr) == (usual.returncode, usual.stderr)


def test_a_rule_without_docstring_and_source_is_called_by_its_name() -> None:
    # made of a text, so that no source is to be found: Python 3.13 finds even that of -c
    function = "def nothing_to_say(programme):\n    '''没有话说\n\n手册'''\n    return ()\n"
    define = (
        f"import minsheng as ms\nexec(compile({function!r}, '<made>', 'exec'))\n"
        "made = ms.rule('X101')(nothing_to_say)\n"
        "print(made.title, made.manual)"
    )
    assert _run("-c", define).stdout == "没有话说 手册\n"
    assert _run("-OO", "-c", define).stdout == "nothing_to_say \n"
