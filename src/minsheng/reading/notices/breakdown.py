"""Breakdowns: indicators by areas, page by page, each row with the labels it stands under."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby

import attrs

from minsheng.domain.numerals import normalise
from minsheng.domain.printed import CellKind, read_cell
from minsheng.domain.wording import bare_text, how_alike
from minsheng.reading.notices.doubts import city_share
from minsheng.reading.notices.draft import Question
from minsheng.reading.notices.pages import Lie, Page, alike_areas, lies, usual_areas

#: two titles as like as this may be of one project
_LIKE = Fraction(1, 2)
_FIGURE = re.compile(r"\d[\d.,]*")


@attrs.frozen
class Line:
    """A row of a breakdown as it was read.

    Args:
        project: the project's number.
        order: which row of the project it is, from 1.
        title: the project's title here; empty where the row stands without one.
        heading: the group heading above it.
        text: what is counted.
        unit: the unit as printed.
        lies: the ways its cells may lie, the one taken first.
        city: the city's own share as printed in the remark, or empty.
        remark: what else the remark says.
        where: where it stands.
        total: what a column of the sum says, or empty.
        place: the page and the row on it.
        city_asked: what may be the city's own share, or may not, and where it is said.
        again: where the row stands again with other shares, which are then among its ways.
        cut: whether the row before it was left out.
    """

    project: int
    order: int
    title: str
    heading: str
    text: str
    unit: str
    lies: tuple[Lie, ...]
    city: str
    remark: str
    where: str
    total: str = ""
    place: str = ""
    city_asked: tuple[str, str] = ("", "")
    again: str = ""
    cut: bool = False

    @property
    def source(self) -> str:
        """How it is cited."""
        return f"{self.where}第{self.project}项第{self.order}行"

    @property
    def shares(self) -> tuple[str, ...]:
        """The shares as printed, under the way taken."""
        return self.lies[0].shares or ()


@attrs.frozen
class Breakdown:
    """All rows of a breakdown, the areas in their order, and what is doubtful."""

    areas: tuple[str, ...]
    lines: tuple[Line, ...]
    questions: tuple[Question, ...]


def read_breakdown(pages: Sequence[Page], annex: str) -> Breakdown:
    """Read the pages of one breakdown; a row that is not understood is listed and left out."""
    names = usual_areas(pages) if pages else ()
    reader = _Reader(names, annex)
    for number, page in enumerate(pages, 1):
        reader.page(number, page)
    lines = _once(reader.lines, reader.questions)
    return Breakdown(names, tuple(lines), (*reader.questions, *alike_areas(names, pages)))


def _once(lines: Sequence[Line], questions: list[Question]) -> list[Line]:
    """The rows, of which one that stands again, as in a second annex, is a second way to read the first."""
    kept: dict[tuple[object, ...], Line] = {}
    for line in lines:
        key = (line.project, line.heading, bare_text(line.text), line.unit, line.lies[0].words)
        before = kept.get(key)
        if before is None:
            kept[key] = line
            continue
        if [*map(value_of, before.shares)] == [*map(value_of, line.shares)]:
            name, said = f"twice-{line.project}-{line.order}", f"与{before.source}相同，只录入一次"
            questions.append(Question(name, line.place, line.text, said, reads="录入一次"))
        else:
            lies = (*before.lies, *line.lies)
            kept[key] = attrs.evolve(before, lies=lies, again=line.place)
    return [*kept.values()]


class _Reader:
    """What is carried from row to row, and from page to page."""

    def __init__(self, names: tuple[str, ...], annex: str) -> None:
        self.names, self.annex = names, annex
        self.lines: list[Line] = []
        self.questions: list[Question] = []
        self._project = 0
        self._title = self._heading = ""
        self._offset = 0
        self._cut = False  # whether the row before was left out

    def page(self, number: int, page: Page) -> None:
        where, order = f"{self.annex}第{number}页", page.order(self.names)
        odd: list[tuple[int, str]] = []
        self._offset = self._begun_again(where, page)
        usual, differing = page.unit, 0
        for r, row in enumerate(page.rows[page.first :], page.first):
            if not any(row) or row in page.rows[: page.first] or next(filter(None, row)).startswith("注"):
                continue
            found = tuple(
                self._in_order(lie, order) for lie in lies(row, order, page.unit, dashed=page.dashed)
            )
            if found and found[0].shares is not None and not page.side_by_side:
                printed = page.printed(row, self.names)
                if [*map(value_of, printed)] != [*map(value_of, found[0].shares)]:
                    differing += 1
                    found += (attrs.evolve(found[0], shares=printed),)
            if not found or not self._line(row, found, page, r, usual):
                self._left_out(f"{where}第{r + 1}行", row)
                continue
            usual = max(usual, found[0].unit)
            if len(found) == 1:
                odd.append((found[0].first - page.unit - 1, self.lines[-1].source))
        self._departures(where, number, page, differing, odd)

    def _begun_again(self, where: str, page: Page) -> int:
        """What to add to a page's numbers: more than nothing where they are of other projects than before."""
        known = {line.project: bare_text(line.title or line.text) for line in self.lines}
        for row in page.rows[page.first :]:
            number, title = normalise(row[0]), bare_text("".join(row[1:2]))
            if number.isdecimal() and title and int(number) in known:
                before = known[int(number)]
                if title != before and how_alike(title, before) < _LIKE:
                    met, reads = f"{number} {title}", f"序号各加 {max(known)}"
                    said = f"前面的第{number}项是另一个项目，这张表的序号是重新起的"
                    self.questions.append(
                        Question(f"again-{len(self.questions) + 1}", where, met, said, reads=reads)
                    )
                    return max(known)
        return 0

    def _in_order(self, lie: Lie, order: Sequence[str]) -> Lie:
        if lie.shares is None:
            return lie
        shares = dict(zip(order, lie.shares, strict=True))
        return attrs.evolve(lie, shares=tuple(shares.get(name, "") for name in self.names))

    def _line(self, row: tuple[str, ...], found: tuple[Lie, ...], page: Page, r: int, usual: int) -> bool:
        taken = found[0]
        labels = list(row[: taken.unit])
        if _merged_figure(page, r, taken):
            return False
        if (
            taken.shares is None
            and not taken.odd
            and page.sheet.merged
            and not _spans(page, r, taken, len(self.names))
        ):
            found = (attrs.evolve(taken, odd=1), *found[1:])
        if labels and not labels[0].isdecimal() and len(labels) < 2:  # pushed left over the number
            labels = [""] * (usual - 1) + labels
        number, *labels = labels if labels else [""]
        if number:
            if not normalise(number).isdecimal():
                return False
            if int(normalise(number)) + self._offset != self._project:
                self._project, self._title, self._heading = int(normalise(number)) + self._offset, "", ""
        if not self._project or not any(labels):
            return False
        title, *rest = labels
        filled = [i for i, text in enumerate(rest) if text]
        if title and title != self._title:
            self._heading = ""
        if not filled:
            text, shown, heading = title, "", ""
            self._title = title if number else ""
        else:
            self._title = title or self._title
            at = filled[-1]
            if at == 0 or len(filled) > 2:
                self._heading = ""
            elif rest[at - 1]:
                self._heading = rest[at - 1]
            text, shown, heading = rest[at], self._title, self._heading
        order = 1 + sum(line.project == self._project for line in self.lines)
        unit, total = row[taken.unit], page.totals[r] if page.totals else ""
        city, asked = city_share(taken.remark, unit)
        said = (asked, taken.remark if asked else "")
        if page.city and value_of(page.city[r]) is not None:
            if city:
                return False  # it is printed twice
            city = page.city[r]
        elif page.city and read_cell(page.city[r]).kind is not CellKind.MARK:
            figure = _FIGURE.search(page.city[r])
            said = (figure[0] if figure else "", page.city[r])
        if not said[0] and (asked := city_share(total, unit)[1]):
            said = (asked, total)
        rest_of = "" if city_share(taken.remark, unit)[0] else taken.remark
        self.lines.append(
            Line(
                self._project, order, shown or (title if number else ""), heading, text, unit,
                found, city, rest_of, self.annex, total,
                f"{page.sheet.name or page.sheet.file}第{r + 1}行", said,
                cut=self._cut,
            )
        )  # fmt: skip
        self._cut = False
        return True

    def _left_out(self, where: str, row: tuple[str, ...]) -> None:
        self._cut = True
        met = " | ".join(filter(None, row))
        said = "这一行没有读懂：找不到单位和各地的数，或者数在合并的格里"
        self.questions.append(
            Question(f"row-left-out-{len(self.questions) + 1}", where, met, said, reads="没有录入，请补")
        )

    def _departures(
        self, where: str, number: int, page: Page, differing: int, odd: list[tuple[int, str]]
    ) -> None:
        """What is printed otherwise than on the other pages, and how it was read."""
        missing = [name for name in self.names if name not in page.areas]
        if missing or not page.side_by_side:
            what = f"没有{'、'.join(missing)}" if missing else "各地区不是紧接着“单位”依次排列"
            same = f"有 {differing} 行的数会不同" if differing else "各地的数也相同"
            said = f"同一张表的各页地区及次序应当一致；这一页的表头{what}。照这一页的表头，{same}"
            reads = f"单位之后依次为{'、'.join(page.order(self.names))}"
            self.questions.append(
                Question(f"page-{number}", f"{where}表头", page.headings, said, reads=reads)
            )
        for shift, group in groupby(odd, key=lambda pair: pair[0]):
            sources = [source for _, source in group]
            if shift:
                way = f"{'右' if shift > 0 else '左'}移 {abs(shift)} 格"
                rows = "至".join(dict.fromkeys((sources[0], sources[-1])))
                met = f"{rows}的单位和数比表头{way}"
                said, reads = "按这一行自己的单位定位：单位之后正好是各地的数", "名称、单位、各地的数各归其栏"
                name = f"shift-{number}-{sources[0].rpartition('第')[2].removesuffix('行')}"
                self.questions.append(Question(name, where, met, said, reads=reads))


def value_of(cell: str) -> object:
    """The figure in a cell; None for a mark."""
    read = read_cell(cell)
    return read.value if read.kind is CellKind.NUMBER else None


def _merged_figure(page: Page, r: int, lie: Lie) -> bool:
    """Whether a figure stands in a merged cell, so that nobody can say which area's it is."""
    if lie.shares is None:
        return False
    mine = page.columns[lie.first : lie.first + len(lie.shares)]
    return any(
        top <= r <= bottom
        and any(left <= c <= right for c in mine)
        and read_cell(page.sheet.rows[top][left]).kind is CellKind.NUMBER
        for top, left, bottom, right in page.sheet.merged
    )


def _spans(page: Page, r: int, lie: Lie, n: int) -> bool:
    """Whether words stand in a cell that is merged over all areas, and not in that of the first."""
    left, right = page.columns[lie.first], page.columns[lie.first + n - 1]
    return any(top == r and first == left and last >= right for top, first, _, last in page.sheet.merged)


def by_project(lines: Sequence[Line]) -> Iterator[tuple[int, list[Line]]]:
    """The rows of each project, in the order of the annex."""
    projects: dict[int, list[Line]] = {}
    for line in lines:
        projects.setdefault(line.project, []).append(line)
    yield from projects.items()
