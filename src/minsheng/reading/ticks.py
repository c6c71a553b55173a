"""The list of questions of a draft, as people fill it in: an x in the brackets of one way to read."""

from __future__ import annotations

import re
import unicodedata

from minsheng.errors import Problems

#: the file, and the mark of what is read where nobody answers
QUESTIONS, DEFAULT = "疑问.md", "（默认）"
_ASKED = re.compile(r"##\s*([a-z0-9-]+)")
_WAY = re.compile(r"[-*•·+]?\s*[\[【]\s*([^\]】]*?)\s*[\]】]\s*([a-z0-9-]+)\s*:.*")
_YES = {"x", "×", "√", "✓", "✔", "v", "是", "*"}


def ticked(text: str, name: str) -> dict[str, str]:
    """The answers in a list of questions, by question.

    Raises:
        DataError: a question has two, or brackets hold what is no x.

    >>> ticked("## unit-2-3\\n- [x] unit-1：万人\\n- [ ] unit-2：万户\\n", "疑问.md")
    {'unit-2-3': 'unit-1'}
    """
    return {id: answer for id, (_, answer, _) in ticked_lines(text, name).items()}


def ticked_lines(text: str, name: str = QUESTIONS) -> dict[str, tuple[int, str, str]]:
    """The answers with their lines, and what would be read by default.

    Raises:
        DataError: a question has two, or brackets hold what is no x.
    """
    answers: dict[str, tuple[int, str]] = {}
    defaults: dict[str, str] = {}
    problems = Problems()
    question = ""
    for number, line in enumerate(text.splitlines(), 1):
        plain = unicodedata.normalize("NFKC", line).strip()
        if asked := _ASKED.fullmatch(plain):
            question = asked[1]
        elif (way := _WAY.fullmatch(plain)) and question:
            if line.rstrip().endswith(DEFAULT):
                defaults[question] = way[2]
            if not way[1]:
                continue
            if way[1].lower() not in _YES:
                problems.add(f"{name} 第{number}行", f"方括号里是“{way[1]}”", "选这种读法请写 x，不选请留空")
            elif question in answers:
                problems.add(f"{name} 第{number}行", f"{question} 选了两种读法", "请只在一种前面写 x")
            answers[question] = number, way[2]
    problems.refuse()
    return {id: (line, answer, defaults.get(id, "")) for id, (line, answer) in answers.items()}
