"""Checks of published tables, and their report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import attrs

from minsheng.asking import asked
from minsheng.listed import Listed
from minsheng.published.derived import check_derived
from minsheng.published.means import check_means, mean_rates
from minsheng.published.printed import Agreement, Check, Printed, Subject, groups
from minsheng.published.ranking import RankedBy
from minsheng.published.ranks import Grade, find_ranks
from minsheng.published.ranks import check_grades as _check_grades
from minsheng.published.ranks import check_ranks as _check_ranks
from minsheng.published.rates import check_rates
from minsheng.published.reading import PrintedTable, read_published
from minsheng.published.totals import check_parts, check_shares, check_totals, partial


@attrs.frozen(repr=False)
class PublishedReport(Listed[Check]):
    """The results of checking a published table, cell by cell.

    Args:
        checks: rates first, then parts along a line, totals, shares, ranks and grades.

    Its records have the keys ``subject, group, name, area, printed, agreement, working, why, source``.
    """

    checks: tuple[Check, ...]

    _EACH = "checks"

    @asked
    def of(
        self, *, subject: Subject | str | None = None, agreement: Agreement | str | None = None
    ) -> PublishedReport:
        """The checks of one kind of cell, or with one result; labels such as 完成率 work too."""
        kept = (
            check
            for check in self.checks
            if subject in (None, check.subject) and agreement in (None, check.agreement)
        )
        return PublishedReport(tuple(kept))

    @property
    def counts(self) -> dict[Agreement, int]:
        """How many checks have each result, including 0."""
        return {way: sum(check.agreement is way for check in self.checks) for way in Agreement}

    @property
    def ok(self) -> bool:
        """Whether something could be checked and nothing ``DOES_NOT_FOLLOW``."""
        judged = [c.agreement for c in self.checks if c.agreement is not Agreement.NOT_CHECKABLE]
        return bool(judged) and Agreement.DOES_NOT_FOLLOW not in judged

    @property
    def summary(self) -> str:
        """One line: the number of checks with each result."""
        said = [f"{way.label} {count} 处" for way, count in self.counts.items() if count]
        return f"核对 {len(self.checks)} 处：{'，'.join(said)}" if said else "没有可核对的"

    _HEADS = Check._HEADS

    @asked
    def explain(self, *, all: bool = True) -> str:
        """All checks in words: wrong ones first, correct ones last.

        Args:
            all: with those that agree.
        """
        order = [Agreement.DOES_NOT_FOLLOW, Agreement.OTHER_BASIS, Agreement.WITHIN_DIGITS]
        order += [Agreement.TRUNCATED, Agreement.NOT_CHECKABLE, Agreement.AGREES]
        listed = sorted(self.checks, key=lambda check: order.index(check.agreement))
        shown = [check for check in listed if all or check.agreement is not Agreement.AGREES]
        return "\n".join([self.summary, *map(str, shown)])


@asked
def check_published(lines: object) -> PublishedReport:
    """Recompute the rates, totals, shares and ranks of a published table.

    A rate *agrees* if 完成数 ÷ 目标 rounded half up is what is printed; it is *truncated* if cutting
    off gives it; *within the printed digits* if figures that round to the printed ones give it; on
    an *other basis* if 目标 ÷ 完成数, a difference, a statement that the target is reached, or
    physical progress explains it; otherwise it *does not follow*. A cell that cannot be recomputed
    is *not checkable*, with the reason. Nothing is rounded before the end.

    Lines of one group and indicator are added up and compared with their total (全市, 合计), and
    ranked together. Ranks are compared with the printed points, else the rates, or, if there are
    neither, only with each other. For ranks by another value see :func:`check_ranks`.

    Args:
        lines: :class:`Printed` lines, or what :func:`read_published` reads: a file, a list of dicts
            with the headings offices use, a :class:`~minsheng.table.Table`.

    Raises:
        DataError: no column is one that can be checked.
        TypeError: a cell is a float; a printed figure is text.

    >>> report = check_published([
    ...     {"指标": "大班额", "单位": "个", "目标": "51个", "完成数": "3个", "完成率": "5%"},
    ...     {"指标": "产前筛查", "单位": "万人", "目标": "3.31", "完成数": "3.49", "完成率": "105.4%"},
    ... ])
    >>> print(report.explain())
    核对 2 处：一致（四舍五入） 1 处，截位 1 处
    【截位】大班额　完成率 5%：3个 ÷ 51个 ≈ 5.88 % → 5 %；尾数舍去了，四舍五入是 6 %
    【一致（四舍五入）】产前筛查　完成率 105.4%：3.49 ÷ 3.31 ≈ 105.438 % → 105.4 %
    """
    read = printed_lines(lines)
    tables, together = groups(read, names=False), groups(read)
    rates = {
        id(line): Check(line, Subject.RATE, line.rate, *outcome)
        for table in tables
        for line, outcome in zip(table, check_rates(table), strict=True)
    }
    for table in tables:
        rates |= {id(check.line): check for check in mean_rates(table, [*rates.values()])}
    rated = {line.group for line in read if line.rate}
    checks = [
        rates[id(line)]
        for line in read
        if line.rate
        or (line.target and line.actual)
        or (line.group in rated and (line.target or line.actual))
    ]
    checks += [check for line in read for check in check_parts(line)]
    checks += check_derived(read)
    totals = list[Check]()
    for table in tables:
        totals += check_totals(table, partial(table))
        totals += check_means(table, partial(table))
    checks += totals
    checks += [check for group in together for check in check_shares(group)]
    for group in together:
        sound = [c for c in totals if c.line in group and c.line.is_total]
        whole = bool(sound) and all(c.agreement is Agreement.AGREES for c in sound)
        checks += find_ranks(group, partial=partial(group), whole=whole)
    checks = checks or [rates[id(line)] for line in read if line.target or line.actual]
    return PublishedReport(tuple(checks))


def printed_lines(lines: object) -> tuple[Printed, ...]:
    """The lines of a table, of whatever kind.

    Raises:
        DataError: no column is one that can be checked.
        TypeError: a cell is a float: 75.0 % would be 75 %.
    """
    if isinstance(lines, Iterator):
        lines = list(lines)
    if isinstance(lines, (PrintedTable, list, tuple)):
        if all(isinstance(line, Printed) for line in lines):
            return tuple(line for line in lines if isinstance(line, Printed))
        for line in lines:
            for cell in line.values() if isinstance(line, Mapping) else ():
                if isinstance(cell, (float, bool)):
                    raise TypeError(f"a printed figure is text: give '{cell}' instead of {cell!r}")
    return read_published(lines).lines


@asked
def check_ranks(
    lines: object, ranked_by: RankedBy | str = RankedBy.RATE, *, lowest: bool = False
) -> PublishedReport:
    """Compare printed ranks with the values they depend on; ties share a rank, the next is skipped.

    Args:
        lines: as for :func:`check_published`; lines of one group and indicator are ranked together.
        ranked_by: ``rate`` (as printed), ``completion`` (computed exactly), ``target``, ``actual``,
            ``points``; or ``nothing``, to compare the ranks only with each other.
        lowest: the least value is first.

    >>> lines = [{"地区": a, "名次": n} for a, n in (("甲县", "1"), ("乙县", "2"), ("丙区", "2"))]
    >>> check_ranks(lines, ranked_by="nothing").ok
    True
    """
    read, value = printed_lines(lines), RankedBy(ranked_by)
    return PublishedReport(
        tuple(c for group in groups(read) for c in _check_ranks(group, value, lowest=lowest))
    )


@asked
def check_grades(
    lines: object, grades: Sequence[Grade], graded_by: RankedBy | str = RankedBy.RATE
) -> PublishedReport:
    """Compare printed grades with declared bands.

    Args:
        lines: as for :func:`check_published`.
        grades: each with the least value it is given from, in % for rates; at most one without.
        graded_by: ``rate``, ``completion``, ``target`` or ``actual``.

    Raises:
        ValueError: two grades begin at the same value, or ``graded_by`` is nothing.

    >>> bands = (Grade("优秀", 95), Grade("良好", 85), Grade("合格"))
    >>> check_grades([{"地区": "甲县", "完成率": "95.0%", "等次": "良好"}], bands).checks[0].agreement.label
    '在所印数字精度之内'
    """
    value = RankedBy(graded_by)
    if value is RankedBy.NOTHING:
        raise ValueError("a grade is given by something")
    return PublishedReport(tuple(_check_grades(printed_lines(lines), grades, value)))
