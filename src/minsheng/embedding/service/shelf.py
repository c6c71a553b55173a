"""What the service knows by name: what lies in its folder, and what comes with the library."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import TypeVar

import attrs

from minsheng.domain.programme import Programme
from minsheng.embedding.documents import load_json
from minsheng.embedding.plugins import Plugins
from minsheng.embedding.service.bench import Bench
from minsheng.errors import DataError, Problems, UnknownName
from minsheng.reading.files import is_folder, read_bytes
from minsheng.reading.programme import load
from minsheng.reading.scheme import load_scheme, scheme_names
from minsheng.reading.shipped import programme_names
from minsheng.rules.catalogue import STANDARD_RULES
from minsheng.rules.rule import Rule
from minsheng.rules.scoring.regulation.scheme import Scheme

#: what a name may be: nothing that a file system would take for a way to somewhere else
_NAME = re.compile(r"\w[\w. -]{0,99}")
Known = TypeVar("Known")
_PLURAL = {"programme": "programmes", "scheme": "schemes", "criteria": "criteria"}
_FOLDERS = tuple(_PLURAL.values())


@attrs.frozen
class Shelf:
    """Programmes, schemes and criteria by name, read once.

    Args:
        programmes, schemes, criteria: by name, those of the folder. Those of the library are read when
            they are first asked for.
        rules: what programmes are checked by.
    """

    programmes: dict[str, Programme] = attrs.field(factory=dict)
    schemes: dict[str, Scheme] = attrs.field(factory=dict)
    criteria: dict[str, Bench] = attrs.field(factory=dict)
    rules: tuple[Rule, ...] = STANDARD_RULES

    @classmethod
    def of(cls, folder: Path | None, plugged: Plugins | None = None) -> Shelf:
        """What lies in ``programmes``, ``schemes`` and ``criteria`` of a folder, and what plug-ins bring.

        Raises:
            DataError: every problem of every file.
        """
        plugged = plugged or Plugins()
        own = cls(
            {name: load(path) for name, path in plugged.programmes.items()},
            {name: load_scheme(path) for name, path in plugged.schemes.items()},
            rules=(*STANDARD_RULES, *plugged.rules),
        )
        if folder is None:
            return own
        problems = Problems()
        if not is_folder(folder):
            raise DataError.at(str(folder), "没有这个文件夹", f"里面放 {'、'.join(_FOLDERS)}")
        for entry in sorted(folder.iterdir()):
            if entry.name not in _FOLDERS and not entry.name.startswith("."):
                problems.add(entry.name, "不知道是什么", f"文件夹里只放 {'、'.join(_FOLDERS)}")
        found = cls(
            _read(
                folder / "programmes", ("", ".json"), load, (*programme_names(), *own.programmes), problems
            ),
            _read(folder / "schemes", ("", ".toml"), load_scheme, (*scheme_names(), *own.schemes), problems),
            _read(
                folder / "criteria",
                (".json",),
                _bench,
                (),
                problems,
            ),
        )
        problems.refuse()
        programmes, schemes = own.programmes | found.programmes, own.schemes | found.schemes
        return attrs.evolve(own, programmes=programmes, schemes=schemes, criteria=found.criteria)

    @cached_property
    def names(self) -> dict[str, tuple[str, ...]]:
        """All names, by kind."""
        return {
            "programmes": tuple(sorted({*self.programmes, *programme_names()})),
            "schemes": tuple(sorted({*self.schemes, *scheme_names()})),
            "criteria": tuple(sorted(self.criteria)),
        }

    def programme(self, name: str) -> Programme:
        """The programme of a name."""
        return self.programmes.get(name) or _shipped_programme(self._known("programme", name))

    def scheme(self, name: str) -> Scheme:
        """The scheme of a name."""
        return self.schemes.get(name) or _shipped_scheme(self._known("scheme", name))

    def bench(self, name: str) -> Bench:
        """The criteria of a name."""
        return self.criteria[self._known("criteria", name)]

    def _known(self, what: str, name: str) -> str:
        """The name, if there is such a thing."""
        listed = self.names[_PLURAL[what]]
        if name not in listed:
            raise UnknownName(what, name, listed)
        return name


@cache
def _shipped_programme(name: str) -> Programme:
    return load(name)


@cache
def _shipped_scheme(name: str) -> Scheme:
    return load_scheme(name)


def _bench(file: Path) -> Bench:
    listed = load_json(read_bytes(file))
    if not isinstance(listed, tuple) or not listed:  # of criteria; other documents are of one value
        raise DataError.at(file.name, "不是 minsheng/criteria，或者一条也没有")
    return Bench(listed)


def _read(
    folder: Path,
    endings: tuple[str, ...],
    read: Callable[[Path], Known],
    shipped: tuple[str, ...],
    problems: Problems,
) -> dict[str, Known]:
    """By name, what each entry of a folder holds."""
    found: dict[str, Known] = {}
    for entry, name in _entries(folder, endings, problems):
        where = f"{folder.name}/{entry.name}"
        if not _NAME.fullmatch(name):
            problems.add(where, "这样的名称不能用", "只用文字、数字、空格、点、横线")
        elif name in shipped or name in found:
            problems.add(where, f"“{name}”已经有了", "请换一个名称")
        else:
            inner = Problems()
            with inner.at():
                found[name] = read(entry)
            for one in inner:
                problems.add(f"{where}：{one.where}", one.met, one.todo)
    return found


def _entries(folder: Path, endings: tuple[str, ...], problems: Problems) -> Iterator[tuple[Path, str]]:
    """The entries of a folder with their names; those of no known kind are told."""
    for entry in sorted(folder.iterdir()) if is_folder(folder) else ():
        ending = "" if is_folder(entry) else entry.suffix
        if entry.name.startswith("."):
            continue
        if ending in endings and (ending or is_folder(entry)):
            yield entry, entry.name.removesuffix(ending)
        else:
            kinds = "、".join(one or "文件夹" for one in endings)
            problems.add(f"{folder.name}/{entry.name}", "不知道是什么", f"这里放：{kinds}")
