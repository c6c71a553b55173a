"""Rule: a function that names its inputs and yields findings."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import reduce
from importlib import import_module
from pickle import PicklingError, UnpicklingError
from typing import Any

import attrs

from minsheng.asking import asked
from minsheng.errors import DataError, RuleError, UnknownName
from minsheng.rules.criteria.compiling.outcome import Outcome
from minsheng.rules.criteria.criterion import Criterion
from minsheng.rules.finding import Finding, Held, Said, Severity, Unknown
from minsheng.table import Tabled, heads

#: the inputs of rules: the parameter's name, and its Chinese name
INPUTS = {
    "programme": "年度项目",
    "adopted": "各地采用的标准",
    "on": "日期",
    "records": "记录",
    "progress": "进展",
    "limits": "容许的限度",
    "works": "工程台账",
    "acceptance": "验收",
    "acceptance_standings": "验收",
}
#: what is to be given for an input that is made of others
MADE_OF = {"acceptance_standings": "acceptance"}

_CODE = re.compile(r"[A-Z]{1,4}[0-9]{3}")


def _elsewhere(*_: Any, **__: Any) -> Iterable[Said]:
    """The function of a rule that was read with a report: it was not written down."""
    raise RuleError("a rule that was read with a report has no function: take it from STANDARD_RULES, say")


@attrs.frozen(repr=False)
class Rule(Tabled):
    """A rule: code, title, basis, severity, and a function.

    Made with :func:`rule`; calling it calls the function.

    Args:
        code: permanent: letters for the family, then three digits.
        title: what must hold, in Chinese.
        basis: the clause it is based on.
        severity: how much its findings matter.
        needs: the inputs without which it is skipped.
        takes: all its inputs.
        function: yields :class:`Finding`, :class:`Held` and :class:`Unknown`; ignored in comparisons. The
            rules of a report that was read have none.
    """

    code: str
    title: str
    basis: str
    severity: Severity
    needs: tuple[str, ...]
    takes: tuple[str, ...]
    function: Callable[..., Iterable[Said]] = attrs.field(default=_elsewhere, repr=False, eq=False)

    def __call__(self, *args: Any, **inputs: Any) -> Iterable[Said]:
        return self.function(*args, **inputs)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled by the name of its function, which in its module refers to this rule."""
        if self.function is _elsewhere:
            return Rule, tuple(getattr(self, field.name) for field in attrs.fields(Rule)[:-1])
        if isinstance(self.function, _OverRecords):
            return rule_of, (self.function.criterion,)
        module = getattr(self.function, "__module__", "")
        name = getattr(self.function, "__qualname__", repr(self.function))
        if "<" in name or getattr(_found(module, name), "function", None) is not self.function:
            raise PicklingError(
                f"rule {self.code} ({name}) cannot be sent to another process, which would not find it:"
                " define its function at the top level of a module, under that name"
            )
        own = {field.name: getattr(self, field.name) for field in attrs.fields(Rule)[:-1]}
        return _rule_named, (module, name, own)

    def __deepcopy__(self, memo: object) -> Rule:
        return self

    @property
    def summary(self) -> str:
        """Code, title and severity."""
        return f"{self.code} {self.title}（{self.severity.label}）"

    _HEADS = heads(code="规则", title="要求", basis="依据", severity="性质", needs="要用")

    def _lines(self) -> Iterator[dict[str, Any]]:
        own = {"code": self.code, "title": self.title, "basis": self.basis, "severity": self.severity}
        yield own | {"needs": "、".join(INPUTS[name] for name in self.needs), "manual": self.manual}

    @property
    def family(self) -> str:
        """The letters of its code."""
        return self.code.rstrip("0123456789")

    @property
    def criterion(self) -> Criterion | None:
        """The criterion that it judges records by, if it is one's rule."""
        return self.function.criterion if isinstance(self.function, _OverRecords) else None

    @property
    def manual(self) -> str:
        """The function's docstring below the title."""
        return _docstring(self.function).partition("\n")[2].strip()


def _found(module: str, name: str) -> Any:
    """The object with this name in a module; None if there is none."""
    try:
        return reduce(getattr, name.split("."), import_module(module))
    except (ImportError, AttributeError, ValueError):
        return None


def _rule_named(module: str, name: str, own: dict[str, Any]) -> Rule:
    """The rule with this name, when unpickled in another process."""
    found = _found(module, name)
    if not isinstance(found, Rule):
        raise UnpicklingError(f"module {module} has no rule {name} here")
    return attrs.evolve(found, **own)


