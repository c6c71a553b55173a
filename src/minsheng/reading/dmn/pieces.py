"""The pieces of a formula of FEEL: numbers, texts, days, signs, words, and names with spaces in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import attrs

from minsheng.errors import DataError
from minsheng.reading.dmn.functions import FUNCTIONS

_TOKEN = re.compile(
    r"""\s*(?:(?P<number>(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?)|(?P<text>"(?:[^"\\]|\\.)*")|(?P<day>@"[^"]*")"""
    r"""|(?P<sign>\.\.|\*\*|<=|>=|!=|[-+*/()\[\],<>=?])|(?P<word>[^\W\d]\w*))"""
)
#: comments, and the texts that they do not stand in
_COMMENT = re.compile(r"""("(?:[^"\\]|\\.)*")|/\*.*?\*/|//[^\r\n]*""", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\", "'": "'"}
_ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|(.))", re.DOTALL)


@attrs.frozen
class Token:
    """A piece of a formula: its sort (number, text, day, sign, word or name) and its text."""

    sort: str
    text: str


def uncommented(text: str) -> str:
    """A formula or a cell without its comments.

    >>> uncommented('x /* 元 */ + 1 // 见第三条'), uncommented('"// 文字"')
    ('x   + 1  ', '"// 文字"')
    """
    return _COMMENT.sub(lambda found: found[1] or " ", text) if "/" in text else text


def tokens(text: str, names: Mapping[str, object]) -> Iterator[Token]:
    """The pieces of a formula; of the names known the longest that stands there.

    >>> [token.text for token in tokens('Pre-bureau risk = "HIGH"', {"Pre-bureau risk": 1})]
    ['Pre-bureau risk', '=', '"HIGH"']
    """
    longest = sorted(names, key=len, reverse=True)
    known = [(name, _pattern(name)) for name in longest]
    at = 0
    while text[at:].strip():
        for name, pattern in known:
            found = pattern.match(text, at)
            if found and not _goes_on(text, found.end()) and not _is_call(text, found.end(), name):
                yield Token("name", name)
                at = found.end()
                break
        else:
            found = _TOKEN.match(text, at)
            if found is None:
                raise DataError.at("", f"“{text[at:].strip():.30}”看不懂", "只能用数、文字、日期、名称和运算")
            yield Token(str(found.lastgroup), found[str(found.lastgroup)])
            at = found.end()


def _pattern(name: str) -> re.Pattern[str]:
    """A name where it stands in a formula: any spaces for a space, and around a dot."""
    parts = (r"\s+".join(map(re.escape, part.split())) for part in name.split("."))
    return re.compile(r"\s*" + r"\s*\.\s*".join(parts))


def _goes_on(text: str, at: int) -> bool:
    """Whether a word goes on here, so that only a part of it was a name."""
    return at < len(text) and all(one.isalnum() or one == "_" for one in text[at - 1 : at + 1])


def _is_call(text: str, at: int, name: str) -> bool:
    return name in FUNCTIONS and text[at:].lstrip().startswith("(")


def unquoted(text: str) -> str:
    """A text without its quotes and escapes."""

    def one(found: re.Match[str]) -> str:
        if found[1] or found[2]:
            code = int(found[1] or found[2], 16)
            return chr(code) if code <= 0x10FFFF else "\ud800"  # refused below
        if found[3] not in _ESCAPES:
            raise DataError.at("", f"“{found[0]}”不是文字里能有的转义")
        return _ESCAPES[found[3]]

    try:  # a character may be written as two surrogates
        return _ESCAPED.sub(one, text[1:-1]).encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        raise DataError.at("", f"{text:.30} 里有半个字符") from None
