"""Changing a row in the middle of the year as little as possible."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import attrs

from minsheng.asking import asked
from minsheng.dividing.methods import Method, Request, Settle, divide
from minsheng.dividing.reading import Figure, Step, figure, last_place, whole_weights
from minsheng.dividing.ties import TieBreak, settler
from minsheng.domain.allocation import Additivity, Row
from minsheng.domain.amount import Amount, add_exactly, amount_of, plain_text
from minsheng.domain.area import CITY
from minsheng.domain.numerals import less_exactly
from minsheng.domain.source import Citation
from minsheng.domain.written import exactly
from minsheng.errors import DataError, Problem, Problems, UnknownName
from minsheng.table import Tabled, heads


@attrs.frozen(repr=False)
class Reallocation(Tabled):
    """A row before and after a change, and what approved it.

    Args:
        before: the row as it was.
        row: the row as it is now; its source is the approval.
        done: what each area had already done.
        approval: the document that approves the change.
    """

    before: Row
    row: Row
    done: tuple[tuple[str, Decimal], ...]
    approval: Citation

    @property
    def changes(self) -> tuple[tuple[str, Decimal], ...]:
        """What each area gains or loses, 市本级 last; only areas whose share changes."""
        before = dict(self.before.present)
        moved = [
            (name, less_exactly(share, before.get(name, Decimal(0)))) for name, share in self.row.present
        ]
        return tuple([(name, by) for name, by in moved if by])

    @property
    def variation(self) -> Amount:
        """The sum of all gains and losses."""
        return Amount(add_exactly(*(by.copy_abs() for _, by in self.changes)), self.row.unit)

    @property
    def summary(self) -> str:
        """The totals before and after, the approval, and the variation."""
        return f"{self.before.total} 调整为 {self.row.total}（{self.approval}），共变动 {self.variation}"

    _HEADS = heads(
        area="地区", before=("原任务数", exactly), done=("已完成", exactly), change="调整",
        after=("新任务数", exactly),
    )  # fmt: skip

    def _lines(self) -> Iterator[dict[str, Any]]:
        """Each area's share before and after, and what it had done; areas without any are left out."""
        before, done, changes = dict(self.before.present), dict(self.done), dict(self.changes)
        for name, share in (*self.row.shares.items(), (CITY, self.row.city_share)):
            if share is not None or name in before or name in done:
                by = f"{changes[name]:+f}" if name in changes else ""
                was = {"area": name, "before": before.get(name), "done": done.get(name)}
                yield was | {"change": by, "after": share}

    def explain(self) -> str:
        """The change in words: the totals, the approval, what each area gains or loses.

        >>> row = Row("x", "户", ("甲县", "乙县", "丙区"), (100, 60, 40))
        >>> approval = Citation("某办〔2023〕9号", "第二条")
        >>> print(reallocate(row, "180 户", done={"乙县": 58}, approval=approval).explain())
        200 户 调整为 180 户（某办〔2023〕9号第二条），共变动 20 户
        甲县 100 − 13 = 87 户
        乙县 60 − 2 = 58 户（已完成 58）
        丙区 40 − 5 = 35 户
        甲县 87 + 乙县 58 + 丙区 35 = 180 户
        """
        after, before, done = dict(self.row.present), dict(self.before.present), dict(self.done)
        lines = [self.summary]
        for name, by in self.changes:
            sign = "+" if by > 0 else "−"
            was, now, size = map(plain_text, (before.get(name, Decimal(0)), after[name], by.copy_abs()))
            reached = f"（已完成 {plain_text(done[name])}）" if name in done else ""
            lines.append(f"{name} {was} {sign} {size} = {now} {self.row.unit}{reached}")
        return "\n".join([*lines, self.row.working()])


