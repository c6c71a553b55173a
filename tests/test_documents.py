"""Every example in README and docs runs, and says what it says it says."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import attrs
import pytest
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser

import minsheng as ms
from minsheng.labels import Labelled
from minsheng.rules.rule import INPUTS
from minsheng.rules.scoring.forms import curves, events, ranks, relative, survey, whole_steps
from minsheng.rules.scoring.forms.catalogue import FORMS
from minsheng.rules.scoring.regulation import items, scheme
from minsheng.rules.scoring.terms import bands, choices

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
SYBIL = Sybil(parsers=[PythonCodeBlockParser()], path=str(ROOT), patterns=["*.md"])


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_its_examples_run(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # an example that writes a file writes it here
    for example in SYBIL.parse(path).examples():
        example.evaluate()


def test_the_reference_names_every_key_and_choice_of_a_scheme() -> None:
    """Whoever writes a regulation down finds all that a file may say."""
    text = (ROOT / "docs" / "reference" / "data-format.md").read_text("utf-8")
    text = text[text.index("## 评分办法") : text.index("## 各地执行的标准")]
    kinds = [
        scheme.Scheme,
        items.Item,
        items.Section,
        items.Veto,
        items.AreaTarget,
        bands.Grade,
        *FORMS.values(),
    ]
    kinds += [whole_steps.Side, curves.Point, curves.Class, events.Running, ranks.RankTable]
    keys = {field.name for kind in kinds for field in attrs.fields(kind)} | set(FORMS)
    said = {one for module in (choices, curves, events, ranks, relative, whole_steps, survey)
            for kind in vars(module).values()
            if isinstance(kind, type) and issubclass(kind, Labelled) and kind.__module__ == module.__name__
            for one in (member.value for member in kind)}  # fmt: skip
    named = {word for code in re.findall(r"`([^`]*)`", text) for word in re.findall(r"[a-z][a-z_-]*", code)}
    named |= set(re.findall(r"\[\[(?:[a-z]+\.)?([a-z]+)\]\]", text))
    assert keys | said <= named, sorted((keys | said) - named)


def test_signatures_that_are_written_by_hand_name_every_parameter() -> None:
    text = (ROOT / "docs" / "reference" / "api.md").read_text("utf-8")
    written = re.findall(r"autofunction:: (\w+)\((.*)\) ->", text)
    assert written
    for name, parameters in written:
        assert re.findall(r"(\w+):", parameters) == list(inspect.signature(getattr(ms, name)).parameters)


def test_whoever_writes_a_rule_is_told_every_input_and_every_family() -> None:
    text = (ROOT / "docs" / "howto" / "own-rule.md").read_text("utf-8")
    table = text[text.index("参数只能取") :].split("\n\n")[1]
    assert set(re.findall(r"^\| `(\w+)`", table, re.MULTILINE)) == set(INPUTS)
    families = re.search(r"自带的规则用 ([A-Z、]+) 开头", text)
    assert families
    assert set(families[1].split("、")) == {rule.code[0] for rule in ms.STANDARD_RULES}
