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

    >>> str(UnknownName.among("area", "平江", ["平江县", "岳阳县"]))
    "no area '平江'; did you mean '平江县'?"
    """

    @classmethod
    def among(cls, what: str, name: object, known: Iterable[object]) -> UnknownName:
        """Make the error for ``name`` missing from ``known``, naming the nearest."""
        import difflib  # here: its import would be paid by everyone, this by the mistaken

        texts = [str(k) for k in known]
        near = difflib.get_close_matches(str(name), texts, n=1, cutoff=0.5)
        if near and isinstance(name, str):  # no number is like another
            return cls(f"no {what} {name!r}; did you mean {near[0]!r}?")
        listed = ", ".join(texts[:12]) + (", …" if len(texts) > 12 else "")
        return cls(f"no {what} {name!r}; there are: {listed or 'none'}")


class RuleError(MinshengError, TypeError):
    """A rule that is defined wrongly, or that yields something that is not a finding."""