@asked
def reallocate(
    row: Row,
    new_total: Amount | str | None = None,
    *,
    approval: Citation,
    changes: Mapping[str, Figure] | None = None,
    done: Mapping[str, Figure] | None = None,
    step: Figure | None = None,
    method: Method | str = Method.HAMILTON,
    ties: TieBreak | str = TieBreak.REFUSE,
) -> Reallocation:
    """Change a row in mid-year: to a new total, or some shares with the total kept, or both.

    The sum of all gains and losses is as small as possible, given that no area ends below what it
    has done. A rise is divided in proportion to the present shares. So is a cut, except that an
    area keeps at least what it has done; an area that has done more than its share is raised to
    that. 市本级 keeps its share unless ``changes`` names it. An area without a share (``/``) gets
    none, whatever it has done.

    Args:
        row: the present row. Its shares must add up to the total.
        new_total: the new total, including 市本级; default: the present one.
        approval: the document that approves the change; it becomes the source of the new row.
        changes: new shares set by the approval itself; the other areas make up for them.
        done: what each area has already done.
        step: changes are multiples of this; default: one unit in the last place of the figures.
        method, ties: how the change is divided, as for :func:`~minsheng.dividing.allocate.allocate`.

    Raises:
        DataError: the change cannot be made: less is left than is done, no area is left to take
            it, the shares do not add up to a total, or a tie is refused.
        UnknownName: an area that is not in the row.
        ValueError: neither a new total nor changes.

    >>> row = Row("x", "户", ("甲县", "乙县", "丙区"), (100, 60, None))
    >>> moved = reallocate(row, changes={"甲县": 80}, approval=Citation("某办〔2023〕9号", "第二条"))
    >>> moved.row.working(), str(moved.variation)
    ('甲县 80 + 乙县 80 = 160 户', '40 户')
    """
    if new_total is None and not changes:
        raise ValueError("a reallocation needs a new total or changes")
    if row.additivity is not Additivity.SUM:
        raise DataError.at(row.indicator, "这一行各自达到，不相加", "不能按总数调整")
    if row.added != row.present:
        raise DataError.at(row.indicator, "有的地区和它所在的地区都有任务数", "请一级一级地调整")
    total = row.total if new_total is None else amount_of(new_total).to(row.unit)
    names = (*row.areas, CITY)
    for given in (changes or {}, done or {}):
        for name in given:
            if name not in names:
                raise UnknownName("area", name, names)
    set_ = {name: figure(value, row.unit, f"{name}的新任务") for name, value in (changes or {}).items()}
    reached = {name: figure(value, row.unit, f"{name}的完成数") for name, value in (done or {}).items()}
    shares = {name: share for name, share in row.present if name != CITY and name not in set_}
    city = set_.get(CITY, row.city_share)
    figures = (total.value, *set_.values(), *shares.values(), *([] if city is None else [city]))
    counted = Step(last_place(*figures) if step is None else figure(step, row.unit, "步长"))
    _check(set_, reached)
    kept = [value for name, value in set_.items() if name != CITY] + ([] if city is None else [city])
    rest = add_exactly(total.value, *(value.copy_negate() for value in kept))
    settle = settler(tuple(shares), whole_weights(tuple(shares.values())), TieBreak(ties))
    by = _divide_change(
        shares, reached, Amount(rest, row.unit), counted, method=Method(method), settle=settle
    )
    new = {name: add_exactly(share, change) for (name, share), change in zip(shares.items(), by, strict=True)}
    cells = [set_.get(name, new.get(name)) for name in row.areas]
    after = attrs.evolve(row, cells=cells, city_share=city, source=approval)
    return Reallocation(row, after, tuple(reached.items()), approval)


def _check(set_: Mapping[str, Decimal], done: Mapping[str, Decimal]) -> None:
    Problems(
        Problem(name, f"改为 {plain_text(value)}，已完成 {plain_text(done[name])}", "不能低于已完成的")
        if value >= 0
        else Problem(name, f"改为 {plain_text(value)}", "任务数不能小于 0")
        for name, value in set_.items()
        if value < max(Decimal(0), done.get(name, Decimal(0)))
    ).refuse()


def _divide_change(
    shares: Mapping[str, Decimal],
    done: Mapping[str, Decimal],
    rest: Amount,
    step: Step,
    *,
    method: Method,
    settle: Settle,
) -> list[Decimal]:
    """What each share changes by, so that they sum to ``rest``."""
    # by how many steps each may fall
    room = [step.down(less_exactly(s, done.get(name, Decimal(0)))) for name, s in shares.items()]
    gap = add_exactly(rest.value, *(share.copy_negate() for share in shares.values()))
    steps = step.count(gap)
    if steps is None:
        met = f"要变动 {plain_text(gap)}，不是 {plain_text(step.size)} 的整数倍"
        raise DataError.at("总数", met, "请改步长")
    raised = [max(0, -free) for free in room]
    left = steps - sum(raised)
    if left < -sum(free for free in room if free > 0):
        listed = [(name, max(done.get(name, Decimal(0)), Decimal(0))) for name in shares]
        parts = " + ".join(f"{name} {plain_text(d)}" for name, d in listed if d)
        least = plain_text(add_exactly(*(d for _, d in listed)))
        met = f"留给各地的只有 {rest}，已完成 {parts or '0'} = {least}"
        raise DataError.at("总数", met, "不能低于已完成的（按整步长取）")
    if left and not any(shares.values()):
        met = f"没有地区可以承担 {plain_text(gap)} {rest.unit}"
        raise DataError.at("总数", met, "请在 changes 里写明给谁")
    if not left:
        return step.values(raised)
    rising = left > 0
    weights = whole_weights(tuple(shares.values()))
    high = tuple([left if rising else max(0, free) for free in room])
    request = Request(abs(left), weights, (0,) * len(weights), high)
    given = divide(request, method, settle).steps
    return step.values([up + (more if rising else -more) for up, more in zip(raised, given, strict=True)])
