"""PDF files that may be hostile: their streams are unpacked here first, bounded, before a parser does."""

from __future__ import annotations

import base64
import re
import zlib

from minsheng.errors import DataError

MOST_INFLATED = 256 * 1024 * 1024
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_AS_WORD = "请用 Word 或 WPS 打开，另存为 docx，并核对表格"
_DEEPEST = 3


def look_through_pdf(data: bytes, name: str) -> None:
    """Refuse what has a password, or would be too large when it is unpacked.

    Raises:
        DataError: it is so.
    """
    words = _ESCAPED.sub(lambda found: bytes.fromhex(found[1].decode()), data)
    if re.search(rb"/Encrypt\b", words):
        raise DataError.at(name, "文件加了密码或使用限制", "请去掉密码和限制后另存再读")
    if re.search(rb"/(?:LZWDecode|LZW|RunLengthDecode|RL)\b", words):
        raise DataError.at(name, "用了很旧的压缩方法", _AS_WORD)
    left = MOST_INFLATED
    for found in _STREAM.finditer(data):
        left -= _inflated(data, found.end(), name, left)


def _inflated(data: bytes, start: int, name: str, most: int, deep: int = 0) -> int:
    """How long a stream is when it is unpacked, and what is packed in it once more."""
    head = data[start : start + 2]
    if len(head) == 2 and head[0] & 15 == 8 and (head[0] * 256 + head[1]) % 31 == 0:
        try:
            whole = zlib.decompressobj().decompress(
                data[start:] if deep else memoryview(data)[start:], most + 1
            )
        except zlib.error:
            return 0
    elif (end := data.find(b"~>", start, start + len(data))) > 0 and re.match(
        rb"[!-uz\s]{20}", data[start : start + 20]
    ):
        try:
            whole = base64.a85decode(data[start:end], ignorechars=b" \t\n\r\v\0\f")
        except ValueError:
            return 0
    else:
        return 0
    if len(whole) > most:
        limit = MOST_INFLATED // 1024 // 1024
        raise DataError.at(name, f"解压后超过 {limit} MB，像是压缩炸弹", _AS_WORD)
    if deep == _DEEPEST:
        raise DataError.at(name, "内容压缩了好几层，像是压缩炸弹", _AS_WORD)
    return len(whole) + _inflated(whole, 0, name, most - len(whole), deep + 1)
