"""Schemes: those that come with the library, and one's own, from TOML files."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

import attrs

from minsheng.domain.programme import Programme
from minsheng.errors import DataError, Problem, UnknownName
from minsheng.loading.files import File, read_toml
from minsheng.loading.structure import structure
from minsheng.scoring.catalogue import FORMS
from minsheng.scoring.checks import faults
from minsheng.scoring.facts import bind
from minsheng.scoring.forms import Form
from minsheng.scoring.items import Item, Section
from minsheng.scoring.scheme import Scheme

#: the file of a scheme that is a folder
SCHEME = "scheme.toml"
At = tuple[str | int, ...]
Kind = TypeVar("Kind", Scheme, Section, Item)


def scheme_names() -> tuple[str, ...]:
    """The schemes that come with the library.

    >>> "hunan-2005" in scheme_names()
    True
    """
    data = files("minsheng") / "data" / "schemes"
    return tuple(sorted(entry.name.removesuffix(".toml") for entry in data.iterdir()))


def load_scheme(source: str | Path, programme: Programme | None = None) -> Scheme:
    """A scheme by the name of one that comes with the library, or from a TOML file or its folder.

    Args:
        source: a name, a ``.toml`` file, or a folder with a ``scheme.toml``.
        programme: to check the scheme's indicators and units against; it is then about those.

    Raises:
        DataError: the file cannot be read; weights do not add up, ranges have a gap, an item
            pays for less work, a unit does not fit, a name is not there. All of it at once, each
            with file and line.
        UnknownName: no such scheme.

    >>> load_scheme("hunan-2005").title
    '湖南省2005年为民办实事考核（达标制）'
    """
    path = Path(source)
    file: File = path / SCHEME if path.is_dir() else path
    if isinstance(source, str) and source in scheme_names():
        file = files("minsheng") / "data" / "schemes" / f"{source}.toml"
    elif isinstance(source, str) and not path.is_dir() and not source.endswith(".toml"):
        raise UnknownName("评分办法", source, scheme_names())
    problems: list[Problem] = []
    plain, lines = read_toml(file, problems)
    scheme = None if problems else _Reading(lines.place, problems).scheme(plain)
    if scheme is not None and not problems:
        problems += [Problem(lines.place(at), met, todo) for at, met, todo in faults(scheme)]
    if scheme is None or problems:
        raise DataError(problems)
    return scheme if programme is None else bind(scheme, programme)


@attrs.frozen
class _Reading:
    """Makes a scheme of plain data, and keeps every problem with its place."""

    place: Callable[[At], str]
    problems: list[Problem]

    def scheme(self, plain: dict[str, Any]) -> Scheme | None:
        items, sections = self._parts(plain, ())
        return self._made(Scheme, plain, (), items=items, sections=sections)

    def _parts(self, plain: dict[str, Any], at: At) -> tuple[tuple[Item, ...], tuple[Section, ...]]:
        items = [self._item(one, where) for where, one in self._tables(plain, at, "items")]
        sections = [self._section(one, where) for where, one in self._tables(plain, at, "sections")]
        return tuple(i for i in items if i is not None), tuple(s for s in sections if s is not None)

    def _tables(self, plain: dict[str, Any], at: At, key: str) -> list[tuple[At, dict[str, Any]]]:
        listed = plain.get(key, [])
        if isinstance(listed, list) and all(isinstance(one, dict) for one in listed):
            return [((*at, key, n), one) for n, one in enumerate(listed)]
        self.problems.append(Problem(self.place((*at, key)), f"{key} 应是一项一项的表", f"写成 [[{key}]]"))
        return []

    def _section(self, plain: dict[str, Any], at: At) -> Section | None:
        items, sections = self._parts(plain, at)
        return self._made(Section, plain, at, items=items, sections=sections)

    def _item(self, plain: dict[str, Any], at: At) -> Item | None:
        name = plain.get("form")
        kind = FORMS.get(name) if isinstance(name, str) else None
        if kind is None:
            known = "、".join(FORMS)
            met = "没有写明 form" if name is None else f"没有“{name}”这种形式"
            self.problems.append(Problem(self.place((*at, "form")), met, f"可用的：{known}"))
            return None
        own = {field.name for field in attrs.fields(kind)}
        form = structure(
            {k: v for k, v in plain.items() if k in own}, kind, "", self.place, self.problems, at=at
        )
        rest = {key: value for key, value in plain.items() if key not in own and key != "form"}
        return self._made(Item, rest, at, known=sorted(own), form=form)

    def _made(
        self, kind: type[Kind], plain: dict[str, Any], at: At, *, known: list[str] | None = None,
        **made: tuple[Item, ...] | tuple[Section, ...] | Form | None,
    ) -> Kind | None:  # fmt: skip
        """The value of a kind: some of its fields are made already, the others are plain."""
        head = _head(kind, *made)
        names: list[str] = [field.name for field in attrs.fields(head)]
        for key in sorted(plain.keys() - {*names, *made}):
            listed = "、".join([*names, *made, *(known or [])])
            self.problems.append(Problem(self.place((*at, key)), f"不认识的键“{key}”", f"可用的键：{listed}"))
        own = {key: value for key, value in plain.items() if key in names}
        rest = structure(own, head, "", self.place, self.problems, at=at)
        if rest is None or None in made.values():
            return None
        values: dict[str, Any] = {name: getattr(rest, name) for name in names} | made
        return kind(**values)


def _head(kind: type[attrs.AttrsInstance], *without: str) -> type[attrs.AttrsInstance]:
    """A class like another without some of its fields, which are read apart."""
    fields = {
        field.name: attrs.field(
            type=field.type, default=field.default, validator=field.validator, converter=field.converter
        )
        for field in attrs.fields(attrs.resolve_types(kind))
        if field.name not in without
    }
    return attrs.make_class(kind.__name__, fields, frozen=True, kw_only=True)
