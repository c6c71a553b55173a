"""Writing a programme's folder: the four files that are loaded, and the list of questions of a draft."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from minsheng.asking import asked
from minsheng.domain.area import CITY
from minsheng.domain.plain import to_plain
from minsheng.domain.programme import Programme
from minsheng.errors import DataError
from minsheng.reading.files import write_whole
from minsheng.reading.folder import ALLOCATION, AREAS, PROGRAMME, PROJECTS
from minsheng.reading.notices.draft import Draft
from minsheng.reading.paths import holder
from minsheng.visible import shown

QUESTIONS = "疑问.md"
#: keys whose tables have a heading of their own; other tables are written in a line
_TABLES = ("document", "levels", "reporting", "acceptance", "errata", "readings", "options", "projects",
           "assignments", "indicators", "standards", "tiers")  # fmt: skip
#: what must be there even where it is empty
_NEEDED = ("title", "lead_official", "responsible_person", "responsible_agencies", "chosen", "covers",
           "tiers", "tasks", "value", "reason", "printed")  # fmt: skip


@asked
def write_folder(of: Programme | Draft, folder: str | Path) -> None:
    """Write a programme, or the draft of one with its questions, as a folder that :func:`load` reads.

    Of a draft there is ``疑问.md`` too. A question that is still open is a reading without a choice: the
    folder is loaded once each has one.

    Raises:
        DataError: there is a programme in the folder already, or it cannot be written.
        ValueError: it holds what the folder's format has no place for.

    >>> import tempfile
    >>> from minsheng import load
    >>> with tempfile.TemporaryDirectory() as place:
    ...     write_folder(load("yueyang-2023"), f"{place}/again")
    ...     load(f"{place}/again") == load("yueyang-2023")
    True
    """
    folder = Path(folder)
    plain = of.whole() if isinstance(of, Draft) else _as_printed(to_plain(of))
    files = {
        PROGRAMME: _toml({k: v for k, v in plain.items() if k not in ("areas", "projects", "allocation")}),
        PROJECTS: _toml({"projects": _short(plain["projects"], str(plain["document"].get("number", "")))}),
        AREAS: _csv([("name", "kind", "code", "note"), *map(_area, plain["areas"])]),
        ALLOCATION: _csv(_allocation(plain)),
    }
    if isinstance(of, Draft):
        files[QUESTIONS] = questions_text(of)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:  # a name with a null character is no name
        raise DataError.at(
            str(folder), f"建不了文件夹（{getattr(error, 'strerror', None) or error}）"
        ) from None
    if there := [name for name in files if (folder / name).exists()]:
        raise DataError.at(str(folder), f"已经有 {'、'.join(there)}", "请换一个文件夹，或先移走")
    for name, text in files.items():
        write_whole(folder / name, text.encode())


def questions_text(draft: Draft) -> str:
    """The list of questions; a question is answered by an x in the brackets of one reading."""
    lines = [f"# {shown(draft.summary)}", ""]
    for q in draft.questions:
        state = "待答" if q.open else "已按默认读，可以换" if q.options else "请核对"
        lines += [f"## {q.id}", "", f"{state}。{shown(f'{q.where}：{q.met}')}", "", shown(q.question), ""]
        lines += [f"- [{'x' if o.id == q.chosen else ' '}] {o.id}：{shown(o.text)}" for o in q.options]
        lines += [f"读作：{shown(q.reads)}"] if q.reads else []
        lines.append("")
    return "\n".join(lines)


def _as_printed(plain: dict[str, Any]) -> dict[str, Any]:
    """The data with what errata correct as it is printed, since the errata are applied when it is loaded."""
    for erratum in plain["errata"]:
        found = holder(plain, erratum["path"]) if erratum["path"] else None
        if found:
            found[0][found[1]] = erratum["printed"]
    number = plain["document"]["number"]
    return {key: _short(value, number) for key, value in plain.items()}


def _short(value: Any, number: str) -> Any:
    """The data with citations of the notice itself as their place alone."""
    if isinstance(value, list):
        return [_short(one, number) for one in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"document", "where"} and value["document"] == number:
        return value["where"]
    return {key: _short(one, number) for key, one in value.items()}


def _area(area: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(area.get(key) or "" for key in ("name", "kind", "code", "note"))


def _allocation(plain: Mapping[str, Any]) -> Iterator[Sequence[str]]:
    areas = [area["name"] for area in plain["areas"]]
    yield ("indicator", "unit", *areas, CITY)
    for row in plain["allocation"]["rows"]:
        cells = (row["cells"][area] for area in areas)
        yield (
            row["indicator"],
            row["unit"],
            *("/" if c is None else c for c in cells),
            row["city_share"] or "",
        )


def _csv(rows: Iterator[Sequence[str]] | list[tuple[str, ...]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


# --- TOML ------------------------------------------------------------------------------


def _toml(table: Mapping[str, Any]) -> str:
    return "\n".join(_lines(table, "")).strip() + "\n"


def _lines(table: Mapping[str, Any], path: str) -> Iterator[str]:
    kept = {key: value for key, value in table.items() if _wanted(key, value)}
    inner = {
        k: v
        for k, v in kept.items()
        if k in _TABLES and v and (isinstance(v, dict) or isinstance(v[0], dict))
    }
    yield from (f"{key} = {_value(value)}" for key, value in kept.items() if key not in inner)
    for key, value in inner.items():
        for one in value if isinstance(value, list) else [value]:
            yield ""
            yield f"[[{path}{key}]]" if isinstance(value, list) else f"[{path}{key}]"
            yield from _lines(one, f"{path}{key}.")


def _wanted(key: str, value: Any) -> bool:
    if value is None and key == "value":
        raise ValueError("write_folder(): TOML has no word for a value that a reading takes away")
    return value is not None and (key in _NEEDED or value not in ("", [], False))


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, list):
        texts = [*map(_value, value)]
        if sum(map(len, texts)) > 100 and isinstance(value[0], (dict, str)):
            return "[\n" + "".join(f"    {text},\n" for text in texts) + "]"
        return f"[{', '.join(texts)}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{k} = {_value(v)}' for k, v in value.items() if _wanted(k, v))} }}".replace(
            "{  }", "{}"
        )
    return str(value)
