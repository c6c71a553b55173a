"""Marks of notes beside figures and names: ①, a superscript. They are signs and no digits."""

from __future__ import annotations

import re

from minsheng.reading.tables.styles import LOWERED, RAISED

_SMALL = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_CIRCLES = "⓪①-⑳⑴-⒇㉑-㉟㊱-㊿❶-➓⓫-⓾"
_ANY = re.compile(f"[{_CIRCLES}⁰¹²³⁴-⁹{RAISED}]")
_RAISED = re.compile(f"{RAISED}([^{LOWERED}]*){LOWERED}")
_CIRCLED = re.compile(f"[{_CIRCLES}]")
#: behind a digit or before the first; at the end of a name
_BESIDE = re.compile(f"(?<=[0-9０-９%％])[{_CIRCLES}]+|^[{_CIRCLES}](?=\\d)|[{_CIRCLES}]+$")
_POWER = re.compile(r"(?:^|\D)10$", re.ASCII)
_SUPERSCRIPT = re.compile(r"(?<=[0-9０-９%％])[⁰¹²³⁴-⁹]+|^[⁰¹²³⁴-⁹]+(?=\d)|[⁰¹²³⁴-⁹]+$")


def may_have_marks(text: str) -> bool:
    """Whether one of the signs is in it at all; for whole rows at once."""
    return _ANY.search(text) is not None


def without_marks(text: str) -> tuple[str, tuple[str, ...]]:
    """A cell's text without the marks of notes, and these.

    Left alone are the exponents of m² and 10⁴, and numbers that head the parts of a text.

    >>> without_marks("1300①"), without_marks("1.2万m²"), without_marks("①新建5所②改建3所")
    (('1300', ('①',)), ('1.2万m²', ()), ('①新建5所②改建3所', ()))
    """
    notes: list[str] = []

    def take(match: re.Match[str]) -> str:
        before, sign = match.string[: match.start()], match[match.lastindex or 0]
        small = sign.strip().translate(_SMALL)
        unit = before[-1:] in ("m", "M", "ｍ") and small in ("²", "³")
        if unit or (_POWER.search(before) and small.strip("⁰¹²³⁴⁵⁶⁷⁸⁹") == ""):
            return small
        notes.append(sign)
        return ""

    bare = _RAISED.sub(take, text)
    bare = _SUPERSCRIPT.sub(take, bare)
    headed = _CIRCLED.match(bare.lstrip()) and len(_CIRCLED.findall(bare)) > 1
    if not headed:
        bare = _BESIDE.sub(take, bare)
    if not bare.strip():  # nothing but a sign is what the cell says
        return text.replace(RAISED, "").replace(LOWERED, ""), ()
    return bare, tuple(notes)
