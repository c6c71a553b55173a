"""Values as plain JSON data: dicts, lists, text, whole numbers, true and false, null.

:mod:`minsheng.reading` reads them back. Amounts, bounds and units are written as people write them
(``>= 650 元/月``); decimals are text, because a JSON number may be read as a float.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from decimal import Decimal
from enum import Enum
from typing import Any

import attrs

from minsheng.domain.allocation import Row
from minsheng.domain.amount import Amount, plain_text
from minsheng.domain.bound import Bound
from minsheng.domain.period import Period
from minsheng.domain.units import Unit


def to_plain(value: Any) -> Any:
    """A value as JSON data, fields in their declared order.

    >>> to_plain((Amount("41.3", "万亩"), None, datetime.date(2023, 4, 27)))
    ['41.3 万亩', None, '2023-04-27']
    """
    if value is None or type(value) in (str, int, bool):
        return value
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    if isinstance(value, frozenset):
        return sorted(to_plain(item) for item in value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return plain_text(value)
    if isinstance(value, (Amount, Bound, Period, Unit)):
        return str(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    fields = {
        f.name: to_plain(given)
        for f in attrs.fields(type(value))
        for given in (getattr(value, f.name),)
        if f.eq and not ("later" in f.metadata and given == f.default)
    }
    if isinstance(value, Row):
        # by name, so that a reader sees whose share it is and notices a shifted column
        del fields["areas"]
        fields.pop("parents", None)  # the areas themselves say what they lie in
        fields["cells"] = dict(zip(value.areas, fields["cells"], strict=True))
    return fields


def digest(value: Any) -> str:
    """The SHA-256 of a value's canonical JSON: equal digests mean equal values.

    >>> digest((Amount("41.3", "万亩"),)) == digest((Amount.parse("41.3万亩"),))
    True
    """
    canonical = json.dumps(to_plain(value), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
