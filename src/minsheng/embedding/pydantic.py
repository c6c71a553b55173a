"""Values as fields, bodies and responses of pydantic 2 models, and so of FastAPI; models of records.

Nothing imports this, or pydantic, before a model asks a value's class for its schema: the classes have a
hook for that, see :mod:`minsheng.asking`.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, ClassVar

import attrs

from minsheng.asking import asked
from minsheng.domain.amount import plain_text
from minsheng.domain.expression.nodes import Column, needed
from minsheng.domain.numerals import exact_decimal
from minsheng.embedding.documents import plain_of, value_of
from minsheng.embedding.formats import language
from minsheng.embedding.schemas import json_schema
from minsheng.errors import DataError, MinshengError, Path, Problem
from minsheng.plain.canonical import Format
from minsheng.rules.criteria.criterion import Criterion
from minsheng.rules.criteria.record_schema import column_schema
from minsheng.rules.criteria.records.read import read_value
from minsheng.rules.criteria.together import nodes_of, record_schema
from minsheng.strict import dotted
from minsheng.wanted import quoted


def core_schema(kind: type) -> Any:
    """How pydantic reads and writes values of a class: as ``ms.dump`` and ``ms.load_json`` do."""
    from pydantic_core import core_schema as made

    form = getattr(kind, "_FORMAT", None)
    language().shape(kind)  # which raises if there is none

    def read(plain: Any) -> Any:
        if isinstance(plain, kind):
            return plain
        try:
            return value_of(plain, kind)
        except MinshengError as error:
            raise refused(error, plain) from None

    return made.no_info_plain_validator_function(
        read,
        ref=f"minsheng.{kind.__name__}{'Document' if form else ''}:0",  # what it is called in schemas
        serialization=made.plain_serializer_function_ser_schema(plain_of, when_used="json"),
    )


def schema_of(kind: type, handler: Any) -> dict[str, Any]:
    """The JSON Schema of a class, whose parts become definitions of the schema that is being made."""
    form = getattr(kind, "_FORMAT", None)
    if isinstance(form, Format):
        whole = json_schema(form.name)
        parts = whole.pop("$defs")
        own = {key: value for key, value in whole.items() if key not in ("$schema", "$id")}
    else:
        own, parts = language().schema(kind)
        own = parts[kind.__name__] if own == {"$ref": f"#/$defs/{kind.__name__}"} else own
    generator = handler.generate_json_schema
    refs = {name: _ref(generator, name) for name in parts}
    text = json.dumps([own, parts], ensure_ascii=False)
    for name, ref in refs.items():
        text = text.replace(f'"#/$defs/{name}"', json.dumps(generator.ref_template.format(model=ref)))
    own, parts = json.loads(text)
    generator.definitions |= {refs[name]: part for name, part in parts.items()}
    return dict(own)


def _ref(generator: Any, name: str) -> Any:
    """What a part is called in the schema that is being made: one name, whether it is read or written.

    The generator's own way has a name for either, and two of everything that refers to itself.
    """
    of = (f"minsheng.{name}:0", "validation")
    if of not in generator.core_to_defs_refs:
        ref = generator.get_defs_ref(of)
        said = generator.ref_template.format(model=ref)
        generator.core_to_defs_refs[of], generator.core_to_json_refs[of] = ref, said
        generator.defs_to_core_refs[ref], generator.json_to_defs_refs[said] = of, ref
    return generator.core_to_defs_refs[of]


def refused(error: MinshengError, plain: Any) -> Exception:
    """Problems as pydantic tells them: an error for each, whose input is no more than what it is about."""
    from pydantic_core import InitErrorDetails, PydanticCustomError, ValidationError

    listed = error.problems if isinstance(error, DataError) else (Problem("", str(error)),)
    details = list[InitErrorDetails]()
    for one in listed:
        told = one.told | {"where": dotted(one.path, 0) if one.path else ""}
        said = f"{one.met}；{one.todo}" if one.todo else one.met
        kind = PydanticCustomError("minsheng", "{said}", {"said": said, **told})
        details.append({"type": kind, "loc": one.path, "input": _part(plain, one.path)})
    return ValidationError.from_exception_data("minsheng", details)


def _part(plain: Any, path: Path) -> Any:
    """What stands at a path; None where that is nothing, rather than all that is around it."""
    for step in path:
        try:
            plain = plain[step]
        except (LookupError, TypeError):
            return None
    return None if path == () and isinstance(plain, (Mapping, list)) else plain


# --- records -----------------------------------------------------------------------------------


@attrs.frozen
class _Cell:
    """A field of a record: what a criterion's column takes, and nothing else."""

    column: Column

    def __get_pydantic_core_schema__(self, _: Any, __: Any) -> Any:
        from pydantic_core import core_schema as made

        return made.no_info_plain_validator_function(
            self._read, serialization=made.plain_serializer_function_ser_schema(_plain, when_used="json")
        )

    def __get_pydantic_json_schema__(self, _: Any, __: Any) -> dict[str, Any]:
        return column_schema(self.column)

    def _read(self, raw: Any) -> Any:
        try:
            worth = read_value(self.column, raw)
        except MinshengError as error:
            raise refused(error, raw) from None
        return exact_decimal(worth) if isinstance(worth, Fraction) else worth


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return plain_text(value)
    return value.isoformat() if isinstance(value, datetime.date) else value


@asked
def record_model(criteria: Iterable[Criterion], *, name: str = "Record") -> type[Any]:
    """A pydantic model of the records that criteria need; they judge its instances.

    What validates is judged, what would be refused does not validate. Numbers become ``Decimal``; a field
    that is None is missing. Columns keep their names, whatever these are: ``record["发放金额（元）"]``.

    Args:
        criteria: the criteria.
        name: the name of the model.

    Raises:
        RuleError: they declare a column in two ways.
        ValueError: that is no name of a class.

    >>> import minsheng as ms
    >>> paid = ms.column("paid", "元/月", places=2)
    >>> floor = ms.Criterion("P201", paid >= ms.Amount(650, "元/月"))
    >>> Payment = ms.embedding.record_model([floor], name="Payment")
    >>> floor.judge(Payment(paid="640.50")).outcome.value
    'unmet'
    """
    from pydantic import BaseModel, ConfigDict, Field, create_model

    if not name.isidentifier():
        raise ValueError(f"record_model(): name is that of a class, such as 'Payment', not {quoted(name)}")
    listed = tuple(criteria)
    columns = needed(nodes_of(listed))
    taken = {*dir(BaseModel)}
    fields = {
        one.name: one.name
        if one.name.isascii() and one.name.isidentifier() and not one.name.startswith(("_", "model_"))
        and one.name not in taken
        else f"column_{number}"
        for number, one in enumerate(columns)
    }  # fmt: skip

    class Record(BaseModel):
        model_config = ConfigDict(frozen=True, populate_by_name=False)
        _fields: ClassVar[dict[str, str]] = fields

        def __getitem__(self, column: str) -> Any:
            return getattr(self, self._fields[column])

    mapping: Any = Mapping
    mapping.register(Record)  # so that a criterion asks for a column, not for an attribute
    hints = record_schema(listed)["properties"]
    parts: dict[str, Any] = {
        fields[one.name]: (
            Annotated[Any, _Cell(one)],
            Field(alias=one.name, json_schema_extra=hints[one.name]),
        )
        for one in columns
    }
    made: type[BaseModel] = create_model(name, __base__=Record, **parts)
    return made
