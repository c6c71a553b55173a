"""Files: regular ones, bounded in size, UTF-8, with every problem in its place; and written whole or not."""

from __future__ import annotations

import os
import re
import stat
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal, InvalidOperation
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

import attrs

from minsheng.errors import DataError, Problems
from minsheng.errors import Path as Where
from minsheng.logs import logged
from minsheng.strict import ALSO_IN_TOML, MOST_VALUES, check_plain, decoded

File = Traversable | Path

#: a city's whole programme is some 50 kB; what is past this is not one
MOST_BYTES = 8 * 1024 * 1024
#: why a name that no file system takes cannot be used
_NO_NAME = "不是可用的文件名"
#: names of a key in a row, with dots between them: the parser's time grows faster than their number
_LONG_KEY = re.compile(
    r"""(?<![\w-])(?:[\w-]+|"[^"\n]*"|'[^'\n]*')(?:[ \t]*\.[ \t]*(?:[\w-]+|"[^"\n]*"|'[^'\n]*')){32}""",
    re.ASCII,
)


#: marks of TOML as Chinese typing has them; within quotes and in comments they are text
_WIDE = dict(zip("“”＂‘’＇＝［］【】｛｝，＃", [*'"""', *"'''", *"=[][]{},#"], strict=True))
_ANY_WIDE, _QUOTED = re.compile(f"[{''.join(_WIDE)}]"), re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'|#.*')


def is_folder(path: Path) -> bool:
    """Whether there is a folder; of a name that no file system takes, there is none."""
    return _asked(path.is_dir)


def is_there(path: Path) -> bool:
    """Whether there is anything of that name."""
    return _asked(path.exists)


def _asked(question: Callable[[], bool]) -> bool:
    try:
        return question()
    except (OSError, ValueError):  # a name that no file system takes
        return False


def read_bytes(file: File, most: int = MOST_BYTES, name: str = "") -> bytes:
    """The bytes of a regular file: for a pipe or a device one might wait, or read, for ever.

    Raises:
        DataError: there is none, it cannot be opened, or it is too large.
    """
    name = name or file.name
    with opened(file, name) as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        limit = f"超过 {most // 1024 // 1024} MB，远大于一个城市一年的数据"
        raise DataError.at(name, limit, "请检查是否放错了文件")
    return data


@contextmanager
def opened(file: File, name: str) -> Iterator[IO[bytes]]:
    """A regular file, opened to be read.

    Raises:
        DataError: there is none, or it cannot be opened or read.
    """
    try:
        with _opened(file) as stream:
            yield stream
    except FileNotFoundError:
        raise DataError.at(name, "没有这个文件") from None
    except OSError as error:
        raise DataError.at(name, f"打不开（{error.strerror or _NO_NAME}）") from None


def _opened(file: File) -> IO[bytes]:
    if not isinstance(file, Path):
        return file.open("rb")  # of the library itself
    # not waiting for a pipe's writer; what it is, is asked when it is open and cannot be exchanged any more
    try:
        number = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except ValueError:
        raise OSError(0, _NO_NAME) from None
    if stat.S_ISREG(os.fstat(number).st_mode):
        return os.fdopen(number, "rb")
    os.close(number)
    raise OSError(0, "不是普通文件")


@logged("writing", "wrote file", "path")
def write_whole(path: Path, data: bytes) -> None:
    """Write a file beside the old one and put it in its place: it is the old or the new, never a part.

    Raises:
        DataError: it cannot be written; the old one is as it was.
    """
    with written_whole(path) as stream:
        stream.write(data)


