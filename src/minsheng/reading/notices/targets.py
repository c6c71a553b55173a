"""Targets from the words of a row, held against its shares: a number in a name counts if they bear it out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import attrs

from minsheng.domain.amount import plain_text
from minsheng.domain.area import CITY
from minsheng.domain.numerals import exact_decimal
from minsheng.domain.printed import BARE, CellKind, Relation, read_cell
from minsheng.domain.source import Change, Option
from minsheng.domain.units import Unit
from minsheng.domain.wording import Mention, find_mentions
from minsheng.domain.written import exactly
from minsheng.reading.notices.breakdown import Line
from minsheng.reading.notices.draft import Question

_PART = re.compile(r"[，,（(]?\s*(其中.+?)[）)]?$")
#: what is counted, where only 万 is printed
_COUNTED = ("人", "户", "个", "件", "项", "人次")
#: units of rates, which do not add up
_RATE = re.compile("[%‰/]|百分点|千分点")
UNDIVIDED = "原表只列全市数，没有分解到地方"


def name_of(line: Line) -> str:
    """The id of what a row counts."""
    return f"project-{line.project}-{line.order}"


class Targets:
    """Makes indicators and rows of shares of the lines that have figures; what is doubtful is asked."""

    def __init__(self, areas: Sequence[str]) -> None:
        self.areas = areas
        self.rows: list[dict[str, Any]] = []
        self.questions: list[Question] = []

    def of(self, line: Line) -> list[dict[str, Any]]:
        """The indicator of a line, and those that are a part of it (其中)."""
        line = self._best_first(line)
        id, own = name_of(line), {"source": line.source}
        unit = f"{line.unit}{_COUNTED[0]}" if line.unit in BARE else line.unit
        shares = dict(zip(self.areas, map(_share, line.shares), strict=True))
        city = _share(line.city)
        row = {"indicator": id, "unit": unit, "cells": shares, "city_share": None if city == "/" else city}
        indicator = {"id": id, "text": line.text, **own}
        if line.heading:
            indicator["heading"] = line.heading
        if line.remark:
            indicator["note"] = f"备注：{line.remark}"
        part = _PART.search(line.text)
        whole = line.text[: part.start()] if part else line.text
        sure = self._target(line, indicator, unit, find_mentions(whole))
        if (
            not sure and line.unit in BARE
        ):  # two things are unknown of it, and each answer would change the other
            self.questions[-1] = left_out(line, "单位栏没有说以什么计，名称里的数与各地之和也不相等")
            return []
        self.rows.append(row)
        self._lies(line, id)
        made = [indicator]
        if part:
            made += self._part(line, id, unit, part[1], own)
        if line.unit in BARE:
            self._counted_in(line, made, unit)
        return made

    def _counted_in(self, line: Line, made: Sequence[dict[str, Any]], unit: str) -> None:
        """Ask what is counted where the column of units has 万 only."""
        said = f"单位栏只有“{line.unit}”，没有说以什么计"
        options = []
        for n, counted in enumerate(_COUNTED, 1):
            asked = f"{line.unit}{counted}"
            changes = [Change(f"allocation.rows.{name_of(line)}.unit", asked)]
            for one in made:
                if one["target"].endswith(f" {unit}"):
                    path = f"projects.{line.project}.indicators.{one['id']}.target"
                    changes.append(Change(path, one["target"].removesuffix(unit) + asked))
            options.append(Option(f"unit-{n}", asked, tuple(changes)))
        self._ask("unit", line, said, options, chosen=None)

    def _best_first(self, line: Line) -> Line:
        """The line with the ways first that add up to a number in its name."""
        unit = Unit.parse(line.unit) if line.unit not in BARE else None
        said = [_in_unit(m, unit) for m in find_mentions(line.text)] if unit else []
        city = _sum([line.city])
        ways = sorted(line.lies, key=lambda lie: _sum(lie.shares or ()) + city not in said)
        return attrs.evolve(line, lies=tuple(ways))

    def _lies(self, line: Line, id: str) -> None:
        """Where the cells of a row may lie in several ways, which is asked with the arithmetic of each."""
        taken = line.lies[0]
        ways = {tuple(map(_share, lie.shares)): lie for lie in reversed(line.lies) if lie.shares}
        if len(ways) == 1 and not taken.odd:
            return
        options = []
        listed = sorted(ways, key=lambda shares: [*line.lies].index(ways[shares]))
        changed = [i for i in range(len(self.areas)) if len({shares[i] for shares in listed}) > 1]
        for n, shares in enumerate(listed, 1):
            said = "、".join(
                f"{a} {share}" for a, share in zip(self.areas, shares, strict=True) if share != "/"
            )
            changes = tuple(Change(f"allocation.rows.{id}.cells.{self.areas[i]}", shares[i]) for i in changed)
            options.append(Option(f"way-{n}", f"{said}，合计 {exactly(_sum(shares))}", changes))
        surest = not taken.odd and (ways[listed[1]].odd > 0 or _sum(listed[0]) != _sum(listed[1]))
        said = "这一行的格数或位置与表头不合（多一格、少一格或错了位），各地的数要人来定"
        met = f"{line.text} {line.unit} " + " ".join(taken.shares or ())
        self._ask("cells", line, said, options, chosen="way-1" if surest else None, met=met)

    def _target(self, line: Line, indicator: dict[str, Any], unit: str, mentions: Sequence[Mention]) -> bool:
        """The target, additivity and, where the text has none, the sum; whether the sum bears it out."""
        kind = Unit.parse(unit)
        total, city = _sum(line.shares), _sum([line.city])
        id = indicator["id"]
        path = f"projects.{line.project}.indicators.{id}"
        if _RATE.search(unit):
            self._rate(line, indicator, unit, mentions, path)
            return False
        stated = read_cell(line.total).value
        if stated is not None and Fraction(stated) not in (total, total + city):
            met = f"合计栏 {line.total}"
            said = f"合计栏与各地之和不等：各地之和 {exactly(total)}"
            name = f"total-{line.project}-{line.order}"
            self.questions.append(Question(name, line.source, met, said, reads="照各地的数录入"))
        same = [m for m in mentions if _in_unit(m, kind) is not None]
        fits = [m for m in same if _in_unit(m, kind) == total + city]
        if not fits:
            self._doubtful(line, indicator, unit, same, path)
            return False
        bounds = [*dict.fromkeys(bound_of(m, unit) for m in fits)]
        indicator["target"] = bounds[0]
        if len(bounds) > 1:
            said = f"“{fits[0].text}”出现了几次，前后的词不同"
            options = [Option(f"way-{n}", b, (Change(f"{path}.target", b),)) for n, b in enumerate(bounds, 1)]
            self._ask("target", line, said, options, chosen=None)
        return True

    def _rate(
        self, line: Line, indicator: dict[str, Any], unit: str, mentions: Sequence[Mention], path: str
    ) -> None:
        """A rate, which areas reach and do not add up: the city's is one of theirs, or the text's."""
        kind = Unit.parse(unit)
        values = [Fraction(v) for cell in line.shares if (v := read_cell(cell).value) is not None]
        said = [m for m in mentions if _in_unit(m, kind) is not None]
        relation = next((m.relation for m in said if m.relation), None) or Relation.AT_LEAST
        bounds = {bound_of(m, unit): "名称里的数" for m in said}
        for value in (read_cell(line.total).value, min(values), max(values)):
            if value is not None:
                bounds.setdefault(
                    f"{relation.value} {exactly(Fraction(value))} {unit}", "各地一栏或合计栏的数"
                )
        options = [
            Option(
                f"each-{n}",
                f"{bound}（{where}），各地都要达到，不相加",
                _changes(path, bound, "each", implied=not said),
            )
            for n, (bound, where) in enumerate(bounds.items(), 1)
        ]
        alike = len({*values}) == 1 and len(options) == 1
        indicator |= {change.path.rpartition(".")[2]: change.value for change in options[0].changes}
        met = (
            "“"
            + unit
            + "”不能相加"
            + ("" if alike else "；各地的数、名称里的数不全相同，全市以哪一个为目标？")
        )
        self._ask("target", line, met, options, chosen="each-1" if alike else None)

    def _doubtful(
        self, line: Line, indicator: dict[str, Any], unit: str, same: Sequence[Mention], path: str
    ) -> None:
        """No number of the text is the sum: whether it is each area's, or the sum is the target."""
        total, city = _sum(line.shares), _sum([line.city])
        present = [value for cell in line.shares if (value := read_cell(cell).value) is not None]
        with_city = f"，加{CITY} {exactly(city)} 为 {exactly(total + city)}" if city else ""
        summed = f"各地之和 {exactly(total)}{with_city}"
        whole = f">= {exactly(total + city)} {unit}"
        bounds = [*dict.fromkeys(bound_of(m, unit) for m in same)]
        options = [
            Option(f"text-{n}", f"目标 {bound}，各地的数相加", _changes(path, bound, "sum"))
            for n, bound in enumerate(bounds, 1)
        ]
        options.append(
            Option("total", f"以各地之和为目标：{whole}", _changes(path, whole, "sum", implied=True))
        )
        alike = Fraction(present[0]) if len(set(present)) == 1 and len(present) > 1 else None
        every = next((m for m in same if alike is not None and _in_unit(m, Unit.parse(unit)) == alike), None)
        chosen: str | None = None
        if every is not None:
            bound, chosen = bound_of(every, unit), "each"
            options.insert(0, Option("each", f"{bound}，各地都要达到，不相加", _changes(path, bound, "each")))
            said = (
                f"名称里是“{every.text}”，{len(present)} 个地区都是这个数；{summed}。各地都要达到，还是相加？"
            )
        elif not same:
            said = f"名称里没有这个单位的数；{summed}"
            stated = read_cell(line.total).value
            if stated is not None and Fraction(stated) == total + city:  # the column of the sum bears it out
                indicator |= {"target": whole, "additivity": "sum", "implied": True}
                return
            if stated is None:
                chosen = "total"
            else:
                bound = f">= {plain_text(stated)} {unit}"
                options.append(Option("stated", f"以合计栏为目标：{bound}", _changes(path, bound, "sum")))
                said += f"，合计栏是 {line.total}，两者不等"
        else:
            said = f"名称里是“{same[0].text}”，而{summed}，两者不等"
        first = next((o for o in options if o.id == chosen), options[0])
        indicator |= {change.path.rpartition(".")[2]: change.value for change in first.changes}
        self._ask("target", line, said, options, chosen=chosen)

    def _part(self, line: Line, id: str, unit: str, text: str, own: dict[str, str]) -> list[dict[str, Any]]:
        parts = []
        for n, mention in enumerate(find_mentions(text), 1):
            made = {
                "id": f"{id}-of-which" + (f"-{n}" if n > 1 else ""),
                "text": text,
                "part_of": id,
                "undivided": UNDIVIDED,
            }
            if n > 1:
                made["text"] = f"{text}（第{n}个数）"
            parts.append(made | {"target": bound_of(mention, unit)} | own)
        return parts

    def _ask(
        self,
        what: str,
        line: Line,
        said: str,
        options: Sequence[Option],
        *,
        chosen: str | None,
        met: str = "",
    ) -> None:
        name = f"{what}-{line.project}-{line.order}"
        self.questions.append(Question(name, line.source, met or line.text, said, tuple(options), chosen))


