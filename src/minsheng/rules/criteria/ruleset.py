"""Sets of criteria: as JSON and back, and those in force on a day."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable
from typing import Any

from minsheng.asking import asked
from minsheng.domain.expression.base import MOST_DEPTH
from minsheng.errors import DataError, MinshengError, RuleError
from minsheng.rules.criteria.codec import Reader, to_plain
from minsheng.rules.criteria.criterion import Criterion
from minsheng.strict import read_json

#: each level of nodes takes up to three levels of JSON
_DEEPEST = 3 * MOST_DEPTH


@asked
def in_force(
    criteria: Iterable[Criterion], on: datetime.date, *, published: datetime.date | None = None
) -> tuple[Criterion, ...]:
    """The criterion of each code in force on a day: the latest that is effective by then.

    Args:
        criteria: criteria, with several versions of a code that differ in ``effective``.
        on: the day of the record: one of March is judged by the rules of March.
        published: ignore versions published after this day.

    >>> from datetime import date
    >>> from minsheng import Amount, column
    >>> paid = column("paid", "元/月", places=2)
    >>> old = Criterion("X201", paid >= Amount(600, "元/月"), effective=date(2022, 1, 1))
    >>> new = Criterion("X201", paid >= Amount(650, "元/月"), effective=date(2023, 1, 1))
    >>> in_force([old, new], date(2022, 3, 1)) == (old,), in_force([old, new], date(2023, 3, 1)) == (new,)
    (True, True)
    """
    chosen: dict[str, Criterion] = {}
    first = datetime.date.min
    for criterion in criteria:
        if criterion.effective is not None and criterion.effective > on:
            continue
        if published is not None and (criterion.published or first) > published:
            continue
        other = chosen.get(criterion.code)
        key = (criterion.effective or first, criterion.published or first)
        if other is not None and key == (other.effective or first, other.published or first):
            raise RuleError(f"two criteria {criterion.code} are effective and published on one day")
        if other is None or key > (other.effective or first, other.published or first):
            chosen[criterion.code] = criterion
    return tuple(chosen.values())


@asked
def dump_criteria(criteria: Iterable[Criterion]) -> str:
    """Criteria as JSON text, which :func:`load_criteria` reads back."""
    return json.dumps([_plain(criterion) for criterion in criteria], ensure_ascii=False, indent=1)


@asked
def digest_of(criteria: Iterable[Criterion]) -> str:
    """The SHA-256 of the criteria's canonical JSON."""
    plain = [_plain(criterion) for criterion in criteria]
    return hashlib.sha256(json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def _plain(criterion: Criterion) -> dict[str, Any]:
    texts = {name: getattr(criterion, name) for name in ("code", "title", "basis", "severity")}
    dates = {name: getattr(criterion, name) for name in ("effective", "published")}
    return {
        **{name: text for name, text in texts.items() if text},
        **{name: day.isoformat() for name, day in dates.items() if day is not None},
        "requirement": to_plain(criterion.requirement),
        **({} if criterion.when is None else {"when": to_plain(criterion.when)}),
    }


@asked
def load_criteria(text: str | bytes) -> tuple[Criterion, ...]:
    """Read criteria from JSON text. Nothing in it is ever executed.

    Raises:
        DataError: everything that is wrong, each with its path.

    >>> from minsheng import Amount, column
    >>> c = Criterion("X201", column("paid", "元/月", places=2) >= Amount(650, "元/月"), title="低保标准")
    >>> load_criteria(dump_criteria([c])) == (c,)
    True
    """
    plain = read_json(text, "$", deepest=_DEEPEST)
    if not isinstance(plain, list):
        raise DataError.at("$", "应是规则的列表，请用方括号")
    reader = Reader()
    made = [_criterion(item, f"$[{index}]", reader) for index, item in enumerate(plain)]
    reader.problems.refuse()
    return tuple(criterion for criterion in made if criterion is not None)


def _criterion(plain: Any, place: str, reader: Reader) -> Criterion | None:
    if not isinstance(plain, dict):
        reader.problems.add(place, "不是对象")
        return None
    before = len(reader.problems)
    values: dict[str, Any] = {}
    for name, value in plain.items():
        if name in ("requirement", "when"):
            try:
                values[name] = reader.node(value, f"{place}.{name}")
            except RecursionError:
                reader.problems.add(f"{place}.{name}", "嵌套得太深")
        elif name in ("effective", "published"):
            try:
                values[name] = datetime.date.fromisoformat(value)
            except (TypeError, ValueError):
                reader.problems.add(f"{place}.{name}", f"“{value!s:.60}”不是日期")
        elif name in ("code", "title", "basis", "severity") and isinstance(value, str):
            values[name] = value
        else:
            reader.problems.add(f"{place}.{name}", f"不认识的键“{name}”，或不是文字")
    for name in ("code", "requirement"):
        if name not in plain:
            reader.problems.add(place, f"缺少“{name}”")
    if len(reader.problems) > before:
        return None
    try:
        return Criterion(**values)
    except (MinshengError, TypeError, ValueError, RecursionError) as error:
        reader.problems.add(place, f"不成立：{error.args[0] if error.args else error}")
        return None
