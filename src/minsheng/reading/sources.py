"""Where tables come from: files, bytes, frames, records, folders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path

from minsheng.errors import DataError
from minsheng.reading.files import is_folder
from minsheng.reading.shipped import programme_names
from minsheng.reading.tables.sheet import Sheet, sheet_of
from minsheng.reading.tables.sheets import read_sheets
from minsheng.table import Table

#: how many files of a folder are read, and how they end
MOST_FILES, _ENDS = 500, (".csv", ".xlsx", ".xls")
#: how many files that are no tables are named
_SHOWN = 5


def files_in(source: object) -> dict[str, Path] | None:
    """A file by its name, or the tables in a folder and the folders below; None for what is neither.

    Raises:
        DataError: there are none, or too many.
    """
    if not isinstance(source, (str, Path)) or source in programme_names():
        return None
    folder = Path(source)
    if not is_folder(folder):
        return {folder.name: folder}
    found = [
        path for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in _ENDS and not path.name.startswith(("~$", "."))
    ]  # fmt: skip
    if not 0 < len(found) <= MOST_FILES:
        met = f"有 {len(found)} 个表格文件，至多读 {MOST_FILES} 个" if found else "没有表格文件"
        raise DataError.at(folder.name, met, "请放入 CSV、XLSX 或 XLS 文件，或分成几个文件夹")
    return {f"{folder.resolve().name}/{path.relative_to(folder).as_posix()}": path for path in found}


def no_tables(folder: Path) -> list[str]:
    """The files in a folder that are no tables by their names: 说明.docx, Thumbs.db, ~$表.xlsx."""
    if not is_folder(folder):
        return []
    return [
        path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
        and (path.suffix.lower() not in _ENDS or path.name.startswith("~$"))
    ]  # fmt: skip


def not_read(names: Sequence[str]) -> list[str]:
    """That files of a folder are no tables, all in one note; nothing without any."""
    more = f"等 {len(names)} 个" * (len(names) > _SHOWN)
    return [f"文件夹里不是表格的，没有读：{'、'.join(names[:_SHOWN])}{more}"] if names else []


def sheets_of(source: object) -> tuple[Sheet, ...]:
    """Whatever it is, as sheets."""
    if isinstance(source, bytes):
        return read_sheets(source)
    if isinstance(source, str) and source in programme_names():
        return read_sheets(files("minsheng") / "data" / source / "progress.csv", f"{source}/progress.csv")
    if isinstance(source, (str, Path)):
        return read_sheets(Path(source))
    if isinstance(source, Table):
        return (sheet_of(source.title or "表", source.columns, source.rows),)
    if isinstance(source, (list, tuple)):
        if not all(isinstance(row, Mapping) for row in source):
            raise TypeError("a list of progress is a list of dicts")
        header = tuple(dict.fromkeys(str(key) for row in source for key in row))
        return (sheet_of("记录", header, ([row.get(key) for key in header] for row in source)),)
    from minsheng.rules.criteria.frames.rows import rows_of  # narwhals, only where there is a frame

    return (sheet_of("数据框", *rows_of(source)),)
