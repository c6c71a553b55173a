"""Divisions, drafts and bulletins as documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from minsheng.bulletins.document import Bulletin
from minsheng.bulletins.facts import Blank, Fact
from minsheng.dividing.allocate import Division, allocate
from minsheng.dividing.methods import Method
from minsheng.dividing.ties import TieBreak
from minsheng.domain.allocation import Row
from minsheng.domain.amount import Amount
from minsheng.embedding.checked import Checked, Contradiction
from minsheng.embedding.results import LANGUAGE as RESULTS
from minsheng.errors import MinshengError, Path
from minsheng.plain.keyed import Keyed
from minsheng.plain.language import Language
from minsheng.plain.shape import Definitions, Reading

# --- divisions -------------------------------------------------------------------------------

Numbers = Mapping[str, Decimal]
#: a weight as it is written: an amount, or a number
Weight = Amount | Fraction


@attrs.frozen
class Asked:
    """What was to be divided.

    Args:
        total: the total, 市本级 included.
        weights: the weight of each area; null for those that have no share.
        step: what every share is a multiple of.
        floors: the least share of those that have a minimum.
        caps: the most of those that have a maximum.
        city_share: what was reserved for the city itself.
    """

    total: Amount
    weights: Mapping[str, Weight | None]
    step: Decimal
    floors: Numbers = attrs.field(factory=dict[str, Decimal])
    caps: Numbers = attrs.field(factory=dict[str, Decimal])
    city_share: Decimal | None = None


@attrs.frozen
class Divided:
    """A target divided over areas, with everything that the division depended on.

    Args:
        asked: the request.
        method: the method of apportionment.
        ties: the rule for equal claims.
        tied: the areas with equal claims to the last steps.
        row: the shares.
    """

    asked: Asked
    method: Method
    ties: TieBreak
    row: Row
    tied: tuple[str, ...] = ()


def _weight(weight: Any) -> Weight | None:
    return weight if weight is None or isinstance(weight, Amount) else Fraction(weight)


class DivisionShape:
    """A division: what was asked, by which method, and what came out, which must be what comes out again."""

    json, tag = "object", ""

    def __init__(self, language: Language) -> None:
        self._shape = Keyed(language, Divided)

    def write(self, value: Division, /) -> Any:
        asked, step = value.asked, value.asked.step
        request, areas = asked.request, asked.areas
        floors = {area: low for area, low in zip(areas, request.low, strict=True) if low}
        caps = {area: high for area, high in zip(areas, request.high, strict=True) if high < request.steps}
        plain = Asked(
            asked.total,
            {area: _weight(weight) for area, weight in zip(areas, asked.weights, strict=True)},
            step.size,
            dict(zip(floors, step.values(floors.values()), strict=True)),
            dict(zip(caps, step.values(caps.values()), strict=True)),
            asked.city_share,
        )
        return self._shape.write(Divided(plain, value.method, value.ties, value.row, value.tied))

    def read(self, plain: Any, at: Path, reading: Reading) -> Any:
        before = len(reading.problems)
        found: Divided | None = self._shape.read(plain, at, reading)
        if found is None or len(reading.problems) > before:
            return None
        asked, row = found.asked, found.row
        try:
            division: Division = allocate(
                asked.total, asked.weights, step=asked.step, floors=asked.floors or None,
                caps=asked.caps or None, city_share=asked.city_share, method=found.method, ties=found.ties,
                areas=row.areas, indicator=row.indicator,
            )  # fmt: skip
        except (MinshengError, ValueError) as error:
            return reading.refused((*at, "asked"), error)
        again = division.row
        if (again.cells, again.city_share, again.unit) != (row.cells, row.city_share, row.unit):
            met = f"写的是 {row.working()}，按要求算出的是 {again.working()}"
            return reading.wrong((*at, "row"), met, "结果与要求自相矛盾")
        if division.tied != found.tied:
            return reading.wrong((*at, "tied"), "与按要求算出的不同", "结果与要求自相矛盾")
        return attrs.evolve(division, row=row)

    def schema(self, within: Definitions) -> dict[str, Any]:
        return self._shape.schema(within)


# --- drafts ----------------------------------------------------------------------------------


class UnfinishedShape:
    """A programme in the making, as the folder's format names it; it is checked when it is finished."""

    json, tag = "object", ""
    #: what must be there, and of which type; of lists, of what
    _NEEDED: Mapping[str, Any] = {
        "name": str,
        "city": str,
        "year": int,
        "document": {},
        "areas": [{"name": str}],
        "projects": [{"number": int, "title": str}],
        "allocation": {"areas": [str], "rows": [{"indicator": str, "cells": {}}]},
    }
    _ITEMS: Mapping[str, Any] = {
        "indicators": [{"id": str, "text": str}],
        "standards": [{"id": str, "text": str}],
    }

    def write(self, value: dict[str, Any], /) -> Any:
        return deepcopy(value)

    def read(self, plain: Any, at: Path, reading: Reading) -> Any:
        before = len(reading.problems)
        self._look(plain, self._NEEDED, at, reading)
        if len(reading.problems) == before:
            for number, project in enumerate(plain["projects"]):
                there = {key: kind for key, kind in self._ITEMS.items() if key in project}
                self._look(project, there, (*at, "projects", number), reading)
        return deepcopy(plain)

    def _look(self, plain: Any, needed: Any, at: Path, reading: Reading) -> None:
        if isinstance(needed, type):
            if type(plain) is not needed:
                reading.unlike(at, plain, "文字，请加引号" if needed is str else "整数")
        elif not isinstance(plain, type(needed) if isinstance(needed, list) else dict):
            reading.unlike(at, plain, "列表，请用方括号" if isinstance(needed, list) else "一组键")
        elif isinstance(needed, list):
            for number, one in enumerate(plain):
                self._look(one, needed[0], (*at, number), reading)
        else:
            for key, kind in needed.items():
                if key not in plain:
                    reading.wrong((*at, key), f"缺少“{key}”")
                else:
                    self._look(plain[key], kind, (*at, key), reading)

    def schema(self, within: Definitions) -> dict[str, Any]:
        whole = self._described(self._NEEDED)
        items = self._described(self._ITEMS)["properties"]
        whole["properties"]["projects"]["items"]["properties"] |= items
        return within.ref("Unfinished", UnfinishedShape, lambda: whole)

    def _described(self, needed: Any) -> dict[str, Any]:
        if isinstance(needed, type):
            return {"type": "string" if needed is str else "integer"}
        if isinstance(needed, list):
            return {"type": "array", "items": self._described(needed[0])}
        return {
            "type": "object",
            "properties": {key: self._described(kind) for key, kind in needed.items()},
            "required": [*needed],
        }


# --- bulletins -------------------------------------------------------------------------------


def _of_bulletin(bulletin: Bulletin) -> Iterator[Contradiction]:
    if bulletin.period != bulletin.situation.period:
        yield ("period",), f"是 {bulletin.period}，所据的数是 {bulletin.situation.period} 的", ""
    if bulletin.ranking is not None and bulletin.ranking.on not in (None, bulletin.situation.on):
        yield ("ranking", "on"), f"是 {bulletin.ranking.on}，期末是 {bulletin.situation.on}", ""


LANGUAGE = RESULTS.plus(
    {
        Division: DivisionShape,
        dict[str, Any]: UnfinishedShape(),
        Bulletin: lambda own: Checked(own, Bulletin, _of_bulletin),
    },
    {Fact | Blank: ("SentencePart", "is", {"fact": Fact, "blank": Blank})},
)
