"""What one call of read_progress asks for, alone and with what was decided about a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

import attrs

from minsheng.domain.intake import Intake
from minsheng.domain.numerals import normalise
from minsheng.domain.programme import Programme
from minsheng.domain.progress import Progress
from minsheng.errors import DataError
from minsheng.reading.decided import Decision, Decisions, timeless
from minsheng.reading.sources import files_in
from minsheng.reading.tables.abouts import Given
from minsheng.reading.tables.columns import Told
from minsheng.reading.tables.headings import role_named, tidy
from minsheng.reading.tables.naming import Names
from minsheng.reading.tables.registers import Seen, read_tables
from minsheng.reading.tables.sheet import Sheet
from minsheng.reading.tables.whose import GIVEN


@attrs.frozen(slots=False, eq=False)
class Asks:
    """What one call asks for.

    Args:
        programme: the programme the figures are of; None for a printed table by itself.
        given: what holds where the tables do not say.
        told: what columns hold.
        aliases: other names of indicators and areas.
        sheet: the sheet to read; None for all.
        strict: whether all of it must be read.
        kept: of what was decided about a file, that which the call itself does not say.
    """

    programme: Programme | None
    given: Given
    told: Mapping[str, Told]
    aliases: Mapping[str, str]
    sheet: str | None
    strict: bool
    kept: tuple[Decision, ...] = ()

    @cached_property
    def names(self) -> Names:
        return Names(self.programme, self.aliases)

    def with_decisions(self, decisions: Iterable[Decision]) -> Asks:
        """The same for a file, with what was decided about it."""
        said = {(one.about, tidy(one.name)) for one in self._said()}
        kept = tuple(one for one in decisions if (one.about, tidy(one.name)) not in said)
        of = {one.about: one.meant for one in kept if not one.name}
        told = {
            one.name: Told(role_named(one.meant), f"按{one.where}", lasting=True)
            for one in kept
            if one.about == "columns"
        }
        aliases = {one.name: one.meant for one in kept if one.about == "aliases"}
        given = attrs.evolve(
            self.given,
            area=self.given.area or of.get("area"),
            indicator=self.given.indicator or of.get("indicator", ""),
        )
        return attrs.evolve(
            self, given=given, told={**told, **self.told}, aliases={**aliases, **self.aliases},
            sheet=self.sheet or of.get("sheet"), kept=kept,
        )  # fmt: skip

    def _said(self) -> Iterator[Decision]:
        """What the call itself says, as decisions."""
        for name, told in self.told.items():
            yield Decision("", "columns", name, told.role.label)
        for name, meant in self.aliases.items():
            yield Decision("", "aliases", name, meant)
        whole = {"area": self.given.area, "indicator": self.given.indicator, "sheet": self.sheet}
        for about, text in whole.items():
            if text:
                yield Decision("", about, "", text)

    def read(self, sheets: tuple[Sheet, ...], seen: Seen) -> Progress:
        """What the sheets of a file say; what was used of the decisions is told in the intake.

        Raises:
            DataError: as for :func:`read_tables`; or the sheet is not there.
        """
        chosen = self.chosen(sheets)
        progress = read_tables(chosen, self.names, self.given, self.told, strict=self.strict, seen=seen)
        texts = _texts(chosen) if any(one.about == "aliases" for one in self.kept) else set()
        used = [
            one for one in self.kept if one.about != "columns" and (not one.name or _stands(one.name, texts))
        ]
        tables = (
            table if table.why else attrs.evolve(table, about=_with(table.about, used))
            for table in progress.intake.sheets
        )
        return attrs.evolve(progress, intake=Intake(progress.intake.columns, tuple(tables)))

    def chosen(self, sheets: tuple[Sheet, ...]) -> tuple[Sheet, ...]:
        """The sheet of a name, its month set apart where it was decided earlier; without one, all.

        Raises:
            DataError: it is not there.
        """
        if self.sheet is None:
            return sheets
        chosen = [sheet for sheet in sheets if sheet.name == self.sheet]
        where = next((one.where for one in self.kept if one.about == "sheet"), "")
        if where and not chosen:
            chosen = [sheet for sheet in sheets if timeless(sheet.name) == timeless(self.sheet)]
        if len(chosen) != 1:
            listed = "、".join(sheet.name for sheet in sheets)
            raise DataError.at(where, f"没有工作表“{self.sheet}”", f"有：{listed}")
        return tuple(chosen)

    def new(self, earlier: Iterable[Decision], seen: Seen, sheets: tuple[Sheet, ...]) -> Iterator[Decision]:
        """What the call says of a file, and was not decided earlier."""
        known = {(one.about, tidy(one.name), one.meant) for one in earlier}
        texts = _texts(sheets)
        for one in self._said():
            name = one.name
            if one.about == "area" and not seen.placed:  # its tables say themselves whose they are
                continue
            if one.about == "columns":
                headers = (c.header for c in seen.columns if c.column.lower() == tidy(name))
                name = next(headers, "") or name
            there = tidy(one.name) in seen.met if one.about == "columns" else not name or _stands(name, texts)
            if there and (one.about, tidy(name), one.meant) not in known:
                yield attrs.evolve(one, name=name)


def _with(about: str, used: Iterable[Decision]) -> str:
    """What is said of a table, with what was decided; what it says already is not said twice."""
    for one in used:
        given = f"（{GIVEN}）"
        if one.about == "area" and given in about:
            about = about.replace(given, f"（{one.where}）")
        elif one.about != "indicator" or f"指标 {one.meant}（" not in about:
            said = f"“{one.name}”是{one.meant}" if one.name else one.meant
            about = "，".join(filter(None, (about, f"{said}（{one.where}）")))
    return about


def asks_of(source: object, programme: Programme | None, told: Mapping[str, Told]) -> Asks:
    """What is asked of a printed table, with what was decided about its file."""
    asks, path = Asks(programme, Given(), told, {}, None, strict=False), Path(str(source))
    alone = path in (files_in(source) or {}).values()
    return asks.with_decisions(Decisions(programme).of(path, path.parent)) if alone else asks


def _texts(sheets: Iterable[Sheet]) -> set[str]:
    """The different cells of sheets, as names are compared."""
    return {*map(normalise, {cell for sheet in sheets for row in sheet.rows for cell in row})}


def _stands(name: str, texts: set[str]) -> bool:
    """Whether a name stands in a cell, alone or in a title."""
    plain = normalise(name)
    return any(plain in text for text in texts)
