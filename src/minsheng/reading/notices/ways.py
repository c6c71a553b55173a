"""The ways to read a row of figures, where its words, its shares and its remark leave more than one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from minsheng.domain.amount import plain_text
from minsheng.domain.area import CITY
from minsheng.domain.numerals import normalise
from minsheng.domain.printed import CellKind, Relation, read_cell
from minsheng.domain.source import Change, Option
from minsheng.domain.units import Unit
from minsheng.domain.wording import Mention
from minsheng.domain.written import exactly
from minsheng.reading.notices.bounds import bound_of, changes_of, in_unit, name_of, share_of, sum_of
from minsheng.reading.notices.breakdown import Breakdown, Line
from minsheng.reading.notices.doubts import doubts, figures, is_each, several
from minsheng.reading.notices.draft import Question

#: what is counted, where only 万 is printed
COUNTED = ("人", "户", "个", "件", "项", "人次")
#: units of rates, which do not add up
RATE = re.compile("[%‰/]|百分点|千分点")


class Ways:
    """The ways to read a row of figures: what only a person can say of it is asked, with the arithmetic."""

    def __init__(self, breakdown: Breakdown, titles: Mapping[int, str]) -> None:
        self.areas, self.titles = breakdown.areas, titles
        rows = Counter(line.project for line in breakdown.lines)
        #: the projects of one row, which their titles are of
        self.alone = [number for number, count in rows.items() if count == 1]
        self.rows: list[dict[str, Any]] = []
        self.questions: list[Question] = []
        #: the row that 其中 below it is of, and the row read last
        self._whole: Line | None = None
        self._last: Line | None = None

    def _counted_in(self, line: Line, made: Sequence[dict[str, Any]], unit: str) -> None:
        """Ask what is counted where the column of units has 万 only."""
        said = f"单位栏只有“{line.unit}”，没有说以什么计"
        options = []
        for n, counted in enumerate(COUNTED, 1):
            asked = f"{line.unit}{counted}"
            changes = [Change(f"allocation.rows.{name_of(line)}.unit", asked)]
            for one in made:
                if one["target"].endswith(f" {unit}"):
                    path = f"projects.{line.project}.indicators.{one['id']}.target"
                    changes.append(Change(path, one["target"].removesuffix(unit) + asked))
            options.append(Option(f"unit-{n}", asked, tuple(changes)))
        self._ask("unit", line, said, options, chosen=None)

    def _lies(self, line: Line, id: str) -> None:
        """Where the cells of a row may lie in several ways, which is asked with the arithmetic of each."""
        taken = line.lies[0]
        ways = {tuple(map(share_of, lie.shares)): lie for lie in reversed(line.lies) if lie.shares}
        if len(ways) == 1 and not taken.odd:
            return
        options: list[Option] = []
        listed = sorted(ways, key=lambda shares: [*line.lies].index(ways[shares]))
        changed = [i for i in range(len(self.areas)) if len({shares[i] for shares in listed}) > 1]
        for n, shares in enumerate(listed, 1):
            said = "、".join(
                f"{a} {share}" for a, share in zip(self.areas, shares, strict=True) if share != "/"
            )
            changes = tuple(Change(f"allocation.rows.{id}.cells.{self.areas[i]}", shares[i]) for i in changed)
            options.append(Option(f"way-{n}", f"{said}，合计 {exactly(sum_of(shares))}", changes))
        surest = not taken.odd and (ways[listed[1]].odd > 0 or sum_of(listed[0]) != sum_of(listed[1]))
        said = "这一行的格数或位置与表头不合（多一格、少一格或错了位），各地的数要人来定"
        if line.again:
            surest, said = False, f"这一行在{line.again}又印了一次，各地的数不同，以哪一次为准？"
        met = f"{line.text} {line.unit} " + " ".join(taken.shares or ())
        self._ask("cells", line, said, options, chosen="way-1" if surest else None, met=met)

    def _unplain(
        self, line: Line, indicator: dict[str, Any], unit: str, whole: str, same: Sequence[Mention]
    ) -> bool:
        """Ask for the target where the words or the arithmetic leave several ways open; whether they do."""
        kind = Unit.parse(unit)
        total, city = sum_of(line.shares), sum_of([line.city])
        path = f"projects.{line.project}.indicators.{indicator['id']}"
        fits = [m for m in same if in_unit(m, kind) == total + city]
        why = [f"名称里的数{doubt}" for doubt in doubts(whole)] if same else []
        above = [f"> {bound_of(m, unit).partition(' ')[2]}" for m in same] if why else []
        if several(whole, kind) or len({bound_of(m, unit) for m in fits}) > 1:
            why.append("名称里这个单位的数不止一个")
        each = bool(fits) and is_each(line.text, unit)
        if each:
            why.append("名称说的像是各地都要达到，而各地之和正好也是这个数")
        asked, said = line.city_asked
        if asked:
            why.append(f"“{said}”里的 {asked} 算不算{CITY}的任务，要不要另加")
        if line.total and read_cell(line.total).kind is CellKind.WORDS:
            why.append(f"合计栏“{line.total}”没有读懂")
            same = [*same, *(m for m in figures(line.total) if in_unit(m, kind) is not None)]
        if not same and (titled := self._titled(line, kind, total + city)):
            why.append(f"项目名称里是“{titled[0].text}”，而各地之和 {exactly(total)}")
            same = titled
        if not why:
            return False
        first = sorted(same, key=lambda m: m not in fits)
        bounds = [*dict.fromkeys([*(bound_of(m, unit) for m in first), *above])]
        options: list[Option] = []
        for own in dict.fromkeys((line.city, asked) if asked else (line.city,)):
            summed = total + sum_of([own])
            adds = f"之和 {exactly(total)}" + (
                f"，加{CITY} {exactly(sum_of([own]))} 为 {exactly(summed)}" if own else ""
            )
            implied = f">= {exactly(summed)} {unit}"
            for bound in dict.fromkeys((*bounds, implied)):
                for how, way in (("sum", f"各地的数相加（{adds}）"), ("each", "各地都要达到，不相加")):
                    if how == "each" and not (each and bound in bounds):
                        continue
                    changes = changes_of(path, bound, how, implied=bound not in bounds)
                    if asked:
                        share = Change(f"allocation.rows.{name_of(line)}.city_share", share_of(own))
                        changes = (*changes, share)
                    options.append(Option(f"way-{len(options) + 1}", f"目标 {bound}，{way}", changes))
        indicator |= {c.path.rpartition(".")[2]: c.value for c in options[0].changes[:3]}
        self._ask("target", line, "；".join(why), options, chosen=None)
        return True

    def _titled(self, line: Line, kind: Unit, summed: Fraction) -> list[Mention]:
        """The figures that the project's title gives for what a row without one counts, if not its sum."""
        titles = [normalise(title) for title in (line.title, self.titles.get(line.project, "")) if title]
        named = re.escape(normalise(line.text))
        found = [
            m
            for title in titles
            for m in figures(title)
            if m.unit is not None and in_unit(m, kind) is not None
            if line.project in self.alone
            or re.search(f"{named}[^、，；。和及与]{{0,5}}{re.escape(m.text)}", title)
        ]
        return [] if any(in_unit(m, kind) == summed for m in found) else found[:1]

    def _rate(
        self, line: Line, indicator: dict[str, Any], unit: str, mentions: Sequence[Mention], path: str
    ) -> None:
        """A rate, which areas reach and do not add up: the city's is one of theirs, or the text's."""
        kind = Unit.parse(unit)
        values = [Fraction(v) for cell in line.shares if (v := read_cell(cell).value) is not None]
        said = [m for m in mentions if in_unit(m, kind) is not None]
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
                changes_of(path, bound, "each", implied=not said),
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
        total, city = sum_of(line.shares), sum_of([line.city])
        present = [value for cell in line.shares if (value := read_cell(cell).value) is not None]
        with_city = f"，加{CITY} {exactly(city)} 为 {exactly(total + city)}" if city else ""
        summed = f"各地之和 {exactly(total)}{with_city}"
        whole = f">= {exactly(total + city)} {unit}"
        bounds = [*dict.fromkeys(bound_of(m, unit) for m in same)]
        options = [
            Option(f"text-{n}", f"目标 {bound}，各地的数相加", changes_of(path, bound, "sum"))
            for n, bound in enumerate(bounds, 1)
        ]
        options.append(
            Option("total", f"以各地之和为目标：{whole}", changes_of(path, whole, "sum", implied=True))
        )
        alike = Fraction(present[0]) if len(set(present)) == 1 and len(present) > 1 else None
        every = next((m for m in same if alike is not None and in_unit(m, Unit.parse(unit)) == alike), None)
        chosen: str | None = None
        if every is not None:
            bound, chosen = bound_of(every, unit), "each"
            options.insert(
                0, Option("each", f"{bound}，各地都要达到，不相加", changes_of(path, bound, "each"))
            )
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
                options.append(Option("stated", f"以合计栏为目标：{bound}", changes_of(path, bound, "sum")))
                said += f"，合计栏是 {line.total}，两者不等"
        else:
            said = f"名称里是“{same[0].text}”，而{summed}，两者不等"
        first = next((o for o in options if o.id == chosen), options[0])
        indicator |= {change.path.rpartition(".")[2]: change.value for change in first.changes}
        self._ask("target", line, said, options, chosen=chosen)

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
