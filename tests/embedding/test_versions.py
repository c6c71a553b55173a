"""What was written is read for ever: a file of each version, its digest, and the schema it kept to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import minsheng as ms
from minsheng.embedding.formats import class_of
from minsheng.plain.canonical import Format
from tests.embedding.examples import MADE, example

HERE = Path(__file__).parent / "formats"
FILES = sorted(HERE.glob("*-[0-9].json"))
DIGESTS = json.loads((HERE / "digests.json").read_text("utf-8"))
SCHEMAS = sorted(HERE.glob("*.schema.json"))


def test_every_format_has_a_file_of_each_of_its_versions() -> None:
    written = {
        f"{name}-{version}.json"
        for name in ms.embedding.format_names()
        for version in range(1, class_of(name)._FORMAT.version + 1)
    }
    assert {path.name for path in FILES} == written
    assert [*MADE] == [*ms.embedding.format_names()]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_of_any_version_is_read(path: Path) -> None:
    """And its digest can be checked: that of the file as it is."""
    text = path.read_text("utf-8")
    value, data = ms.load_json(text), json.loads(text)
    assert ms.embedding.digest(data) == DIGESTS[path.stem]
    assert ms.embedding.from_data(ms.embedding.to_data(value)) == value
    if data["version"] == class_of(data["format"].partition("/")[2])._FORMAT.version:
        assert ms.embedding.to_data(value) == data, "what is written changed: that is a new version"


def _without_words(schema: Any) -> Any:
    """A schema without what is for people."""
    if isinstance(schema, list):
        return [_without_words(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: _without_words(value) for key, value in schema.items() if key != "examples"}
    return {key: value for key, value in kept.items() if key != "description" or isinstance(value, dict)}


def _changes(old: Any, new: Any, path: str = "") -> list[str]:
    """What a version may not change: everything but keys with a default, codes and kinds that are new."""
    if isinstance(old, dict) and isinstance(new, dict):
        here = path.rpartition("/")[2]
        added = [key for key in new if key not in old]
        if here == "properties":
            added = [key for key in added if "default" not in new[key]]
        if here == "$defs":
            added = []
        found = [f"{path}: {key} is new" for key in added] + [
            f"{path}: {key} is gone" for key in old if key not in new
        ]
        return found + [
            one for key in old if key in new for one in _changes(old[key], new[key], f"{path}/{key}")
        ]
    if path.endswith(("/enum", "/allOf")):
        return [f"{path}: {one} is gone" for one in old if one not in new]
    return [] if old == new else [f"{path}: {old} is {new}"]


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.name)
def test_a_version_keeps_its_schema(path: Path) -> None:
    """If this fails: a change that ``_changes`` allows is written with ``python -m tests.embedding.formats``;
    any other needs a new version, which comes with what makes it of the one before."""
    name, _, version = path.name.removesuffix(".schema.json").rpartition("-")
    old = json.loads(path.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(old)
    if int(version) < class_of(name)._FORMAT.version:
        return
    assert _changes(_without_words(old), _without_words(ms.json_schema(name))) == []
    new = _without_words(ms.json_schema(name))
    assert _changes(new, _without_words(old)) == [], "something was added: write the schema again"


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ({"properties": {"a": {}}, "required": ["a"]}, ["/properties: a is new", "/required: [] is ['a']"]),
        ({"properties": {"a": {"default": 1}}, "required": []}, []),
        ({"properties": {}}, [": required is gone"]),
    ],
)
def test_what_a_version_may_not_change(new: Any, told: list[str]) -> None:
    assert _changes({"properties": {}, "required": []}, new) == told


def test_a_new_version_comes_with_what_makes_it_of_the_one_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """As it will be: ``note`` was called ``remark`` in version 1."""

    def upgrade(data: dict[str, Any]) -> dict[str, Any]:
        return {"note" if key == "remark" else key: value for key, value in data.items()}

    lights = example("lights")
    old = ms.embedding.to_data(lights)
    old["remark"] = old.pop("note")
    with pytest.raises(ms.DataError, match="不认识的键“remark”"):
        ms.embedding.from_data(old)
    monkeypatch.setattr(type(lights), "_FORMAT", Format("lights", (upgrade,)))
    assert ms.embedding.from_data(old) == lights
    assert ms.embedding.to_data(lights)["version"] == 2
    assert ms.embedding.digest(old) != ms.embedding.digest(lights)  # each is that of its version
    with pytest.raises(ms.DataError, match="这里认识的版本：1 至 2"):
        ms.embedding.from_data(old | {"version": 3})
