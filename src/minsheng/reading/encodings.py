"""Text in the encodings that offices use, of a file in memory or of one that is larger."""

from __future__ import annotations

import codecs
from typing import IO

from minsheng.errors import DataError

#: how much of a long file is in memory, and how long a line of it may be
_BLOCK, _LONGEST_LINE = 1024 * 1024, 4 * 1024 * 1024
#: marks in front of a text, and the encodings they tell
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decoded_text(data: bytes, name: str) -> str:
    """Text in UTF-8, GB18030 or UTF-16; only the last needs a mark in front."""
    encoding = next((named for mark, named in _BOMS if data.startswith(mark)), "")
    for tried in (encoding,) if encoding else ("utf-8", "gb18030"):
        try:
            text = data.decode(tried)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
        break
    raise _no_text(name)


def _no_text(name: str) -> DataError:
    todo = "请在 Excel 中另存为 xlsx 或“CSV UTF-8”"
    return DataError.at(name, "不是表格文件，也不是 UTF-8、GB18030 或 UTF-16 的文字", todo)


def encoding_of(stream: IO[bytes], name: str) -> str:
    """The encoding of a text file of any length, which is read to its end, block by block.

    Raises:
        DataError: it is no text, or a line of it is longer than anyone writes.
    """
    start = stream.read(4)
    encoding = next((named for mark, named in _BOMS if start.startswith(mark)), "")
    for tried in (encoding,) if encoding else ("utf-8", "gb18030"):
        stream.seek(0)
        decoder, line = codecs.getincrementaldecoder(tried)(), 0
        try:
            while block := stream.read(_BLOCK):
                text = decoder.decode(block)
                if "\0" in text:
                    raise _no_text(name)
                end = max(text.rfind("\n"), text.rfind("\r"))
                line = len(text) - end - 1 if end >= 0 else line + len(text)
                if line > _LONGEST_LINE:
                    raise DataError.at(name, f"有一行超过 {_LONGEST_LINE} 个字", "请检查是否放错了文件")
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return tried
    raise _no_text(name)
