"""Labelled: the codes of a closed list, each with the Chinese name that staff use."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Labelled(StrEnum):
    """A code with a Chinese label; either is understood.

    >>> class Colour(Labelled):
    ...     RED = "red", "红"
    >>> Colour("红") is Colour("red"), Colour.RED.label, str(Colour.RED)
    (True, '红', 'red')
    """

    label: str
    __hash__ = str.__hash__  # an enumeration's own runs in Python, and codes are keys asked for in every line

    def __new__(cls, code: str, label: str = "") -> Labelled:
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member

    @classmethod
    def _missing_(cls, value: object) -> Labelled | None:
        return next((member for member in cls if member.label == value), None)


def spelled(values: Iterable[str]) -> tuple[str, ...]:
    """Texts as data may have them: a code of a closed list also as its label, other text as it is.

    >>> from minsheng.domain.area import AreaKind
    >>> spelled([AreaKind.DISTRICT, "镇"])
    ('district', '区', '镇')
    """
    listed = ((one.value, one.label or one.value) if isinstance(one, Labelled) else (one,) for one in values)
    return tuple(dict.fromkeys(name for names in listed for name in names))