def _in_unit(mention: Mention, unit: Unit) -> Fraction | None:
    """A figure of the text in the unit of the row; None if it measures something else."""
    if mention.unit is None:
        return Fraction(mention.number) / _scale(unit)
    same = mention.unit.measures_same_as(unit)
    return Fraction(mention.number) * mention.unit.factor / unit.factor if same else None


def left_out(line: Line, why: str) -> Question:
    """A row that is not in the draft, and why."""
    met = " ".join(filter(None, (line.text, line.unit, *line.shares, line.lies[0].words)))
    return Question(f"left-out-{line.project}-{line.order}", line.source, met, why, reads="没有录入，请补")


def _changes(path: str, bound: str, additivity: str, *, implied: bool = False) -> tuple[Change, ...]:
    made: dict[str, str | bool] = {"target": bound, "additivity": additivity, "implied": implied}
    return tuple(Change(f"{path}.{key}", value) for key, value in made.items())


def bound_of(mention: Mention, unit: str) -> str:
    """The bound of a figure in the text, in its own unit, else in that of the row."""
    relation = mention.relation or Relation.AT_LEAST
    text = mention.text
    if mention.unit is not None:
        found = re.match(r"[\d,.]+", text)
        number = found[0].replace(",", "") if found else plain_text(mention.number)
        return f"{relation.value} {number} {text[found.end() :] if found else mention.unit}"
    kind = Unit.parse(unit)
    value = exact_decimal(Fraction(mention.number) / _scale(kind))
    return f"{relation.value} {plain_text(value) if value is not None else mention.number} {unit}"


def _scale(unit: Unit) -> Fraction:
    """The 万 or 亿 of a unit."""
    return Fraction(BARE.get(unit.text[:1], 1))


def _share(cell: str) -> str:
    """A share as the allocation's file has it: a plain number, or a slash."""
    read = read_cell(cell)
    if read.kind is not CellKind.NUMBER or read.value is None:
        return "/"
    return plain_text(read.value)


def _sum(cells: Sequence[str]) -> Fraction:
    values = (read_cell(cell).value for cell in cells)
    return sum((Fraction(value) for value in values if value is not None), Fraction(0))
