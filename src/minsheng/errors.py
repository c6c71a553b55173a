"""The errors this library raises, all derived from :class:`MinshengError`.

Problems in people's files are in Chinese, each with its place; errors for misuse of the programming
interface are in English.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import cached_property
from typing import Self

import attrs

from minsheng.visible import described, quoted

#: a position in data: keys, and indices of lists
Path = tuple[str | int, ...]
#: how many problems of one file are collected, and how many of them a message shows
MOST_PROBLEMS, MOST_LISTED = 1000, 50
#: longer names, and lists of more names, are not searched for a similar one
_LONGEST_NAME, _LONGEST_KNOWN, _MOST_KNOWN = 60, 180, 500


class MinshengError(Exception):
    """The base of every error this library raises on purpose; messages stay short whatever they quote."""

    def __str__(self) -> str:
        return quoted(super().__str__())


def _quoted(text: str) -> str:
    if not isinstance(text, str):
        raise TypeError(f"Problem(): where, met and todo are text, not {described(type(text).__name__)}")
    return quoted(text)


@attrs.frozen
class Problem:
    """One thing wrong with an input: where it is, what was met, what to do.

    Long quotations are shortened, and invisible characters are escaped.

    Args:
        where: file, then line and column or the path inside the file, in Chinese.
        met: what was found there.
        todo: what the reader can do about it.
        path: the keys and indices that lead there in data, or from the name of an argument; empty if
            nothing but ``where`` is known.

    >>> print(Problem("allocation.csv 第3行“单位”列", "不认识的单位“万仁”", "最接近的是“万人”"))
    allocation.csv 第3行“单位”列：不认识的单位“万仁”；最接近的是“万人”
    """

    where: str = attrs.field(converter=_quoted)
    met: str = attrs.field(converter=_quoted)
    todo: str = attrs.field(default="", converter=_quoted)
    path: Path = attrs.field(default=(), eq=False, repr=False)

    def __str__(self) -> str:
        text = f"{self.where}：{self.met}" if self.where else self.met
        return f"{text}；{self.todo}" if self.todo else text

    @property
    def told(self) -> dict[str, str]:
        """Where, met and todo, as plain data."""
        return {"where": self.where, "met": self.met, "todo": self.todo}


class DataError(MinshengError, ValueError):
    """An input that cannot be read. ``problems`` holds *everything* that is wrong with it.

    >>> wrong = [Problem("areas.csv 第2行", "缺少地区名称"), Problem("areas.csv 第5行", "地区重复")]
    >>> error = DataError(wrong)
    >>> len(error.problems)
    2
    >>> print(error)
    有 2 处问题：
      1. areas.csv 第2行：缺少地区名称
      2. areas.csv 第5行：地区重复
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(self.problems)

    @classmethod
    def at(cls, where: str, met: str, todo: str = "", path: Path = ()) -> Self:
        """An error with a single :class:`Problem`; ``where`` may be ``""``."""
        return cls([Problem(where, met, todo, path)])

    def __str__(self) -> str:
        if len(self.problems) == 1:
            return str(self.problems[0])
        lines = [f"  {n}. {problem}" for n, problem in enumerate(self.problems[:MOST_LISTED], 1)]
        if len(self.problems) > MOST_LISTED:
            lines.append(f"  …及另外 {len(self.problems) - MOST_LISTED} 处")
        return "\n".join([f"有 {len(self.problems)} 处问题：", *lines])