@contextmanager
def written_whole(path: Path) -> Iterator[IO[bytes]]:
    """What is written within it to the stream takes the place of the old file, if nothing stops it.

    Raises:
        DataError: as for :func:`write_whole`.
    """
    try:
        target = _target(path)
        old = target.stat() if target.exists() else None
        if old is not None and not stat.S_ISREG(old.st_mode):
            raise OSError(0, "不是普通文件")
        beside = target.with_name(f".{uuid4().hex}.tmp")
        try:
            with beside.open("xb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            if old is not None:
                beside.chmod(stat.S_IMODE(old.st_mode))
            beside.replace(target)
        except BaseException:  # whatever stops it leaves nothing behind
            beside.unlink(missing_ok=True)
            raise
    except OSError as error:
        met = f"写不了（{error.strerror or _NO_NAME}）"
        raise DataError.at(path.name, met, "文件若在 Excel 中打开，请先关闭") from None


def _target(path: Path) -> Path:
    """What a link points at, which is replaced, not the link."""
    try:
        return Path(os.path.realpath(path))
    except ValueError:
        raise OSError(0, _NO_NAME) from None


def read_text(file: File, problems: Problems) -> str | None:
    """The text of a UTF-8 file, with or without a byte order mark; None where it has none."""
    with problems.at():
        return decoded(read_bytes(file), file.name)
    return None


def read_toml(file: File, problems: Problems) -> tuple[dict[str, Any], TomlLines]:
    """A TOML file as plain data, and where each of its keys stands; from here on problems stand there too."""
    text, name = read_text(file, problems), file.name
    if text is None:
        return {}, TomlLines(name, unread=True)
    if sum(map(text.count, "=,[")) > 2 * MOST_VALUES:  # the parser is slow, and its values are counted later
        problems.add(name, f"超过 {MOST_VALUES} 个值", "请检查是否放错了文件")
        return {}, TomlLines(name, unread=True)
    if long := _LONG_KEY.search(text):
        line = text.count("\n", 0, long.start()) + 1
        problems.add(f"{name} 第{line}行", "一个键里有 32 个以上的点", "请检查是否放错了文件")
        return {}, TomlLines(name, unread=True)
    try:
        plain = tomllib.loads(text, parse_float=_decimal)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        where = f"{name} 第{place[1]}行第{place[2]}列" if place else f"{name} 末尾"
        wide = [(n, _ANY_WIDE.search(_QUOTED.sub("", line))) for n, line in enumerate(text.splitlines(), 1)]
        for number, found in wide:
            if found:
                met = f"这里的“{found[0]}”是中文标点"
                problems.add(f"{name} 第{number}行", met, f"请改成英文的 {_WIDE[found[0]]}")
        if not any(found for _, found in wide):
            problems.add(where, f"不是合格的 TOML：{error}", "请检查引号、括号和等号")
    except RecursionError:
        problems.add(name, "括号套得太深")
    except ValueError:  # a whole number of more digits than Python reads, a number past all exponents
        problems.add(name, "里面有一个数太长", "请加引号写成文字")
    else:
        lines, before = TomlLines.of(name, text), len(problems)
        problems.place = lines.place
        check_plain(plain, problems, also=ALSO_IN_TOML)
        return (plain, lines) if len(problems) == before else ({}, TomlLines(name, unread=True))
    return {}, TomlLines(name, unread=True)


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise ValueError(text) from None


_HEADER = re.compile(r"\s*(\[\[?)\s*([A-Za-z0-9_.-]+)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"""\s*(?:([A-Za-z0-9_-]+)|"([^"\\]*)"|'([^']*)')\s*=""")
#: a line of a list, which may open another, and the line that closes one
_ITEM, _OPENED, _CLOSED = (
    re.compile(r"\s+[{\"']"),
    re.compile(r"([A-Za-z0-9_-]+)\s*=\s*\[$"),
    re.compile(r"\s*\]"),
)


@attrs.frozen
class TomlLines:
    """The line each key of a TOML file stands on, by its path; as near as headers tell."""

    name: str
    lines: dict[Where, int] = attrs.field(factory=dict)
    unread: bool = False

    @classmethod
    def of(cls, name: str, text: str) -> TomlLines:
        lines: dict[Where, int] = {}
        here: Where = ()
        counts: dict[Where, int] = {}
        lists: list[Where] = []  # the lists that are open, from the outermost
        for number, line in enumerate(text.splitlines(), 1):
            if lists and _ITEM.match(line):
                counts[lists[-1]] = counts.get(lists[-1], 0) + 1
                item = (*lists[-1], counts[lists[-1]] - 1)
                lines[item] = number
                if inner := _OPENED.search(line):
                    lists.append((*item, inner[1]))
            elif lists and _CLOSED.match(line):
                lists.pop()
            elif header := _HEADER.match(line):
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
                lists = []
            elif key := _KEY.match(line):
                at = (*here, key[key.lastindex or 0])
                lines.setdefault(at, number)
                lists = [at] if line.rstrip().endswith("[") else []
        return cls(name, lines)

    def place(self, path: Where) -> str:
        """``projects.toml 第12行``, of the nearest header or key that holds the path."""
        for end in range(len(path), 0, -1):
            if path[:end] in self.lines:
                return f"{self.name} 第{self.lines[path[:end]]}行"
        return self.name
