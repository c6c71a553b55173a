"""Draft: a programme in the making, and the questions that only a person can answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

import attrs

from minsheng.asking import asked, built
from minsheng.domain.programme import Programme
from minsheng.domain.source import Option
from minsheng.errors import DataError, Problem, UnknownName
from minsheng.plain.canonical import Format
from minsheng.reading.paths import rename, renamed
from minsheng.reading.programme import from_plain
from minsheng.table import Tabled, heads


@built
@attrs.frozen
class Question:
    """A place of the notice that can be read in several ways, or that was read otherwise than printed.

    Args:
        id: a short name.
        where: where it stands: annex, page, row.
        met: the words or cells there.
        question: what is unclear, with the arithmetic.
        options: the ways to read it. None: a departure from the print, or something left out, that
            is only to be looked at.
        chosen: the option in force; None where only a person can say.
        reads: how it was read, where there are no options.
        answered: whether a person chose the option.

    >>> ways = (Option("each", "各地都要达到"), Option("sum", "各地相加"))
    >>> Question("target-2-2", "附件2第2项第2行", "超过80类", "各地都要达到，还是相加？", ways).open
    True
    """

    id: str
    where: str
    met: str
    question: str
    options: tuple[Option, ...] = ()
    chosen: str | None = None
    reads: str = ""
    answered: bool = False

    @property
    def open(self) -> bool:
        """Whether the programme has to wait for its answer."""
        return bool(self.options) and self.chosen is None


@built
@attrs.frozen(repr=False)
class Draft(Tabled):
    """A programme read from a notice, with every doubt on a list.

    Args:
        plain: the programme as plain data, as the folder's format names it.
        questions: the list, in the order of the notice.
        places: the page and row of indicators and standards, by id.
    """

    plain: dict[str, Any] = attrs.field(hash=False)
    questions: tuple[Question, ...]
    places: Mapping[str, str] = attrs.field(factory=dict[str, str], hash=False)

    _FORMAT = Format("draft")

    @property
    def open(self) -> tuple[Question, ...]:
        """The questions that the programme waits for."""
        return tuple(question for question in self.questions if question.open)

    @asked
    def answered(self, answers: Mapping[str, str]) -> Draft:
        """The draft with these answers: the option's id by the question's.

        Raises:
            UnknownName: no such question or option.
        """
        known = {question.id: question for question in self.questions if question.options}
        for id, option in answers.items():
            if id not in known:
                raise UnknownName("question", id, known)
            if option not in (ids := [one.id for one in known[id].options]):
                raise UnknownName("option", option, ids)
        changed = (
            attrs.evolve(q, chosen=answers[q.id], answered=True) if q.id in answers else q
            for q in self.questions
        )
        return attrs.evolve(self, questions=tuple(changed))

    @asked
    def renamed(self, ids: Mapping[str, str]) -> Draft:
        """The draft with other ids of indicators and standards, by the ids they have; all references follow.

        Raises:
            UnknownName: nothing has such an id.
        """
        known = [one["id"] for project in self.plain["projects"] for one in items_of(project)]
        for id in ids:
            if id not in known:
                raise UnknownName("indicator or standard", id, known)
        plain = deepcopy(self.plain)
        rename(plain, ids)
        questions = (
            attrs.evolve(q, options=tuple(_renamed(option, ids) for option in q.options))
            for q in self.questions
        )
        places = {ids.get(id, id): place for id, place in self.places.items()}
        return Draft(plain, tuple(questions), places)

    def programme(self) -> Programme:
        """The programme, once nothing is open that it has to wait for.

        Raises:
            DataError: the open questions, or what does not fit together.
        """
        if self.open:
            todo = "请回答：{}"
            raise DataError(
                Problem(q.where, f"{q.id}：{q.question}", todo.format(" 或 ".join(o.id for o in q.options)))
                for q in self.open
            )
        return from_plain(self.whole(), str(self.plain["name"]))

    def whole(self) -> dict[str, Any]:
        """The plain data with the questions in it: as readings, or as errata without a choice."""
        plain = deepcopy(self.plain)
        plain["errata"] = [
            {"id": q.id, "source": q.where, "printed": q.met, "reads": q.reads, "reason": q.question}
            for q in self.questions
            if not q.options and q.reads
        ]
        plain["readings"] = [
            {
                "id": q.id,
                "source": q.where,
                "question": q.question,
                "chosen": q.chosen or "",
                "reason": f"原文：{q.met}",
                "options": [_option(option) for option in q.options],
            }
            for q in self.questions
            if q.options
        ]
        return plain

    @property
    def summary(self) -> str:
        """What was read, and how many questions there are."""
        projects = self.plain["projects"]
        counts = f"{len(projects)} 项、{len(self.plain['allocation']['rows'])} 行任务数"
        asked = f"疑问 {len(self.questions)} 处，其中待答 {len(self.open)} 处"
        return f"{self.plain['name']} 草稿：{counts}，{asked}"

    _HEADS = heads(id="编号", where="出处", met="原文", question="疑问", options="读法", chosen="采用")

    def _lines(self) -> Iterator[dict[str, Any]]:
        for q in self.questions:
            options = "；".join(f"{o.id}：{o.text}" for o in q.options) or q.reads
            chosen = "待答" if q.open else q.chosen or "请核对"
            said = {"id": q.id, "where": q.where, "met": q.met, "question": q.question}
            yield said | {"options": options, "chosen": chosen}


def items_of(project: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The indicators and standards of a project in plain data."""
    return [*project.get("indicators", ()), *project.get("standards", ())]


def _renamed(option: Option, ids: Mapping[str, str]) -> Option:
    return attrs.evolve(
        option, changes=tuple(attrs.evolve(c, path=renamed(c.path, ids)) for c in option.changes)
    )


def _option(option: Option) -> dict[str, Any]:
    changes = [
        {"path": c.path, "value": [*c.value] if isinstance(c.value, tuple) else c.value}
        for c in option.changes
    ]
    return {"id": option.id, "text": option.text, "changes": changes}
