"""What an XLS file says beside its cells: number formats, raised fonts, the first day counted."""

from __future__ import annotations

import struct

import attrs

from minsheng.reading.tables.styles import BUILT_IN

_BEGIN, _FORMAT, _STYLE, _FONT, _DATES, _CODE_PAGE = 0x0809, 0x041E, 0x00E0, 0x0031, 0x0022, 0x0042
_NEW = 0x0600
_CODE_PAGES = {936: "gb18030", 950: "big5", 1200: "utf-16-le"}


@attrs.define
class Styles:
    """The styles of a workbook, taken record by record."""

    since_1904: bool = False
    _new: bool = True
    _encoding: str = "gb18030"
    _codes: dict[int, str] = attrs.field(factory=lambda: dict(BUILT_IN))
    _used: list[int] = attrs.field(factory=list)
    _fonts: list[bool] = attrs.field(factory=list)

    def take(self, kind: int, body: bytes) -> None:
        """Take one record of any kind; those without styles change nothing."""
        if kind == _BEGIN and not self._used:
            self._new = struct.unpack_from("<H", body)[0] == _NEW
        elif kind == _FORMAT:
            self._codes[struct.unpack_from("<H", body)[0]] = self._text(body[2:])
        elif kind == _STYLE:
            self._used.append(struct.unpack_from("<H", body, 2)[0])
        elif kind == _FONT:
            self._fonts.append(struct.unpack_from("<H", body, 8)[0] == 1)
        elif kind == _DATES:
            self.since_1904 = body[:1] == b"\1"
        elif kind == _CODE_PAGE:
            self._encoding = _CODE_PAGES.get(struct.unpack_from("<H", body)[0], "latin-1")

    def _text(self, body: bytes) -> str:
        if not self._new:
            return body[1 : 1 + body[0]].decode(self._encoding, "replace")
        length, flags = struct.unpack_from("<HB", body)
        wide = 1 + (flags & 1)
        return body[3 : 3 + wide * length].decode("utf-16-le" if wide == 2 else "latin-1", "replace")

    def formats(self) -> tuple[str, ...]:
        """The format of each style; empty for General."""
        found = (self._codes.get(number, "") for number in self._used)
        return tuple("" if code.lower() == "general" else code for code in found)

    def raised(self) -> frozenset[int]:
        """The fonts above the line; there is no font with number 4."""
        return frozenset(n + (n >= 4) for n, raised in enumerate(self._fonts) if raised)
