"""Shared by the commands: reading values from command-line text."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from pathlib import Path

from minsheng.errors import DataError, MinshengError, UnknownName
from minsheng.table import Tabled

FORMATS = ("text", "markdown", "html", "json", "csv")


def pairs(
    texts: Sequence[str], like: str = "读法=选择，如 zones-as-districts=excluded"
) -> list[tuple[str, str]]:
    """Pairs from texts such as ``读法=选择``."""
    for text in texts:
        if "=" not in text:
            raise MinshengError(f"“{text}”应写成 {like}")
    return [(text.partition("=")[0], text.partition("=")[2]) for text in texts]


def day(text: str | None) -> datetime.date | None:
    """A day; None if not given."""
    try:
        return None if text is None else datetime.date.fromisoformat(text)
    except ValueError:
        raise DataError.at("", f"“{text}”不是日期，请写成 2023-06-30") from None


def names(text: str | None) -> tuple[str, ...]:
    """Names separated by Chinese or ASCII commas; empty if not given."""
    listed = (text or "").replace("，", ",").split(",")
    return tuple(name.strip() for name in listed if name.strip())


def named(text: str, known: Sequence[str]) -> str:
    """Find a name by its full text, its number, or its beginning (with or without the number).

    Raises:
        MinshengError: the text fits several names.
        UnknownName: it fits none.

    >>> named("1", ["1 农村公路", "10 公共场所"]), named("平江", ["平江县", "岳阳县"])
    ('1 农村公路', '平江县')
    """
    if text in known:
        return text
    by_word = [name for name in known if name.partition(" ")[0] == text]
    found = by_word or [n for n in known if n.startswith(text) or n.partition(" ")[2].startswith(text)]
    if len(found) > 1:
        raise MinshengError(f"“{text}”不明确，有：{'、'.join(found)}；请写全")
    if not found:
        raise UnknownName("ranked subject", text, known)
    return found[0]


def show(result: Tabled, form: str) -> None:
    """Print a result in one of the formats."""
    match form:
        case "json":
            print_json(result.to_records())
        case "markdown":
            print(result.to_markdown())
        case "html":
            body = result.to_html()
            print(f'<!doctype html><html lang="zh"><meta charset="utf-8"><body>{body}</body></html>')
        case "csv":
            print(result.table().to_csv(), end="")
        case _:
            print(result)


def show_files(files: Sequence[Path]) -> None:
    """Print which files were written."""
    print(f"写了 {len(files)} 个文件：")
    for file in files:
        print(f"  {file}")


def print_json(plain: object) -> None:
    """Print plain data as JSON; exact numbers that are no text yet become text."""
    print(json.dumps(plain, ensure_ascii=False, indent=1, default=str))
