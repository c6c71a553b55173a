"""What a person decided once about an office's files, kept in 对照.toml beside them for next month."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path

import attrs

from minsheng.domain.area import CITY, WHOLE_CITY
from minsheng.domain.numerals import normalise
from minsheng.domain.programme import Programme
from minsheng.errors import DataError, Problems, UnknownName
from minsheng.reading.files import is_there, read_toml
from minsheng.reading.tables.headings import role_named, tidy
from minsheng.reading.tables.naming import Names
from minsheng.reading.tables.words import TIME

DECISIONS = "对照.toml"
#: an office has some dozens; and file systems take no longer names
MOST_DECISIONS, _LONGEST = 5000, 255

_N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_MONTH = re.compile(
    rf"(?:20\d\d年?)?(?:{_N}月?(?:份)?[-—–~至到])?{_N}月(?:份)?(?:{_N}[日号]|[上中下]旬|底|末)?|20\d\d[-._]?[01]\d(?:[-._]?[0-3]\d)?(?!\d)|"
    rf"20\d\d[-._]\d{{1,2}}(?:[-._]\d{{1,2}})?(?!\d)|(?<!\d)\d{{1,2}}\.(?:2\d|3[01])(?!\d)|"
    rf"第?{_N}季度|前{_N}个?(?:月|季度)|[上下]半年|第?{_N}[周期旬]|[上中下]旬"
)
_YEAR = re.compile("20\\d\\d(?:年度?)?")
_ENDS = re.compile(r"\.(?:csv|xlsx|xls)$", re.IGNORECASE)


@attrs.frozen
class Decision:
    """One thing that a person decided about the files of a name.

    Args:
        files: the name of the files; months and days in it do not count, ``*`` is any text.
        about: ``columns``, ``aliases``, ``area``, ``indicator`` or ``sheet``.
        name: the heading, or the name in the table; empty where all of the table is meant.
        meant: the role, the indicator, the area or the sheet.
        where: the line it stands on.

    >>> one = Decision("平江县6月.xlsx", "columns", "已办数", "累计完成数")
    >>> one.is_of(Path("2023-07/平江县7月.xlsx")), one.is_of(Path("平江县7月更正.xlsx"))
    (True, False)
    """

    files: str
    about: str
    name: str
    meant: str
    where: str = attrs.field(default="", eq=False)

    def is_of(self, path: Path) -> bool:
        """Whether it is about this file."""
        wanted = self.files.split("/")
        there = path.parts[-len(wanted) :]
        return len(there) == len(wanted) and all(
            fnmatchcase(timeless(part), timeless(pattern))
            for part, pattern in zip(there, wanted, strict=True)
        )


@lru_cache(maxsize=4096)
def timeless(name: str) -> str:
    """A name of a file, a folder or a sheet without its months and days, and without how files end.

    >>> [timeless(name) for name in ("平江县（2023年1-7月）.xls", "2023-06", "附件1 平江县202307.csv")]
    ['平江县', '', '附件1平江县']
    """
    plain = _ENDS.sub("", normalise(name)).lower()
    return re.sub(r"[^\w*]|_", "", _YEAR.sub("", _MONTH.sub("", plain)))


def folders_of(path: Path, top: Path) -> Iterator[Path]:
    """The folders whose decisions count for a file: its own, and those above up to the one that was named.

    Above a folder named by a month, the next one counts too: next month's stands there as well.
    """
    folder, top = whole(path).parent, whole(top)
    yield folder
    while folder.parent != folder and (
        top in folder.parents or any(map(_is_monthly, (folder, folder.parent)))
    ):
        folder = folder.parent
        yield folder


def whole(path: Path) -> Path:
    """A path from the root; a link stays where it stands."""
    return Path(os.path.abspath(path))  # noqa: PTH100  # resolve() would follow links


def _is_monthly(folder: Path) -> bool:
    return _MONTH.search(normalise(folder.name)) is not None


@attrs.define
class Decisions:
    """The decisions for the files of one call, each 对照.toml read once.

    Args:
        programme: what they are about; without one, areas and indicators are not looked up.
    """

    programme: Programme | None
    _read: dict[Path, tuple[Decision, ...]] = attrs.field(factory=dict, init=False)
    _met: dict[Decision, bool] = attrs.field(factory=dict, init=False)

    def of(self, path: Path, top: Path) -> tuple[Decision, ...]:
        """Those about one file, one for each thing: the nearest folder's, and of one folder's the last.

        Raises:
            DataError: every problem of a 对照.toml.
        """
        found: dict[tuple[str, str], Decision] = {}
        for folder in reversed([*folders_of(path, top)]):
            if folder not in self._read:
                there = is_there(folder / DECISIONS)
                self._read[folder] = read_decisions(folder / DECISIONS, self.programme) if there else ()
            for one in self._read[folder]:
                if one.is_of(path):
                    found[one.about, tidy(one.name)] = one
        return tuple(found.values())

    def note(self, decisions: Iterable[Decision], met: Iterable[str]) -> None:
        """That of the columns decided about, a file has these."""
        for one in decisions:
            if one.about == "columns" and TIME.sub("", tidy(one.name)):  # last month's column is gone
                self._met[one] = self._met.get(one, False) or tidy(one.name) in met

    def unmet(self) -> Problems:
        """The headings that none of the files has that they are decided for."""
        problems = Problems()
        for one, met in self._met.items():
            if not met:
                said = f"“{one.files}”这样的文件里没有列“{one.name}”"
                problems.add(one.where, said, "请核对列名；已不用的，删去这一行")
        return problems


def read_decisions(file: Path, programme: Programme | None) -> tuple[Decision, ...]:
    """The decisions of a 对照.toml, in their order.

    Raises:
        DataError: every problem of it, each with its line.
    """
    problems, found = Problems(), list[Decision]()
    plain = read_toml(file, problems)[0]
    names = Names(programme)
    for key in plain.keys() - {"files"}:
        problems.add((key,), f"不认识的键“{key}”", "可用的键：files")
    entries = plain.get("files", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        problems.add(("files",), "files 应是一项一项的表", "写成 [[files]]")
        entries = []
    for number, entry in enumerate(entries):
        at = ("files", number)
        files = entry.get("name")
        if not isinstance(files, str) or not 0 < len(files) <= _LONGEST:
            problems.add(at, "没有写是哪些文件的", '写 name = "平江县6月.xlsx"，月份不论；全部文件写 "*"')
            continue
        for about, value in entry.items():
            if about == "name":
                continue
            if about not in ("columns", "aliases", "area", "indicator", "sheet"):
                todo = "可用的键：name、columns、aliases、area、indicator、sheet"
                problems.add((*at, about), f"不认识的键“{about}”", todo)
                continue
            several = about in ("columns", "aliases")
            if several and not isinstance(value, dict):
                problems.add((*at, about), f"{about} 后面应是一行一个", f"写成 [files.{about}]")
                continue
            for name, meant in value.items() if several else [("", value)]:
                path = (*at, about, name) if several else (*at, about)
                if not isinstance(meant, str):
                    problems.add(path, f"“{name or about}”后面不是文字", "请加引号")
                    continue
                with problems.at(path):
                    _check(about, meant, names)
                found.append(Decision(files, about, name, meant, problems.place(path)))
    if len(found) > MOST_DECISIONS:
        problems.add(file.name, f"有 {len(found)} 条，至多 {MOST_DECISIONS} 条", "请删去不用的")
    problems.refuse()
    return tuple(found)


def _check(about: str, meant: str, names: Names) -> None:
    """That there is such a role, an area or an indicator.

    Raises:
        DataError: there is none.
        UnknownName: likewise.
    """
    if not meant:
        raise DataError.at("", "空着", "请写上，或删去这一行")
    if about == "columns":
        role_named(meant)
    elif names.programme is None:
        return
    elif about == "aliases":
        Names(names.programme, {"-": meant})
    elif about == "indicator":
        names.item(meant)
    elif about == "area" and meant not in (*names.areas, CITY, WHOLE_CITY):
        raise UnknownName("area", meant, (*names.areas, CITY))
