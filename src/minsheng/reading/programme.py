"""Loading programmes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from importlib.resources import files
from pathlib import Path
from typing import Any

import attrs

from minsheng.asking import asked
from minsheng.domain.fitting import faults
from minsheng.domain.own_units import OwnUnit, knowing, own_units
from minsheng.domain.plain import DOMAIN, WHOLE
from minsheng.domain.programme import Programme
from minsheng.domain.units import unfit
from minsheng.errors import DataError, Problem, Problems, UnknownName
from minsheng.errors import Path as At
from minsheng.logs import logged
from minsheng.plain.keyed import Keyed
from minsheng.plain.shape import UNFIT, Reading
from minsheng.reading.files import File, is_folder, is_there, read_bytes
from minsheng.reading.folder import PROGRAMME, read_folder
from minsheng.reading.matrix import check_rows
from minsheng.reading.paths import apply_errata, apply_readings
from minsheng.reading.shipped import programme_names
from minsheng.strict import dotted, read_json

#: files that may be notices, which are drafted from and not loaded
_NOTICES = (".docx", ".doc", ".wps", ".xlsx", ".xls", ".et", ".pdf", ".txt", ".tsv", ".html", ".htm", ".mht")
#: what no name of a programme or a folder begins with
_JSON = re.compile(r"[\ufeff\s]*[{\[]")


@asked
@logged("reading", "loaded", "source", lambda found: {"projects": len(found.projects)})
def load(source: str | bytes | Path, *, readings: Mapping[str, str] | None = None) -> Programme:
    """Load a programme: everything in it, or every problem with it.

    Args:
        source: the name of a programme that comes with the library, a folder of one's own
            (see the data format), a ``.json`` file, or the JSON that :func:`minsheng.dump` wrote, as text
            or bytes.
        readings: how to read ambiguous places, where not as the data chooses:
            ``{"zones-as-districts": "excluded"}``.

    Raises:
        DataError: the files cannot be read; ``problems`` lists all that is wrong, each with
            file, line and what to do.
        UnknownName: no such programme, reading or option; the nearest is suggested.

    >>> p = load("yueyang-2023")
    >>> p.allocation["farmland"].total
    Amount('41.30 万亩')
    >>> q = load("yueyang-2023", readings={"orphan-amounts": "floor"})
    >>> q.standard("orphan-scattered").tiers[0].target
    Bound('>= 1100 元/月')
    """
    if isinstance(source, bytes) or (isinstance(source, str) and _JSON.match(source)):
        return _of_document(read_json(source, "JSON"), "JSON", readings or {})
    if isinstance(source, str) and source in programme_names():
        return _from_folder(files("minsheng") / "data" / source, readings or {})
    path = Path(source)
    if is_folder(path):
        return _from_folder(path, readings or {})
    if path.suffix.lower() in _NOTICES:
        met = "这是一份文件，不是年度项目的文件夹"
        raise DataError.at(str(source), met, "若是通知，请先用 minsheng draft 起草文件夹")
    if path.suffix == ".json":
        return _of_document(read_json(read_bytes(path), path.name), path.name, readings or {})
    if isinstance(source, Path) or "/" in source or "\\" in source or is_there(path):
        raise DataError.at(str(source), "没有这个文件夹", f"文件夹里应有 {PROGRAMME} 等四个文件")
    raise UnknownName("programme", source, programme_names())


@asked
def reread(programme: Programme, readings: Mapping[str, str]) -> Programme:
    """A what-if: the same programme with ambiguous places read another way.

    Raises:
        UnknownName: no such reading or option.

    >>> p = reread(load("yueyang-2023"), {"drinking-water-areas": "one-to-the-left"})
    >>> print(p.allocation["drinking-water-sources"].working())
    平江县 4 + 岳阳县 21 = 25 个
    """
    return _from_plain(WHOLE.write(programme), programme.name, readings)


def _from_folder(folder: File, readings: Mapping[str, str]) -> Programme:
    problems = Problems()
    read = read_folder(folder, problems)
    if read.unread:
        number = _document_number(read.plain)
        with knowing(_own_units(read.read_alone, problems)):
            DOMAIN.read_fields(read.read_alone, Programme, problems, document=number)
        raise DataError(_once(problems))
    apply_errata(read.plain, problems)
    apply_readings(read.plain, readings, problems, all=True)
    return _built(read.plain, problems, read.totals)


def _of_document(plain: Any, name: str, readings: Mapping[str, str]) -> Programme:
    return _from_plain(Programme._FORMAT.opened(plain, name), name, readings, strictly=True)


def _from_plain(
    plain: dict[str, Any], name: str, readings: Mapping[str, str], *, strictly: bool = False
) -> Programme:
    problems = Problems(place=lambda path: f"{name}，{dotted(path)}")
    if strictly:
        _refuse_repeated(plain, problems)
    apply_readings(plain, readings, problems, all=False)
    return _built(plain, problems)


def from_plain(plain: dict[str, Any], name: str) -> Programme:
    """A programme of plain data in which the chosen readings are still to be put in their places.

    Raises:
        DataError: every problem of the data.
    """
    problems = Problems(place=lambda path: name)
    apply_readings(plain, {}, problems, all=True)
    return _built(plain, problems)


def _built(plain: Any, problems: Problems, totals: Sequence[Mapping[str, str]] = ()) -> Programme:
    built = _read(plain, problems, totals)
    if problems or built is None:
        raise DataError(_once(problems))
    return built


def _read(plain: Any, problems: Problems, totals: Sequence[Mapping[str, str]] = ()) -> Programme | None:
    known = _own_units(plain, problems)
    with knowing(known):
        if isinstance(plain, dict):
            for one in faults(plain):
                problems.add(one.path, one.met, one.todo)
            check_rows(plain, problems, totals)
        read = DOMAIN.read(plain, Programme, problems, document=_document_number(plain))
    return read if read is None or read.units == known else attrs.evolve(read, units=known)


class ProgrammeShape(Keyed):
    """A programme in a document, where its rows say nothing that areas and indicators say."""

    def read(self, plain: Any, at: At, reading: Reading) -> Programme | None:
        inner = Problems(place=lambda path: reading.problems.place((*at, *path)))
        plain = deepcopy(plain)  # which is changed below
        _refuse_repeated(plain, inner)
        built = _read(plain, inner)
        for one in _once(inner):
            reading.problems.add(one.where, one.met, one.todo, (*at, *one.path))
        return built


def _refuse_repeated(plain: Any, problems: Problems) -> None:
    """Nothing may be said twice: one of the two would be passed over."""
    allocation = plain.get("allocation") if isinstance(plain, dict) else None
    for number, row in (
        enumerate(allocation["rows"])
        if isinstance(allocation, dict) and isinstance(allocation.get("rows"), list)
        else ()
    ):
        known = ("indicator", "unit", "cells", "city_share")
        for key in row if isinstance(row, dict) else ():
            if key not in known:
                problems.add(
                    ("allocation", "rows", number, key), f"不认识的键“{key}”", f"可用的键：{'、'.join(known)}"
                )


def _own_units(plain: Any, problems: Problems) -> tuple[OwnUnit, ...]:
    """The unit words that the data declares, read before what may use them; then those known here."""
    listed = plain.get("units") if isinstance(plain, dict) else None
    if listed is None:
        return own_units()
    # what cannot be read of them is told with all the rest
    own = DOMAIN.read(listed, tuple[OwnUnit, ...], Problems()) or ()
    bad = dict(unfit(own))
    for at, why in bad.items():
        problems.add(("units", at), why, "请换一个词，或删去")
    mine = tuple(one for at, one in enumerate(own) if at not in bad)
    declared = {one.text for one in mine}
    return (*mine, *(one for one in own_units() if one.text not in declared))


def _document_number(plain: Any) -> str:
    """The number that citations without a document of their own cite."""
    document = plain.get("document") if isinstance(plain, dict) else None
    number = document.get("number") if isinstance(document, dict) else None
    return number if isinstance(number, str) else ""


def _once(problems: list[Problem]) -> list[Problem]:
    """Each problem once, where two checks met it; and what may follow from others only alone."""
    lines = [(p.where.partition("，")[0], p) for p in reversed(problems)]
    once = {(line if line.endswith("行") else p.where, p.met): p for line, p in lines}
    listed = list(reversed(once.values()))
    return [p for p in listed if not p.met.startswith(UNFIT)] or listed
