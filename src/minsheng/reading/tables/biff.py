"""XLS files that may be hostile: the old container taken apart, and how far out its cells claim to stand.

As with :mod:`minsheng.reading.tables.workbook`: the parser believes each cell's own word for its place,
and makes a grid of every sheet as soon as the file is opened.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

import attrs

from minsheng.errors import DataError
from minsheng.reading.tables.sheet import MOST_CELLS, Flaw

#: all sheets of a file together, because all are made at once
_MOST_TOGETHER = 4 * MOST_CELLS
_MOST_TEXT = 256 * 1024 * 1024
_END = 0xFFFFFFFA  # and above: no sector
_CELLS = (0x0006, 0x0203, 0x0204, 0x0205, 0x0207, 0x027E, 0x00FD, 0x00D6, 0x0003, 0x0004, 0x0005, 0x00BD)
_SEVERAL, _FORMULA, _TRUTH, _SHARED = 0x00BD, 0x0006, 0x0205, 0x00FD
_BEGINS, _SIZE, _TAB, _LOCKED, _STRINGS, _MORE = (
    (0x0809, 0x0409, 0x0209),
    0x0200,
    0x0085,
    0x002F,
    0x00FC,
    0x003C,
)
_LOCKED_STREAM = "EncryptedPackage"


def look_through_xls(data: bytes, name: str) -> tuple[tuple[Flaw, ...], ...]:
    """Look through an XLS file before a parser does: for each sheet its cells that are errors.

    Raises:
        DataError: it is broken, has a password, or claims cells too far out.
    """
    if _LOCKED_STREAM.encode("utf-16-le") in data:
        raise _refused(name, "文件加了密码", "请去掉密码后另存再读")
    try:
        return _looked(_stream(data, name), name)
    except (struct.error, IndexError):
        raise _refused(name, "不是完好的 xls 文件") from None


def _refused(name: str, met: str, todo: str = "请在 Excel 中打开并另存为 xlsx") -> DataError:
    return DataError.at(name, met, todo)


# --- the container ---------------------------------------------------------------------


def _stream(data: bytes, name: str) -> bytes:
    """The one stream of the container that holds the workbook."""
    shift, small_shift = struct.unpack_from("<HH", data, 30)
    fats, directory = struct.unpack_from("<II", data, 44)
    cutoff, small_fat, _, more = struct.unpack_from("<IIII", data, 56)
    if shift not in (9, 12) or small_shift > shift:
        raise struct.error
    size = 1 << shift
    sectors = len(data) // size
    if fats > sectors:
        raise struct.error  # more tables of sectors than sectors

    def sector(number: int) -> bytes:
        return data[(number + 1) * size : (number + 2) * size]

    listed = [n for n in struct.unpack_from("<109I", data, 76) if n < _END][:fats]
    for _ in range(sectors):
        if more >= _END or len(listed) >= fats:
            break
        *numbers, more = struct.unpack(f"<{size // 4}I", sector(more))
        listed += [n for n in numbers if n < _END]
    fat = [n for number in listed[:fats] for n in struct.unpack(f"<{size // 4}I", sector(number))]

    def chain(start: int, table: list[int], longest: int = sectors) -> Iterator[int]:
        for _ in range(min(len(table), longest) + 1):
            if start >= _END:
                return
            yield start
            start = table[start]
        raise struct.error  # it goes round in a circle

    entries = b"".join(map(sector, chain(directory, fat)))
    found: list[tuple[int, int]] = []
    root = (_END, 0)
    for at in range(0, len(entries), 128):
        label, length, kind = entries[at : at + 64], *struct.unpack_from("<HB", entries, at + 64)
        place = struct.unpack_from("<II", entries, at + 116)
        title = label[: max(length - 2, 0)].decode("utf-16-le", "replace")
        if kind == 5:
            root = place
        if title.lower() in ("workbook", "book") and kind == 2:
            found.append(place)
    if len(found) != 1:
        raise _refused(name, "里面没有工作簿，或有不止一个")
    start, length = found[0]
    if length >= cutoff:
        return b"".join(map(sector, chain(start, fat)))[:length]
    inner = b"".join(map(sector, chain(root[0], fat)))
    table = [n for number in chain(small_fat, fat) for n in struct.unpack(f"<{size // 4}I", sector(number))]
    small = 1 << small_shift
    return b"".join(inner[n * small : (n + 1) * small] for n in chain(start, table, len(inner) // small))[
        :length
    ]


# --- the records -----------------------------------------------------------------------


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Each record's place, kind and contents."""
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield at, kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _looked(stream: bytes, name: str) -> tuple[tuple[Flaw, ...], ...]:
    tabs, begun, strings, before = [], set(), list[bytes](), 0
    for at, kind, body in _records(stream):
        if kind == _LOCKED:
            raise _refused(name, "文件加了密码", "请去掉密码后另存再读")
        if kind == _TAB:
            tabs.append(struct.unpack_from("<I", body)[0])
        elif kind in _BEGINS:
            begun.add(at)
        elif kind == _STRINGS or (kind == _MORE and before in (_STRINGS, _MORE) and strings):
            strings.append(body)
        before = kind if kind != _MORE or before == _STRINGS else before
    # the parser goes wherever a tab points: it must point at a sheet, and no two at the same one
    if not set(tabs) <= begun or len(set(tabs)) != len(tabs):
        raise _refused(name, "工作表的位置写得不对")
    sheets = {tab: _Extent() for tab in tabs}
    here, shared = _Extent(), dict[int, int]()
    for at, kind, body in _records(stream):
        here = sheets.get(at, here)
        if kind in _CELLS or kind == _SIZE:
            here.take(kind, body)
        if kind == _SHARED:
            number = struct.unpack_from("<I", body, 6)[0]
            shared[number] = shared.get(number, 0) + 1
    for extent in sheets.values():
        if extent.rows * extent.columns > MOST_CELLS:
            todo = f"一张表至多读 {MOST_CELLS} 格；请删去空行空列后另存为 xlsx"
            raise _refused(name, f"单元格到了第{extent.rows}行、第{extent.columns}列", todo)
    lengths = _lengths(strings)
    text = sum(times * lengths[n] for n, times in shared.items() if n < len(lengths))
    if sum(e.rows * e.columns for e in sheets.values()) > _MOST_TOGETHER or text > _MOST_TEXT:
        raise _refused(name, "各表合起来太大", "请拆成几个文件")
    return tuple(tuple(sheets[tab].flaws) for tab in tabs)


