"""The container of XLS files: sectors, and the one stream in them that is the workbook."""

from __future__ import annotations

import struct
from collections.abc import Iterator

_END = 0xFFFFFFFA  # and above: no sector


def workbook_stream(data: bytes) -> bytes | None:
    """The stream that holds the workbook; None where there is none, or more than one.

    Raises:
        struct.error: it is broken. IndexError as well.
    """
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
        return None
    start, length = found[0]
    if length >= cutoff:
        return b"".join(map(sector, chain(start, fat)))[:length]
    inner = b"".join(map(sector, chain(root[0], fat)))
    table = [n for number in chain(small_fat, fat) for n in struct.unpack(f"<{size // 4}I", sector(number))]
    small = 1 << small_shift
    return b"".join(inner[n * small : (n + 1) * small] for n in chain(start, table, len(inner) // small))[
        :length
    ]
