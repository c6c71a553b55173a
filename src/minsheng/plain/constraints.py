"""What a field's own checks say to a schema."""

from __future__ import annotations

import operator
from decimal import Decimal
from typing import Any

_SIZES = {
    operator.ge: "minimum", operator.gt: "exclusiveMinimum",
    operator.le: "maximum", operator.lt: "exclusiveMaximum",
}  # fmt: skip


def constrained(schema: dict[str, Any], validator: Any) -> dict[str, Any]:
    """The schema of a field with what its validator asks for, as far as a schema can say it.

    >>> import attrs
    >>> constrained({"type": "integer"}, attrs.validators.ge(1))
    {'type': 'integer', 'minimum': 1}
    """
    added = dict(_asked(validator))
    if not added:
        return schema
    if "anyOf" in schema:  # a value or null: the value is asked
        first, *others = schema["anyOf"]
        return {**schema, "anyOf": [{**first, **added}, *others]}
    return {**schema, **added}


def _asked(validator: Any) -> list[tuple[str, Any]]:
    """What a validator asks of plain data. It is known by what it has: attrs does not name its classes."""
    if hasattr(validator, "_validators"):  # several
        return [one for each in validator._validators for one in _asked(each)]
    if hasattr(validator, "options"):
        return [("enum", [*validator.options])]
    if hasattr(validator, "compare_func"):
        if isinstance(validator.bound, Decimal):  # which is text in JSON
            return []
        return [(_SIZES[validator.compare_func], validator.bound)]
    if hasattr(validator, "pattern") and isinstance(validator.pattern, str):
        return [("pattern", f"^({validator.pattern})$")]
    return _asked(validator.validator) if hasattr(validator, "validator") else []
