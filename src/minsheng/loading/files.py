"""Reading files: bounded in size, UTF-8, and every problem kept with its place."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from decimal import Decimal
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import attrs

from minsheng.errors import Problem

File = Traversable | Path

#: a city's whole programme is some 50 kB; what is past this is not one
MOST_BYTES = 8 * 1024 * 1024


def read_text(file: File, problems: list[Problem]) -> str | None:
    """The text of a UTF-8 file, with or without a byte order mark; None where it has none."""
    name = file.name
    try:
        with file.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except OSError as error:
        met = "没有这个文件" if isinstance(error, FileNotFoundError) else f"打不开（{error.strerror}）"
        problems.append(Problem(name, met))
        return None
    if len(data) > MOST_BYTES:
        limit = f"超过 {MOST_BYTES // 1024 // 1024} MB，远大于一个城市一年的数据"
        problems.append(Problem(name, limit, "请检查是否放错了文件"))
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        met = f"第{line}行第{error.start + 1}个字节处不是 UTF-8 编码"
        problems.append(Problem(name, met, "请另存为“UTF-8”（Excel 中选“CSV UTF-8”）"))
        return None


def read_toml(file: File, problems: list[Problem]) -> tuple[dict[str, Any], TomlLines]:
    """A TOML file as plain data, and where each of its keys stands."""
    text = read_text(file, problems)
    if text is None:
        return {}, TomlLines(file.name, unread=True)
    try:
        return tomllib.loads(text, parse_float=Decimal), TomlLines.of(file.name, text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        where = f"{file.name} 第{place[1]}行第{place[2]}列" if place else f"{file.name} 末尾"
        problems.append(Problem(where, f"不是合格的 TOML：{error}", "请检查引号、括号和等号"))
    except RecursionError:
        problems.append(Problem(file.name, "括号套得太深"))
    return {}, TomlLines(file.name, unread=True)


_HEADER = re.compile(r"\s*(\[\[?)\s*([A-Za-z0-9_.-]+)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"\s*([A-Za-z0-9_-]+)\s*=")


@attrs.frozen
class TomlLines:
    """The line each key of a TOML file stands on, by its path; as near as headers tell."""

    name: str
    lines: dict[tuple[str | int, ...], int] = attrs.field(factory=dict)
    unread: bool = False

    @classmethod
    def of(cls, name: str, text: str) -> TomlLines:
        lines: dict[tuple[str | int, ...], int] = {}
        here: tuple[str | int, ...] = ()
        counts: dict[tuple[str | int, ...], int] = {}
        for number, line in enumerate(text.splitlines(), 1):
            if header := _HEADER.match(line):
                here = ()
                *parents, last = header[2].split(".")
                for parent in parents:
                    here += (parent,)
                    if here in counts:
                        here += (counts[here] - 1,)
                here += (last,)
                if header[1] == "[[":
                    counts[here] = counts.get(here, 0) + 1
                    here += (counts[here] - 1,)
                lines[here] = number
            elif key := _KEY.match(line):
                lines.setdefault((*here, key[1]), number)
        return cls(name, lines)

    def place(self, path: tuple[str | int, ...]) -> str:
        """``projects.toml 第12行``, of the nearest header or key that holds the path."""
        for end in range(len(path), 0, -1):
            if path[:end] in self.lines:
                return f"{self.name} 第{self.lines[path[:end]]}行"
        return self.name


@attrs.frozen
class Sheet:
    """A CSV file: its header and its rows, each with its line number; no columns if unread."""

    name: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[int, tuple[str, ...]], ...] = ()


def read_csv(file: File, problems: list[Problem]) -> Sheet:
    """A CSV file with a header. Rows of the wrong length are problems and left out."""
    text = read_text(file, problems)
    if text is None:
        return Sheet(file.name)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[int, tuple[str, ...]]] = []
    try:
        for record in reader:
            cells = tuple(cell.strip() for cell in record)
            if any(cells):
                rows.append((reader.line_num, cells))
    except csv.Error as error:
        problems.append(Problem(f"{file.name} 第{reader.line_num}行", f"不是合格的 CSV：{error}"))
        return Sheet(file.name)
    if not rows:
        problems.append(Problem(file.name, "空文件，没有表头"))
        return Sheet(file.name)
    columns = rows[0][1]
    for column in sorted({c for c in columns if columns.count(c) > 1}):
        problems.append(Problem(f"{file.name} 第1行", f"列名“{column}”出现了不止一次"))
    kept = []
    for line, cells in rows[1:]:
        if len(cells) == len(columns):
            kept.append((line, cells))
        else:
            how = "少" if len(cells) < len(columns) else "多"
            met = f"有 {len(cells)} 格，表头有 {len(columns)} 格，{how}了 {abs(len(cells) - len(columns))} 格"
            problems.append(Problem(f"{file.name} 第{line}行", met, "没有任务数的地方请写“/”"))
    return Sheet(file.name, columns, tuple(kept))
