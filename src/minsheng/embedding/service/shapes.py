"""How bodies are read and described: as everything of this library is, and four things more."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from typing import Any

import attrs

from minsheng.domain.programme import Programme
from minsheng.domain.progress import Progress
from minsheng.embedding.documents import from_data
from minsheng.embedding.formats import format_names
from minsheng.embedding.results import LANGUAGE
from minsheng.embedding.schemas import json_schema
from minsheng.embedding.service.bench import Bench
from minsheng.embedding.service.bodies import Record, Records, TraceDocument
from minsheng.embedding.service.problems import place
from minsheng.embedding.service.programme_bodies import DivisionDocument, RankingDocument, ReportDocument
from minsheng.embedding.service.shelf import Shelf
from minsheng.errors import DataError, Path, Problems, UnknownName
from minsheng.plain.language import Language
from minsheng.plain.shape import Definitions, Reading
from minsheng.rules.scoring.regulation.scheme import Scheme
from minsheng.strict import check_plain

#: no way to a file, however it is written
_NAME = re.compile(r"[^./\\%:\0][^/\\%:\0]*").fullmatch
#: what the values of a record may be
_PLAIN = frozenset({str, int, bool, type(None)})
_CELL = {"type": ["string", "integer", "boolean", "null"]}


def spoken(shelf: Shelf, rows: int) -> Language:
    """The language of bodies: what is known by name is that of the shelf."""
    return LANGUAGE.plus({
        Bench: Known("criteria", _bench, shelf.bench),
        Programme: Known("programme", _only(Programme), shelf.programme),
        Scheme: Known("scheme", _only(Scheme), shelf.scheme),
        Progress: Known("progress", _only(Progress), None),
        ReportDocument: Known("report", _only(dict), None),
        RankingDocument: Known("ranking", _only(dict), None),
        DivisionDocument: Known("division", _only(dict), None),
        TraceDocument: Known("trace", _only(dict), None),
        Record: _Record(),
        Records: _Records(rows),
    })  # fmt: skip


def _bench(value: Any) -> Bench | None:
    """Criteria laid out."""
    return Bench(value) if isinstance(value, tuple) and value else None


def _only(kind: type) -> Callable[[Any], Any]:
    return lambda value: value if isinstance(value, kind) else None


@attrs.frozen
class Known:
    """What has a name, or comes as a document.

    Args:
        form: the name of its format.
        made: what is made of the value of a document; None if it is of another format.
        get: what has a name; None if nothing of this kind has one.
    """

    form: str
    made: Callable[[Any], Any]
    get: Callable[[str], Any] | None
    json: str = "known"
    tag: str = ""

    def write(self, value: Any) -> Any:
        return value  # None, where it need not be given

    def read(self, plain: Any, at: Path, reading: Reading) -> Any:
        if isinstance(plain, str) and self.get is not None:
            return self._by_name(plain, at, reading)
        if not isinstance(plain, dict):
            name = "名称，或者" if self.get else ""
            return reading.wrong(at, f"应是{name}一个 minsheng/{self.form}")
        try:
            made = self.made(from_data(plain))
        except DataError as error:
            for one in error.problems:
                reading.wrong((*at, *one.path), one.met, one.todo)
            return None
        return reading.wrong(at, f"应是 minsheng/{self.form}") if made is None else made

    def _by_name(self, name: str, at: Path, reading: Reading) -> Any:
        assert self.get is not None  # noqa: S101  # for type checkers: asked before
        if not _NAME(name):
            return reading.wrong(at, "这里写名称，不写路径", "有哪些名称，见 /names")
        try:
            return self.get(name)
        except UnknownName as error:
            return reading.wrong(at, error.in_chinese)

    def schema(self, within: Definitions) -> dict[str, Any]:
        name = f"{self.form.title()}Document"
        whole = within.ref(name, name, lambda: document(self.form, within))
        return {"oneOf": [{"type": "string", "maxLength": 100}, whole]} if self.get else whole


def document(form: str, within: Definitions) -> dict[str, Any]:
    """The schema of a format, whose parts stand beside it, once for all formats that have them."""
    whole = json_schema(form)
    parts = whole.pop("$defs")
    text, shared = json.dumps([whole, parts], ensure_ascii=False), _shared()
    names = {name: name if name in shared else f"{form.title()}{name}" for name in parts}
    for name, known in names.items():
        text = text.replace(f'"#/$defs/{name}"', f'"#/$defs/{known}"')
    whole, parts = json.loads(text)
    for name, part in parts.items():
        if within.named.setdefault(names[name], part) not in (part, {}):
            raise TypeError(f"two parts of the document have one name: {names[name]}")
    return {key: value for key, value in whole.items() if key not in ("$schema", "$id")}


@cache
def _shared() -> frozenset[str]:
    """The names of parts that are the same in every format that has them, down to what they refer to."""
    said: dict[str, set[str]] = {}
    for form in format_names():
        for name, part in json_schema(form)["$defs"].items():
            said.setdefault(name, set()).add(json.dumps(part, sort_keys=True))
    shared = {name for name, texts in said.items() if len(texts) == 1}
    while apart := {
        name
        for name in shared
        if not shared.issuperset(re.findall(r'"#/\$defs/([^"]+)"', "".join(said[name])))
    }:
        shared -= apart
    return frozenset(shared)


class _Record:
    """A record: an object with a plain value for each column."""

    json, tag = "object", ""

    def write(self, value: Any) -> Any:
        return value

    def read(self, plain: Any, at: Path, reading: Reading) -> Any:
        with reading.problems.at():
            return flat(plain, at)
        return None

    def schema(self, within: Definitions) -> dict[str, Any]:
        about = "A value for each column. Decimals and dates are text; null is missing."
        made = {"description": about, "type": "object", "additionalProperties": _CELL}
        return within.ref("PlainRecord", Record, lambda: made)


@attrs.frozen
class _Records:
    """Records as they came: each is read by itself, so that a bad one stops no other."""

    rows: int
    json: str = "array"
    tag: str = ""

    def write(self, value: Any) -> Any:
        return value

    def read(self, plain: Any, at: Path, reading: Reading) -> Any:
        return plain if isinstance(plain, list) else reading.wrong(at, "应是列表，请用方括号")

    def schema(self, within: Definitions) -> dict[str, Any]:
        return {"type": "array", "items": _Record().schema(within), "maxItems": self.rows}


def is_flat(record: Any) -> bool:
    """Whether it is an object of plain values that anybody can see; a quick look at what is sound."""
    if type(record) is not dict or not all(type(value) in _PLAIN for value in record.values()):
        return False
    return "".join([*record, *[value for value in record.values() if type(value) is str]]).isprintable()


def flat(record: Any, at: Path) -> dict[str, Any]:
    """A record with plain values.

    Raises:
        DataError: it is none, with every problem.
    """
    if is_flat(record):
        return record  # type: ignore[no-any-return]  # a dict
    problems = Problems(place=lambda path: place((*at, *path)))
    if not isinstance(record, dict):
        problems.add((), "应是一个对象，每栏一个键")
        problems.refuse()
    for name, value in record.items():
        if isinstance(value, (dict, list)):
            problems.add((name,), "应是一个值，不是列表或对象")
    problems.refuse()
    check_plain(record, problems)
    problems.refuse()
    return dict(record)
