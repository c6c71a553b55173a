"""A programme's folder as plain data, in the form that :func:`minsheng.dump` writes."""

from __future__ import annotations

from typing import Any

import attrs

from minsheng.domain.area import CITY, is_whole
from minsheng.errors import Path, Problems, UnknownName
from minsheng.reading.defaults import inherit, level_of, tasks_of
from minsheng.reading.encodings import decoded_text
from minsheng.reading.files import File, TomlLines, read_bytes, read_toml
from minsheng.reading.grid import Grid, read_grid
from minsheng.reading.paths import dicts, rename
from minsheng.reading.ticks import QUESTIONS, ticked_lines

PROGRAMME, PROJECTS, AREAS, ALLOCATION = "programme.toml", "projects.toml", "areas.csv", "allocation.csv"

#: the columns of areas.csv, and what people call them
_AREA_COLUMNS = {
    "name": "name", "名称": "name", "地区": "name", "地区名称": "name", "县市区": "name",
    "kind": "kind", "类别": "kind", "种类": "kind", "类型": "kind",
    "code": "code", "代码": "code", "区划代码": "code", "行政区划代码": "code",
    "note": "note", "说明": "note", "备注": "note",
    "parent": "parent", "上级": "parent", "所属": "parent", "上级地区": "parent",
}  # fmt: skip
_ROW_COLUMNS = {
    "指标": "indicator", "指标编号": "indicator", "编号": "indicator", "id": "indicator",
    "单位": "unit", "计量单位": "unit",
}  # fmt: skip


@attrs.frozen
class Folder:
    """The plain data of a folder, and where each part of it stands."""

    plain: dict[str, Any]
    programme: TomlLines
    projects: TomlLines
    areas: Grid
    allocation: Grid

    @property
    def totals(self) -> list[dict[str, str]]:
        """What the columns of sums say of each row, by their headings; they are checked, not loaded."""
        grid = self.allocation
        at = [(column, n) for n, column in enumerate(grid.columns) if is_whole(column)]
        return [{column: cells[n] for column, n in at} for _, cells in grid.rows]

    @property
    def unread(self) -> bool:
        """Whether a file could not be read at all, so that nothing is known of what refers to it."""
        tables = (self.areas, self.allocation)
        return self.programme.unread or self.projects.unread or not all(t.columns for t in tables)

    @property
    def read_alone(self) -> dict[str, Any]:
        """The parts that were read and can be checked without the others."""
        keys = set() if self.programme.unread else set(self.plain) - {"projects", "areas", "allocation"}
        keys |= set() if self.projects.unread else {"projects"}
        keys |= {"areas"} if self.areas.columns else set()
        return {key: self.plain[key] for key in keys}

    def place(self, path: Path) -> str:
        """The file, line and column of a path of the data, in Chinese."""
        match path:
            case ("areas", int(index), *rest):
                return self.areas.place(index, str(rest[0]) if rest else "")
            case ("allocation", "rows", int(index), "cells", str(area), *_):
                return self.allocation.place(index, area)
            case ("allocation", "rows", int(index), *rest):
                column = {"city_share": CITY}.get(str(rest[0]), str(rest[0])) if rest else ""
                return self.allocation.place(index, column)
            case ("projects" | "defaults", *_):
                return self.projects.place(path)
            case _:
                return self.programme.place(path)


def read_folder(folder: File, problems: Problems) -> Folder:
    """Read the four files; what cannot be read is a problem and missing from the data."""
    plain, programme_lines = read_toml(folder / PROGRAMME, problems)
    for key, file in (("projects", PROJECTS), ("areas", AREAS), ("allocation", ALLOCATION)):
        if key in plain:
            problems.add((key,), f"不认识的键“{key}”", f"请写在 {file} 里")
    projects, project_lines = read_toml(folder / PROJECTS, problems)
    for key in sorted(set(projects) - {"projects", "defaults"}):
        problems.add((key,), f"不认识的键“{key}”", "这个文件里只有 [defaults] 和 [[projects]]")
    plain["projects"] = projects.get("projects", [])
    inherit(plain["projects"], projects.get("defaults", {}), problems)
    for project in dicts(plain["projects"]):
        level_of(project, plain.get("levels"))
        tasks_of(project)
    areas = read_grid(folder, "areas", _AREA_COLUMNS, problems)
    plain["areas"] = _areas(areas, problems)
    allocation = read_grid(folder, "allocation", _ROW_COLUMNS, problems)
    names = [area["name"] for area in plain["areas"]]
    if areas.columns:  # without the areas every column of the allocation would seem unknown
        plain["allocation"] = {"areas": names, "rows": _rows(allocation, names, problems)}
    problems.place = programme_lines.place
    _rename(plain, problems)
    _answer(folder, plain, problems)
    read = Folder(plain, programme_lines, project_lines, areas, allocation)
    problems.place = read.place
    return read


