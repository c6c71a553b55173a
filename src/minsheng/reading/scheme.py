"""Schemes: those that come with the library, and one's own, from TOML files.

What cannot be read must not hide what else is wrong. So every field is read by itself; where one
cannot be, a stand-in takes its place, and what may only follow from that is not told.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs

from minsheng.asking import asked
from minsheng.domain.expression.build import Expression
from minsheng.domain.interval import tiling_faults
from minsheng.domain.own_units import in_own_units
from minsheng.domain.plain import DOMAIN
from minsheng.domain.programme import Programme
from minsheng.errors import DataError, Problem, Problems, RuleError
from minsheng.errors import Path as At
from minsheng.reading.files import read_toml
from minsheng.reading.shipped import names_in, toml_file
from minsheng.rules.scoring.checking.checks import hidden_faults, plain_faults
from minsheng.rules.scoring.forms.basic import Form
from minsheng.rules.scoring.forms.catalogue import FORMS
from minsheng.rules.scoring.judging.binding import bind
from minsheng.rules.scoring.regulation.items import Item, Section, Veto
from minsheng.rules.scoring.regulation.scheme import Scheme
from minsheng.rules.scoring.terms.bands import Grade
from minsheng.rules.scoring.terms.inputs import Inputs

_LISTS = {"items": Item, "sections": Section, "vetoes": Veto, "grades": Grade}
#: fields that an item's other faults hang on
_DECISIVE = frozenset({"form", "weight", "indicators", "unit", "role", "goes_by", "less_pays", "exceeds"})
#: fields that a veto's other faults hang on
_CAUSES = frozenset({"scope", "event", "item", "below", "grade"})
#: fields that the sum of a section's weights hangs on: its own, and those of its parts
_SUMS = frozenset({"total", "out_of", "weight", "items", "sections", "combine"})


def scheme_names() -> tuple[str, ...]:
    """The schemes that come with the library.

    >>> "hunan-2005" in scheme_names()
    True
    """
    return names_in("schemes")


@asked
@in_own_units
def load_scheme(source: str | Path, programme: Programme | None = None) -> Scheme:
    """A scheme by the name of one that comes with the library, or from a TOML file or its folder.

    Args:
        source: a name, a ``.toml`` file, or a folder with a ``scheme.toml``.
        programme: to check the scheme's indicators and units against; it is then about those.

    Raises:
        DataError: the file cannot be read; weights do not add up, ranges have a gap, an item
            pays for less work, a unit does not fit, a name is not there. All of it at once, each
            with file and line.
        UnknownName: no such scheme.

    >>> load_scheme("hunan-2005").title
    '湖南省2005年为民办实事考核（达标制）'
    """
    problems = Problems()
    plain, _ = read_toml(toml_file(source, "schemes", "scheme", "scheme.toml"), problems)
    problems.refuse()
    reading = _Reading(problems)
    scheme = bound = reading.scheme(plain)
    for at, met, todo in plain_faults(scheme):
        if not reading.hides(scheme, at, met):
            problems.add(at, met, todo)
    # else what shows when all is put together may come of that
    for at, met, todo in () if reading.unread else hidden_faults(scheme):
        problems.add(at, met, todo)
    try:
        bound = scheme if programme is None else bind(scheme, programme)
    except DataError as error:
        problems += map(reading.placed, error.problems)
    if problems:
        raise DataError(sorted(problems, key=_line))
    return bound


def _line(problem: Problem) -> int:
    found = re.search(r" 第(\d+)行", problem.where)
    return int(found[1]) if found else 0


class _Unread(Form):
    """A form that could not be read: of no points, and known to be at fault."""

    def points(self, weight: Decimal, inputs: Inputs) -> Expression:
        raise RuleError("a form that could not be read has no points")

    def bounds(self, weight: Decimal) -> tuple[Decimal | None, Decimal | None]:
        return None, None

    def faults(self, weight: Decimal) -> Iterator[tuple[str, str, str]]:
        yield "form", "没有读出", ""


@attrs.frozen
class _Reading:
    """Makes a scheme of plain data, and keeps every problem with its place.

    Args:
        unread: the fields that could not be read, by the path of their part.
        paths: where each item stands, by its id.
    """

    problems: Problems
    unread: dict[At, set[str]] = attrs.field(factory=dict)
    paths: dict[str, At] = attrs.field(factory=dict)

    def scheme(self, plain: dict[str, Any]) -> Scheme:
        made: Scheme = self._made(Scheme, plain, ())
        return attrs.evolve(made, grades=()) if self._any("grades") else made

    def _listed(self, plain: dict[str, Any], at: At, key: str) -> tuple[Any, ...]:
        """The values of a list of tables, each at its place."""
        listed, kind = plain.get(key, []), _LISTS[key]
        if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
            self._tell((*at, key), f"{key} 应是一项一项的表", f"写成 [[{key}]]")
            return ()
        return tuple(self._made(kind, one, (*at, key, n)) for n, one in enumerate(listed))

    def _made(
        self, kind: type[attrs.AttrsInstance], plain: dict[str, Any], at: At
    ) -> Any:  # whatever the kind is
        """A value of a kind; a stand-in has the place of what could not be read."""
        fields = attrs.fields(kind)
        names = [field.name for field in fields]
        form = self._form(plain, at) if kind is Item else None
        if form is not None:
            names += [field.name for field in attrs.fields(form)]
        known = kind is not Item or form is not None  # else its keys are anybody's guess
        meant = self._unknown(plain, at, names) if known else set[str]()
        if kind is Scheme and isinstance(
            levels := plain.get("rounding"), list
        ):  # a level alone, or with more
            plain = plain | {"rounding": [{"at": one} if isinstance(one, str) else one for one in levels]}
        own = {field.name for field in fields} - {"form", *_LISTS}
        values = DOMAIN.read_fields(
            {key: plain[key] for key in own & plain.keys()}, kind, self.problems, at=at
        )
        self._note(at, own & plain.keys() - values.keys())
        values |= {key: self._listed(plain, at, key) for key in _LISTS if key in names}
        if "sequence" in names and not values.get("sequence"):
            values["sequence"] = self._sequence(values, at)
        if kind is Item:
            values["form"] = _Unread() if form is None else self._of_form(form, plain, at, meant)
        for field in fields:
            if field.name not in values and field.default is attrs.NOTHING:
                if field.name not in plain and field.name not in meant:
                    self._tell((*at, field.name), f"缺少“{field.name}”")
                self._note(at, {field.name})
                stand_in = "-".join(("unread", *map(str, at)))
                values[field.name] = values["id"] if field.name == "title" and at else stand_in
        if kind is Item:
            self.paths.setdefault(values["id"], at)
        return kind(**values)

    def _sequence(self, values: dict[str, Any], at: At) -> tuple[str, ...]:
        """The ids of the parts as they stand in the file, where items and sections are mixed."""
        if not (values["items"] and values["sections"]):
            return ()
        placed = [
            (_line(Problem(self.problems.place((*at, key, n)), "")), part.id)
            for key in ("items", "sections")
            for n, part in enumerate(values[key])
        ]
        return tuple(id for _, id in sorted(placed, key=lambda one: one[0]))

    def _form(self, plain: dict[str, Any], at: At) -> type[Form] | None:
        """The kind of form that an item names."""
        name = plain.get("form")
        kind = FORMS.get(name) if isinstance(name, str) else None
        if kind is None:
            met = f"没有“{name}”这种形式" if isinstance(name, str) else "没有写明 form"
            self._tell((*at, "form"), met, f"可用的：{'、'.join(FORMS)}")
        return kind

    def _of_form(self, kind: type[Form], plain: dict[str, Any], at: At, meant: set[str]) -> Form:
        fields = attrs.fields(kind)
        own = {field.name for field in fields}
        given = {key: value for key, value in plain.items() if key in own}
        values = DOMAIN.read_fields(given, kind, self.problems, at=at)
        lacking = [f.name for f in fields if f.default is attrs.NOTHING and f.name not in {*given, *meant}]
        for name in lacking:
            self._tell((*at, name), f"缺少“{name}”")
        if lacking or own & meant or values.keys() < given.keys():
            self._note(at, {"form"})
            return _Unread()
        return kind(**values)

    def _unknown(self, plain: dict[str, Any], at: At, names: list[str]) -> set[str]:
        """Tells the keys that nobody knows; the fields that they are likely to mean."""
        meant = set[str]()
        for key in sorted(plain.keys() - set(names)):
            near = difflib.get_close_matches(key, names, n=1)
            others = [name for name, kind in FORMS.items() if key in (f.name for f in attrs.fields(kind))]
            todo = f"最接近的是“{near[0]}”" if near else f"可用的键：{'、'.join(names)}"
            if others and "form" in names:
                todo, near = f"是 {'、'.join(others)} 这种形式的键，请核对 form", ["form"]
            self._tell((*at, key), f"不认识的键“{key}”", todo)
            meant |= set(near) - (plain.keys() - {"form"})
            if at and not near:  # of a part, it may stand for anything; of the whole, it is one too many
                meant |= set(names) - plain.keys()
        self._note(at, meant)
        return meant

    def _tell(self, at: At, met: str, todo: str = "") -> None:
        self.problems.add(at, met, todo)
        self._note(at[:-1], {str(at[-1])})

    def _note(self, at: At, names: set[str]) -> None:
        if names:
            self.unread.setdefault(at, set()).update(names)

    # --- what is not told -----------------------------------------------------------------

    def hides(self, scheme: Scheme, at: At, met: str) -> bool:
        """Whether a fault may only follow from what could not be read."""
        if not self.unread:
            return False
        depth = 0
        while at[depth : depth + 1] and at[depth] in _LISTS and len(at) > depth + 1:
            depth += 2
        part, field = at[:depth], str(at[depth]) if len(at) > depth else ""
        own = self.unread.get(part, set())
        if part[:1] == ("vetoes",):
            return self._hides_veto(scheme.vetoes[int(part[1])], own, field)
        if part[:1] == ("grades",):  # what a total can be is not known
            return met not in {fault for fault, _ in tiling_faults(scheme.grades)}
        if field == "id":
            return "id" in own
        if part and part[-2] == "items":
            return not field or field in own or bool(own & _DECISIVE) or self._hangs_on_others(part, field)
        inner = [names for path, names in self.unread.items() if path[:-2] == part and path != part]
        sums = own & _SUMS or any(names & {"weight", "role"} for names in inner)
        return field in own or (field in (*_SUMS, "cap", "floor", "name", "") and bool(sums))

    def _hangs_on_others(self, part: At, field: str) -> bool:
        """Whether a fault of an item may come from another part that could not be read."""
        if field == "of":
            return self._ids_unread
        if field in ("goes_by", "beyond", "form", "target", "targets"):  # a veto may go by it
            return self._any("vetoes")
        others = [names for path, names in self.unread.items() if path != part]
        return field in ("unit", "places", "most") and any(field in names for names in others)

    def _hides_veto(self, veto: Veto, own: set[str], field: str) -> bool:
        named = self.unread.get(self.paths.get(veto.item, ("",)), set())
        return (
            (bool(own & _CAUSES) and field != "id")
            or (field == "id" and "id" in own)
            or (field == "grade" and self._any("grades"))
            or (field in ("scope", "item") and self._ids_unread)
            or (field in ("item", "below") and bool(named & _DECISIVE))
        )

    @property
    def _ids_unread(self) -> bool:
        return any(names & {"id", "items", "sections"} for names in self.unread.values())

    def _any(self, key: str) -> bool:
        """Whether anything in one of the scheme's lists could not be read."""
        return any(key in path[:1] or (not path and key in names) for path, names in self.unread.items())

    def placed(self, problem: Problem) -> Problem:
        """A problem that names an item, with the line of the item's key."""
        at = self.paths.get(problem.where.rpartition("，")[2], ())
        key = next((key for key in ("indicators", "targets") if key in problem.todo), "unit")
        return attrs.evolve(problem, where=self.problems.place((*at, key)))
