"""Why somebody is not scored: what is missing, item by item."""

from __future__ import annotations

from collections.abc import Iterator

from minsheng.domain.expression.nodes import columns
from minsheng.scoring.facts import Subject
from minsheng.scoring.inputs import Input
from minsheng.scoring.items import Item
from minsheng.scoring.judge import Judge
from minsheng.scoring.meanings import Known
from minsheng.scoring.parts import Part
from minsheng.scoring.points import inputs_of, item_points


def reasons(judge: Judge, part: Part, subject: Subject) -> Iterator[str]:
    """What is missing, for each item that has no points; else for what acts on sums."""
    values, found = judge.complete(subject.values), False
    for item in judge.scheme.every_item:
        own = part.find(item.id)
        if own is None or own.points is not None or own.left_out:
            continue
        lacking = list(_lacking(judge, item, {name for name, value in values.items() if value is None}))
        found = True
        for name in lacking:
            yield f"{_title(item, name, subject)}：{_why(name, subject)}"
        if not lacking:  # a sample too small, a target of 0
            given = inputs_of(item)[0]
            why = (
                "目标为 0，没有完成率" if given.task else item.form.working(item.weight, given)(Known(values))
            )
            yield f"{item.title}：{why}"
    if not found:
        for column in judge.columns:
            if values[column.name] is None and column.name in subject.reasons:
                yield f"{_of(judge, column.name)}：{_why(column.name, subject)}"
                found = True
    if not found:
        yield "算不出来：所有的项都没有任务，或抽查的上报数为 0"


def _lacking(judge: Judge, item: Item, missing: set[str]) -> Iterator[str]:
    """The columns that an item lacks; of several indicators, only those that have a target."""
    if item.indicators and not item.form.on_others:
        pairs = [
            (f"{one.stem}_{Input.TARGET.value}", f"{one.stem}_{Input.ACTUAL.value}")
            for one in inputs_of(item)
        ]
        if all(target in missing for target, _ in pairs):
            yield pairs[0][0]
        yield from (actual for target, actual in pairs if target not in missing and actual in missing)
        return
    for column in columns(item_points(judge.scheme, item).node):
        if column.name in missing:
            yield column.name


def _why(name: str, subject: Subject) -> str:
    if name in subject.reasons:
        return subject.reasons[name]
    code = name.rpartition("_")[2].rstrip("0123456789")
    if code == Input.TARGET:
        return "没有任务"
    label = next((one.label for one in Input if one.value == code), name)
    return f"没有{label}"


def _title(item: Item, name: str, subject: Subject) -> str:
    text = subject.values.get(f"{name.rpartition('_')[0]}_{Input.TEXT.value}")
    return f"{item.title} {text}" if text and len(item.indicators) > 1 else item.title


def _of(judge: Judge, name: str) -> str:
    stem = name.rpartition("_")[0]
    titles = {veto.id: veto.title for veto in judge.scheme.vetoes}
    return titles.get(stem, stem)
