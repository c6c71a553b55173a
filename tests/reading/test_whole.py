"""Files are written whole or not at all, and a register that is not whole is not read."""

from __future__ import annotations

import csv
import errno
import io
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

import minsheng as ms
from minsheng.domain.period import Period
from minsheng.domain.progress import Progress
from minsheng.domain.record import Record
from minsheng.published.reading import read_published
from minsheng.reading.files import write_whole
from minsheng.reading.progress import read_progress
from minsheng.writing.register import write_register
from minsheng.writing.tables import write_table
from tests.reading.registers import SMALL

JUNE = Period.month(2023, 6)


def register(count: int) -> Progress:
    return Progress(
        tuple(Record("roads", JUNE, ms.Amount(n + 1, "公里"), "甲县", source="第1页") for n in range(count))
    )


def written(tmp_path: Path, count: int, kind: str = "csv") -> bytes:
    path = tmp_path / f"进度.{kind}"
    write_register(register(count), SMALL, path)
    return path.read_bytes()


@pytest.mark.parametrize("count", [0, 1, 2, 12])
def test_a_register_cut_at_any_byte_is_refused(tmp_path: Path, count: int) -> None:
    data = written(tmp_path, count)
    assert read_progress(data, SMALL) == read_progress(data[:-1], SMALL) == register(count)
    for length in range(len(data) - 1):
        with pytest.raises(ms.DataError):
            read_progress(data[:length], SMALL)


def test_a_workbook_cut_anywhere_is_refused(tmp_path: Path) -> None:
    data = written(tmp_path, 12, "xlsx")
    assert read_progress(data, SMALL) == register(12)
    for length in range(0, len(data), 97):
        with pytest.raises(ms.DataError):
            read_progress(data[:length], SMALL)


def test_what_is_missing_is_told_by_its_number(tmp_path: Path) -> None:
    lines = written(tmp_path, 12).decode("utf-8-sig").splitlines()
    without = "\n".join(lines[:3] + lines[5:]).encode()
    for read in (lambda: read_progress(without, SMALL), lambda: read_published(without, SMALL)):
        with pytest.raises(ms.DataError, match="写入时有 12 行，现在少了 2 行（第 3、4 行）"):
            read()


def edited(tmp_path: Path, edit: Callable[[list[list[str]]], object]) -> bytes:
    rows = list(csv.reader(io.StringIO(written(tmp_path, 3).decode("utf-8-sig"))))
    edit(rows)
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def test_lines_added_by_hand_are_read_and_told(tmp_path: Path) -> None:
    def add(rows: list[list[str]]) -> None:
        at = rows[0].index("数值")
        one, other = [*rows[1]], [*rows[1]]
        one[at], one[-1] = "9", ""  # the last column is left empty
        other[at], other[-1] = "10", "4"  # or filled in as a spreadsheet does
        rows.insert(2, one)
        rows.append(other)

    read = read_progress(edited(tmp_path, add), SMALL)
    assert len(read.records) == 5
    assert read.notes == ("数据：写入时有 3 行，另有 2 行是后来加的，也读了",)
    assert (read + read).notes == read.notes


def test_lines_in_another_order_are_the_same(tmp_path: Path) -> None:
    def turn(rows: list[list[str]]) -> None:
        rows[1:] = rows[:0:-1]

    read = read_progress(edited(tmp_path, turn), SMALL)
    assert (read, read.notes) == (register(3), ())


def test_without_the_column_a_register_is_read_as_one_made_by_hand(tmp_path: Path) -> None:
    def drop(rows: list[list[str]]) -> None:
        rows[:] = [row[:-1] for row in rows[:-1]]

    assert read_progress(edited(tmp_path, drop), SMALL) == register(2)


# --- writing -----------------------------------------------------------------------------


def _full(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def _stopped(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(("fail", "raised"), [(_full, ms.DataError), (_stopped, KeyboardInterrupt)])
@pytest.mark.parametrize("step", ["os.fsync", "pathlib.Path.replace", "pathlib.Path.chmod"])
def test_the_old_file_stays_until_the_new_one_is_there(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    fail: Callable[..., None],
    raised: type[BaseException],
) -> None:
    path = tmp_path / "进度.csv"
    write_register(register(3), SMALL, path)
    before = path.read_bytes()
    monkeypatch.setattr(step, fail)
    with pytest.raises(raised):
        write_register(register(5), SMALL, path, overwrite=True)
    with pytest.raises(raised):
        write_table(ms.Table(("甲",), (("乙",),)), path)
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["进度.csv"]


@pytest.mark.skipif(os.name == "nt", reason="permissions and links as POSIX has them")
def test_permissions_and_links_are_kept(tmp_path: Path) -> None:
    path, link = tmp_path / "表.csv", tmp_path / "链接.csv"
    path.write_bytes(b"")
    path.chmod(0o640)
    link.symlink_to(path)
    write_table(ms.Table(("甲",), (("乙",),)), link)
    assert link.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert "乙" in path.read_text("utf-8-sig")
    mask = os.umask(0o022)
    os.umask(mask)
    write_whole(tmp_path / "新.csv", b"")
    assert stat.S_IMODE((tmp_path / "新.csv").stat().st_mode) == 0o666 & ~mask


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_what_is_no_file_is_not_replaced(tmp_path: Path) -> None:
    pipe, folder = tmp_path / "管道.csv", tmp_path / "夹.csv"
    os.mkfifo(pipe)
    folder.mkdir()
    for path in (pipe, folder, tmp_path / "没有" / "表.csv", tmp_path / ("长" * 200 + ".csv")):
        with pytest.raises(ms.DataError, match="写不了"):
            write_table(ms.Table(("甲",), ()), path)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
