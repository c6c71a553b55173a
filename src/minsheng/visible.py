"""Invisible characters, and text for messages and tables.

A name may hold characters that reverse the text around it (U+202E), control a terminal (ESC) or are
invisible (U+200B). Files with the first two are refused; offices' tables are full of the third kind
and are read without it. In all output they are escaped.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator

#: control, format, lone surrogates, and the two that break lines
_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_USUAL = "\t\n\r"
#: those that can be dropped safely: no width, soft hyphens, byte order and direction marks
UNSEEN = "\xad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff"
_WITHOUT = str.maketrans(dict.fromkeys(UNSEEN, ""))
#: how much of a text is quoted in a message
MOST_SHOWN = 1000
_MOST_LINES = 60


def hidden(text: str) -> Iterator[str]:
    """The characters of a text, other than line ends, that are invisible or change how others are shown.

    >>> [f"U+{ord(c):04X}" for c in hidden("平江\\u202e县\\n\\u200b")]
    ['U+202E', 'U+200B']
    """
    if text.isprintable():  # much faster, and nearly always true
        return
    for character in text:
        if character not in _USUAL and unicodedata.category(character) in _CATEGORIES:
            yield character


def named(characters: Iterator[str] | str) -> str:
    """The code points of characters, each once.

    >>> named("\\u202e\\x1b\\u202e")
    'U+202E、U+001B'
    """
    return "、".join(dict.fromkeys(f"U+{ord(character):04X}" for character in characters))


def without_unseen(text: str) -> str:
    """A text without invisible characters.

    >>> without_unseen("平江县\\u200b") == "平江县"
    True
    """
    return text if text.isprintable() else text.translate(_WITHOUT)


def shown(text: str) -> str:
    """A text with invisible characters escaped.

    >>> print(shown("平江\\u202e县\\x1b[2J"))
    平江\\u202e县\\x1b[2J
    """
    if text.isprintable():
        return text
    found = {ord(c): c.encode("unicode_escape").decode() for c in hidden(text)}
    return text.translate(found)


def quoted(text: str, most: int = MOST_SHOWN) -> str:
    """A text as messages quote it: invisible characters escaped, the middle of a long one left out.

    >>> quoted("一二三四五六七八九十" * 3, 12)
    '一二三四五六七八…（略去 18 字）…七八九十'
    """
    if len(text) > most:
        head, tail = most * 2 // 3, most // 3
        text = f"{text[:head]}…（略去 {len(text) - head - tail} 字）…{text[-tail:]}"
    if text.count("\n") > _MOST_LINES:
        text = text.replace("\n", "\\n")
    return shown(text)


def described(value: object, written: Callable[[object], str] = str, most: int = 120) -> str:
    """Any value as messages show it.

    >>> described(640), described(10**5000)
    ('640', '<int>')
    """
    try:
        return quoted(written(value), most)
    except (ValueError, RecursionError):  # thousands of digits; contains itself
        return f"<{type(value).__name__}>"