@attrs.frozen
class _OverRecords:
    """Judges records by a criterion, one by one."""

    criterion: Criterion

    def __call__(self, records: Iterable[Any]) -> Iterator[Said]:
        met = 0
        for number, record in enumerate(records, 1):
            where = f"第{number}条记录"
            try:
                verdict = self.criterion.judge(record)
            except DataError as error:
                yield Unknown(where, "；".join(map(str, error.problems)), where)
                continue
            met += verdict.outcome is Outcome.MET
            if verdict.outcome is Outcome.UNMET:
                yield Finding(where, "不符合", verdict.explain(), where)
            elif verdict.outcome is Outcome.UNKNOWN:
                yield Unknown(where, verdict.explain(), where)
        if met:
            yield Held(f"{met} 条记录", "符合")


def rule_of(criterion: Criterion) -> Rule:
    """A criterion as a rule over ``records``: each unmet one is a finding, with its working.

    >>> from minsheng import Amount, Criterion, column
    >>> c = Criterion("X201", column("paid", "元/月", places=2) >= Amount(650, "元/月"), title="低保标准")
    >>> [said.working for said in rule_of(c)(records=[{"paid": 640}])]
    ['640 元/月 < 650 元/月']
    """

    title = criterion.title or str(criterion)
    severity = Severity(criterion.severity)
    return Rule(
        criterion.code, title, criterion.basis, severity, ("records",), ("records",), _OverRecords(criterion)
    )


@asked
def rule(
    code: str, *, basis: str = "", severity: Severity | str = Severity.ERROR
) -> Callable[[Callable[..., Iterable[Said]]], Rule]:
    """Decorator that makes a function a rule. Its parameters are the inputs, its docstring the title.

    Inputs: ``programme``, ``adopted`` (the areas' own standards), ``on`` (a day), ``records``
    (mappings or objects), ``progress`` (what was reported), ``limits`` (what is tolerated), ``works``
    (what was built, and who keeps it), ``acceptance`` (what was accepted and inspected), and
    ``acceptance_standings`` (every task in every step, made once for all rules of it and of what else is
    given). If an input is not given, its parameter's default is used; without a default the rule is skipped.

    Raises:
        RuleError: an unknown input, an invalid code, no docstring.

    >>> import minsheng as ms
    >>> @ms.rule("X101", basis="自定")
    ... def every_target_is_positive(programme: ms.Programme):
    ...     '''目标须为正数'''
    ...     for indicator in programme.indicators:
    ...         if indicator.target and indicator.target.amount.value <= 0:
    ...             yield ms.Finding(indicator.text, "目标不是正数", subject=indicator.id)
    >>> ms.check(ms.load("yueyang-2023"), rules=[every_target_is_positive]).ok
    True
    """
    if not _CODE.fullmatch(code):
        raise RuleError(f"a code is letters and three digits such as A101, not {code!r}")

    def make(function: Callable[..., Iterable[Said]]) -> Rule:
        name = getattr(function, "__name__", repr(function))
        title = _docstring(function).partition("\n")[0].strip()
        if not title:
            raise RuleError(f"rule {code} ({name}) needs a docstring: its first line is the title")
        parameters = inspect.signature(function).parameters.values()
        for parameter in parameters:
            if parameter.name not in INPUTS:
                why = UnknownName("input", parameter.name, INPUTS)
                raise RuleError(f"rule {code} ({name}): {why}")
            if parameter.kind is parameter.POSITIONAL_ONLY:
                raise RuleError(f"rule {code} ({name}): inputs are given by name: {parameter.name}")
        takes = tuple(p.name for p in parameters)
        needs = tuple(p.name for p in parameters if p.default is p.empty)
        return Rule(code, title, basis, Severity(severity), needs, takes, function)

    return make


def _docstring(function: Callable[..., object]) -> str:
    """A function's docstring, read from the source under ``python -OO``, which drops docstrings.

    If there is no source either, as in an application of compiled files, the function's name.
    """
    written = inspect.getdoc(function)
    if written is None and sys.flags.optimize > 1:
        import ast
        import textwrap

        try:
            [defined] = ast.parse(textwrap.dedent(inspect.getsource(function))).body
        except (OSError, TypeError, SyntaxError):
            return getattr(function, "__name__", repr(function))
        if isinstance(defined, (ast.FunctionDef, ast.AsyncFunctionDef)):
            written = ast.get_docstring(defined)
    return written or ""
