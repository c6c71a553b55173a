"""What goes wrong when an input is read or the library is misused.

Problems in people's files are written in Chinese, each with its place; misuse of the
programming interface is written in English. All of them are :class:`MinshengError`.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs


class MinshengError(Exception):
    """The base of every error this library raises on purpose."""


@attrs.frozen
class Problem:
    """One thing wrong with an input: where it is, what was met, what to do.

    Args:
        where: file, then line and column or the path inside the file, in Chinese.
        met: what was found there.
        todo: what the reader can do about it.

    >>> print(Problem("allocation.csv 第3行“单位”列", "不认识的单位“万仁”", "最接近的是“万人”"))
    allocation.csv 第3行“单位”列：不认识的单位“万仁”；最接近的是“万人”
    """

    where: str
    met: str
    todo: str = ""

    def __str__(self) -> str:
        text = f"{self.where}：{self.met}" if self.where else self.met
        return f"{text}；{self.todo}" if self.todo else text


class DataError(MinshengError, ValueError):
    """An input that cannot be read. ``problems`` holds *all* that is wrong with it.

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

    def __str__(self) -> str:
        if len(self.problems) == 1:
            return str(self.problems[0])
        lines = [f"  {n}. {problem}" for n, problem in enumerate(self.problems, 1)]
        return "\n".join([f"有 {len(self.problems)} 处问题：", *lines])


class UnitError(MinshengError, ValueError):
    """A unit nobody knows, or two units that do not go together; both are named."""


class UnknownName(MinshengError, LookupError):  # noqa: N818  # a public name, fixed by contract
    """A name that is not there; the nearest one is suggested.

    Args:
        what: what kind of thing was looked for, in English.
        name: the name that is not there.
        known: the names that are.

    >>> error = UnknownName("area", "平江", ["平江县", "岳阳县"])
    >>> print(error)
    no area '平江'; did you mean '平江县'?
    >>> error.nearest, error.in_chinese
    ('平江县', '没有地区“平江”，最接近的是“平江县”')
    """

    def __init__(self, what: str, name: object, known: Iterable[object]) -> None:
        self.what, self.name = what, name
        self.known = tuple(str(k) for k in known)
        super().__init__(what, name, self.known)

    @property
    def nearest(self) -> str | None:
        """The known name that was most likely meant."""
        import difflib  # here: its import would be paid by everyone, this by the mistaken

        if not isinstance(self.name, str):
            return None  # no number is like another
        near = difflib.get_close_matches(self.name, self.known, n=1, cutoff=0.5)
        return near[0] if near else None

    @property
    def in_chinese(self) -> str:
        """The same for staff, who meet it on the command line and in their files."""
        said = f"没有{_IN_CHINESE.get(self.what, self.what)}“{self.name}”"
        if self.nearest is not None:
            return f"{said}，最接近的是“{self.nearest}”"
        return f"{said}；有：{self._listed('、') or '无'}"

    def _listed(self, comma: str) -> str:
        return comma.join(self.known[:12]) + (f"{comma}…" if len(self.known) > 12 else "")

    def __str__(self) -> str:
        if self.nearest is not None:
            return f"no {self.what} {self.name!r}; did you mean {self.nearest!r}?"
        return f"no {self.what} {self.name!r}; there are: {self._listed(', ') or 'none'}"


_IN_CHINESE = {
    "programme": "年度项目",
    "project": "项目",
    "light policy": "亮灯办法",
    "scheme": "评分办法",
    "item or section": "评分项",
    "ranked subject": "排名对象",
    "scored subject": "评了分的",
    "law": "性质",
    "kind of damage": "种类",
    "area": "地区",
    "indicator": "指标",
    "standard": "标准",
    "indicator or standard": "指标或标准",
    "row": "任务数行",
    "reading": "读法",
    "option": "选择",
    "rule": "规则",
    "rule or family": "规则",
    "rule or subject in this report": "规则或事项",
}


class RuleError(MinshengError, TypeError):
    """A rule that is defined wrongly, or that yields something that is not a finding."""
