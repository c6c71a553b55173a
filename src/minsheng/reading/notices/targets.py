"""Targets from the words of a row, held against its shares: a number in a name counts if they bear it out."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import attrs

from minsheng.domain.printed import BARE, CellKind, read_cell
from minsheng.domain.units import Unit
from minsheng.domain.written import exactly
from minsheng.reading.notices.bounds import (
    UNDIVIDED,
    bound_of,
    in_unit,
    left_out,
    name_of,
    share_of,
    sum_of,
)
from minsheng.reading.notices.breakdown import Line
from minsheng.reading.notices.doubts import doubts, figures, others
from minsheng.reading.notices.draft import Question
from minsheng.reading.notices.ways import COUNTED, RATE, Ways

_PART = re.compile(r"[，,（(]?\s*(其中.+?)[）)]?$")
#: the beginning of a row that is a part of the one above
_OF_WHICH = re.compile("[（(#]?(?:其中|其 中)[:：、]?")


class Targets(Ways):
    """Makes indicators and rows of shares of the lines that have figures; what is doubtful is asked."""

    def of(self, line: Line) -> list[dict[str, Any]]:
        """The indicator of a line, and those that are a part of it (其中)."""
        line = self._best_first(line)
        if any((value := read_cell(cell).value) is not None and value < 0 for cell in line.shares):
            self.questions.append(left_out(line, "各地的数里有负数"))
            return []
        id, own = name_of(line), {"source": line.source}
        unit = f"{line.unit}{COUNTED[0]}" if line.unit in BARE else line.unit
        shares = dict(zip(self.areas, map(share_of, line.shares), strict=True))
        city = share_of(line.city)
        row = {"indicator": id, "unit": unit, "cells": shares, "city_share": None if city == "/" else city}
        indicator = {"id": id, "text": line.text, **own}
        if line.heading:
            indicator["heading"] = line.heading
        if line.remark:
            indicator["note"] = f"备注：{line.remark}"
        begun = _OF_WHICH.match(line.text)
        start = begun.end() if begun else 0
        part = _PART.search(line.text, start)
        whole = line.text[start : part.start() if part else None]
        sure = self._target(line, indicator, unit, whole)
        if (
            not sure and line.unit in BARE
        ):  # two things are unknown of it, and each answer would change the other
            self.questions[-1] = left_out(line, "单位栏没有说以什么计，名称里的数与各地之和也不相等")
            return []
        self.rows.append(row)
        self._lies(line, id)
        self._strange(line, whole, unit)
        if begun or _OF_WHICH.match(line.heading):
            self._of_which(line, indicator)
        else:
            self._whole = line
        self._last = line
        made = [indicator]
        if part:
            made += self._part(line, unit, part[1], own)
        if line.unit in BARE:
            self._counted_in(line, made, unit)
        return made

    def _best_first(self, line: Line) -> Line:
        """The line with the ways first that add up to a number in its name."""
        unit = Unit.parse(line.unit) if line.unit not in BARE else None
        said = [in_unit(m, unit) for m in figures(line.text)] if unit else []
        city = sum_of([line.city])
        ways = sorted(line.lies, key=lambda lie: sum_of(lie.shares or ()) + city not in said)
        return attrs.evolve(line, lies=tuple(ways))

    def _of_which(self, line: Line, indicator: dict[str, Any]) -> None:
        """A row 其中… is a part of the one above it, if it can be one."""
        whole, last = self._whole, self._last
        if (
            whole is None
            or last is None
            or line.cut
            or last.project != line.project
            or last.order + 1 != line.order
        ):
            why = "上面没有紧接着一行总数"
        elif not Unit.parse(line.unit).measures_same_as(Unit.parse(whole.unit)):
            why = f"单位与上面的“{whole.text}”不同"
        elif any(
            sum_of([mine]) * Unit.parse(line.unit).factor > sum_of([theirs]) * Unit.parse(whole.unit).factor
            for mine, theirs in zip(line.shares, whole.shares, strict=True)
        ):
            why = f"有地方的数比上面的“{whole.text}”还大"
        else:
            indicator["part_of"] = name_of(whole)
            return
        name = f"part-{line.project}-{line.order}"
        said = f"“其中”是谁的一部分？{why}"
        self.questions.append(Question(name, line.source, line.text, said, reads="单列，不算谁的一部分"))

    def _strange(self, line: Line, whole: str, unit: str) -> None:
        """What a row has besides its figures, which is listed: other figures in its name, other marks."""
        odd = "" if line.city_asked[0] else line.city_asked[1]
        found = {
            "other": ("名称里还有别的数：{}", others(whole, Unit.parse(unit)), "没有作为目标录入，请补"),
            "marks": (
                "不是“/”“—”，也不是数：{}",
                [
                    cell
                    for cell in dict.fromkeys((*line.shares, odd))
                    if read_cell(cell).kind is CellKind.WORDS
                ],
                "当作没有任务",
            ),
        }
        for what, (said, met, reads) in found.items():
            if met:
                name = f"{what}-{line.project}-{line.order}"
                asked = said.format("、".join(met))
                self.questions.append(Question(name, line.source, line.text, asked, reads=reads))

    def _target(self, line: Line, indicator: dict[str, Any], unit: str, whole: str) -> bool:
        """The target, additivity and, where the text has none, the sum; whether the sum bears it out."""
        mentions = figures(whole)
        kind = Unit.parse(unit)
        total, city = sum_of(line.shares), sum_of([line.city])
        id = indicator["id"]
        path = f"projects.{line.project}.indicators.{id}"
        if RATE.search(unit):
            self._rate(line, indicator, unit, mentions, path)
            return False
        stated = read_cell(line.total).value
        if stated is not None and Fraction(stated) not in (total, total + city):
            met = f"合计栏 {line.total}"
            said = f"合计栏与各地之和不等：各地之和 {exactly(total)}"
            name = f"total-{line.project}-{line.order}"
            self.questions.append(Question(name, line.source, met, said, reads="照各地的数录入"))
        same = [m for m in mentions if in_unit(m, kind) is not None]
        if self._unplain(line, indicator, unit, whole, same):
            return False
        fits = [m for m in same if in_unit(m, kind) == total + city]
        if not fits:
            self._doubtful(line, indicator, unit, same, path)
            return False
        indicator["target"] = bound_of(fits[0], unit)
        return True

    def _part(self, line: Line, unit: str, text: str, own: dict[str, str]) -> list[dict[str, Any]]:
        parts: list[dict[str, Any]] = []
        kind, id = Unit.parse(unit), name_of(line)
        found = [m for m in figures(text) if in_unit(m, kind) is not None]
        if (listed := others(text, kind)) or doubts(text):
            name = f"of-which-{line.project}-{line.order}"
            said = "“其中”后面的" + "、".join(listed or [m.text for m in found]) + "不是这一行单位的确数"
            self.questions.append(Question(name, line.source, text, said, reads="没有录入，请补"))
            found = [] if doubts(text) else found
        for n, mention in enumerate(found, 1):
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
