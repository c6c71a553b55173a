"""Why a subject is not scored: everything that is missing, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from minsheng.domain.expression.build import Expression
from minsheng.domain.expression.nodes import columns
from minsheng.rules.criteria.records.worths import Known
from minsheng.rules.scoring.forms.ranks import RankPoints
from minsheng.rules.scoring.forms.survey import Vote
from minsheng.rules.scoring.formulas.item_formulas import ItemFormulas
from minsheng.rules.scoring.formulas.scheme_formulas import Formulas
from minsheng.rules.scoring.formulas.who_formulas import applies, factor
from minsheng.rules.scoring.judging.breakdown import Part
from minsheng.rules.scoring.judging.judge import Judge
from minsheng.rules.scoring.judging.subjects import Subject
from minsheng.rules.scoring.regulation.items import Item, Section, Veto
from minsheng.rules.scoring.regulation.scheme import Scheme
from minsheng.rules.scoring.terms.columns import CLASS, MONTH, OTHERS, Input
from minsheng.rules.scoring.terms.inputs import Inputs
from minsheng.rules.scoring.terms.worth import holds, meant, said, worth

_MONTH = next(column.name for column in columns(MONTH.node))
_ANSWERS = (Input.SATISFIED, Input.BASICALLY, Input.ASKED)


@attrs.frozen
class Lack:
    """One thing without points, and why.

    Args:
        title: its title; empty for something that many parts need.
        why: in words; empty if only the month is missing, which is reported once for all.
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
    """What is missing, in words; never empty."""
    return (str(lack) for lack in lacks(judge, part, subject))


def lacks(judge: Judge, part: Part, subject: Subject) -> list[Lack]:
    """Everything missing: for items and sections, for undecided vetoes, and the month."""
    scheme, formulas, values = judge.scheme, judge.formulas, judge.known(subject.values)
    unknown = [*_unknown(scheme.root, part)]
    ids = [own.id for own in unknown]
    found: list[Lack] = []
    for own in unknown:
        if isinstance(own, Section):
            found += _section(scheme, own, values, subject)
        elif not (isinstance(own.form, RankPoints) and own.form.of in ids):  # the section reports itself
            found += _item(formulas, own.id, values, subject)
    told = {name for lack in found for name in lack.columns}
    for veto, brought in formulas.conditions.items():
        if veto.scope in ids and holds(brought, values) is None:
            found += _veto(formulas, veto, values, subject, told)
    if any(_MONTH in lack.columns for lack in found):
        found.append(Lack("", ("没有月份，不能推算全年",), (_MONTH,)))
    if not found:
        nothing = "所有的项都没有任务或没有数" if part.left_out else "计分的项合计没有分值，不能折算"
        found.append(Lack("", (nothing,)))
    return [*_by_title(lack for lack in found if lack.why)]


def _by_title(found: Iterable[Lack]) -> Iterable[Lack]:
    """Each title once: sections often have the title of their item."""
    whole: dict[str, Lack] = {}
    for lack in found:
        one = whole.get(lack.title, Lack(lack.title, ()))
        why, names = ((*before, *more) for before, more in ((one.why, lack.why), (one.columns, lack.columns)))
        whole[lack.title] = Lack(lack.title, tuple(dict.fromkeys(why)), tuple(dict.fromkeys(names)))
    return whole.values()


def _unknown(own: Item | Section, part: Part) -> Iterator[Item | Section]:
    """A part without points, and such parts in it; what a veto decided needs nothing more."""
    if part.points is None and not part.left_out:
        yield own
        if isinstance(own, Section):
            for inner, judged in zip(own.parts, part.parts, strict=False):  # what acts on them comes after
                yield from _unknown(inner, judged)


def _missing(expression: Expression, values: Known) -> tuple[str, ...]:
    """The columns that an expression needs and that have no value."""
    return tuple(one.name for one in columns(expression.node) if values[one.name] is None)


def _section(scheme: Scheme, section: Section, values: Known, subject: Subject) -> Iterator[Lack]:
    """The section's own columns that are missing."""
    needed = [Input.NUMBER] if section.coefficient is not None else []
    needed += [Input.VERIFIED, Input.REPORTED] if section.verified else []
    names = [f"{section.id}_{what.value}" for what in needed]
    for asked in (applies(scheme, section, None), factor(scheme, section, None)):
        names += [] if asked is None else _missing(asked, values)
    names += [f"{section.id}_{Input.BEST.value}"] if section.best_as is not None else []
    lacking = tuple(dict.fromkeys(name for name in names if values[name] is None))
    if lacking:
        yield Lack(section.title, _words(lacking, subject), lacking)