def _rename(plain: dict[str, Any], problems: Problems) -> None:
    """The ids that ``[ids]`` gives, in the place of those that the files have."""
    ids = plain.pop("ids", {})
    if not isinstance(ids, dict) or not all(isinstance(one, str) for one in ids.values()):
        problems.add(("ids",), "不是一组 id", '写成 "project-3-2" = "jobs"')
        return
    known = [
        str(item.get("id"))
        for project in dicts(plain["projects"])
        for item in (*dicts(project.get("indicators")), *dicts(project.get("standards")))
    ]
    for id in ids:
        if known and id not in known:
            problems.add(("ids", id), UnknownName("indicator or standard", id, known).in_chinese)
    rename(plain, ids)


def _answer(folder: File, plain: dict[str, Any], problems: Problems) -> None:
    """The answers with an x in the list of questions, for readings that have none or their default."""
    if not (folder / QUESTIONS).is_file():
        return
    with problems.at():
        readings = {str(reading.get("id")): reading for reading in dicts(plain.get("readings"))}
        text = decoded_text(read_bytes(folder / QUESTIONS), QUESTIONS)
        for id, (line, answer, default) in ticked_lines(text).items():
            where, reading = f"{QUESTIONS} 第{line}行", readings.get(id)
            if reading is None:
                problems.add(where, UnknownName("reading", id, readings).in_chinese)
            elif reading.get("chosen") in ("", default, answer):
                reading["chosen"] = answer
            else:
                met = f"{id} 选的是 {answer}，{PROGRAMME} 里是 {reading.get('chosen')}"
                problems.add(where, met, "请把两处改成一样")


def _areas(sheet: Grid, problems: Problems) -> list[dict[str, Any]]:
    for column in sheet.columns:
        if column not in _AREA_COLUMNS:
            advice = "可用的列：name（名称）、kind（类别）、code（代码）、note（说明）、parent（上级）"
            problems.add(f"{sheet.name} 第1行", f"不认识的列“{column}”", advice)
    if sheet.columns and not {"name", "kind"} <= set(sheet.columns):
        problems.add(f"{sheet.name} 第1行", "缺少列 name 或 kind")
        return []
    listed: list[dict[str, Any]] = []
    for _, cells in sheet.rows:
        named = dict(zip(sheet.columns, cells, strict=True))
        area = {"name": named["name"], "kind": named["kind"], "code": named.get("code") or None}
        listed.append({**area, "note": named.get("note", ""), "parent": named.get("parent", "")})
    return listed


def _rows(sheet: Grid, areas: list[str], problems: Problems) -> list[dict[str, Any]]:
    where = f"{sheet.name} 第1行"
    if not sheet.columns:
        return []
    if "indicator" not in sheet.columns:
        problems.add(where, "缺少列“indicator”")
    columns = [c for c in sheet.columns if c not in ("indicator", "unit", CITY) and not is_whole(c)]
    for column in columns:
        if column not in areas:
            problems.add(f"{where}“{column}”列", UnknownName("area", column, areas).in_chinese)
    if missing := [area for area in areas if area not in columns]:
        problems.add(where, f"缺少地区：{'、'.join(missing)}")
    rows = []
    for _, cells in sheet.rows:
        named = dict(zip(sheet.columns, cells, strict=True))
        rows.append(
            {
                "indicator": named.get("indicator", ""),
                "unit": named.get("unit", ""),  # by default that of the target
                # by name and in the areas' own order: a column that moved is still the same area
                "cells": {area: named.get(area, "/") for area in areas},
                "city_share": named.get(CITY) or None,
            }
        )
    return rows
