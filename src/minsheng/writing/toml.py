"""Plain data as TOML that people read: a table under its heading, the parts of a list a line each."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

#: keys whose tables have a heading of their own; the others are written in lines
_HEADED = ("document", "defaults", "errata", "readings", "projects", "assignments")
#: what must be there even where it is empty
_NEEDED = ("title", "lead_official", "responsible_person", "responsible_agencies", "chosen", "covers",
           "tiers", "tasks", "value", "reason", "printed")  # fmt: skip
#: what an indicator is without saying so
_USUAL = {"additivity": "sum", "rate": "ratio"}
#: the key of a table's remarks, which are written above its heading or beside it
REMARKS = "#"
_WIDEST = 120


def toml_text(table: Mapping[str, Any]) -> str:
    """A table as the text of a TOML file.

    >>> print(toml_text({"projects": [{"number": 1, "indicators": [{"id": "jobs", "target": ">= 5 万人"}]}]}))
    [[projects]]
    number = 1
    indicators = [
        { id = "jobs", target = ">= 5 万人" },
    ]
    <BLANKLINE>
    """
    return "\n".join(_lines(table, "")).strip() + "\n"


def _lines(table: Mapping[str, Any], path: str) -> Iterator[str]:
    kept = {key: value for key, value in table.items() if key != REMARKS}
    inner = {key: value for key, value in kept.items() if key in _HEADED and value}
    # a heading takes what follows it, so all else comes before
    yield from (f"{key} = {_value(value)}" for key, value in kept.items() if key not in inner)
    for key, value in inner.items():
        tables = [(f"[[{path}{key}]]", one) for one in value] if isinstance(value, list) else []
        if isinstance(value, dict):
            parts = all(isinstance(one, dict) for one in value.values())
            named = [(f"{path}{key}.{name}", one) for name, one in value.items()]
            tables = [(f"[{name}]", one) for name, one in (named if parts else [(f"{path}{key}", value)])]
        for heading, one in tables:
            yield from ("", *(f"# {line}" for line in one.get(REMARKS, ())), heading)
            yield from _lines(one, f"{path}{key}.")


def without_empty(value: Any) -> Any:
    """The data without what is empty and need not be there."""
    if isinstance(value, list):
        return [without_empty(one) for one in value]
    if not isinstance(value, dict):
        return value
    if "value" in value and value["value"] is None:
        raise ValueError("write_folder(): TOML has no word for a value that a reading takes away")
    return {key: without_empty(one) for key, one in value.items() if _said(key, one, value)}


def _said(key: str, value: Any, table: Mapping[str, Any]) -> bool:
    """Whether a value has to be written: it is not what is taken without it."""
    if key in _NEEDED and not (
        key == "tiers" and "target" in table
    ):  # of an indicator they need not be there
        return value is not None
    usual = value in ("", [], _USUAL.get(key)) and not isinstance(value, (bool, int))
    return not (value is None or value is False or usual)


def _value(value: Any, indent: str = "", *, top: bool = True) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, list):
        return _list(value, indent, top=top)
    if isinstance(value, dict):
        texts = (f"{k} = {_value(v, indent, top=False)}" for k, v in value.items() if k != REMARKS)
        return f"{{ {', '.join(texts)} }}" if value else "{}"
    return str(value)


def _list(value: list[Any], indent: str, *, top: bool) -> str:
    """A list in a line if it is short; of tables, those of a heading's own stand a line each."""
    tables = any(isinstance(one, dict) for one in value)
    flat = f"[{', '.join(_value(one, indent, top=False) for one in value)}]"
    if not value or (not (tables and top) and len(flat) <= _WIDEST and "\n" not in flat):
        return flat
    deeper = indent + "    "
    lines: list[str] = []
    for one in value:
        remarks = one.get(REMARKS, ()) if isinstance(one, dict) else ()
        lines.append("  # ".join((f"{deeper}{_value(one, deeper, top=False)},", *remarks)))
    return "\n".join(["[", *lines, f"{indent}]"])
