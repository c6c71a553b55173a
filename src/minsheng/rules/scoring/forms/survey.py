"""Satisfaction: by a survey, with its sample and confidence; or by a vote, and what half means."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import attrs

from minsheng.asking import built
from minsheng.domain.expression.build import Expression, compared
from minsheng.domain.expression.choosing import when
from minsheng.domain.numerals import times_exactly
from minsheng.domain.printed import Relation
from minsheng.domain.sampling import in_words, wilson
from minsheng.labels import Labelled
from minsheng.rules.scoring.forms.basic import Fault, Form
from minsheng.rules.scoring.terms.bands import NamedLevel, level_faults
from minsheng.rules.scoring.terms.columns import Input
from minsheng.rules.scoring.terms.inputs import Inputs
from minsheng.rules.scoring.terms.worth import (
    ZERO,
    Goals,
    Values,
    Written,
    certain,
    no_goals,
    said,
    summed,
    where,
    worth,
)

#: the answers of a survey or a vote that has no levels of its own
THREE = ("满意", "基本满意", "不满意")
_counted = attrs.validators.optional(attrs.validators.ge(0))


@built
@attrs.frozen
class AnswerCount:
    """How many gave one answer, by its word: 很满意, 较好."""

    word: str
    many: int = attrs.field(validator=attrs.validators.ge(0))


@built
@attrs.frozen
class Answers:
    """The result of a survey or a vote.

    Args:
        area: the subject: the ranked area, agency or project.
        item: the id of the scheme's item.
        satisfied, basically, dissatisfied: how many gave each answer.
        members: for a vote, how many members there are in all; None if unknown.
        silent: how many were present, or asked, but gave no answer.
        levels: instead of satisfied, basically satisfied and dissatisfied, how many gave each answer of
            the survey's own.

    Raises:
        ValueError: both kinds of answers, or one of them twice.

    >>> Answers("甲县", "家访", 0, levels=(AnswerCount("好", 60), AnswerCount("差", 10))).counts
    {'好': 60, '差': 10}
    """

    area: str
    item: str
    satisfied: int = attrs.field(validator=attrs.validators.ge(0))
    basically: int = attrs.field(default=0, validator=attrs.validators.ge(0))
    dissatisfied: int = attrs.field(default=0, validator=attrs.validators.ge(0))
    members: int | None = attrs.field(default=None, validator=_counted)
    silent: int = attrs.field(default=0, validator=attrs.validators.ge(0))
    levels: tuple[AnswerCount, ...] = attrs.field(default=(), kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.levels and (self.satisfied or self.basically or self.dissatisfied):
            raise ValueError("Answers(): levels are given instead of satisfied, basically and dissatisfied")
        if len({one.word for one in self.levels}) < len(self.levels):
            raise ValueError(f"Answers(): levels has a word twice: {[one.word for one in self.levels]}")

    @property
    def counts(self) -> dict[str, int]:
        """How many gave each answer, by its word."""
        three = (self.satisfied, self.basically, self.dissatisfied)
        return {one.word: one.many for one in self.levels} or dict(zip(THREE, three, strict=True))

    def __str__(self) -> str:
        return f"{self.area}，{self.item} 的调查或表决"

    @property
    def asked(self) -> int:
        """How many were asked, or were present."""
        return sum(self.counts.values()) + self.silent

    def columns(self, form: object) -> dict[str, int | None]:
        """The columns of the scheme that it fills, of an item of this form."""
        if isinstance(form, Survey) and form.levels:
            words = [(f"{Input.VOTES.value}{at}", one.name) for at, one in enumerate(form.levels, 1)]
        else:
            words = [(Input.SATISFIED.value, THREE[0]), (Input.BASICALLY.value, THREE[1])]
        return {f"{self.item}_{code}": self.counts.get(word, 0) for code, word in words} | {
            f"{self.item}_{Input.ASKED.value}": self.asked,
            f"{self.item}_{Input.MEMBERS.value}": self.members,
        }


@built
@attrs.frozen
class Survey(Form):
    """Points in proportion to the share that was satisfied.

    Args:
        basically: how much a basically satisfied answer counts, 0 to 1.
        sample: the least number that must be asked; with fewer there is no score, nor if more
            were satisfied than were asked.
        levels: instead of satisfied and basically satisfied, the answers from the best to the
            worst, each with what it counts; their numbers are in the columns ``votes1``, ``votes2`` …
    """

    levels: tuple[NamedLevel, ...] = attrs.field(default=(), kw_only=True)
    basically: Decimal = attrs.field(default=Decimal(1), converter=certain)
    sample: int = attrs.field(default=1, validator=attrs.validators.ge(1))

    def points(self, weight: Decimal, inputs: Inputs) -> Expression:
        asked, answers = inputs.column(Input.ASKED), self._answers(inputs)
        pleased = summed([many * counts for _, many, counts in answers if counts])
        fits = (summed([many for _, many, _ in answers]) <= asked) & (asked >= self.sample)
        return when(fits).then(pleased * weight / asked).otherwise(None)

    def _answers(self, inputs: Inputs) -> list[tuple[str, Expression, Decimal]]:
        """Each answer: its name, how many gave it, and what it counts."""
        if not self.levels:
            pleased, basically = inputs.column(Input.SATISFIED), inputs.column(Input.BASICALLY)
            return [("满意", pleased, Decimal(1)), ("基本满意", basically, self.basically)]
        return [
            (one.name, inputs.column(Input.VOTES, str(at)), one.share)
            for at, one in enumerate(self.levels, 1)
        ]

    def idle(self, weight: Decimal) -> Iterator[Fault]:
        if self.levels and self.basically != 1:
            yield "basically", "各档的分写在 levels 里，basically 用不上", "去掉 basically"

    def faults(self, weight: Decimal) -> Iterator[Fault]:
        if self.levels:
            yield from level_faults(self.levels)
        if not 0 <= self.basically <= 1:
            yield "basically", f"基本满意折算 {said(self.basically)}", "应在 0 和 1 之间"

    def working(self, weight: Decimal, inputs: Inputs) -> Written:
        columns = [inputs.column(what) for what in (Input.SATISFIED, Input.BASICALLY, Input.ASKED)]
        if self.levels:
            return self._by_levels(inputs)

        def write(values: Values, earned: Fraction | None) -> str:
            satisfied, basically, asked = (worth(one, values) for one in columns)
            if satisfied is None or basically is None or not asked:
                return "没有调查结果"
            if asked < self.sample:
                return f"只访问了 {asked} 户，少于规定的 {self.sample} 户"
            if satisfied + basically > asked:
                return f"满意 {satisfied}、基本满意 {basically}，合起来比访问的 {asked} 还多"
            rate, pleased = ("满意率", satisfied)
            if self.basically == 1:
                rate, pleased = "满意和基本满意率", satisfied + basically
            off = in_words(*wilson(int(pleased), int(asked)))
            text = (
                f"访问 {asked}，满意 {satisfied}，基本满意 {basically}（每个按 {said(self.basically)} 计），"
            )
            return f"{text}{inputs.verb} {said(earned)} 分；{rate}的 {off}"

        return write

    def _by_levels(self, inputs: Inputs) -> Written:
        """The working where answers have levels."""
        of, answers = inputs.column(Input.ASKED), self._answers(inputs)

        def write(values: Values, earned: Fraction | None) -> str:
            asked, many = worth(of, values), [(name, worth(one, values), by) for name, one, by in answers]
            counted = sum((n for _, n, _ in many if n is not None), Fraction(0))
            if not asked or any(n is None for _, n, _ in many):
                return "没有调查结果"
            if asked < self.sample:
                return f"只访问了 {asked} 户，少于规定的 {self.sample} 户"
            listed = "，".join(f"{name} {n}（每个按 {said(by)} 计）" for name, n, by in many)
            if counted > asked:
                return f"{listed}，合起来比访问的 {asked} 还多"
            return f"访问 {asked}，{listed}，{inputs.verb} {said(earned)} 分"

        return write

    def goals(self, weight: Decimal, inputs: Inputs) -> Goals:
        return no_goals


class VoteOf(Labelled):
    """Whose half is needed."""

    MEMBERS = "members", "全体组成人员"
    PRESENT = "present", "到会人员"


class Half(Labelled):
    """What exactly half means."""

    REACHED = "reached", "正好一半算达到"
    NOT_REACHED = "not-reached", "正好一半不算达到"


@built
@attrs.frozen
class Vote(Form):
    """Points by a vote: half are satisfied, half are at least basically satisfied, or neither.

    No points if nobody could vote, or more voted than could.

    Args:
        of: whether it takes half of all members, or of those present.
        half: what exactly half means for 满意.
        half_basically: the same for 基本满意.
        basically: the points of the middle class, as a share of the full points.

    >>> form = Vote(basically="0.5")
    >>> votes = {"vote_satisfied": 17, "vote_basically": 11, "vote_members": 34}
    >>> str(worth(form.points(Decimal(2), Inputs("vote")), {k: Fraction(v) for k, v in votes.items()}))
    '2'
    """

    of: VoteOf = attrs.field(default=VoteOf.MEMBERS, converter=VoteOf)
    half: Half = attrs.field(default=Half.REACHED, converter=Half)
    half_basically: Half = attrs.field(default=Half.REACHED, converter=Half)
    basically: Decimal = attrs.field(default=Decimal("0.5"), converter=certain)

    def _whole(self, inputs: Inputs) -> Expression:
        return inputs.column(Input.MEMBERS if self.of is VoteOf.MEMBERS else Input.ASKED)

    def points(self, weight: Decimal, inputs: Inputs) -> Expression:
        satisfied, whole = inputs.column(Input.SATISFIED), self._whole(inputs)
        both = satisfied + inputs.column(Input.BASICALLY)
        most = compared(_least(self.half), satisfied * 2, whole)
        some = compared(_least(self.half_basically), both * 2, whole)
        points = where(most, weight, where(some, times_exactly(self.basically, weight), ZERO))
        return when((both <= whole) & (whole > 0)).then(points).otherwise(None)

    def faults(self, weight: Decimal) -> Iterator[Fault]:
        if not 0 <= self.basically <= 1:
            yield "basically", f"基本满意得满分的 {said(self.basically)}", "应在 0 和 1 之间"

    def idle(self, weight: Decimal) -> Iterator[Fault]:
        if not self.basically and self.half_basically is not Half.REACHED:
            yield "half_basically", "基本满意不得分，half_basically 用不上", "去掉，或写明 basically"

    def working(self, weight: Decimal, inputs: Inputs) -> Written:
        both = inputs.column(Input.SATISFIED), inputs.column(Input.BASICALLY)
        whole = self._whole(inputs)

        def write(values: Values, earned: Fraction | None) -> str:
            satisfied, basically = (worth(one, values) for one in both)
            of = worth(whole, values)
            if satisfied is None or basically is None or of is None:
                return "没有表决结果"
            text = f"满意 {satisfied} 票，基本满意 {basically} 票，{self.of.label} {of} 人"
            if earned is None:
                return f"{text}，票数和人数对不上"
            for votes, half, name in (
                (satisfied, self.half, "满意"),
                (satisfied + basically, self.half_basically, "满意和基本满意"),
            ):
                if votes * 2 > of or (votes * 2 == of and half is Half.REACHED):
                    exactly = f"（{half.label}）" if votes * 2 == of else ""
                    return f"{text}，{name} {votes} 票，达到半数{exactly}，{inputs.verb} {said(earned)} 分"
            both_of = f"满意和基本满意 {satisfied + basically} 票"
            return f"{text}，{both_of}，没有达到半数，{inputs.verb} {said(earned)} 分"

        return write

    def goals(self, weight: Decimal, inputs: Inputs) -> Goals:
        return no_goals


def _least(half: Half) -> Relation:
    return Relation.AT_LEAST if half is Half.REACHED else Relation.ABOVE
