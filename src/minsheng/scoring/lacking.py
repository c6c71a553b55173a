"""Why somebody is not scored: everything that is missing, at once, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache

import attrs

from minsheng.domain.expression.build import Expression
from minsheng.domain.expression.nodes import columns
from minsheng.scoring.facts import Subject
from minsheng.scoring.inputs import MONTH, OTHERS, Input, Inputs
from minsheng.scoring.items import Item, Section, Veto, walk
from minsheng.scoring.judge import Judge
from minsheng.scoring.meanings import Known
from minsheng.scoring.parts import Part
from minsheng.scoring.points import condition, has_task, inputs_of, raw_points, task_points
from minsheng.scoring.ranks import RankPoints
from minsheng.scoring.scheme import Scheme
from minsheng.scoring.survey import Vote
from minsheng.scoring.values import holds, said, worth

_MONTH = next(column.name for column in columns(MONTH.node))
_ANSWERS = (Input.SATISFIED, Input.BASICALLY, Input.ASKED)


@attrs.frozen
class Lack:
    """One thing that has no points, and why.

    Args:
        title: what has none; empty for what many need.
        why: in words; empty where only the month is missing, which is said once for all.
        columns: the columns that must be given.

    >>> print(Lack("完成情况", ("没有核实数", "没有上报数")))
    完成情况：没有核实数、没有上报数
    """

    title: str
    why: tuple[str, ...]
    columns: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.title}：{'、'.join(self.why)}" if self.title else "、".join(self.why)


def reasons(judge: Judge, part: Part, subject: Subject) -> Iterator[str]:
    """What is missing, in words; never nothing."""
    return (str(lack) for lack in lacks(judge, part, subject))


def lacks(judge: Judge, part: Part, subject: Subject) -> list[Lack]:
    """All that is missing: of items and sections, of vetoes that are not decided, and the month."""
    scheme, ready, values = judge.scheme, _ready(judge), judge.complete(subject.values)
    unknown = [*_unknown(scheme.root, part)]
    ids = [own.id for own in unknown]
    found: list[Lack] = []
    for own in unknown:
        if isinstance(own, Section):
            found += _section(own, values, subject)
        elif not (isinstance(own.form, RankPoints) and own.form.of in ids):  # a section that tells itself
            found += _item(ready[own.id], values, subject)
    told = {name for lack in found for name in lack.columns}
    for veto in scheme.vetoes:
        if veto.scope in ids:
            found += _veto(scheme, veto, values, subject, told)
    if any(_MONTH in lack.columns for lack in found):
        found.append(Lack("", ("没有月份，不能推算全年",), (_MONTH,)))
    if not found:
        nothing = "所有的项都没有任务或没有数" if part.left_out else "计分的项合计没有分值，不能折算"
        found.append(Lack("", (nothing,)))
    return [*_by_title(lack for lack in found if lack.why)]


def _by_title(found: Iterable[Lack]) -> Iterable[Lack]:
    """Each title once: a section often bears that of its item."""
    whole: dict[str, Lack] = {}
    for lack in found:
        one = whole.get(lack.title, Lack(lack.title, ()))
        why, names = ((*before, *more) for before, more in ((one.why, lack.why), (one.columns, lack.columns)))
        whole[lack.title] = Lack(lack.title, tuple(dict.fromkeys(why)), tuple(dict.fromkeys(names)))
    return whole.values()


def _unknown(own: Item | Section, part: Part) -> Iterator[Item | Section]:
    """A part without points, and those in it; what a veto has decided needs nothing more."""
    if part.points is None and not part.left_out:
        yield own
        if isinstance(own, Section):
            for inner, judged in zip(own.parts, part.parts, strict=False):  # what acts on them comes after
                yield from _unknown(inner, judged)


@attrs.frozen(eq=False, slots=False)
class _Asked:
    """An expression that is asked of many records, and the columns it needs."""

    expression: Expression

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in columns(self.expression.node))

    def missing(self, values: Known) -> tuple[str, ...]:
        """Which of them have no value."""
        return tuple(name for name in self.names if values[name] is None)


@attrs.frozen(eq=False, slots=False)
class _Ready:
    """An item with what it is asked by, made once for all who are not scored."""

    scheme: Scheme
    item: Item

    @cached_property
    def raw(self) -> _Asked:
        return _Asked(raw_points(self.scheme, self.item))

    @cached_property
    def given(self) -> tuple[tuple[Inputs, _Asked, _Asked], ...]:
        """Each indicator, whether it has a task, and its points; or its value, where places go by it."""
        given = inputs_of(self.item)
        return tuple((one, _Asked(one.has_task), _Asked(self._measured(one, len(given)))) for one in given)

    def _measured(self, one: Inputs, many: int) -> Expression:
        if self.item.form.on_others:  # without a value there is no place
            return one.value if many > 1 else one.order[0]
        return task_points(self.scheme, self.item, one)

    @cached_property
    def asked(self) -> Expression | None:
        return has_task(self.item)


@lru_cache(maxsize=2)
def _ready(judge: Judge) -> dict[str, _Ready]:  # private, and cached
    return {item.id: _Ready(judge.scheme, item) for item in judge.scheme.every_item}


def _section(section: Section, values: Known, subject: Subject) -> Iterator[Lack]:
    """What a section needs of its own."""
    needed = [Input.NUMBER] if section.coefficient is not None else []
    needed += [Input.VERIFIED, Input.REPORTED] if section.verified else []
    names = [f"{section.id}_{what.value}" for what in needed]
    lacking = tuple(name for name in names if values[name] is None)
    if lacking:
        yield Lack(section.title, _words(lacking, subject), lacking)


def _item(ready: _Ready, values: Known, subject: Subject) -> Iterator[Lack]:
    item, lacking = ready.item, ready.raw.missing(values)
    if worth(ready.raw.expression, values) is not None:
        return  # a veto of it is not decided
    if ready.asked is not None and not holds(ready.asked, values):  # said once, and not of each indicator
        tasks = [name for _, task, _ in ready.given for name in task.missing(values)]
        yield Lack(item.title, _words(tasks, subject), lacking)
        return
    if item.form.on_others:
        others = {name for name in ready.raw.names if _code(name) in OTHERS}
        if not others <= {*lacking}:  # some of it was given
            told = item.form.working(item.weight, ready.given[0][0])(values)
            yield Lack(item.title, _words(lacking, subject) or (told,), lacking)
            return
        if isinstance(item.form, RankPoints) and item.form.of:
            of = ready.scheme.part(item.form.of)
            yield Lack(item.title, (f"{of.title}没有得分，没有名次",))
            return
    found = False
    for one, task, measured in ready.given:
        if one.task and not holds(task.expression, values):
            continue
        if worth(measured.expression, values) is None:
            found, own = True, measured.missing(values)
            why = _words(own, subject, item) if own else (_computed(item, one, values),)
            yield Lack(f"{item.title} {_name(one, values)}" if len(ready.given) > 1 else item.title, why, own)
    if not found:
        yield Lack(item.title, _words(lacking, subject) or ("算不出来",), lacking)


def _computed(item: Item, one: Inputs, values: Known) -> str:
    """Why there are no points although nothing is missing."""
    if one.task and worth(one.target, values) == 0:
        return "目标为 0，没有完成率"
    done = worth(one.actual, values) if one.task and one.lower else None
    if done is not None and done <= 0:
        return f"完成数为 {said(done)}，没有完成率"
    return item.form.working(item.weight, one)(values)  # a sample too small


def _veto(scheme: Scheme, veto: Veto, given: Known, subject: Subject, told: set[str]) -> Iterator[Lack]:
    """What a veto's condition lacks, where nothing else has said so."""
    values = Known(given)  # walked, since it is seldom asked
    brought = condition(scheme, veto)
    if holds(brought, values) is not None:
        return
    if veto.event:
        lacking = _Asked(brought).missing(values)
        yield Lack(veto.title, _words(lacking, subject), lacking)
        return
    item = next(part for part in walk(scheme.root) if isinstance(part, Item) and part.id == veto.item)
    inputs = inputs_of(item)
    why: list[str] = []
    needed: list[str] = []
    for one in inputs:
        if one.task and not holds(one.has_task, values):
            continue
        own = _Asked(one.met if veto.below is None else one.value).missing(values)
        needed += own
        name = f"{item.title} {_name(one, values)}" if len(inputs) > 1 else item.title
        why += [f"{name}{word}" for word in _words([n for n in own if n not in told], subject, item)]
    if why or not needed:
        yield Lack(veto.title, tuple(why) or (f"{item.title}没有可比的数",), tuple(needed))


