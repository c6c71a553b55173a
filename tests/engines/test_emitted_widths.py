"""No step that an engine is handed is narrower than its range: by the types that it gives them itself."""

from __future__ import annotations

from typing import Any, ClassVar

import narwhals as nw
import pytest

import minsheng as ms
from minsheng.domain.expression.base import Kind
from minsheng.rules.criteria.compiling.steps import Op, shared
from minsheng.rules.criteria.criterion import Criterion
from minsheng.rules.criteria.frames import emit, frame, plan
from minsheng.rules.criteria.frames.dialect import dialect_of
from minsheng.testing import criteria, expressions, records
from tests.rules.criteria import law

from .conftest import Engine
from .test_criteria_law import drawn
from .test_widths import NARROW


class EveryStep(emit.Emitter):
    """Makes a column of every step that is a number, whose type the engine then tells."""

    #: the step that each column holds
    steps: ClassVar[dict[str, Op]] = {}

    def __init__(self, *args: Any, prefix: str, **named: Any) -> None:
        self.prefix, self.many = prefix, 0
        super().__init__(*args, prefix=prefix, **named)

    def _cheap(self, step: Op) -> bool:
        return step.kind is not Kind.NUMBER or step.name in ("column", "none")

    def _emit(self, step: Op) -> Any:
        self.steps[f"{self.prefix}{self.many}"] = step
        self.many += 1
        return super()._emit(step)


def holds(dtype: Any) -> int:
    """The most that a type holds."""
    if isinstance(dtype, nw.Decimal):
        return int(10 ** (dtype.precision - dtype.scale) - 1)
    return {nw.Int32: 2**31 - 1, nw.Int64: 2**63 - 1, nw.Int128: 2**127 - 1}[type(dtype)]


def test_no_step_is_narrower_than_its_range(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of criteria and numbers, many of which need more than 32 and 64 bits."""
    bits = 64 if engine.name in NARROW else 128
    judging = drawn(criteria(codes=["X100"], bits=bits), 4, lambda c: len(str(c)) > 60)
    numbers = drawn(
        expressions(kind="number", bits=bits).map(lambda e: e.half_up(2)), 6, lambda e: law.fits(bits, e)
    )
    told: dict[str, tuple[int, Op]] = {}
    monkeypatch.setattr(plan, "Emitter", EveryStep)
    monkeypatch.setattr(emit, "shared", lambda *roots: dict.fromkeys(shared(*roots), 2))

    def spying(name: str) -> Any:
        dialect = dialect_of(name)
        with_columns = dialect.with_columns

        def spied(native: Any, columns: Any) -> Any:
            made = with_columns(native, columns)
            schema = nw.from_native(made).collect_schema()
            for column in columns:
                step = EveryStep.steps.get(column)
                if step is not None:
                    told[f"{len(told)} {column} {schema[column]}"] = (holds(schema[column]), step)
            return made

        monkeypatch.setattr(dialect, "with_columns", spied)
        return dialect

    monkeypatch.setattr(frame, "dialect_of", spying)
    wanted: list[Criterion | ms.Expression] = [*judging, *numbers]
    for one in wanted:
        (rows,) = drawn(records(one, min_size=3, max_size=3), 1)
        held = engine.put(law.arrow(law.needed(one), rows, {}))
        if isinstance(one, ms.Expression):
            law.computed_alike({"x": one}, rows, held)
        else:
            law.judged_alike([one], rows, held)
    narrow = [name for name, (most, step) in told.items() if most < max(-step.low, step.high)]
    assert not narrow
    assert len(told) > 60
    if bits == 128:
        assert any(step.bits == 128 for _, step in told.values())
