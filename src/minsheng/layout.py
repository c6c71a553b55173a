"""Text in aligned columns for a terminal. Imports almost nothing, so that the command line starts fast."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable

from minsheng.visible import shown

_ONE_LINE = str.maketrans("\t\n\r", "   ")


def width(text: str) -> int:
    """How many terminal columns a text takes: a Chinese character takes two.

    >>> width("平江县 43.24"), width("ｶ"), width("é")
    (12, 1, 1)
    """
    return sum(
        0
        if unicodedata.category(c) in ("Mn", "Me", "Cf", "Cc")
        else 2
        if unicodedata.east_asian_width(c) in "WF"
        else 1
        for c in text
    )


def one_line(text: str) -> str:
    """A text on one line, with invisible characters written out."""
    return shown(text.translate(_ONE_LINE))


def words_only(cell: str) -> bool:
    """Whether a cell holds words and no number; in a column of numbers it is set flush left.

    >>> words_only("不相加"), words_only("不低于7800"), words_only("/")
    (True, False, False)
    """
    return any(map(str.isalpha, cell)) and not any(map(str.isdigit, cell))


def aligned(columns: Iterable[str], rows: Iterable[Iterable[str]], right: Collection[int] = ()) -> list[str]:
    """Lines of aligned text: the column names, a rule, the rows.

    Args:
        columns: the names.
        rows: the cells below them.
        right: which columns, counted from 0, are set flush right (except for words in them).

    >>> print(*aligned(("地区", "任务数"), (("平江县", "2"), ("岳阳楼区", "/")), right={1}), sep="\\n")
    地区      任务数
    ────────────────
    平江县         2
    岳阳楼区       /
    """
    lines = [[one_line(cell) for cell in row] for row in (columns, *rows)]
    widths = [max(map(width, cells)) for cells in zip(*lines, strict=True)]
    padded = [
        "  ".join(
            _pad(cell, widths[i], i in right and not (n and words_only(cell))) for i, cell in enumerate(line)
        ).rstrip()
        for n, line in enumerate(lines)
    ]
    return [padded[0], "─" * (sum(widths) + 2 * (len(widths) - 1)), *padded[1:]]


def _pad(text: str, to: int, right: bool) -> str:
    space = " " * (to - width(text))
    return space + text if right else text + space


#: a blue on which black and white text are readable, because it is translucent
BLUE = (80, 140, 220)
#: the colours of lights: of the cell, and of the text on it
LIGHTS = {
    "green": ("#c6efce", "#0b4d1c"),
    "yellow": ("#ffeb9c", "#5c4400"),
    "red": ("#ffc7ce", "#86000a"),
    "blue": ("#cfe2ff", "#052c65"),
    "orange": ("#ffd2a6", "#4d2600"),
    "black": ("#bfbfbf", "#000000"),
}
#: the colours of what stands side by side in a chart, in order
SERIES = ("#4e79a7", "#59a14f", "#f28e2b", "#76b7b2", "#b07aa1", "#edc948", "#9c755f", "#e15759")


def opacity(shade: int) -> int:
    """How opaque the blue of a shade (0–100) is, in per cent."""
    return max(5, shade * 6 // 10)


def shaded(shade: int | str | None) -> str:
    """The CSS of a shade or of a light.

    >>> shaded(50), shaded("red")
    (';background:rgba(80,140,220,.30)', ';background:#ffc7ce;color:#86000a')
    """
    if isinstance(shade, str):
        return ";background:{};color:{}".format(*LIGHTS[shade])
    return "" if shade is None else ";background:rgba({},{},{},.{:02d})".format(*BLUE, opacity(shade))
