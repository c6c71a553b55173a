"""Writing down what was decided, and what is left to decide, in 对照.toml."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import attrs

from minsheng.domain.intake import ColumnTaken
from minsheng.errors import DataError, Problem
from minsheng.layout import one_line
from minsheng.reading.decided import DECISIONS, Decision, folders_of, timeless, whole
from minsheng.reading.files import is_there, read_bytes, write_whole
from minsheng.reading.tables.naming import Names
from minsheng.reading.tables.words import FIGURES, Role
from minsheng.strict import decoded

_HEAD = """\
# 对照：人定下来的读法，下个月照用。一项 [[files]] 说的是名称这样的文件，月份、日期不论，* 是任意文字；
# 同一件事写了几次的，以后面的为准。# 开头的行还没有定：核对、改好，去掉行首的 # 就算数。
"""


@attrs.define
class Learned:
    """What was decided about one file, and what of it is open.

    Args:
        path: the file.
        top: the folder that was named.
        decisions: what was given for it and is not yet kept.
        columns: the columns of its tables.
        names: what its names mean, and which are not known.
        problems: what keeps it from being read.
    """

    path: Path
    top: Path
    decisions: tuple[Decision, ...] = ()
    columns: tuple[ColumnTaken, ...] = ()
    names: Names | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def file(self) -> Path:
        """Where it is kept: in the nearest 对照.toml, else in the folder that next month's files share."""
        folders = [*folders_of(self.path, self.top)]
        return next((f for f in folders if is_there(f / DECISIONS)), folders[-1]) / DECISIONS

    @property
    def called(self) -> str:
        """The file's name, with the folders that tell it from others."""
        folders = whole(self.path).relative_to(self.file.parent).parts[:-1]
        return "/".join((*filter(timeless, folders), self.path.name))

    def lines(self) -> Iterator[tuple[str, str]]:
        """Each line, and what it stands under: nothing, ``columns`` or ``aliases``."""
        for one in self.decisions:
            if one.name:
                yield one.about, f"{_text(one.name)} = {_text(one.meant)}"
            else:
                yield "", f"{one.about} = {_text(one.meant)}"
        unknown = self.names.unknown if self.names else {}
        open_ = [column for column in self.columns if column.figures or column.may]
        for problem in dict.fromkeys(self.problems):
            keys = [key for key in ("indicator", "area") if f"用 {key}=" in problem.todo]
            for key in keys:
                yield "", one_line(f'# {key} = ""  # {problem.met}')
            if not keys and not open_ and not unknown:
                yield "", f"# {one_line(problem.met)}"
        figures = {role.label for role in FIGURES}
        lacks = not any(column.role in figures for column in self.columns)
        for column in open_:
            may = column.may or ((Role.ACTUAL.label,) if lacks else ())
            first, *others = dict.fromkeys((*may, "不用"))
            said = f"或“{'”“'.join(others)}”；" if others else "还不知道是什么；"
            if len(column.may) == 1:
                said = "几列里只有一列是，其余写“不用”；"
            yield "columns", one_line(f"# {_text(column.key)} = {_text(first)}  # {said}{column.why}")
        for name, nearest in unknown.items():
            meant = self._meant(nearest)
            said = "最接近的是它，请核对" if nearest else "没有相近的，请写指标的 id 或地区"
            yield "aliases", one_line(f"# {_text(name)} = {_text(meant)}  # {said}")

    def _meant(self, nearest: str) -> str:
        """A name that is known, as aliases name it: an area, or the id of an indicator."""
        if not nearest or self.names is None or self.names.is_area(nearest):
            return nearest
        try:
            return self.names.item(nearest).id
        except DataError:
            return nearest


def write_down(found: Iterable[Learned]) -> tuple[str, ...]:
    """Add to each 对照.toml what is not in it; what stands there is kept.

    Returns:
        What was added where.

    Raises:
        DataError: one cannot be written.
    """
    texts, counts = dict[Path, str](), dict[Path, tuple[int, int]]()
    for one in found:
        file = one.file
        if file not in texts:
            texts[file] = decoded(read_bytes(file), file.name) if is_there(file) else _HEAD
            counts[file] = 0, 0
        known = set(texts[file].splitlines())
        under: dict[str, list[str]] = {"": [], "columns": [], "aliases": []}
        for key, line in one.lines():
            if not (line.startswith("#") and line in known) and line not in under[key]:
                under[key].append(line)
        added = [line for lines in under.values() for line in lines]
        if not added:
            continue
        block = [f"\n[[files]]\nname = {_text(one.called)}", *under.pop("")]
        for key, lines in under.items():
            block += [f"[files.{key}]", *lines] if lines else []
        texts[file] = texts[file].rstrip("\n") + "\n" + "\n".join(block) + "\n"
        opened = sum(line.startswith("#") for line in added)
        counts[file] = counts[file][0] + len(added) - opened, counts[file][1] + opened
    for file, text in texts.items():
        if any(counts[file]):
            try:
                data = text.encode()
            except UnicodeEncodeError:  # a name in bytes that are no text
                met = f"写不了 {file.name}：文件名里有不是文字的字节"
                raise DataError.at(file.parent.name, met, "请改文件名") from None
            write_whole(file, data)
    return tuple(
        f"写入 {file.parent.name}/{file.name}：{done} 条对照"
        + (f"，还没有定的 {left} 条写成了注释" if left else "")
        for file, (done, left) in counts.items()
        if done or left
    )


def _text(text: str) -> str:
    """A text as TOML writes it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
