"""The formats by name: which class each is of. A new one is a line here, and ``_FORMAT`` in its class."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

import attrs

from minsheng.domain.programme import Programme
from minsheng.errors import UnknownName
from minsheng.plain.canonical import Format
from minsheng.plain.language import Language
from minsheng.reading.programme import ProgrammeShape
from minsheng.reading.scheme import SchemeShape
from minsheng.rules.criteria.criterion import Criterion
from minsheng.rules.scoring.forms.catalogue import SCHEMES
from minsheng.rules.scoring.regulation.scheme import Scheme


@attrs.frozen
class Criteria:
    """Criteria that belong together, in order.

    Args:
        criteria: the criteria.
    """

    criteria: tuple[Criterion, ...]

    _FORMAT = Format("criteria")


#: where the class of each format is; imported when it is asked for
_CLASSES = {
    "programme": "minsheng.domain.programme.Programme",
    "progress": "minsheng.domain.progress.Progress",
    "criterion": "minsheng.rules.criteria.criterion.Criterion",
    "criteria": "minsheng.embedding.formats.Criteria",
    "scheme": "minsheng.rules.scoring.regulation.scheme.Scheme",
    "lights": "minsheng.measuring.lights.LightPolicy",
}


def format_names() -> tuple[str, ...]:
    """The names of all formats.

    >>> format_names()[:2]
    ('programme', 'progress')
    """
    return tuple(_CLASSES)


@cache
def class_of(name: str) -> Any:
    """The class of a format.

    Raises:
        UnknownName: there is no such format.
    """
    if name not in _CLASSES:
        raise UnknownName("format", name, _CLASSES)
    module, _, own = _CLASSES[name].rpartition(".")
    return getattr(import_module(module), own)


@cache
def language() -> Language:
    """How every value of a format is written and read: with the checks that files go through."""
    return SCHEMES.plus({
        Programme: lambda own: ProgrammeShape(own, Programme),
        Scheme: lambda own: SchemeShape(own, Scheme),
    })  # fmt: skip