def _item(formulas: Formulas, id: str, values: Known, subject: Subject) -> Iterator[Lack]:
    part = formulas.parts[id]
    assert isinstance(part, ItemFormulas)  # noqa: S101  # an item's
    item = part.own
    for needed, lost in ((part.applies, "没有类别，不知道有没有这一项"), (part.factor, "没有系数")):
        if needed is not None and meant(needed, values) is None and (names := _missing(needed, values)):
            yield Lack(item.title, (lost,), names)
            return
    if worth(part.raw, values) is not None:
        return  # only a veto of it is undecided
    lacking = _missing(part.raw, values)
    if part.asked is not None and not holds(part.asked, values):  # once, not for each indicator
        tasks = [name for one in part.given for name in _missing(one.has_task, values)]
        yield Lack(item.title, _words(tasks, subject), lacking)
        return
    if item.form.on_others:
        others = {one.name for one in columns(part.raw.node) if _code(one.name) in OTHERS}
        if not others <= {*lacking}:  # some of them were given
            text = part.tasks[0].write(values, None)
            yield Lack(item.title, _words(lacking, subject) or (text,), lacking)
            return
        if isinstance(item.form, RankPoints) and item.form.of:
            of = formulas.scheme.part(item.form.of)
            yield Lack(item.title, (f"{of.title}没有得分，没有名次",))
            return
        # without a value there is no rank
        measured = [(one, one.value if len(part.given) > 1 else one.order[0]) for one in part.given]
    else:
        measured = [(task.inputs, task.alone) for task in part.tasks]
    found = False
    for one, number in measured:
        if one.task and not holds(one.has_task, values):
            continue
        if worth(number, values) is None:
            found, own = True, _missing(number, values)
            why = _words(own, subject, item) if own else (_computed(item, one, values),)
            title = f"{item.title} {_name(one, values)}" if len(measured) > 1 else item.title
            yield Lack(title, why, own)
    if not found:
        yield Lack(item.title, _words(lacking, subject) or ("算不出来",), lacking)


def _computed(item: Item, one: Inputs, values: Known) -> str:
    """Why there are no points although nothing is missing."""
    if one.task and worth(one.target, values) == 0:
        return "目标为 0，没有完成率"
    done = worth(one.actual, values) if one.task and one.lower else None
    if done is not None and done <= 0:
        return f"完成数为 {said(done)}，没有完成率"
    return item.form.working(item.weight, one)(values, None)  # a sample too small


def _veto(formulas: Formulas, veto: Veto, values: Known, subject: Subject, told: set[str]) -> Iterator[Lack]:
    """What a veto's condition lacks, unless it was already reported."""
    if veto.event:
        lacking = _missing(formulas.conditions[veto], values)
        yield Lack(veto.title, _words(lacking, subject), lacking)
        return
    part = formulas.parts[veto.item]
    assert isinstance(part, ItemFormulas)  # noqa: S101  # checked when the scheme was
    item, why, needed = part.own, list[str](), list[str]()
    for one in part.given:
        if one.task and not holds(one.has_task, values):
            continue
        own = _missing(one.met if veto.below is None else one.value, values)
        needed += own
        name = f"{item.title} {_name(one, values)}" if len(part.given) > 1 else item.title
        why += [f"{name}{word}" for word in _words([n for n in own if n not in told], subject, item)]
    if why or not needed:
        yield Lack(veto.title, tuple(why) or (f"{item.title}没有可比的数",), tuple(needed))


# --- in words --------------------------------------------------------------------------


def _code(name: str) -> str:
    return name.rpartition("_")[2].rstrip("0123456789")


def _name(one: Inputs, values: Known) -> str:
    return str(values.get(f"{one.stem}_{Input.TEXT.value}") or one.title or one.stem)


def _words(names: Iterable[str], subject: Subject, item: Item | None = None) -> tuple[str, ...]:
    """What is missing, each once, except what is implied, and except the month."""
    listed = [name for name in names if name != _MONTH]
    codes = {_code(name) for name in listed}
    found: list[str] = []
    for name in listed:
        code = _code(name)
        if code in (Input.RUN, Input.FURTHER) and Input.COUNT in codes:
            continue  # implied by the missing count
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
    if name == CLASS:
        return "没有类别"
    label = next((one.label for one in Input if one.value == code), name)
    found = code in (Input.RANK, Input.BEST)  # unless the table has a column of them
    return f"没有{label}（要由程序排的，去掉“{name}”列）" if found else f"没有{label}"
