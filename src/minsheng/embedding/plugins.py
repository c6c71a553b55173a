"""Plug-ins: rules, schemes, programmes and units that other distributions bring, found only when asked."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, redirect_stdout
from importlib.metadata import Distribution, EntryPoint, distributions
from operator import itemgetter
from os import PathLike
from pathlib import Path
from typing import Any

import attrs

from minsheng.asking import asked, built
from minsheng.domain.own_units import OwnUnit, knowing
from minsheng.domain.units import unfit
from minsheng.errors import DataError, MinshengError, Problem, Problems
from minsheng.labels import Labelled
from minsheng.logs import logged
from minsheng.reading.programme import load
from minsheng.reading.scheme import load_scheme, scheme_names
from minsheng.reading.shipped import programme_names
from minsheng.rules.catalogue import STANDARD_RULES
from minsheng.rules.criteria.criterion import Criterion
from minsheng.rules.rule import Rule, rule_of
from minsheng.table import Tabled, heads
from minsheng.visible import described


class PluginKind(Labelled):
    """What a plug-in brings; the group of its entry point is ``minsheng.`` and this."""

    RULES = "rules", "规则"
    SCHEMES = "schemes", "评分办法"
    PROGRAMMES = "programmes", "年度项目"
    UNITS = "units", "单位"


@built
@attrs.frozen
class Plugin:
    """What one entry point brings.

    Args:
        kind: what it is.
        name: the name of the entry point.
        distribution: the distribution that brings it, with its version.
        value: rules, of criteria too; the path of a scheme or of a programme's folder; unit words.
    """

    kind: PluginKind = attrs.field(converter=PluginKind)
    name: str
    distribution: str
    value: tuple[Rule, ...] | Path | tuple[OwnUnit, ...]

    @property
    def brings(self) -> str:
        """The codes of the rules, the words of the units, or the path."""
        if isinstance(self.value, Path):
            return str(self.value)
        return "、".join(one.text if isinstance(one, OwnUnit) else one.code for one in self.value)


@built
@attrs.frozen(repr=False)
class Plugins(Tabled):
    """The plug-ins that are installed, and those that are broken and were skipped.

    Args:
        found: what can be used.
        broken: what is wrong with each of the others, with its distribution.
    """

    found: tuple[Plugin, ...] = ()
    broken: tuple[Problem, ...] = ()

    _HEADS = heads(kind="种类", name="名称", distribution="出自", brings="有什么")

    @property
    def rules(self) -> tuple[Rule, ...]:
        """All rules, for ``check(programme, rules=[*STANDARD_RULES, *plugins().rules])``."""
        return tuple(one for plugin in self._of(PluginKind.RULES) for one in plugin.value)  # type: ignore[misc,union-attr]  # they have rules

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """Of the rules those on records, for ``judge`` and ``judge_file``; ``check`` skips them."""
        return tuple(one.criterion for one in self.rules if one.criterion is not None)

    @property
    def units(self) -> tuple[OwnUnit, ...]:
        """All unit words, for ``units=``."""
        return tuple(one for plugin in self._of(PluginKind.UNITS) for one in plugin.value)  # type: ignore[misc,union-attr]  # they have words

    @property
    def schemes(self) -> dict[str, Path]:
        """The files of schemes by name, for ``load_scheme``."""
        return {one.name: one.value for one in self._of(PluginKind.SCHEMES) if isinstance(one.value, Path)}

    @property
    def programmes(self) -> dict[str, Path]:
        """The folders of programmes by name, for ``load``."""
        return {one.name: one.value for one in self._of(PluginKind.PROGRAMMES) if isinstance(one.value, Path)}

    def units_known(self) -> AbstractContextManager[None]:
        """Within it, programmes are read with these unit words, which they keep as their own."""
        return knowing(self.units)

    def _of(self, kind: PluginKind) -> Iterator[Plugin]:
        return (one for one in self.found if one.kind is kind)

    @property
    def summary(self) -> str:
        """How many there are."""
        return f"插件 {len(self.found)} 个" + (f"，用不了 {len(self.broken)} 个" if self.broken else "")

    def _lines(self) -> Iterator[dict[str, Any]]:
        for one in self.found:
            own = {"kind": one.kind, "name": one.name, "distribution": one.distribution}
            yield own | {"brings": one.brings}


def _counts(plugged: Plugins) -> dict[str, int]:
    return {"found": len(plugged.found), "broken": len(plugged.broken)}


@asked
@logged("embedding", "looked for plug-ins", counts=_counts)
def plugins() -> Plugins:
    """Find the plug-ins of installed distributions, which runs their code; nothing else does.

    They are entry points of the groups ``minsheng.rules`` (a rule or criterion, or a list of them),
    ``minsheng.schemes`` (the whole path of a scheme's file), ``minsheng.programmes`` (that of a folder) and
    ``minsheng.units`` (a word, or a list of them). One that cannot be loaded, is something else, or has a
    code or a name that is taken is told in ``broken``, and keeps no other from being used. Of two
    distributions that bring the same, the first by name is used.

    >>> plugins().summary
    '插件 0 个'
    """
    collector = _Collector()
    seen = set[str]()
    for distribution in distributions():
        name = _name(distribution)
        if name in seen:  # one behind another on the path, which Python does not import either
            continue
        seen.add(name)
        collector.ask(distribution)
    collector.load()
    return Plugins(tuple(collector.found), tuple(collector.broken))


def _name(distribution: Distribution) -> str:
    try:
        return str(distribution.metadata["Name"])
    except Exception:  # of what is left of a distribution anything may be missing
        return str(distribution)


class _Collector:
    """Loads entry points, each by itself."""

    def __init__(self) -> None:
        self.found, self.broken = list[Plugin](), list[Problem]()
        self._points: dict[PluginKind, list[tuple[EntryPoint, str, str]]] = {kind: [] for kind in PluginKind}
        #: who has what is taken already
        self._codes = dict.fromkeys((rule.code for rule in STANDARD_RULES), "minsheng")
        self._words = list[OwnUnit]()
        self._taken = {
            PluginKind.PROGRAMMES: dict.fromkeys(programme_names(), "minsheng"),
            PluginKind.SCHEMES: dict.fromkeys(scheme_names(), "minsheng"),
        }

    def ask(self, distribution: Distribution) -> None:
        """Note the entry points of a distribution."""
        try:
            points = [one for one in distribution.entry_points if one.group.startswith("minsheng.")]
            said = f"{_name(distribution)} {distribution.version}" if points else ""
        except Exception as error:  # a list of entry points that is none, a distribution without a version
            self._refuse(f"插件 {_name(distribution)}", f"读不出它的插件：{described(error)}")
            return
        for point in points:
            where = f"插件 {point.group}“{point.name}”（{said}）"
            try:
                kind = PluginKind(point.group.removeprefix("minsheng."))
            except ValueError:
                listed = "、".join(f"minsheng.{one}" for one in PluginKind)
                self._refuse(where, "没有这一组", f"有：{listed}")
            else:
                self._points[kind].append((point, said, where))

    def load(self) -> None:
        """Load them: units first, which schemes and programmes may use."""
        for kind in (PluginKind.UNITS, PluginKind.RULES, PluginKind.SCHEMES, PluginKind.PROGRAMMES):
            # of two distributions that bring the same, the first by name is used, on every machine
            for point, distribution, where in sorted(self._points[kind], key=itemgetter(1)):
                self._load(kind, point, distribution, where)

    def _load(self, kind: PluginKind, point: EntryPoint, distribution: str, where: str) -> None:
        problems, step = Problems(), "载入时出错"
        try:
            with redirect_stdout(sys.stderr):  # what it prints is no part of any output
                given, step = point.load(), "给的东西用不了"
                with problems.at(where):
                    value = self._taken_in(kind, point.name, given, distribution)
                    self.found.append(Plugin(kind, point.name, distribution, value))
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # whatever it raises when it is loaded or looked at, SystemExit too
            self._refuse(where, f"{step}：{_said(error)}")
        for problem in problems:
            self._refuse(problem.where, problem.met, problem.todo)

    def _refuse(self, where: str, met: str, todo: str = "") -> None:
        self.broken.append(Problem(where, met, todo or "没有用它，其余照常"))

    def _taken_in(self, kind: PluginKind, name: str, given: Any, distribution: str) -> Any:
        if kind is PluginKind.RULES:
            return self._rules(given, distribution)
        if kind is PluginKind.UNITS:
            return self._units(given)
        reads: Callable[[Path], object] = load if kind is PluginKind.PROGRAMMES else load_scheme
        if not isinstance(given, (str, PathLike)):
            raise DataError.at("", f"应是一个路径，不是 {type(given).__name__}", "请给文件或文件夹的路径")
        if by := self._taken[kind].get(name):
            raise DataError.at("", f"已经有叫“{name}”的{kind.label}（{by}）", "请换一个名称")
        path = Path(given)
        if not path.is_absolute():  # it would be another in every folder in which somebody works
            todo = "请从模块的位置写起：Path(__file__).parent / …"
            raise DataError.at("", f"“{described(given)}”不是完整的路径", todo)
        path = path.resolve()
        try:
            with knowing(self._words):
                reads(path)
        except MinshengError as error:
            raise DataError.at("", f"读不了：{described(error)}") from None
        self._taken[kind][name] = distribution
        return path

    def _rules(self, given: Any, distribution: str) -> tuple[Rule, ...]:
        listed = _several(given, (Rule, Criterion), "规则（@ms.rule 或 ms.Criterion）")
        rules = tuple(rule_of(one) if isinstance(one, Criterion) else one for one in listed)
        codes = [one.code for one in rules]
        if taken := [f"{code}（{self._codes[code]}）" for code in codes if code in self._codes]:
            raise DataError.at("", f"编号已经有了：{'、'.join(taken)}", "请换别的编号")
        if twice := sorted({code for code in codes if codes.count(code) > 1}):
            raise DataError.at("", f"一个编号有几条规则：{'、'.join(twice)}", "请换别的编号")
        self._codes |= dict.fromkeys(codes, distribution)
        return rules

    def _units(self, given: Any) -> tuple[OwnUnit, ...]:
        words: tuple[OwnUnit, ...] = _several(given, (OwnUnit,), "单位（ms.domain.OwnUnit）")
        if bad := [why for at, why in unfit((*self._words, *words)) if at >= len(self._words)]:
            raise DataError.at("", "；".join(bad), "请换一个词")
        self._words += words
        return words


def _said(error: BaseException) -> str:
    """What was raised, by its name alone where it cannot even say that."""
    try:
        return f"{type(error).__name__}：{described(error)}"
    except Exception:
        return type(error).__name__


def _several(given: Any, kinds: tuple[type, ...], what: str) -> Any:
    """One of these kinds, or a list of them, as a tuple."""
    listed = (given,) if isinstance(given, kinds) else given
    if not isinstance(listed, (list, tuple)) or not listed:
        raise DataError.at("", f"应是{what}，或由它们组成的列表，不是 {type(given).__name__}")
    if odd := [one for one in listed if not isinstance(one, kinds)]:
        raise DataError.at("", f"列表里应都是{what}，不是 {type(odd[0]).__name__}")
    return tuple(listed)
