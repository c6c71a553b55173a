"""A scheme on a frame as warehouses keep it: a row for each area, indicator and period."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs
import narwhals as nw

from minsheng.asking import asked
from minsheng.errors import DataError, Problems, RuleError, UnknownName
from minsheng.rules.criteria.frames.rows import opened, unused
from minsheng.rules.criteria.over_rows.columns import in_arrow, in_pandas, names_of, refuse_kinds, schema_of
from minsheng.rules.criteria.records.read import SHOWN
from minsheng.rules.scoring.frames import scheme_columns, score_wide, unread_targets
from minsheng.rules.scoring.judging.passed_over import made_columns
from minsheng.rules.scoring.regulation.scheme import Scheme
from minsheng.rules.scoring.terms.inputs import Input

_TARGET = Input.TARGET.value


@asked
def score_long(
    scheme: Scheme,
    frame: Any,
    *,
    each: str | Sequence[str],
    indicator: str = "indicator",
    within: str | Sequence[str] | None = None,
    parts: bool = False,
) -> Any:  # a frame of any engine, the same back
    """A row for each of those who are scored, with ``points``, ``grade`` and ``place``, from long records.

    The same as spreading the records and :func:`score_frame`, without spreading them first.

    Args:
        scheme: the regulation, about indicators by name.
        frame: a row for each of those who are scored and each indicator, or item that has a mark; of
            any engine. Its figures are in columns named as the ends of :func:`scheme_columns`:
            ``target``, ``actual``, ``mark``, ``count``.
        each: the columns that say whose row it is, such as province, area and period; the result has
            them. Where the scheme extrapolates to the year's end, ``month`` is one of them.
        indicator: the column with the id of the indicator, or of the item.
        within: which of ``each`` those share who are ranked with each other, as for :func:`score_frame`.
        parts: a column for each item too, named by its id.

    Whoever has no row of an indicator has no figure of it.

    Raises:
        DataError: two rows of one indicator for the same; an indicator that the scheme has not; a row
            that does not say whose it is; a target that the scheme sets itself; all at once. A lazy
            frame of polars says so when it is run; in DuckDB, ibis and PySpark, where nothing is run
            here, whoever has such a row has no points and no place. Else as :func:`score_frame`.
        RuleError: as for :func:`score_frame`; ``within`` is not among ``each``.

    >>> import polars as pl
    >>> from minsheng import load_scheme
    >>> frame = pl.DataFrame({
    ...     "area": ["甲县", "甲县", "乙区", "乙区"],
    ...     "indicator": ["inspection", "survey", "inspection", "survey"],
    ...     "mark": ["91", "88.5", "95", "97"],
    ... })
    >>> score_long(load_scheme("luan-2007"), frame, each="area", within=()).rows()
    [('甲县', Decimal('90.50'), 2), ('乙区', Decimal('95.40'), 1)]
    """
    whose = names_of(each)
    groups = () if within is None else (within,) if isinstance(within, str) else tuple(within)
    if strange := [name for name in groups if name not in whose]:
        raise RuleError(
            f"within names columns of those who are scored, and {strange[0]!r} is not among each={whose}"
        )
    data = opened(frame, "score_long(): frame")
    if isinstance(data, nw.LazyFrame) and data.implementation.is_polars():  # looked at when it is run

        def run(rows: Any) -> Any:
            return score_long(scheme, rows, each=whose, indicator=indicator, within=within, parts=parts)

        return frame.map_batches(run, schema=run(frame.clear().collect()).schema)
    long = _Long.of(scheme, frame, whose, indicator)
    wide, wrong = long.by_groups() if isinstance(long.data, nw.LazyFrame) else (long.by_rows(), "")
    try:
        scored = score_wide(
            scheme, nw.to_native(wide), within=None if within is None else groups, parts=parts, wrong=wrong
        )
    except DataError as error:
        problems = Problems()
        for one in error.problems:
            problems.add(f"每个一行排开以后，{one.where}", one.met, one.todo)
        raise DataError(problems) from None
    made = [*made_columns(scheme, parts=parts), *([] if within is None else ["place"])]
    result = nw.from_native(scored).select(*whose, *made)
    return in_pandas(result) if long.data.implementation.is_pandas_like() else nw.to_native(result)


@attrs.frozen
class _Long:
    """Long records, and what is to be made of them.

    Args:
        data: the frame.
        plain: what is used of it; of pandas in Arrow.
        whose: the columns that say whose row it is.
        indicator: the column of ids.
        columns: the columns of the scheme by id, each with the column that its figures are in.
        given: by id, the indicators whose target the scheme sets.
        prefix: what no name begins with.
    """

    data: Any
    plain: Any
    whose: tuple[str, ...]
    indicator: str
    columns: Mapping[str, Mapping[str, str]]
    given: frozenset[str]
    prefix: str

    @classmethod
    def of(cls, scheme: Scheme, frame: Any, whose: tuple[str, ...], indicator: str) -> _Long:
        """What a scheme needs of a frame, when that is there."""
        data = opened(frame, "score_long(): frame")
        columns: dict[str, dict[str, str]] = {}
        alone = []
        for name in scheme_columns(scheme):
            id, _, code = name.rpartition("_")
            if name in whose or not id:
                alone.append(name)
            else:
                columns.setdefault(id, {})[name] = code
        figures = list(dict.fromkeys(code for own in columns.values() for code in own.values()))
        present = schema_of(data, [*whose, indicator, *figures], ())
        if lost := [name for name in alone if name not in whose]:
            raise RuleError(
                f"this scheme needs {lost[0]!r} of each of those who are scored: name it in each="
            )
        targets = unread_targets(scheme, columns) if _TARGET in present else frozenset()
        used = list(dict.fromkeys([*whose, indicator, *figures, *([_TARGET] if targets else [])]))
        plain = in_arrow(frame, used)
        schema = plain.collect_schema()
        refuse_kinds(data, schema, [*whose, indicator])
        text = nw.col(indicator).cast(nw.String())
        taken = [*present, *(name for own in columns.values() for name in own)]
        rows = plain.select(*whose, text.alias(indicator), *(n for n in used if n not in (*whose, indicator)))
        return cls(data, rows, whose, indicator, columns, targets, unused(taken))

    def _fits(self) -> nw.Expr:
        """1 where a row is somebody's, of an indicator that is known, and brings no target too many."""
        id = nw.col(self.indicator)
        fits = id.is_in([*self.columns])
        for name in self.whose:
            fits = fits & ~nw.col(name).is_null()
        if self.given:
            fits = fits & ~(id.is_in([*self.given]) & ~nw.col(_TARGET).is_null())
        return nw.when(fits).then(nw.lit(1)).otherwise(nw.lit(0))

    # --- where rows can be looked at ------------------------------------------------------

    def by_rows(self) -> Any:
        """A row for each, in the order of their first rows."""
        row, fit = f"{self.prefix}row", f"{self.prefix}fit"
        rows = self.plain.with_columns(self._fits().alias(fit))
        if (rows[fit] == 0).any():
            self._refuse(rows.with_row_index(row).filter(nw.col(fit) == 0), row)
        wide = self.plain.select(*self.whose).unique(maintain_order=True).with_row_index(row)
        many, found, problems = len(wide), set(), Problems()
        numbered = self.plain.join(wide, on=[*self.whose], how="left").drop(*self.whose)
        for (id,), own in numbered.group_by(self.indicator):
            columns = [nw.col(figures).alias(name) for name, figures in self.columns[str(id)].items()]
            joined = wide.join(own.select(row, *columns), on=row, how="left")
            if len(joined) == many:
                wide = joined
                found.add(str(id))
            else:
                self._twice(str(id), own, row, wide, problems)
        problems.refuse()
        lost = [name for id, own in self.columns.items() if id not in found for name in own]
        wide = wide.sort(row).with_columns(*(nw.lit(None).alias(name) for name in lost))
        return wide.drop(row)

    def _refuse(self, wrong: nw.DataFrame[Any], row: str) -> None:
        """What is wrong with rows: each unknown indicator once, the others one by one."""
        engine, problems = self.data.implementation.name.lower(), Problems()
        unknown: dict[str, int] = {}
        lines = 0
        for one in wrong.iter_rows(named=True):
            id = one[self.indicator]
            nobody = [name for name in self.whose if one[name] is None]
            if id is not None and id not in self.columns:
                unknown[id] = unknown.get(id, 0) + 1
                continue
            lines += 1
            if lines <= SHOWN:
                where = f"{engine} 表第{int(one[row]) + 1}行"
                lost = nobody or ([self.indicator] if id is None else [])
                met = f"“{lost[0]}”空着" if lost else f"“{id}”的目标是办法定的，用不到“{_TARGET}”这一列"
                problems.add(where, met, "请补上，或去掉这一行" if lost else "请留空")
        if lines > SHOWN:
            problems.add(f"{engine} 表", f"共有 {lines} 行这样，以上是前 {SHOWN} 行")
        for id, many in unknown.items():
            met = UnknownName("评分项或指标", id, [*self.columns]).in_chinese
            problems.add(f"{engine} 表，{many} 行", met, "这个办法用不到的，先去掉这些行")
        raise DataError(problems)

    def _twice(self, id: str, own: Any, row: str, wide: Any, problems: Problems) -> None:
        """The first of those who have two rows of one indicator."""
        counted = own.group_by(row).agg(nw.len().alias(self.prefix)).filter(nw.col(self.prefix) > 1)
        whose = wide.join(counted.select(row), on=row, how="inner").sort(row)
        for one in whose.head(SHOWN).iter_rows(named=True):
            where = "、".join(f"{name}={one[name]}" for name in self.whose)
            problems.add(where, f"“{id}”有几行", "每个指标每期请只留一行")
        if len(whose) > SHOWN:
            problems.add(f"“{id}”", f"共有 {len(whose)} 个有几行，以上是前 {SHOWN} 个")

    # --- where nothing is run --------------------------------------------------------------

    def by_groups(self) -> tuple[Any, str]:
        """A row for each, and the column that says whether any of its records is wrong."""
        fit, many, ids, wrong = (f"{self.prefix}{name}" for name in ("fit", "many", "ids", "wrong"))
        id = nw.col(self.indicator)
        figures = {
            name: nw.when(id == one).then(nw.col(figures))
            for one, own in self.columns.items()
            for name, figures in own.items()
        }
        staged = self.plain.select(*self.whose, self.indicator, self._fits().alias(fit), *_named(figures))
        grouped = staged.group_by(*self.whose).agg(
            *(nw.col(name).max() for name in figures),
            nw.col(fit).sum(), id.n_unique().alias(ids), nw.len().alias(many),
        )  # fmt: skip
        right = (nw.col(fit) == nw.col(many)) & (nw.col(ids) == nw.col(many))
        told = grouped.with_columns(nw.when(right).then(nw.lit(0)).otherwise(nw.lit(1)).alias(wrong))
        only = {name: nw.when(nw.col(wrong) == 0).then(nw.col(name)) for name in figures}
        return told.select(*self.whose, wrong, *_named(only)), wrong


def _named(expressions: Mapping[str, nw.Expr]) -> Iterable[nw.Expr]:
    return (one.alias(name) for name, one in expressions.items())
