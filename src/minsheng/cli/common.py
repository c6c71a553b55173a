"""What the commands share: exit codes, and texts of the command line as values."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from minsheng.errors import MinshengError

ALL_HELD, FINDINGS, COULD_NOT_RUN = 0, 1, 2
FORMATS = ("text", "markdown", "html", "json")


def pairs(texts: Sequence[str]) -> list[tuple[str, str]]:
    """``读法=选择``, each as a pair."""
    for text in texts:
        if "=" not in text:
            raise MinshengError(f"“{text}”应写成 读法=选择，如 zones-as-districts=excluded")
    return [(text.partition("=")[0], text.partition("=")[2]) for text in texts]


def day(text: str | None) -> datetime.date | None:
    """A day, if one is given."""
    try:
        return None if text is None else datetime.date.fromisoformat(text)
    except ValueError:
        raise MinshengError(f"“{text}”不是日期，请写成 2023-06-30") from None


def page(body: str) -> str:
    """A fragment of HTML as a whole page."""
    return f'<!doctype html><html lang="zh"><meta charset="utf-8"><body>{body}</body></html>'
