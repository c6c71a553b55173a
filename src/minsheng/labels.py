"""Labelled: the codes of a closed list, each with the Chinese name that staff use."""

from __future__ import annotations

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