# --- in words --------------------------------------------------------------------------


def _code(name: str) -> str:
    return name.rpartition("_")[2].rstrip("0123456789")


def _name(one: Inputs, values: Known) -> str:
    return str(values.get(f"{one.stem}_{Input.TEXT.value}") or one.stem)


def _words(names: Iterable[str], subject: Subject, item: Item | None = None) -> tuple[str, ...]:
    """What is missing, each once, without what goes without saying, and without the month."""
    listed = [name for name in names if name != _MONTH]
    codes = {_code(name) for name in listed}
    found: list[str] = []
    for name in listed:
        code = _code(name)
        if code in (Input.RUN, Input.FURTHER) and Input.COUNT in codes:
            continue  # without events there are no rows of them
        if code in _ANSWERS and {Input.SATISFIED, Input.BASICALLY} <= codes:
            vote = item is not None and isinstance(item.form, Vote)
            found.append(f"没有{'表决' if vote else '调查'}结果")
        elif code == Input.RUN:
            times = name[len(name.rstrip("0123456789")) :]
            found.append(f"没有连续{times}次的回数")
        else:
            found.append(subject.reasons.get(name) or _plain(name, code))
    return tuple(dict.fromkeys(found))


def _plain(name: str, code: str) -> str:
    if code in (Input.TARGET, Input.SET):
        return "没有任务"
    label = next((one.label for one in Input if one.value == code), name)
    found = code in (Input.PLACE, Input.BEST)  # unless the table has a column of them
    return f"没有{label}（要由程序排的，去掉“{name}”列）" if found else f"没有{label}"
