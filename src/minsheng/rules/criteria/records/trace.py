"""Trace: how a verdict or a score came about, as a tree of values."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import attrs

from minsheng.asking import built
from minsheng.domain.expression.notation import shown
from minsheng.domain.units import Unit
from minsheng.domain.written import cut, exactly
from minsheng.plain.canonical import Format
from minsheng.rules.criteria.records.kinds import TraceKind
from minsheng.table import Tabled, heads


def _worth(value: object) -> str:
    """A value in a cell of a table."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "是" if value else "否"
    return cut(value) if isinstance(value, Fraction) else str(value)


def _plain(value: object) -> object:
    """A value in a record."""
    if isinstance(value, Fraction):
        return exactly(value)
    return value.isoformat() if isinstance(value, datetime.date) else value


@built
@attrs.frozen(repr=False, slots=False)  # a trace has many, and they are made in half the time
class Trace(Tabled):
    """A value, and the values it was made from, down to those of the record.

    Numbers are exact and in the unit beside them; parts are already converted to one unit where they
    are added or compared. Of a choice only the case that applied is a part.

    Args:
        kind: what was done to the parts, or what this is.
        text: the formula or title, in Chinese.
        value: the exact value: a number as a fraction, text, a date, a truth value; None if unknown.
        unit: the unit of a number.
        role: what it is to the node above it: ``left``, ``then``, the name of a table's key.
        parts: what the value was made from.
        line: the line of the table that applied, counted from 1.
        source: where the value, or what it stands for, is written: the table's line, a clause.
        missing: the columns for lack of which the value is unknown.
        note: what else there is to say; without missing columns, why the value is unknown.

    >>> from minsheng import Amount, Criterion, column
    >>> paid = column("paid", "元/月", places=2)
    >>> floor = Criterion("X201", paid >= Amount(7800, "元/年"), title="低保标准")
    >>> trace = floor.judge({"paid": "640"}).trace()
    >>> for depth, node in trace.walk():
    ...     print(depth, node.text, "=", node.value)
    0 X201 低保标准 = unmet
    1 paid ≥ 7800 元/年 = False
    2 paid × 12 = 7680
    3 paid = 640
    3 12 = 12
    2 7800 元/年 = 7800
    >>> trace.explain()
    '640 元/月 × 12 = 7680 元/年 < 7800 元/年'
    """

    kind: TraceKind
    text: str
    value: Fraction | str | datetime.date | bool | None = None
    unit: Unit | None = None
    role: str = ""
    parts: tuple[Trace, ...] = ()
    line: int | None = None
    source: str = ""
    missing: tuple[str, ...] = ()
    note: str = ""

    _FORMAT = Format("trace")

    def explain(self) -> str:
        """The sentence that says how it came about."""
        return _sentence(self)

    @property
    def why(self) -> str:
        """Why the value is unknown; empty if it is known."""
        return _reason(self) if self.value is None or self._unknown else ""

    @property
    def _unknown(self) -> bool:
        return self.kind is TraceKind.CRITERION and self.value == "unknown"

    def walk(self) -> Iterator[tuple[int, Trace]]:
        """Itself and everything below it, each with its depth."""
        yield 0, self
        for part in self.parts:
            yield from ((depth + 1, inner) for depth, inner in part.walk())

    @property
    def summary(self) -> str:
        """Its text and value."""
        return f"{self.text}：{self._value_said}"

    @property
    def _value_said(self) -> str:
        if self.kind is TraceKind.CRITERION:
            return self.note
        return f"{_worth(self.value)} {self.unit or ''}".rstrip() if self.value is not None else "缺失"

    _HEADS = heads(
        node="节点", value=("值", _worth), unit=("单位", lambda unit: str(unit or "")), note="说明"
    )

    def _lines(self) -> Iterator[dict[str, Any]]:
        for depth, one in self.walk():
            yield {"node": "　" * depth + one.text, "value": one.value, "unit": one.unit, "note": one._notes}

    def to_records(self) -> list[dict[str, Any]]:
        """Its nodes from the top, each with its depth, as plain dicts; numbers and dates are exact text."""
        return [
            {
                "depth": depth, "role": one.role, "kind": one.kind.value, "text": one.text,
                "value": _plain(one.value), "unit": str(one.unit or ""), "line": one.line,
                "source": one.source, "missing": "、".join(one.missing), "note": one.note,
            }
            for depth, one in self.walk()
        ]  # fmt: skip

    @property
    def _notes(self) -> str:
        """Everything about it that the other cells of its row do not say."""
        return "；".join(filter(None, self._noted()))

    def _noted(self) -> Iterator[str]:
        yield _ROLES.get(self.role, "")
        if self.line is not None:
            yield f"第{self.line}行"
        yield self.source
        if self.kind is TraceKind.CONVERTED:
            yield self.kind.label
        if self.missing:
            yield f"缺 {'、'.join(self.missing)}"
        yield self.note


