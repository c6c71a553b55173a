"""The types of a file: what a ``typeRef`` says of an input, an output, a column."""

from __future__ import annotations

from contextlib import suppress

import attrs

from minsheng.domain.expression.base import Kind
from minsheng.errors import DataError
from minsheng.reading.dmn.document import Tag

#: the types of the standard, and those that common tools write for them
_KINDS = {
    "number": Kind.NUMBER, "integer": Kind.NUMBER, "long": Kind.NUMBER, "double": Kind.NUMBER,
    "string": Kind.TEXT, "boolean": Kind.TRUTH, "date": Kind.DATE,
}  # fmt: skip
_WHOLE = ("integer", "long")
_MOST_DEEP = 10


@attrs.frozen
class Type:
    """What a value may be.

    Args:
        kind: its kind; None for a value of several parts, and where nothing is said.
        allowed: the values that it may have, as a cell says them; empty for any.
        parts: the parts of a value, by name.
        whole: whether it is a whole number.
    """

    kind: Kind | None = None
    allowed: str = ""
    parts: tuple[tuple[str, Type], ...] = ()
    whole: bool = False


class Types:
    """The types that a file defines."""

    def __init__(self, definitions: Tag) -> None:
        self._defined = {tag.get("name"): tag for tag in definitions.all("itemDefinition")}

    def named(self, reference: str, deep: int = 0) -> Type:
        """What a ``typeRef`` stands for.

        Raises:
            DataError: it is unknown, a list, or of a kind that is not read.
        """
        name = reference.rpartition("}")[2]
        if name not in self._defined:
            name = name.rpartition(":")[2]
        if not name or name == "Any":
            return Type()
        if name in _KINDS:
            return Type(_KINDS[name], whole=name in _WHOLE)
        if name in self._defined and deep < _MOST_DEEP:
            return self._item(self._defined[name], deep)
        todo = f"能读的类型有：{'、'.join(_KINDS)}，和由它们组成的 itemDefinition"
        raise DataError.at("", f"类型“{name}”不在能读的范围内", todo)

    def _item(self, tag: Tag, deep: int) -> Type:
        if tag.get("isCollection") == "true":
            raise DataError.at("", f"类型“{tag.get('name')}”是列表", "这里没有列表")
        parts = []
        for part in tag.all("itemComponent"):
            with suppress(DataError):  # a part that is not read is unknown to formulas, which say so
                parts.append((part.get("name"), self._item(part, deep + 1)))
        reference = tag.one("typeRef")
        of = self.named(reference.text, deep + 1) if reference is not None else Type()
        return attrs.evolve(
            of, allowed=tag.words("allowedValues") or of.allowed, parts=tuple(parts) or of.parts
        )
