"""Your own measures: functions that give each subject its value for an item."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from minsheng.domain.programme import Programme
from minsheng.domain.progress import Progress
from minsheng.errors import Problems, UnknownName
from minsheng.rules.scoring.judging.judge import Judge
from minsheng.rules.scoring.terms.columns import Input
from minsheng.rules.scoring.terms.worth import said

#: from a programme, its progress and a day: an exact value for each subject, or None
Measuring = Callable[[Programme, Progress, datetime.date], Mapping[str, Decimal | Fraction | int | None]]


def measured(
    judge: Judge,
    names: Sequence[str],
    measures: Mapping[str, Measuring],
    given: tuple[Programme, Progress, datetime.date],
) -> dict[str, dict[str, Fraction]]:
    """The values by subject and column.

    Args:
        judge: the prepared scheme.
        names: the ranked subjects.
        measures: the functions, by item id.
        given: their arguments.

    Raises:
        DataError: an item that does not exist or takes no mark, an unknown name, a value outside
            the item's range; all at once.
        TypeError: a measure returns floats.
    """
    problems = Problems()
    columns = {one.name: one for one in judge.formulas.facts}
    found: dict[str, dict[str, Fraction]] = {}
    for item, measure in measures.items():
        column = columns.get(f"{item}_{Input.MARK.value}")
        if column is None:
            known = [name.rpartition("_")[0] for name in columns if name.endswith(f"_{Input.MARK.value}")]
            problems.add(item, UnknownName("评分项", item, known).in_chinese)
            continue
        for name, value in measure(*given).items():
            if value is None:
                continue
            if isinstance(value, float):
                raise TypeError(f"the measure of {item!r} gives floats, which are not exact: {value!r}")
            exact = Fraction(value)
            if name not in names:
                problems.add(f"{name}，{item}", UnknownName("排名对象", name, names).in_chinese)
            elif not column.low <= exact <= column.high:
                ends = f"{said(Fraction(column.low))} 到 {said(Fraction(column.high))}"
                problems.add(f"{name}，{item}", f"“{said(exact)}”不在 {ends} 之间")
            else:
                found.setdefault(name, {})[column.name] = exact
    problems.refuse()
    return found