# --- in words -----------------------------------------------------------------------

#: roles that say which case was taken
_ROLES = {"when": "适用条件", "condition": "条件", "then": "成立时", "otherwise": "不成立时"}
_OF_SCORES = frozenset(("score", "section", "item", "indicator", "adjustment", "veto", "grade", "rank"))
_SIGNS = {"add": "+", "subtract": "−", "multiply": "×", "divide": "÷"}
_RELATIONS = {"above": ">", "at_least": "≥", "exactly": "=", "at_most": "≤", "below": "<"}


def _sentence(trace: Trace) -> str:
    """How a value came about, in Chinese.

    Of several conditions only those that decided are shown.
    """
    kind: str = trace.kind
    if kind in _RELATIONS:
        return _compared(trace)
    if kind in ("all", "any"):
        return "；".join(map(_sentence, _deciding(trace)))
    if kind == "not":
        return f"非（{_sentence(trace.parts[0])}）"
    if kind == "criterion":
        return _judged(trace)
    if kind in _OF_SCORES:
        return "\n".join(_scored(trace))
    return f"{trace.text}：{shown(trace.value, trace.unit)}"


def _scored(trace: Trace) -> Iterator[str]:
    """What a part of a score came to, and below it the same of its parts."""
    value = shown(trace.value, trace.unit) if isinstance(trace.value, Fraction) else _worth(trace.value)
    yield "：".join(filter(None, (trace.text, value, trace.note)))
    for part in trace.parts:
        if part.kind in _OF_SCORES and not (part.kind is TraceKind.VETO and part.value is False):
            yield from (f"  {line}" for line in _scored(part))


def _judged(trace: Trace) -> str:
    last = trace.parts[-1]
    if last.role != "when":
        return _sentence(last)
    return f"{'不适用' if last.value is False else '不知是否适用'}：{_sentence(last)}"


def _deciding(trace: Trace) -> Iterator[Trace]:
    """The parts that make an "and" false or an "or" true, or unknown; otherwise all."""
    deciding = trace.kind == "any"
    for wanted in (deciding, None, not deciding):
        parts = [part for part in trace.parts if part.value is wanted]
        if parts:
            return iter(parts)
    return iter(())


def _compared(trace: Trace) -> str:
    left, right = trace.parts
    a: Any = left.value
    b: Any = right.value
    if a is None or b is None:
        return f"{trace.text}：{_reason(trace)}"
    sign = _RELATIONS[trace.kind]
    if type(a) is Fraction:
        if not trace.value:
            sign = "<" if a < b else ">" if a > b else "="
        return f"{_side(left)} {sign} {_side(right)}"
    if not trace.value:  # only dates have an order
        sign = "≠" if sign == "=" else "<" if a < b else ">" if a > b else "="
    return f"{left.text} {shown(a)} {sign} {shown(b)}"


def _side(trace: Trace) -> str:
    """A side of a comparison: its formula in figures, if it has one, its value, and its source."""
    kind: str = trace.kind
    if kind == "converted":
        inner, factor = trace.parts
        by = f"{'×' if factor.role == 'times' else '÷'} {factor.value}"
        return f"{_side(inner)} {by} = {shown(trace.value, trace.unit)}"
    text = shown(trace.value, trace.unit)
    if kind in _SIGNS:
        text = f"{_in_figures(trace)} = {text}"
    source = _source(trace)
    return f"{text}（{source}）" if source else text


def _source(trace: Trace) -> str:
    """Where a value is written: in the line of a table, perhaps that of the case that applied."""
    while trace.kind in ("choice", "converted") and trace.parts:
        trace = trace.parts[-1 if trace.kind == "choice" else 0]
    return trace.source if trace.kind == "lookup" else ""


def _in_figures(trace: Trace) -> str:
    if trace.kind == "converted":
        return _in_figures(trace.parts[0])
    if trace.kind not in _SIGNS:
        return shown(trace.value, trace.unit)
    left, right = (_bare(part) for part in trace.parts[:2])
    sums = ("add", "subtract")
    first, second = _in_figures(left), _in_figures(right)
    if left.kind in sums and trace.kind not in sums:
        first = f"（{first}）"
    if right.kind in _SIGNS:
        second = f"（{second}）"
    return f"{first} {_SIGNS[trace.kind]} {second}"


def _bare(trace: Trace) -> Trace:
    return trace.parts[0] if trace.kind == "converted" else trace


def _reason(trace: Trace) -> str:
    """Why a value is unknown: the missing columns, or what has no value although they are there."""
    if trace.missing:
        return f"{'、'.join(trace.missing)} 缺失"
    return f"没有值，{_cause(trace)}"


def _cause(trace: Trace) -> str:
    return next((_cause(part) for part in trace.parts if part.value is None), trace.note)
