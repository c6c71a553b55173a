"""JSON Schemas of the formats, made from the classes that are written and read."""

from __future__ import annotations

from typing import Any

from minsheng.asking import asked
from minsheng.domain.own_units import OwnUnit
from minsheng.embedding.formats import class_of, language_of
from minsheng.plain.canonical import Format
from minsheng.plain.shape import Definitions


@asked
def json_schema(name: str, *, types: bool = False) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a format, as it is written now.

    It is strict: keys that it does not name are refused.

    Args:
        name: the name of a format, ``programme``; see :func:`minsheng.embedding.format_names`.
        types: whether it is for a generator of types (TypeScript, Java): choices between kinds are then
            ``oneOf``, which such programs understand, and with which validators take very long.

    Raises:
        UnknownName: there is no such format.

    >>> json_schema("lights")["$id"]
    'urn:minsheng:lights:1'
    """
    kind = class_of(name)
    form: Format = kind._FORMAT
    within, language = Definitions(types=types), language_of(name)
    own = language.shape(kind).schema(within)["$ref"]
    whole = within.named[own.removeprefix("#/$defs/")]
    head = {key: {"const": value} for key, value in form.head.items()}
    if not hasattr(kind, "units"):
        units = language.shape(tuple[OwnUnit, ...]).schema(within)
        head["units"] = {"description": "unit words of one's own that it uses.", **units}
    if not _refers(within.named, own):
        del within.named[own.removeprefix("#/$defs/")]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:minsheng:{form.name}:{form.version}",
        "title": f"minsheng {form.name}",
        **{key: value for key, value in whole.items() if key not in ("properties", "required")},
        "properties": {**head, **whole["properties"]},
        "required": [*form.head, *whole["required"]],
        "$defs": within.named,
    }


def _refers(schema: Any, to: str) -> bool:
    if isinstance(schema, dict):
        return schema.get("$ref") == to or any(_refers(one, to) for one in schema.values())
    return isinstance(schema, list) and any(_refers(one, to) for one in schema)
