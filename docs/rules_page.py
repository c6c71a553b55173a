"""The page of the standard rules, written from their docstrings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import minsheng as ms
from minsheng.rules.rule import INPUTS

INTRODUCTION = """\
# 规则

这一页由规则自己的说明生成。编号固定不变，不会挪作他用。
“性质”是发现的轻重：错误、注意、提示。没有给出“需要”的数据，规则就跳过，不算通过。

下面先列总表，再逐条说明。说明部分是英文。
"""


def rules_page() -> str:
    """The page ``docs/reference/rules.md`` as Markdown."""
    overview = ms.Table(
        ("规则", "要求", "性质", "除年度项目外需要"),
        tuple(
            (r.code, r.title, r.severity.label, _inputs(n for n in r.needs if n != "programme"))
            for r in ms.STANDARD_RULES
        ),
    )
    parts = [INTRODUCTION, overview.to_markdown()]
    for rule in ms.STANDARD_RULES:
        parts.append("\n".join(_section(rule)))
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _section(rule: ms.Rule) -> Iterator[str]:
    yield f"(rule-{rule.code.lower()})="
    yield f"## {rule.code} {rule.title}"
    yield ""
    yield f"- 依据：{rule.basis or '无'}"
    yield f"- 性质：{rule.severity.label}"
    yield f"- 需要：{_inputs(rule.needs)}"
    optional = tuple(name for name in rule.takes if name not in rule.needs)
    if optional:
        yield f"- 可给：{_inputs(optional)}"
    if rule.manual:
        yield ""
        yield rule.manual


def _inputs(names: Iterable[str]) -> str:
    return "、".join(f"{INPUTS[name]}（{name}）" for name in names)