class Problems(list[Problem]):
    """Collects everything that is wrong with an input, to refuse it once.

    Args:
        problems: the first problems.
        place: turns a path in the data into a place in the files.

    Raises:
        DataError: when there are more than ``MOST_PROBLEMS``.

    >>> problems = Problems()
    >>> for row, cell in enumerate(["3", "drei"], 2):
    ...     with problems.at(f"第{row}行"):
    ...         if not cell.isdigit():
    ...             raise DataError.at("", f"“{cell}”不是一个数")
    >>> problems.refuse()
    Traceback (most recent call last):
    ...
    minsheng.errors.DataError: 第3行：“drei”不是一个数
    """

    def __init__(self, problems: Iterable[Problem] = (), *, place: Callable[[Path], str] = str) -> None:
        super().__init__()
        self.place = place
        self.extend(problems)

    def add(self, where: str | Path, met: str, todo: str = "", path: Path = ()) -> None:
        """Add a problem at a place or a path, or at a place with its path."""
        if isinstance(where, str):
            self.append(Problem(where, met, todo, path))
        else:
            self.append(Problem(self.place(where), met, todo, where))

    def at(self, where: str | Path = "") -> _At:
        """Add the errors raised in the ``with`` block, at this place or, without one, at their own."""
        return _At(self, where)

    def refuse(self) -> None:
        """Raise a ``DataError`` with all problems, if there are any."""
        if self:
            raise DataError(self)

    def append(self, problem: Problem) -> None:
        if len(self) >= MOST_PROBLEMS:
            raise DataError([Problem("", f"问题太多，只看了前 {MOST_PROBLEMS} 处", "请先改正这些"), *self])
        super().append(problem)

    def extend(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self.append(problem)

    def __iadd__(self, problems: Iterable[Problem]) -> Self:  # type: ignore[misc,override]  # a list's takes anything
        self.extend(problems)
        return self


@attrs.frozen
class _At:
    problems: Problems
    where: str | Path

    def __enter__(self) -> None: ...

    def __exit__(self, _: object, error: BaseException | None, __: object) -> bool:
        if isinstance(error, DataError):
            for found in error.problems:
                self.problems.add(self.where or found.where, found.met, found.todo, found.path)
        elif isinstance(error, UnknownName):
            self.problems.add(self.where, error.in_chinese, path=error.path)
        elif isinstance(error, UnitError):
            self.problems.add(self.where, str(error))
        return isinstance(error, (DataError, UnknownName, UnitError))


class UnitError(MinshengError, ValueError):
    """An unknown unit, or two incompatible units, both of which are named."""


def nearest(text: str, known: Collection[str]) -> str | None:
    """The known text that was most likely meant; None if none is similar enough.

    >>> nearest("平江", ["平江县", "岳阳县"])
    '平江县'
    """
    import difflib  # here, so that only those who make a mistake pay for the import

    if len(text) > _LONGEST_NAME or len(known) > _MOST_KNOWN:
        return None  # comparing would take too long
    if len(text) > 1 and len(holding := [one for one in known if text in one]) == 1:
        return holding[0]  # 农村公路, of 农村公路提质改造549公里
    # a fast test first: with fewer characters in common the similarity cannot reach one half
    like = [one for one in known if 4 * sum(c in one for c in text) >= len(text) + len(one)]
    like = [one for one in like if len(one) <= _LONGEST_KNOWN]
    return next(iter(difflib.get_close_matches(text, like, n=1, cutoff=0.5)), None)


class UnknownName(MinshengError, LookupError):  # noqa: N818  # a public name, fixed by contract
    """An unknown name; the nearest known one is suggested.

    Args:
        what: the kind of thing looked for, in English.
        name: the unknown name.
        known: the known names.
        path: the keys and indices that lead to it from the name of an argument, where they are known.

    >>> error = UnknownName("area", "平江", ["平江县", "岳阳县"])
    >>> print(error)
    no area '平江'; did you mean '平江县'?
    >>> error.nearest, error.in_chinese
    ('平江县', '没有地区“平江”，最接近的是“平江县”')
    """

    def __init__(self, what: str, name: object, known: Iterable[object], *, path: Path = ()) -> None:
        self.what, self.name, self.path = what, name, path
        self.known = tuple(str(k) for k in known)
        super().__init__(what, name, self.known)

    @cached_property
    def nearest(self) -> str | None:
        """The known name that was most likely meant."""
        return nearest(self.name, self.known) if isinstance(self.name, str) else None  # not for numbers

    @property
    def in_chinese(self) -> str:
        """The message in Chinese, for the command line and problems in files."""
        said = f"没有{_IN_CHINESE.get(self.what, self.what)}“{described(self.name)}”"
        if self.nearest is not None:
            return f"{said}，最接近的是“{self.nearest}”"
        return f"{said}；有：{self._listed('、') or '无'}"

    def _listed(self, comma: str) -> str:
        return comma.join(map(described, self.known[:12])) + (f"{comma}…" if len(self.known) > 12 else "")

    def __str__(self) -> str:
        name = described(self.name, repr)
        if self.nearest is not None:
            return f"no {self.what} {name}; did you mean {self.nearest!r}?"
        return f"no {self.what} {name}; there are: {self._listed(', ') or 'none'}"


_IN_CHINESE = {
    "programme": "年度项目", "project": "项目", "light policy": "亮灯办法", "scheme": "评分办法",
    "item or section": "评分项", "ranked subject": "排名对象", "scored subject": "评了分的",
    "law": "性质", "format": "格式",
    "kind of damage": "种类", "area": "地区", "indicator": "指标", "standard": "标准",
    "decision": "决策", "input": "输入", "column": "列",
    "indicator or standard": "指标或标准", "row": "任务数行", "reading": "读法", "option": "选择",
    "rule": "规则", "rule or family": "规则", "rule or subject in this report": "规则或事项",
    "criteria": "规则", "key": "键", "question": "疑问", "step of acceptance": "验收步骤",
    "project or indicator": "项目或指标",
}  # fmt: skip


class RuleError(MinshengError, TypeError):
    """A rule that is defined wrongly, or that yields something other than findings."""


class WidthError(RuleError):
    """An expression may need wider integers, or longer decimals, than are available."""
