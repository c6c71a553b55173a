"""Pivots long rows, one per subject and item, to one row per subject, and refuses wrong rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import attrs
import narwhals as nw

from minsheng.errors import DataError, Problems, UnknownName
from minsheng.rules.criteria.frames.rows import opened, unused
from minsheng.rules.criteria.over_rows.columns import in_arrow, in_pandas, refuse_kinds, schema_of
from minsheng.rules.criteria.records.read import SHOWN


def later(frame: Any, run: Callable[[Any], Any]) -> Any:
    """A lazy polars frame that calls ``run`` when it is collected; None for any other frame."""
    data = opened(frame, "score_long(): frame")
    if not (isinstance(data, nw.LazyFrame) and data.implementation.is_polars()):
        return None
    return frame.map_batches(run, schema=run(frame.clear().collect()).schema)


def spread(
    frame: Any,
    whose: tuple[str, ...],
    id: str,
    columns: Mapping[str, Mapping[str, str]],
    empty: Mapping[str, str],
) -> tuple[Any, str]:
    """A frame with one row per subject (pandas becomes Arrow), and the name of an error column.

    On frames that are not run here, the error column is not 0 for subjects with a wrong row.
    Otherwise wrong rows are refused, and the name is empty.

    Args:
        frame: a row for each subject and item.
        whose: the columns that identify the subject.
        id: the column that identifies the item.
        columns: for each item, its new columns and the columns with their values.
        empty: items that must have no value in a column.

    Raises:
        DataError: columns that do not exist or are unusable; two rows for one subject and item; an
            unknown item; a row without a subject; a value where there must be none.
    """
    data = opened(frame, "score_long(): frame")
    values = [name for own in columns.values() for name in own.values()]
    present = schema_of(data, [*whose, id, *values], ())
    empty = {thing: name for thing, name in empty.items() if name in present}
    used: list[str] = list(dict.fromkeys([*whose, id, *values, *empty.values()]))
    plain = in_arrow(frame, used)
    refuse_kinds(data, plain.collect_schema(), [*whose, id])
    others = [name for name in used if name not in (*whose, id)]
    rows = plain.select(*whose, nw.col(id).cast(nw.String()).alias(id), *others)
    taken = [*present, *(name for own in columns.values() for name in own)]
    long = _Long(data.implementation.name.lower(), rows, whose, id, columns, empty, unused(taken))
    wide, wrong = long.by_groups() if isinstance(data, nw.LazyFrame) else (long.by_rows(), "")
    return nw.to_native(wide), wrong


def only(found: Any, names: Iterable[str], like: Any) -> Any:
    """Select columns; in pandas if ``like`` is pandas."""
    left = nw.from_native(found).select(*names)
    pandas = nw.from_native(like).implementation.is_pandas_like()
    return in_pandas(left) if pandas else nw.to_native(left)


@attrs.frozen
class _Long:
    """Long rows; pandas as Arrow.

    Args:
        engine: the name of the engine, for problems.
        plain: the columns used.
        whose, indicator, columns, empty: as for :func:`spread`.
        prefix: a prefix that no column has.
    """

    engine: str
    plain: Any
    whose: tuple[str, ...]
    indicator: str
    columns: Mapping[str, Mapping[str, str]]
    empty: Mapping[str, str]
    prefix: str

    def _fits(self) -> nw.Expr:
        """1 if a row has a subject, a known item and no forbidden value; otherwise 0."""
        id = nw.col(self.indicator)
        fits = id.is_in([*self.columns])
        for name in self.whose:
            fits = fits & ~nw.col(name).is_null()
        for thing, name in self.empty.items():
            fits = fits & ~((id == thing) & ~nw.col(name).is_null())
        return nw.when(fits).then(nw.lit(1)).otherwise(nw.lit(0))

    # --- frames whose rows can be inspected ------------------------------------------------------

    def by_rows(self) -> Any:
        """One row per subject, in the order of their first rows."""
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
        """Refuse wrong rows: unknown indicators once each, other problems row by row."""
        engine, problems = self.engine, Problems()
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
                met = (
                    f"“{lost[0]}”空着"
                    if lost
                    else f"“{id}”的目标是办法定的，用不到“{self.empty[str(id)]}”这一列"
                )
                problems.add(where, met, "请补上，或去掉这一行" if lost else "请留空")
        if lines > SHOWN:
            problems.add(f"{engine} 表", f"共有 {lines} 行这样，以上是前 {SHOWN} 行")
        for id, many in unknown.items():
            met = UnknownName("评分项或指标", id, [*self.columns]).in_chinese
            problems.add(f"{engine} 表，{many} 行", met, "这个办法用不到的，先去掉这些行")
        raise DataError(problems)

    def _twice(self, id: str, own: Any, row: str, wide: Any, problems: Problems) -> None:
        """The first subjects with several rows for one indicator."""
        counted = own.group_by(row).agg(nw.len().alias(self.prefix)).filter(nw.col(self.prefix) > 1)
        whose = wide.join(counted.select(row), on=row, how="inner").sort(row)
        for one in whose.head(SHOWN).iter_rows(named=True):
            where = "、".join(f"{name}={one[name]}" for name in self.whose)
            problems.add(where, f"“{id}”有几行", "每个指标每期请只留一行")
        if len(whose) > SHOWN:
            problems.add(f"“{id}”", f"共有 {len(whose)} 个有几行，以上是前 {SHOWN} 个")

    # --- frames that are not run here --------------------------------------------------------------

    def by_groups(self) -> tuple[Any, str]:
        """One row per subject, and the column that marks those with a wrong row."""
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
        marked = grouped.with_columns(nw.when(right).then(nw.lit(0)).otherwise(nw.lit(1)).alias(wrong))
        only = {name: nw.when(nw.col(wrong) == 0).then(nw.col(name)) for name in figures}
        return marked.select(*self.whose, wrong, *_named(only)), wrong


def _named(expressions: Mapping[str, nw.Expr]) -> Iterable[nw.Expr]:
    return (one.alias(name) for name, one in expressions.items())
