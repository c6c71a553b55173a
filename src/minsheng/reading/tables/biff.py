"""XLS files that may be hostile: the old container taken apart, and how far out its cells claim to stand.

As with :mod:`minsheng.reading.tables.workbook`: the parser believes each cell's own word for its place,
and makes a grid of every sheet as soon as the file is opened.
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterator, Sequence

import attrs

from minsheng.errors import DataError
from minsheng.reading.tables.biff_styles import Styles
from minsheng.reading.tables.compound import workbook_stream
from minsheng.reading.tables.sheet import MOST_CELLS, Flaw
from minsheng.reading.tables.styles import LOWERED, RAISED

#: from where to where a text is raised
Spans = tuple[tuple[int, int], ...]

#: all sheets of a file together, because all are made at once
_MOST_TOGETHER = 4 * MOST_CELLS
_MOST_TEXT = 256 * 1024 * 1024
_CELLS = (0x0006, 0x0203, 0x0204, 0x0205, 0x0207, 0x027E, 0x00FD, 0x00D6, 0x0003, 0x0004, 0x0005, 0x00BD)
_SEVERAL, _FORMULA, _TRUTH, _SHARED, _RK = 0x00BD, 0x0006, 0x0205, 0x00FD, 0x027E
_NUMBERS, _LABELS = (_FORMULA, 0x0203, _RK), (_SHARED, 0x0204, 0x00D6)
_BEGINS, _SIZE, _TAB, _LOCKED = (0x0809, 0x0409, 0x0209), 0x0200, 0x0085, 0x002F
_STRINGS, _MORE, _ROW, _COLUMN = 0x00FC, 0x003C, 0x0208, 0x007D
_FAILED = "公式出错（如 #DIV/0!、#REF!）"
_RAISED, _LOWERED = RAISED.encode("utf-16-le"), LOWERED.encode("utf-16-le")
_LOCKED_STREAM = "EncryptedPackage"


@attrs.frozen
class LookedXls:
    """A workbook that was looked through.

    Args:
        sheets: what its cells say beside their texts.
        formats: the number format of each style, empty where there is none.
        since_1904: days are counted from 1904, not from 1900.
    """

    sheets: tuple[SheetRecords, ...]
    formats: tuple[str, ...]
    since_1904: bool


def look_through_xls(data: bytes, name: str) -> LookedXls:
    """Look through an XLS file before a parser does.

    Raises:
        DataError: it is broken, has a password, or claims cells too far out.
    """
    if _LOCKED_STREAM.encode("utf-16-le") in data:
        raise _refused(name, "文件加了密码", "请去掉密码后另存再读")
    try:
        stream = workbook_stream(data)
        if stream is None:
            raise _refused(name, "里面没有工作簿，或有不止一个")
        return _looked(stream, name)
    except (struct.error, IndexError):
        raise _refused(name, "不是完好的 xls 文件") from None


def _refused(name: str, met: str, todo: str = "请在 Excel 中打开并另存为 xlsx") -> DataError:
    return DataError.at(name, met, todo)


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Each record's place, kind and contents."""
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield at, kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _looked(stream: bytes, name: str) -> LookedXls:
    tabs, begun, strings, before = [], set(), list[bytes](), 0
    styles = Styles()
    for at, kind, body in _records(stream):
        if kind == _LOCKED:
            raise _refused(name, "文件加了密码", "请去掉密码后另存再读")
        if kind == _TAB:
            tabs.append(struct.unpack_from("<I", body)[0])
        elif kind in _BEGINS:
            begun.add(at)
        elif kind == _STRINGS or (kind == _MORE and before in (_STRINGS, _MORE) and strings):
            strings.append(body)
        else:
            styles.take(kind, body)
        before = kind if kind != _MORE or before == _STRINGS else before
    # the parser goes wherever a tab points: it must point at a sheet, and no two at the same one
    if not set(tabs) <= begun or len(set(tabs)) != len(tabs):
        raise _refused(name, "工作表的位置写得不对")
    formats = styles.formats()
    lengths, raised = _texts(strings, styles.raised())
    sheets = {tab: SheetRecords() for tab in tabs}
    here, shared = SheetRecords(), dict[int, int]()
    for at, kind, body in _records(stream):
        here = sheets.get(at, here)
        if kind in _CELLS or kind == _SIZE:
            here.take(kind, body, formats)
        elif kind == _ROW and len(body) >= 14 and body[12] & 0x20:
            here.hidden_rows.add(struct.unpack_from("<H", body)[0])
        elif kind == _COLUMN and len(body) >= 10 and body[8] & 1:
            first, last = struct.unpack_from("<HH", body)
            here.hidden_columns |= {*range(first, min(last, 255) + 1)}
        if kind == _SHARED:
            row, column, _, number = struct.unpack_from("<HHHI", body)
            shared[number] = shared.get(number, 0) + 1
            if number in raised:
                here.raised[row, column] = raised[number]
    for extent in sheets.values():
        if extent.rows * extent.columns > MOST_CELLS:
            todo = f"一张表至多读 {MOST_CELLS} 格；请删去空行空列后另存为 xlsx"
            raise _refused(name, f"单元格到了第{extent.rows}行、第{extent.columns}列", todo)
    text = sum(times * lengths[n] for n, times in shared.items() if n < len(lengths))
    if sum(e.rows * e.columns for e in sheets.values()) > _MOST_TOGETHER or text > _MOST_TEXT:
        raise _refused(name, "各表合起来太大", "请拆成几个文件")
    return LookedXls(tuple(sheets[tab] for tab in tabs), formats, styles.since_1904)


