"""Decision tables, standards, criteria and models as DMN, which other systems read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from minsheng.asking import asked
from minsheng.domain.expression.base import Kind, Node
from minsheng.domain.expression.decision import UNNAMED, DecisionTable, Lookup
from minsheng.domain.expression.nodes import Column, columns
from minsheng.domain.standards import Standard
from minsheng.errors import RuleError
from minsheng.reading.dmn.document import OWN, Tag
from minsheng.reading.dmn.model import DecisionModel
from minsheng.reading.dmn.parts import SOURCE
from minsheng.reading.files import write_whole
from minsheng.rules.criteria.criterion import Criterion
from minsheng.visible import hidden
from minsheng.writing.feel import cell_text, literal, text_of

#: the version that is written: what reads a later one reads it too
VERSION = "https://www.omg.org/spec/DMN/20191111/MODEL/"
_TYPES = {Kind.NUMBER: "number", Kind.TEXT: "string", Kind.DATE: "date", Kind.TRUTH: "boolean"}


@asked
def write_dmn(value: DecisionTable | Standard | Criterion | DecisionModel, path: str | Path) -> None:
    """Write a decision table, a standard, a criterion or a model that was read as DMN 1.3.

    The file is valid against the schema of the standard. ``read_dmn`` gives back the same table, with its
    unit and sources, and the same model; of a criterion, formulas that judge alike, in bare numbers.

    Args:
        value: what to write. Of a criterion, the tables that it looks up and its requirement are written, and
            its condition as a decision of its own.
        path: a file whose name ends in ``.dmn`` or ``.xml``.

    Raises:
        ValueError: another kind of file, or a text that no such file holds.
        RuleError: DMN has no words for it.
        DataError: the file cannot be written.

    >>> import tempfile
    >>> from minsheng import load
    >>> rural = load("yueyang-2023").standard("subsistence-rural")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_dmn(rural, Path(folder) / "低保.dmn")
    ...     '<text>&gt;=date("2023' in (Path(folder) / "低保.dmn").read_text("utf-8")
    True
    """
    file = Path(path)
    if file.suffix.lower() not in (".dmn", ".xml"):
        raise ValueError(f"a model is written to .dmn or .xml, not {file.name!r:.60}")
    if isinstance(value, DecisionModel):
        document = value.document
    elif isinstance(value, Criterion):
        document = _criterion(value)
    else:
        document = _table(value.decision_table if isinstance(value, Standard) else value)
    write_whole(file, xml(document).encode("utf-8"))


# --- tables --------------------------------------------------------------------------------


def _table(table: DecisionTable) -> Tag:
    kinds = [table.key_kind(index) or Kind.TEXT for index in range(len(table.keys))]
    inputs = [
        _input(n, name, _TYPES[kind]) for n, (name, kind) in enumerate(zip(table.keys, kinds, strict=True), 1)
    ]
    asked = [(name, name, kind) for name, kind in zip(table.keys, kinds, strict=True)]
    required = _required(tag.get("id") for tag in inputs)
    decision = _decision(1, table.title, _TYPES[table.kind], (*required, _lines(table, asked)))
    return _definitions(table.title, (*inputs, decision))


def _lines(table: DecisionTable, keys: list[tuple[str, str, Kind]], *, bare: bool = False) -> Tag:
    """A table, with the name, the formula and the kind of each key."""
    parts = []
    for index, (name, formula, kind) in enumerate(keys):
        own = None if bare else table.key_unit(index)
        expression = _tag("inputExpression", {"typeRef": _TYPES[kind]}, _text(formula))
        parts.append(_tag("input", {"label": name, **({"own:unit": own.text} if own else {})}, expression))
    unit = {"own:unit": table.unit.text} if table.unit is not None and not bare else {}
    named = {"label": table.result} if table.result != UNNAMED else {}
    parts.append(_tag("output", {"typeRef": _TYPES[table.kind], **unit, **named}))
    parts.append(_tag("annotation", {"name": SOURCE}))
    for line in table.lines:
        cells = [_tag("inputEntry", {}, _text(cell_text(cell))) for cell in line.cells]
        result = _tag("outputEntry", {}, _text(literal(line.value)))
        parts.append(_tag("rule", {}, *cells, result, _tag("annotationEntry", {}, _text(line.source))))
    return _tag("decisionTable", {"hitPolicy": "UNIQUE"}, *parts)


# --- criteria ------------------------------------------------------------------------------


def _criterion(criterion: Criterion) -> Tag:
    inputs = [_input_of(n, column) for n, column in enumerate(criterion.columns(), 1)]
    ids = {column.name: tag.get("id") for column, tag in zip(criterion.columns(), inputs, strict=True)}
    formulas = [(criterion.code, criterion.requirement)]
    if criterion.when is not None:
        formulas.append((f"{criterion.code} 适用", criterion.when))
    tables: dict[Lookup, tuple[str, str]] = {}
    decisions: list[Tag] = []
    for node in _tables(formulas):
        name = _apart(node.table.title, [*ids, *(name for name, _ in tables.values())])
        asked = [
            (key, text_of(of, {}), of.kind or Kind.TEXT)
            for key, of in zip(node.table.keys, node.keys, strict=True)
        ]
        number = len(decisions) + 1
        required = _required(ids[column.name] for column in columns(node))
        parts = (*required, _lines(node.table, asked, bare=True))
        decisions.append(_decision(number, name, _TYPES[node.kind], parts))
        tables[node] = (name, f"decision{number}")
    for name, formula in formulas:
        used = [id_ for table, (_, id_) in tables.items() if table in _tables([("", formula)])]
        required = (
            *_required(ids[column.name] for column in columns(formula)),
            *(
                _tag("informationRequirement", {}, _tag("requiredDecision", {"href": f"#{id_}"}))
                for id_ in used
            ),
        )
        said = text_of(formula, {table: called for table, (called, _) in tables.items()})
        number = len(decisions) + 1
        about = "，".join(filter(None, (criterion.title, criterion.basis))) if name == criterion.code else ""
        decisions.append(
            _decision(number, name, "boolean", (*required, _tag("literalExpression", {}, _text(said))), about)
        )
    return _definitions(criterion.title or criterion.code, (*inputs, *decisions))


def _tables(formulas: Iterable[tuple[str, Node]]) -> list[Lookup]:
    """The tables that are looked up, each once."""
    found: dict[Lookup, None] = {}

    def walk(node: Node) -> None:
        if isinstance(node, Lookup):
            if any(_tables([("", key)]) for key in node.keys):
                raise RuleError("DMN: a table whose key is looked up in another is not written")
            found[node] = None
        for child in node.children:
            walk(child)

    for _, node in formulas:
        walk(node)
    return [*found]


def _apart(name: str, taken: list[str]) -> str:
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name}（{number}）"
    return found


# --- elements ------------------------------------------------------------------------------


def _input_of(number: int, column: Column) -> Tag:
    kind = column.kind or Kind.TEXT
    about = f"单位：{column.unit}" if column.unit else ""
    places = {"own:places": str(column.places)} if kind is Kind.NUMBER else {}
    return _input(number, column.name, _TYPES[kind], places, about)


def _input(number: int, name: str, kind: str, more: dict[str, str] | None = None, about: str = "") -> Tag:
    described = (Tag("description", (), about),) if about else ()
    variable = _tag("variable", {"name": _name(name), "typeRef": kind})
    return _tag("inputData", {"id": f"input{number}", "name": name, **(more or {})}, *described, variable)


def _decision(number: int, name: str, kind: str, parts: tuple[Tag, ...], about: str = "") -> Tag:
    described = (Tag("description", (), about),) if about else ()
    variable = _tag("variable", {"name": _name(name), "typeRef": kind})
    return _tag("decision", {"id": f"decision{number}", "name": name}, *described, variable, *parts)


def _required(ids: Iterable[str]) -> tuple[Tag, ...]:
    return tuple(
        _tag("informationRequirement", {}, _tag("requiredInput", {"href": f"#{id_}"})) for id_ in ids
    )


def _definitions(name: str, parts: tuple[Tag, ...]) -> Tag:
    return _tag("definitions", {"id": "definitions", "name": _name(name), "namespace": OWN}, *parts)


def _name(name: str) -> str:
    if not name or name != " ".join(name.split()):
        raise RuleError(f"DMN: a name has no spaces at its ends and no line breaks: {name!r:.60}")
    return name


def _tag(name: str, given: dict[str, str], *parts: Tag) -> Tag:
    return Tag(name, tuple(sorted(given.items())), "", parts)


def _text(text: str) -> Tag:
    return Tag("text", (), text)


# --- XML -----------------------------------------------------------------------------------


def xml(document: Tag) -> str:
    """A document as XML; whatever its texts hold is text there."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    _write(document, lines, 0)
    return "\n".join(lines) + "\n"


def _write(tag: Tag, lines: list[str], deep: int) -> None:
    given = {"xmlns": VERSION, "xmlns:own": OWN} if not deep else {}
    given |= dict(tag.given)
    written = "".join(f" {key}={_quoted(value)}" for key, value in given.items())
    text = tag.text
    start = f"{'  ' * deep}<{tag.name}{written}"
    if tag.parts:
        lines.append(f"{start}>")
        for part in tag.parts:
            _write(part, lines, deep + 1)
        lines.append(f"{'  ' * deep}</{tag.name}>")
    else:
        lines.append(f"{start}>{_escaped(text)}</{tag.name}>" if text else f"{start}/>")


def _quoted(text: str) -> str:
    _refuse(text)
    return quoteattr(text, {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def _escaped(text: str) -> str:
    _refuse(text)
    return escape(text, {"\r": "&#13;"})


def _refuse(text: str) -> None:
    if bad := next(hidden(text), ""):
        raise ValueError(f"no model holds the character {bad!r}: {text[:20]!r}")