@attrs.define
class _Extent:
    """How far out a sheet's cells stand, and which of them are errors."""

    rows: int = 0
    columns: int = 0
    flaws: list[Flaw] = attrs.field(factory=list)

    def take(self, kind: int, body: bytes) -> None:
        """Take one cell, or the size that a sheet says it has."""
        if kind == _SIZE:
            first, row, left, column = struct.unpack_from("<IIHH" if len(body) == 14 else "<HHHH", body)
            if (first, left) > (0, 0) and (first > row or left > column):
                raise struct.error
        else:
            row, column = struct.unpack_from("<HH", body)
            if kind == _SEVERAL:
                column = max(column, struct.unpack_from("<H", body, len(body) - 2)[0])
            failed = kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2
            if failed or (kind == _TRUTH and body[7] == 1):
                self.flaws.append((row, column, "公式出错（如 #DIV/0!、#REF!）"))
        self.rows, self.columns = max(self.rows, row + 1), max(self.columns, column + 1)


def _lengths(pieces: list[bytes]) -> list[int]:
    """How long each shared text is. A text may go on in the next piece, which says anew how it is written."""
    lengths: list[int] = []
    piece, at = 0, 8
    if pieces and struct.unpack_from("<I", pieces[0], 4)[0] > sum(map(len, pieces)):
        raise struct.error  # the parser makes room for as many as are announced
    while piece < len(pieces):
        if at >= len(pieces[piece]):
            piece, at = piece + 1, 0
            continue
        length, flags = struct.unpack_from("<HB", pieces[piece], at)
        at += 3
        extra = 0
        if flags & 8:
            extra += 4 * struct.unpack_from("<H", pieces[piece], at)[0]
            at += 2
        if flags & 4:
            extra += struct.unpack_from("<I", pieces[piece], at)[0]
            at += 4
        lengths.append(length)
        wide, left = 1 + (flags & 1), length
        while left:
            taken = min(left, (len(pieces[piece]) - at) // wide)
            left, at = left - taken, at + taken * wide
            if left:
                piece, at = piece + 1, 1
                wide = 1 + (pieces[piece][0] & 1)
        at += extra
        while piece < len(pieces) and at > len(pieces[piece]):
            piece, at = piece + 1, at - len(pieces[piece])
    return lengths
