"""What a workbook's XML says beside its cells: number formats, the first day counted, raised text.

Read as XML by a parser that refuses definitions, and that is stopped where there is too much.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from xml.parsers import expat

from minsheng.errors import DataError

_DEEPEST = 64
_MOST_ELEMENTS = 3_000_000
#: around raised text, which is a note and not part of the number before it; no text has these two
RAISED, LOWERED = "\ufdd0", "\ufdd1"

#: formats that files name by number only, as Excel shows them in Chinese
BUILT_IN: Mapping[int, str] = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
    **dict.fromkeys((5, 6), '"¥"#,##0;"¥"-#,##0'), **dict.fromkeys((7, 8), '"¥"#,##0.00;"¥"-#,##0.00'),
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 37: "#,##0;-#,##0", 38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    41: '#,##0;-#,##0;"-"', 42: '"¥"#,##0;"¥"-#,##0;"¥-"', 43: '#,##0.00;-#,##0.00;"-"',
    44: '"¥"#,##0.00;"¥"-#,##0.00;"¥-"', 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
    30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"',
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    **dict.fromkeys((34, 55), '上午/下午h"时"mm"分"'),
    **dict.fromkeys((35, 56), '上午/下午h"时"mm"分"ss"秒"'),
}  # fmt: skip

_Start = Callable[[list[str], dict[str, str]], None]


def format_codes(xml: bytes, name: str) -> tuple[str, ...]:
    """The format of each style of cells; empty for General."""
    codes = dict(BUILT_IN)
    used: list[int] = []

    def start(path: list[str], attributes: dict[str, str]) -> None:
        if path[-2:] == ["numFmts", "numFmt"]:
            codes[_number(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif path[-2:] == ["cellXfs", "xf"]:
            used.append(_number(attributes.get("numFmtId")))

    _read(xml, name, start)
    return tuple("" if code.lower() == "general" else code for code in (codes.get(n, "") for n in used))


def counts_from_1904(xml: bytes, name: str) -> bool:
    """Whether the workbook counts days from 1904."""
    said: list[str] = []

    def start(path: list[str], attributes: dict[str, str]) -> None:
        if path[-1] == "workbookPr":
            said.append(attributes.get("date1904", "0"))

    _read(xml, name, start)
    return said[-1:] in (["1"], ["true"])


def with_raised_marked(xml: bytes, name: str) -> bytes:
    """Shared texts, or a sheet with texts of its own, with marks around what is raised."""
    raised = False
    marks: list[tuple[int, str]] = []
    first = False

    def start(path: list[str], attributes: dict[str, str]) -> None:
        nonlocal raised, first
        if path[-1] == "r":
            raised = False
        elif path[-2:] == ["rPr", "vertAlign"]:
            raised = attributes.get("val") == "superscript"
        first = path[-2:] == ["r", "t"] and raised

    def text(_: str) -> None:
        nonlocal first
        if first:
            marks.append((parser.CurrentByteIndex, RAISED))
            first = False

    def end(path: list[str]) -> None:
        nonlocal first
        if path[-2:] == ["r", "t"] and len(marks) % 2:
            marks.append((parser.CurrentByteIndex, LOWERED))
        first = False

    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = False
    parser.CharacterDataHandler = text
    _read(xml, name, start, end, parser)
    pieces, at = [], 0
    for place, mark in marks:
        pieces += [xml[at:place], b"&#x%X;" % ord(mark)]
        at = place
    return b"".join([*pieces, xml[at:]])


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _read(
    xml: bytes,
    name: str,
    start: _Start,
    end: Callable[[list[str]], None] = lambda _: None,
    parser: expat.XMLParserType | None = None,
) -> None:
    parser = parser or expat.ParserCreate(namespace_separator="}")
    path: list[str] = []
    count = 0

    def started(tag: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        path.append(tag.rpartition("}")[2])
        if count > _MOST_ELEMENTS or len(path) > _DEEPEST:
            raise DataError.at(name, "样式或文字太多、太深", "请在 Excel 中打开并另存为 xlsx")
        start(path, attributes)

    def ended(_: str) -> None:
        end(path)
        path.pop()

    def refuse(*_: object) -> None:
        raise DataError.at(name, "含有表格文件里不该有的定义或编码", "请在 Excel 中打开并另存为 xlsx")

    parser.StartElementHandler = started
    parser.EndElementHandler = ended
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        if isinstance(error, DataError):
            raise
        raise DataError.at(
            name, f"不是完好的 xlsx 文件（{error}）", "请在 Excel 中打开并另存为 xlsx"
        ) from None
