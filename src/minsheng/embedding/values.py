"""Programmes, registers, criteria, schemes and lights as documents, with the checks that files go through."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from minsheng.domain.programme import Programme
from minsheng.embedding.checked import Checked, Contradiction
from minsheng.plain.canonical import Format
from minsheng.reading.programme import ProgrammeShape
from minsheng.rules.criteria.criterion import Criterion
from minsheng.rules.scoring.checking.sound import unsound
from minsheng.rules.scoring.forms.catalogue import SCHEMES
from minsheng.rules.scoring.regulation.items import Item
from minsheng.rules.scoring.regulation.scheme import Scheme


@attrs.frozen
class Criteria:
    """Criteria that belong together, in order.

    Args:
        criteria: the criteria.
    """

    criteria: tuple[Criterion, ...]

    _FORMAT = Format("criteria")


_OF_ITEMS = frozenset(field.name for field in attrs.fields(Item))


def _unsound(scheme: Scheme) -> Iterator[Contradiction]:
    """What would make points wrong; a form has a place of its own here, and not in files."""
    for path, met, todo in unsound(scheme):
        *before, last = path
        inside = before[-2:-1] == ["items"] and last not in _OF_ITEMS
        yield (*before, "form", last) if inside else path, met, todo


LANGUAGE = SCHEMES.plus({
    Programme: lambda own: ProgrammeShape(own, Programme),
    Scheme: lambda own: Checked(own, Scheme, _unsound),
})  # fmt: skip
