"""The differences between two programmes: two versions of a folder, a notice and its correction."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from minsheng.asking import asked
from minsheng.domain.area import CITY
from minsheng.domain.plain import WHOLE
from minsheng.domain.programme import Programme
from minsheng.listed import Listed
from minsheng.table import Tabled, heads

#: the keys by which a path names an element of a list, as in errata and readings
_NAMES = ("id", "number", "indicator", "name")

_LABELS = {
    "city": "市", "year": "年度", "document": "文件", "areas": "地区", "projects": "项目",
    "allocation": "任务数", "levels": "级别", "reporting": "调度", "acceptance": "验收", "errata": "勘误",
    "readings": "读法", "level": "级别", "title": "名称", "allocation_title": "附件2名称",
    "assignments": "责任分工", "indicators": "指标", "standards": "标准", "note": "说明", "text": "文字",
    "target": "目标", "additivity": "相加与否", "heading": "组名", "part_of": "属于其中", "tiers": "档次",
    "undivided": "不分解的原因", "implied": "原文没有写数", "source": "出处", "rate": "完成率口径",
    "schedule": "进度安排", "baseline": "原标准", "effective": "执行日期", "area_kinds": "地区种类",
    "scope": "范围", "unit": "单位", "city_share": CITY, "lead_official": "牵头领导",
    "lead_agency": "牵头单位", "responsible_person": "责任人", "responsible_agencies": "责任单位",
    "deadline": "完成时限",
    "open_ended": "名单有“等”", "local_governments": "县市区政府负责", "tasks": "任务", "covers": "涉及",
    "amount": "数", "kind": "种类", "code": "区划代码", "chosen": "取法", "issued": "印发日期",
    "issuers": "发文机关", "where": "位置", "printed": "印作", "reads": "读作", "reason": "理由",
    "options": "选择", "changes": "改动", "number": "文号",
}  # fmt: skip
#: steps of a path that are left out in Chinese
_SILENT = ("projects", "indicators", "standards", "rows", "cells")


@attrs.frozen(repr=False)
class Changed(Tabled):
    """One difference.

    Args:
        path: where, as errata and readings write it: ``allocation.rows.jobs.cells.平江县``.
        where: the same in Chinese.
        old: the old value; empty if there was none.
        new: the new value; empty if there is none.
    """

    path: str
    where: str
    old: str
    new: str

    @property
    def summary(self) -> str:
        """Where, the old and the new value."""
        return f"{self.where}：{self.old or '无'} → {self.new or '无'}"

    _HEADS = heads(where="位置", old=("原来", lambda old: old or "无"), new=("现在", lambda new: new or "无"))

    def _lines(self) -> Iterator[dict[str, Any]]:
        yield attrs.asdict(self)


@attrs.frozen(repr=False)
class Difference(Listed[Changed]):
    """All differences, in the order of the programme; false if there are none.

    Its records have the keys ``path, where, old, new``.
    """

    changes: tuple[Changed, ...]

    def __bool__(self) -> bool:
        return bool(self.changes)

    _EACH = "changes"

    _HEADS = Changed._HEADS

    @property
    def summary(self) -> str:
        """How many differences."""
        return f"有 {len(self)} 处不同"


@asked
def programme_diff(old: Programme, new: Programme) -> Difference:
    """The differences between two programmes, by path.

    Projects are matched by number, indicators and standards by id, areas by name, anything else by
    position.

    >>> from minsheng import load
    >>> p = load("yueyang-2023")
    >>> q = p.with_row(p.allocation["jobs"].replace(平江县=5800, 城陵矶新港区=100))
    >>> print(programme_diff(p, q).table().to_markdown())
    **有 2 处不同**
    <BLANKLINE>
    | 位置 | 原来 | 现在 |
    | --- | ---: | ---: |
    | 任务数 城镇新增就业5.9万人 平江县 | 5900 | 5800 |
    | 任务数 城镇新增就业5.9万人 城陵矶新港区 | / | 100 |
    """
    titles = {item.id: item.text for one in (new, old) for project in one.projects for item in project.items}
    found = _changes(WHOLE.write(old), WHOLE.write(new), ())
    changes = [
        Changed(".".join(path), _where(path, titles), _text(a, path), _text(b, path)) for path, a, b in found
    ]
    return Difference(tuple(changes))


Path = tuple[str, ...]


def _changes(old: Any, new: Any, path: Path) -> Iterator[tuple[Path, Any, Any]]:
    """Compares plain data: dicts by key, lists by name or position."""
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        pairs = ((key, old.get(key), new.get(key)) for key in dict.fromkeys((*old, *new)))
    elif isinstance(old, list) and isinstance(new, list) and _holds_parts(old, new):
        ours, theirs = _named(old), _named(new)
        pairs = ((key, ours.get(key), theirs.get(key)) for key in dict.fromkeys((*ours, *theirs)))
    else:
        yield path, old, new
        return
    for key, a, b in pairs:
        yield from _changes(a, b, (*path, key))


def _holds_parts(*lists: list[Any]) -> bool:
    return all(isinstance(item, dict) for listed in lists for item in listed)


def _named(listed: list[dict[str, Any]]) -> dict[str, Any]:
    """Each by its name, or by its position from 1 if names are missing or not unique."""
    names = [next((str(item[key]) for key in _NAMES if item.get(key)), "") for item in listed]
    unique = all(names) and len(set(names)) == len(names)
    return dict(zip(names if unique else map(str, range(1, len(listed) + 1)), listed, strict=True))


def _where(path: Path, titles: dict[str, str]) -> str:
    said = []
    for before, step in zip(("", *path), path, strict=False):
        if before == "projects":
            said.append(f"第{step}项")
        elif step in titles:
            said.append(titles[step])
        elif before in _LABELS and step.isdecimal():
            said.append(step)
        elif step not in _SILENT:
            said.append(_LABELS.get(step, step))
    return " ".join(said)


def _text(value: Any, path: Path) -> str:
    if value is None:
        return "/" if "cells" in path or path[-1:] == ("city_share",) else ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(_text(item, path) for item in value)
    if isinstance(value, dict):
        said = next((value[key] for key in ("text", "title", "name", "id") if value.get(key)), None)
        return str(said) if said else "，".join(f"{k}：{_text(v, ())}" for k, v in value.items() if v)
    return str(value)
