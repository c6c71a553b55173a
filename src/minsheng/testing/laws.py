"""Tests any function that divides a total against the laws of apportionment.

>>> def rounded(total: int, weights: dict[str, Decimal]) -> dict[str, int]:
...     whole = sum(weights.values())
...     return {name: int(total * weight / whole + Decimal("0.5")) for name, weight in weights.items()}
>>> print(allocation_laws(rounded, laws=["sum"]).explain())
分配方法的性质 1 条：不成立 1 条；必须而不成立的 1 条
【不成立】sum 一份不多，一份不少
    分 1：甲县（权重 1）得 1，乙县（权重 1）得 1
    各地之和是 2，比总数多 1
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal  # noqa: F401  # for the example above
from pathlib import Path
from typing import Any

from hypothesis import Phase, find, settings
from hypothesis.errors import Flaky, NoSuchExample, Unsatisfiable

from minsheng.errors import MinshengError
from minsheng.steps import Watcher, steps, watchable
from minsheng.testing.laws_asking import Allocate, Answer, Caller
from minsheng.testing.laws_breach import NoShares, Trial
from minsheng.testing.laws_cases import smaller
from minsheng.testing.laws_catalogue import LAWS, Law, chosen
from minsheng.testing.laws_report import LawReport, LawResult

__all__ = ["LAWS", "Law", "LawReport", "LawResult", "allocation_laws", "assert_allocation_laws", "laws_main"]

_NAMED = {"step": "步长 step", "floors": "下限 floors", "caps": "上限 caps"}


@watchable
def allocation_laws(
    allocate: Allocate,
    *,
    laws: Iterable[str] | None = None,
    max_examples: int = 200,
    refuses: type[Exception] | tuple[type[Exception], ...] = (),
    progress: Watcher | None = None,
) -> LawReport:
    """Test a function that divides a total against the laws of apportionment.

    It is called as ``allocate(total, weights)``: the total an ``int``, the weights a dict of
    ``Decimal`` by area. If it has a parameter ``step``, it gets that and the total as a
    ``Decimal``; for ``floors`` and ``caps`` a dict by area, which may be empty. It returns a mapping
    of shares by area, or an object with such a mapping as ``shares``. None counts as no share, and
    so does leaving out an area of weight 0. Every request can be met.

    The cases are the same in every run.

    Args:
        allocate: the function.
        laws: the names of the laws to test, all required; default: every law, of which those are
            required that every proper method keeps.
        max_examples: how many cases to try for each law.
        refuses: exceptions with which it may decline, for instance at a tie. Any other exception
            breaks the law ``answers``.
        progress: called for each law, with what is done, how much, and how much there is.

    Raises:
        UnknownName: no law of that name.
        TypeError: not a function, or it needs arguments that it will not get.

    >>> from minsheng.dividing.allocate import allocate
    >>> def ours(total, weights, step):
    ...     return allocate(f"{total} 个", weights, step=step, method="webster", ties="order")
    >>> report = allocation_laws(ours, max_examples=30)
    >>> report.ok, report["bounds"].status, report["house-monotone"].status
    (True, 'skipped', 'held')
    """
    listed = (refuses,) if isinstance(refuses, type) else tuple(refuses)
    caller = Caller(allocate, listed)
    return LawReport(
        caller.name,
        tuple(
            _try(law, caller, law.required or laws is not None, max_examples)
            for law in steps(tuple(chosen(laws)), "检验性质")
        ),
    )


def assert_allocation_laws(
    allocate: Allocate,
    *,
    laws: Iterable[str] | None = None,
    max_examples: int = 200,
    refuses: type[Exception] | tuple[type[Exception], ...] = (),
) -> None:
    """Fail if a function breaks a required law.

    The arguments are those of :func:`allocation_laws`. Laws given by name must also apply.

    Raises:
        AssertionError: a required law is broken; shows every counterexample.
    """
    names = [law.name for law in LAWS if law.required] if laws is None else list(laws)
    report = allocation_laws(allocate, laws=names, max_examples=max_examples, refuses=refuses)
    skipped = laws is not None and any(result.skipped for result in report.results)
    if not report.ok or skipped:
        raise AssertionError(str(report))


def laws_main(spec: str, *, laws: Iterable[str] | None = None, max_examples: int = 200) -> LawReport:
    """Test the function named ``MODULE:FUNCTION``, as on the command line.

    The module is imported, which runs it; the current folder is searched first.

    Raises:
        MinshengError: no such module or function, or it has the wrong parameters.
        UnknownName: no law of that name.
    """
    module, colon, path = spec.partition(":")
    if not (module and colon and path):
        raise MinshengError(f"“{spec}”应写成 模块:函数，如 fenpei:divide")
    with _here_first():
        function: Any = _module(module)
        for name in path.split("."):
            if not hasattr(function, name):
                raise MinshengError(f"模块“{module}”里没有“{path}”")
            function = getattr(function, name)
        try:
            return allocation_laws(function, laws=laws, max_examples=max_examples)
        except TypeError as error:
            raise MinshengError(f"“{spec}”不能这样调用：{error}") from None


@contextmanager
def _here_first() -> Iterator[None]:
    """Search the current folder first, as ``python -m`` does."""
    before = list(sys.path)
    sys.path.insert(0, str(Path.cwd()))
    try:
        yield
    finally:
        sys.path[:] = before


def _module(name: str) -> object:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name is None or not f"{name}.".startswith(f"{error.name}."):
            raise  # the module exists; something it imports does not
        raise MinshengError(f"没有模块“{name}”；请在它所在的文件夹里运行") from None


def _try(law: Law, caller: Caller, required: bool, max_examples: int) -> LawResult:
    if law.needs and not caller.takes & set(law.needs):
        without = "、".join(_NAMED[name] for name in law.needs)
        return LawResult(law, required, skipped=f"函数没有参数 {without}")
    judged = 0
    last: tuple[str, tuple[Answer, ...]] = ("", ())

    def breaks(case: Any, *, seeking: bool = True) -> bool:  # each law has its own kind of case
        nonlocal judged, last
        trial = Trial(caller, seeking=seeking)
        try:
            breach = law.breach(trial, case)
        except NoShares:
            return False
        judged += not last[0]  # attempts to make the example smaller do not count
        if breach is not None:
            last = (breach, tuple(trial.answers))
        return breach is not None

    fixed = settings(
        max_examples=max_examples,
        database=None,
        derandomize=True,
        deadline=None,
        phases=(Phase.generate, Phase.target, Phase.shrink),
    )
    try:
        found = find(law.cases(caller.takes), breaks, settings=fixed)
        any(breaks(less, seeking=False) for less in smaller(found))  # stops at the first that breaks it too
    except (NoSuchExample, Unsatisfiable, Flaky):  # Flaky: it answers the same question differently
        pass
    if not judged:
        return LawResult(law, required, skipped="没有一例分得出来")
    return LawResult(law, required, judged, *last)
