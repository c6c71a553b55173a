"""Which laws of apportionment a function keeps: held, broken with an example, or not applicable."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from minsheng.errors import UnknownName
from minsheng.table import Tabled, escaped, heads
from minsheng.testing.laws_asking import Answer
from minsheng.testing.laws_catalogue import Law

_STATUSES = {"held": "成立", "broken": "不成立", "skipped": "不适用"}


@attrs.frozen(repr=False)
class LawResult(Tabled):
    """The result for one law.

    Args:
        law: the law.
        required: whether a breach counts against the function.
        examples: how many cases were judged, including the one that breaks it.
        breach: what is broken, in Chinese; empty if nothing is.
        answers: the smallest counterexample: requests and answers.
        skipped: why the law was not tested; empty if it was.
    """

    law: Law
    required: bool
    examples: int = 0
    breach: str = ""
    answers: tuple[Answer, ...] = ()
    skipped: str = ""

    @property
    def status(self) -> str:
        """``held``, ``broken`` or ``skipped``."""
        return "skipped" if self.skipped else "broken" if self.breach else "held"

    @property
    def summary(self) -> str:
        """One line: how many cases, what is broken, or why it was not tested."""
        return self.skipped or self.breach or f"试了 {self.examples} 例"

    _HEADS = heads(
        law="名称", title="性质", required=("要求", lambda must: "必须" if must else "可取舍"),
        status=("结果", _STATUSES.__getitem__), said="说明",
    )  # fmt: skip

    def _lines(self) -> Iterator[dict[str, Any]]:
        yield {
            "law": self.law.name,
            "title": self.law.title,
            "required": self.required,
            "status": self.status,
            "examples": self.examples,
            "said": self.summary,
            "example": "\n".join(map(str, self.answers)),
        }

    @property
    def _title(self) -> str:
        return f"{self.law.name} {self.law.title}：{self.summary}"

    def explain(self) -> str:
        """The law and its counterexample, written out."""
        lines = [f"【{_STATUSES[self.status]}】{self.law.name} {self.law.title}"]
        lines += [f"    {answer}" for answer in self.answers]
        return "\n".join([*lines, f"    {self.summary}"])


@attrs.frozen(repr=False)
class LawReport(Tabled):
    """The results for one function, law by law.

    Args:
        function: the function's name.
        results: one for each law asked for.

    Its records have the keys ``law, title, required, status, examples, said, example``.
    """

    function: str
    results: tuple[LawResult, ...]

    def __getitem__(self, name: str) -> LawResult:
        for result in self.results:
            if result.law.name == name:
                return result
        raise UnknownName("law", name, (result.law.name for result in self.results))

    @property
    def ok(self) -> bool:
        """Whether no required law is broken, and at least one of them was tested.

        Laws asked for by name are all required; otherwise those that every proper method keeps.
        """
        tried = [result for result in self.results if result.required and not result.skipped]
        return bool(tried) and all(result.status == "held" for result in tried)

    @property
    def broken(self) -> tuple[str, ...]:
        """The names of all broken laws, required or not."""
        return tuple(result.law.name for result in self.results if result.status == "broken")

    @property
    def summary(self) -> str:
        """One line: how many laws held, were broken, did not apply."""
        counts = {status: sum(r.status == status for r in self.results) for status in _STATUSES}
        said = [f"{label} {counts[status]} 条" for status, label in _STATUSES.items() if counts[status]]
        must = sum(r.required and r.status == "broken" for r in self.results)
        return f"分配方法的性质 {len(self.results)} 条：{'，'.join(said)}；必须而不成立的 {must} 条"

    _HEADS = LawResult._HEADS

    def _lines(self) -> Iterator[dict[str, Any]]:
        return (line for result in self.results for line in result._lines())

    @property
    def _title(self) -> str:
        return f"{self.function}　{self.summary}"

    def explain(self, name: str | None = None) -> str:
        """One law with its counterexample; default: every broken one.

        Raises:
            UnknownName: the law is not in this report.
        """
        if name is not None:
            return self[name].explain()
        broken = [result.explain() for result in self.results if result.status == "broken"]
        return "\n".join([self.summary, *broken])

    def __str__(self) -> str:
        return f"{self.table()}\n\n{self.explain()}" if self.broken else self.table().to_text()

    def _html(self, fold: str) -> str:
        broken = f"<pre>{escaped(self.explain())}</pre>" if self.broken else ""
        return self.table()._html(fold) + broken
