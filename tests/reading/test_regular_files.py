"""Only regular files are read: for a pipe one would wait, of a device one would read, for ever."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

import minsheng as ms
from minsheng.published.reading import read_published
from minsheng.reading.adopted import read_adopted
from minsheng.reading.marks import read_answers, read_events, read_marks
from minsheng.reading.progress import read_progress
from tests.reading.registers import SMALL

READERS: dict[str, Callable[[Path], object]] = {
    "progress": lambda path: read_progress(path, SMALL),
    "published": read_published,
    "marks": read_marks,
    "events": read_events,
    "answers": read_answers,
    "adopted": lambda path: read_adopted(path, SMALL),
    "scheme": ms.load_scheme,
    "lights": ms.measuring.load_lights,
    "json": ms.load,
    "folder": lambda path: ms.load(path.parent),
}
NAMES = {"scheme": "x.toml", "lights": "x.toml", "json": "x.json", "folder": "programme.toml"}


def ends(work: Callable[[], object]) -> None:
    """That it is refused, and at once: a reader that waits would wait beyond the test."""
    raised: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:
            raised.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(60)
    assert not thread.is_alive()
    [error] = raised
    assert isinstance(error, ms.MinshengError), error


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
@pytest.mark.parametrize("reader", READERS)
def test_a_pipe_is_refused(tmp_path: Path, reader: str) -> None:
    path = tmp_path / NAMES.get(reader, "x.csv")
    os.mkfifo(path)
    ends(lambda: READERS[reader](path))


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no devices here")
@pytest.mark.parametrize("reader", READERS)
def test_a_device_is_refused(tmp_path: Path, reader: str) -> None:
    path = tmp_path / NAMES.get(reader, "x.csv")
    path.symlink_to("/dev/zero")
    ends(lambda: READERS[reader](path))


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", ["x\0y", "\ud800", "长" * 5000, "a/" * 3000, "x\x1b"], ids=ascii)
def test_a_name_that_no_file_system_takes_is_refused(tmp_path: Path, reader: str, name: str) -> None:
    path = tmp_path / f"{name}{Path(NAMES.get(reader, 'x.csv')).suffix}"
    with pytest.raises(ms.MinshengError):
        READERS[reader](path)


@pytest.mark.parametrize("reader", [name for name in READERS if name != "folder"])
def test_a_folder_is_no_file(tmp_path: Path, reader: str) -> None:
    path = tmp_path / NAMES.get(reader, "x.csv")
    path.mkdir()
    with pytest.raises(ms.DataError):
        READERS[reader](path)
