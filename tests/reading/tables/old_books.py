"""Old workbooks (XLS), written record by record: nothing that is installed writes them."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def number(row: int, column: int, value: float) -> bytes:
    return record(0x0203, struct.pack("<HHHd", row, column, 0, value))


def label(row: int, column: int, text: str) -> bytes:
    return record(0x0204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le"))


def old_book(*sheets: bytes, tab: int | None = None, title: str = "Workbook", said: bytes = b"") -> bytes:
    """An XLS file of sheets of records, in a container with one stream."""
    begin = record(0x0809, struct.pack("<HH12x", 0x0600, 0x0005))
    end, at = record(0x000A, b""), len(begin) + 12 + len(sheets) * 14 - 8 + len(said)
    tabs, bodies = b"", b""
    for cells in sheets:
        place = at + len(bodies) if tab is None else tab
        tabs += record(0x0085, struct.pack("<IBBBB", place, 0, 0, 1, 1) + "表".encode("utf-16-le"))
        bodies += record(0x0809, struct.pack("<HH12x", 0x0600, 0x0010)) + cells + end
    stream = begin + tabs + said + end + bodies
    stream += b"\0" * (4096 - len(stream) if len(stream) < 4096 else -len(stream) % 512)
    count = len(stream) // 512
    fat = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 2 + count), 0xFFFFFFFE]
    entry = title.encode("utf-16-le")
    directory = (
        struct.pack("<64sHBB44xIII4x", "Root Entry".encode("utf-16-le"), 22, 5, 1, 0, 0xFFFFFFFE, 0)[:128]
        + struct.pack("<64sHBB44xIII4x", entry, len(entry) + 2, 2, 1, 0, 2, len(stream))[:128]
    )
    return b"".join(
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\0" * 16,
            struct.pack("<HHHHH6xIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, 0xFFFFFFFE),
            struct.pack("<IIII", 0, 0xFFFFFFFE, 0, 0), b"\xff" * 432,
            struct.pack(f"<{len(fat)}I", *fat).ljust(512, b"\xff"), directory.ljust(512, b"\0"), stream,
        )
    )  # fmt: skip


def old_table(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows as a sheet of an XLS file: numbers as numbers where these show the same, all else as text."""
    cells = b""
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            if text.replace(".", "", 1).isdigit() and f"{float(text):.15g}" == text:
                cells += number(row, column, float(text))
            elif text:
                cells += label(row, column, text)
    return old_book(cells)
