"""Enumerations whose codes have the Chinese labels that staff use."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from minsheng.asking import modelled


@modelled
class Labelled(StrEnum):
    """A code with a Chinese label; both are accepted.

    >>> class Colour(Labelled):
    ...     RED = "red", "红"
    >>> Colour("红") is Colour("red"), Colour.RED.label, str(Colour.RED)
    (True, '红', 'red')
    """

    label: str
    __hash__ = str.__hash__  # Enum's own is written in Python, and codes are dict keys in every inner loop

    def __new__(cls, code: str, label: str = "") -> Labelled:
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member

    @classmethod
    def _missing_(cls, value: object) -> Labelled | None:
        return next((member for member in cls if member.label == value), None)


def spelled(values: Iterable[str]) -> tuple[str, ...]:
    """The spellings that data may use: of a code also its label, other text unchanged.

    >>> from minsheng.domain.area import AreaKind
    >>> spelled([AreaKind.DISTRICT, "镇"])
    ('district', '区', '镇')
    """
    listed = ((one.value, one.label or one.value) if isinstance(one, Labelled) else (one,) for one in values)
    return tuple(dict.fromkeys(name for names in listed for name in names))
