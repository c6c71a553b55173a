"""Results as documents. What can be reckoned again is: a result that contradicts itself is refused."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import attrs

from minsheng.domain.area import CITY
from minsheng.domain.expression.base import Kind
from minsheng.domain.expression.evaluate import Worth
from minsheng.domain.numerals import exact_decimal
from minsheng.embedding.checked import Checked, Contradiction
from minsheng.embedding.values import LANGUAGE as VALUES
from minsheng.errors import MinshengError, Path
from minsheng.measuring.standings import Standings
from minsheng.plain.language import Language
from minsheng.plain.parts import Named
from minsheng.plain.shape import Definitions, Reading
from minsheng.rules.criteria.compiling.outcome import Outcome
from minsheng.rules.criteria.criterion import Criterion, Verdict
from minsheng.rules.finding import Finding, Held, Said, Unknown
from minsheng.rules.report import RuleResult
from minsheng.rules.scoring.judging.tracing import ScoreTracing
from minsheng.rules.scoring.ranking.ranking import Ranking
from minsheng.rules.scoring.ranking.scores import Score, in_order


class VerdictShape:
    """A verdict: the criterion, its outcome, and the values it judged, by column."""

    json, tag = "object", ""
    _KEYS = ("criterion", "outcome", "values")

    def __init__(self, language: Language) -> None:
        shapes = (language.shape(Criterion), language.shape(Outcome), Named(language.shape(Worth)))
        self._shapes = dict(zip(self._KEYS, shapes, strict=True))

    def write(self, value: Verdict, /) -> Any:
        return {key: shape.write(getattr(value, key)) for key, shape in self._shapes.items()}

    def read(self, plain: Any, at: Path, reading: Reading) -> Verdict | None:
        before = len(reading.problems)
        for key in self._KEYS:
            if key not in plain:
                reading.wrong((*at, key), f"缺少“{key}”")
        for key in plain:
            if key not in self._shapes:
                reading.wrong((*at, key), f"不认识的键“{key}”", f"可用的键：{'、'.join(self._KEYS)}")
        found = {
            key: shape.read(plain[key], (*at, key), reading)
            for key, shape in self._shapes.items()
            if key in plain
        }
        return None if len(reading.problems) > before else self._judged(found, at, reading)

    def _judged(self, found: dict[str, Any], at: Path, reading: Reading) -> Any:
        criterion, values = found["criterion"], found["values"]
        known = [column.name for column in criterion.columns()]
        for name in dict.fromkeys((*known, *values)):
            if name not in values:
                return reading.wrong((*at, "values"), f"缺少“{name}”列的值", "没有值的写 null")
            if name not in known:
                return reading.wrong((*at, "values", name), f"规则里没有“{name}”列")
        record = {name: exact_decimal(v) if isinstance(v, Fraction) else v for name, v in values.items()}
        if lost := [name for name in record if record[name] is None and values[name] is not None]:
            return reading.wrong((*at, "values", lost[0]), "不是有限小数")
        try:
            verdict: Verdict = criterion.judge(record)
        except MinshengError as error:
            return reading.refused((*at, "values"), error)
        if verdict.outcome is not found["outcome"]:
            met = f"写的是 {found['outcome'].value}，按这些值是 {verdict.outcome.value}"
            return reading.wrong((*at, "outcome"), met, "结果与所判的值自相矛盾")
        return verdict

    def schema(self, within: Definitions) -> dict[str, Any]:
        said = {
            "criterion": "what was asked.",
            "outcome": "what came out.",
            "values": "the values judged, by column; null where there was none.",
        }

        def made() -> dict[str, Any]:
            return {
                "description": "A criterion's outcome on one record, with the values judged.",
                "type": "object",
                "properties": {
                    key: {"description": said[key], **shape.schema(within)}
                    for key, shape in self._shapes.items()
                },
                "required": [*self._KEYS],
                "additionalProperties": False,
            }

        return within.ref("Verdict", Verdict, made)


# --- what is checked when it has been read ---------------------------------------------------


def _of_rule(result: RuleResult) -> Iterator[Contradiction]:
    if result.skipped and result.outcomes:
        yield ("skipped",), "既写了跳过，又有结果", "两者只能有一个"
    for number, said in enumerate(result.outcomes):
        if said.code != result.rule.code:
            yield ("outcomes", number, "code"), f"编号“{said.code}”不是规则 {result.rule.code} 的", ""


def _of_standings(found: Standings) -> Iterator[Contradiction]:
    programme = found.programme
    items = {item.id: (item.text, p.number) for p in programme.projects for item in p.items}
    areas = {None, CITY, *(area.name for area in programme.areas)}
    for number, part in enumerate(found.parts):
        at: Path = ("parts", number)
        if part.item not in items:
            yield (*at, "item"), f"年度项目里没有“{part.item}”", ""
        elif items[part.item] != (part.text, part.project):
            yield at, "文字或项目序号与年度项目里的不同", ""
        if part.area not in areas:
            yield (*at, "area"), f"年度项目里没有地区“{part.area}”", ""
        if part.on != found.on:
            yield (*at, "on"), f"是 {part.on} 的，全部是 {found.on} 的", ""
        if part.light is not None and found.policy is None:
            yield (*at, "light"), "没有亮灯办法，却有灯", ""


def _of_score(score: Score) -> Iterator[Contradiction]:
    if score.part.points != score.points:
        yield ("points",), "与 part 里的得分不同", ""


_KINDS: dict[Kind, type] = {Kind.NUMBER: Fraction, Kind.TEXT: str, Kind.DATE: datetime.date, Kind.TRUTH: bool}


def _of_ranking(ranking: Ranking) -> Iterator[Contradiction]:
    """Every score is what the scheme gives for its facts, and every rank what the points give."""
    judge, again = ranking.judge, list[Score]()
    for number, score in enumerate(ranking.scores):
        at: Path = ("scores", number)
        facts = dict(score.facts)
        if len(facts) < len(score.facts):
            yield (*at, "facts"), "同一列写了两次", ""
            return
        for column in judge.formulas.facts:
            value, kind = facts.get(column.name), _KINDS.get(column.of or Kind.NUMBER)
            fits = value is None or (
                type(value) is kind
                and (not isinstance(value, Fraction) or column.low <= value <= column.high)
            )
            if not fits:
                yield (*at, "facts"), f"“{column.name}”列的值不合办法", ""
                return
        known = judge.known(facts)
        part = judge.judge(known)
        if part.points is None:
            yield at, "按这些 facts 不能评分", ""
            return
        grade = judge.grade(known, part.points)
        again.append(Score(score.name, score.group, part.points, grade, part, score.facts))
    for number, (written, reckoned) in enumerate(
        zip(ranking.scores, in_order(again, ranking.scheme), strict=True)
    ):
        for field in attrs.fields(Score):
            if field.eq and getattr(written, field.name) != getattr(reckoned, field.name):
                met = f"写的是{written.summary}，按办法是{reckoned.summary}"
                yield ("scores", number, field.name), met, "结果与办法自相矛盾"


class RankingShape(Checked):
    """A ranking: its scores are traced by its scheme, as when they were made."""

    def __init__(self, language: Language) -> None:
        super().__init__(language, Ranking, _of_ranking)

    def read(self, plain: Any, at: Path, reading: Reading) -> Any:
        before, found = len(reading.problems), super().read(plain, at, reading)
        if len(reading.problems) > before:
            return found
        tracing = ScoreTracing(found.judge)
        return attrs.evolve(found, scores=tuple(attrs.evolve(one, by=tracing) for one in found.scores))


LANGUAGE = VALUES.plus(
    {
        Verdict: VerdictShape,
        RuleResult: lambda own: Checked(own, RuleResult, _of_rule),
        Standings: lambda own: Checked(own, Standings, _of_standings),
        Score: lambda own: Checked(own, Score, _of_score),
        Ranking: RankingShape,
    },
    {Said: ("Outcome", "outcome", {"found": Finding, "held": Held, "unknown": Unknown})},
)