@attrs.define
class SheetRecords:
    """How far out a sheet's cells stand, which are errors, and the numbers under a format."""

    rows: int = 0
    columns: int = 0
    flaws: list[Flaw] = attrs.field(factory=list)
    styled: list[tuple[int, int, int, float | None]] = attrs.field(factory=list)
    raised: dict[tuple[int, int], Spans] = attrs.field(factory=dict)
    hidden_rows: set[int] = attrs.field(factory=set)
    hidden_columns: set[int] = attrs.field(factory=set)

    def take(self, kind: int, body: bytes, formats: Sequence[str]) -> None:
        """Take one cell, or the size that a sheet says it has."""
        if kind == _SIZE:
            first, row, left, column = struct.unpack_from("<IIHH" if len(body) == 14 else "<HHHH", body)
            if (first, left) > (0, 0) and (first > row or left > column):
                raise struct.error
        else:
            row, column = struct.unpack_from("<HH", body)
            if kind == _SEVERAL:
                for at in range(4, len(body) - 2, 6):
                    style, number = struct.unpack_from("<HI", body, at)
                    self._number(row, column + (at - 4) // 6, style, _short(number), formats)
                column = max(column, struct.unpack_from("<H", body, len(body) - 2)[0])
            elif kind in _NUMBERS:
                failed = kind == _FORMULA and body[12:14] == b"\xff\xff"
                style = struct.unpack_from("<H", body, 4)[0]
                if not failed:
                    number = _short(*struct.unpack_from("<I", body, 6)) if kind == _RK else None
                    value = struct.unpack_from("<d", body, 6)[0] if number is None else number
                    self._number(row, column, style, value, formats)
                elif body[6] == 2:
                    self.flaws.append((row, column, _FAILED))
            elif kind in _LABELS:
                self._number(row, column, struct.unpack_from("<H", body, 4)[0], None, formats)
            elif kind == _TRUTH and body[7] == 1:
                self.flaws.append((row, column, _FAILED))
        self.rows, self.columns = max(self.rows, row + 1), max(self.columns, column + 1)

    def _number(self, row: int, column: int, style: int, value: float | None, formats: Sequence[str]) -> None:
        if style < len(formats) and formats[style]:
            self.styled.append((row, column, style, value))


def _short(number: int) -> float:
    """A number in thirty bits: a whole one, or the upper half of a long one; perhaps of hundredths."""
    signed = number - (1 << 32) if number >> 31 else number
    whole = struct.unpack("<d", struct.pack("<II", 0, number & ~3))[0]
    value = signed >> 2 if number & 2 else whole
    return value / (100 if number & 1 else 1)


def _texts(pieces: list[bytes], raised_fonts: Collection[int]) -> tuple[list[int], dict[int, Spans]]:
    """How long each shared text is, and what of it is raised.

    A text may go on in the next piece, which says anew how it is written.
    """
    lengths: list[int] = []
    raised: dict[int, Spans] = {}
    piece, at = 0, 8
    if pieces and struct.unpack_from("<I", pieces[0], 4)[0] > sum(map(len, pieces)):
        raise struct.error  # the parser makes room for as many as are announced
    while piece < len(pieces):
        if at >= len(pieces[piece]):
            piece, at = piece + 1, 0
            continue
        length, flags = struct.unpack_from("<HB", pieces[piece], at)
        at += 3
        extra = runs = 0
        if flags & 8:
            runs = 4 * struct.unpack_from("<H", pieces[piece], at)[0]
            at += 2
        if flags & 4:
            extra = struct.unpack_from("<I", pieces[piece], at)[0]
            at += 4
        wide, left = 1 + (flags & 1), length
        while left:
            taken = min(left, (len(pieces[piece]) - at) // wide)
            left, at = left - taken, at + taken * wide
            if left:
                piece, at = piece + 1, 1
                wide = 1 + (pieces[piece][0] & 1)
        if runs and raised_fonts:
            found = b"".join([pieces[piece][at:], *pieces[piece + 1 : piece + 1 + runs // 2000 + 1]])[:runs]
            if spans := _raised(found, length, raised_fonts):
                raised[len(lengths)] = spans
        lengths.append(length)
        at += runs + extra
        while piece < len(pieces) and at > len(pieces[piece]):
            piece, at = piece + 1, at - len(pieces[piece])
    return lengths, raised


def _raised(runs: bytes, length: int, fonts: Collection[int]) -> Spans:
    """From where to where a text is raised: each run says where its font begins."""
    begins = [*struct.iter_unpack("<HH", runs[: len(runs) // 4 * 4])]
    ends = [begin for begin, _ in begins[1:]] + [length]
    return tuple(
        (begin, end) for (begin, font), end in zip(begins, ends, strict=True) if font in fonts and begin < end
    )


def with_spans_marked(text: str, spans: Spans) -> str:
    """A text with marks around what is raised; places are counted as the file does, in pairs of bytes."""
    units, out, at = text.encode("utf-16-le", "surrogatepass"), b"", 0
    for begin, end in spans:
        out += units[2 * at : 2 * begin] + _RAISED + units[2 * begin : 2 * end] + _LOWERED
        at = end
    return (out + units[2 * at :]).decode("utf-16-le", "replace")
