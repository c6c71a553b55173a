"""The classes of the rows of a frame, where the regulation itself says which areas are in which."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Any

from minsheng.domain.expression.build import Expression, column
from minsheng.domain.expression.choosing import when
from minsheng.errors import Problem, Problems
from minsheng.rules.criteria.frames.frame import judge_frame
from minsheng.rules.criteria.frames.plan import Prepared
from minsheng.rules.criteria.frames.rows import marked_rows, renamed, unused
from minsheng.rules.criteria.records.read import SHOWN
from minsheng.rules.scoring.regulation.scheme import Scheme
from minsheng.rules.scoring.terms.columns import CLASS, NAMES


def names_classes(scheme: Scheme, names: Collection[str]) -> str:
    """The column whose names the scheme knows the classes of; empty if there is none."""
    known = any(one.areas for one in scheme.classes)
    return next((name for name in NAMES if known and name in names), "")


def with_classes(scheme: Scheme, frame: Any, own: Collection[str]) -> tuple[Any, str, str]:
    """A frame with the class of every row, by its name, else as it says itself.

    Returns:
        The frame; the column that has 1 where the two contradict each other, and the one that keeps what
        the frame says itself; each empty for none.

    Raises:
        DataError: they contradict each other. Of a frame that is not run here, such a row is only marked.
    """
    whose = names_classes(scheme, own)
    if not whose:
        return frame, "", ""
    prefix = unused(own)
    said = f"{prefix}said" if CLASS in own else ""
    frame = renamed(frame, CLASS, said) if said else frame
    frame = judge_frame(_classes(scheme, whose, said, f"{prefix}odd"), frame)
    if not said:
        return frame, "", ""
    odd = marked_rows(frame, f"{prefix}odd")
    met, todo = f"“{CLASS}”列与办法里 classes 的 areas 不一样", "请核对，或去掉这一列"
    problems = Problems(Problem(f"表第{row + 1}行", met, todo) for row in odd[:SHOWN])
    if len(odd) > SHOWN:
        problems.add("表", f"共有 {len(odd)} 行这样，以上是前 {SHOWN} 行")
    problems.refuse()
    return frame, f"{prefix}odd", said


@lru_cache(maxsize=16)
def _classes(scheme: Scheme, whose: str, said: str, odd: str) -> Prepared:
    name, names = column(whose, kind="text"), [one.name for one in scheme.classes]
    given = column(said, kind="text", choices=names) if said else None
    found: Expression | None = given
    differs: Expression | None = None
    for one in scheme.classes:
        if one.areas:
            here = ~name.is_missing() & name.is_in(one.areas)
            found = when(here).then(one.name).otherwise(found)
            if given is not None:
                other = when(here & ~given.is_missing() & (given != one.name)).then(1).otherwise(0)
                differs = other if differs is None else differs + other
    assert found is not None  # noqa: S101  # some have areas
    made = {CLASS: found.node}
    return Prepared((), made if differs is None else made | {odd: differs.node})
