"""The clients on the page about embedding run against a service, and print what the page says."""

from __future__ import annotations

import doctest
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.embedding.serving import Service, running

PAGE = (Path(__file__).parents[2] / "docs" / "howto" / "embedding.md").read_text("utf-8")


def block(language: str) -> tuple[str, str]:
    """The code of a language on the page, and what it prints."""
    found = re.search(rf"```{language}\n(.*?)```\s+```text\n(.*?)```", PAGE, re.DOTALL)
    assert found
    return found[1], found[2]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service with the folder that the page's first example writes."""
    home = tmp_path_factory.mktemp("page")
    first = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert first
    code = "".join(one.source for one in doctest.DocTestParser().get_examples(first[1]))
    with pytest.MonkeyPatch.context() as here:
        here.chdir(home)
        exec(compile(code, "page", "exec"), {})  # noqa: S102  # our own page
    with running(home, "--data", str(home / "known")) as one:
        yield one


@pytest.mark.skipif(shutil.which("javac") is None, reason="there is no Java here")
def test_java(service: Service, tmp_path: Path) -> None:
    code, printed = block("java")
    (tmp_path / "Judge.java").write_text(code, "utf-8")
    subprocess.run(["javac", "-encoding", "UTF-8", "Judge.java"], cwd=tmp_path, check=True, timeout=120)
    command = ["java", "-Dstdout.encoding=UTF-8", "-Dfile.encoding=UTF-8", "-cp", ".", "Judge"]
    address = f"http://127.0.0.1:{service.port}"
    done = subprocess.run([*command, address], cwd=tmp_path, capture_output=True, timeout=120, check=True)
    assert done.stdout.decode() == printed


@pytest.mark.skipif(shutil.which("node") is None, reason="there is no Node here")
def test_javascript(service: Service, tmp_path: Path) -> None:
    code, printed = block("javascript")
    (tmp_path / "explain.mjs").write_text(code, "utf-8")
    command = ["node", "explain.mjs", f"http://127.0.0.1:{service.port}"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=120, check=True)
    assert done.stdout.decode() == printed
