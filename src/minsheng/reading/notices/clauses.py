"""The clauses of a requirement in words: each with its figure, and whom it is for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from minsheng.domain.printed import WORDS_BEFORE
from minsheng.domain.source import Change
from minsheng.domain.wording import Mention, find_mentions
from minsheng.reading.notices.doubts import undated

#: a clause; words in brackets stay in it where they are no figures of their own: 城区（含经开区）
_CLAUSE = re.compile(r"(?:[^，；。（）()：]|[（(][^（）()\d]*[）)])+")


def clauses(words: str) -> Iterator[str]:
    """The clauses of a text; a 、 parts them where each side has its own figure: 散居1150元、集中1600元."""
    for found in _CLAUSE.finditer(words):
        parts = found[0].split("、")
        if all(any(m.unit is not None for m in find_mentions(undated(part))) for part in parts):
            yield from parts
        else:
            yield found[0]


def people_of(used: Sequence[tuple[str, Mention]]) -> list[str]:
    """Whom each clause is for, where they are people and not areas: 散居1150元、集中供养1600元."""
    whose = [before(clause, find_mentions(undated(clause))[0]) for clause, _ in used]
    people = [who for who in whose if who and not re.search("[县市区地镇乡州旗]", who)]
    return whose if len({*people}) == len(used) > 1 else []


def before(clause: str, mention: Mention) -> str:
    """Whom a clause is for: the words before its figure, without a date."""
    # dates are blanked: their figures are none of the requirement
    blank = undated(clause)
    whom = blank[: blank.find(mention.text[:1])]
    word = next((word for word, _ in WORDS_BEFORE if whom.endswith(word)), "")
    return re.sub("(?:标准|[从由]|底|前|起|，|\u3000)+$", "", whom.removesuffix(word)).strip("\u3000底前起")


def whose(path: str, kinds: Sequence[str], names: Sequence[str], *, city: bool = False) -> tuple[Change, ...]:
    """The changes that make a tier one of these kinds, of these areas, or of the whole city."""
    return (
        Change(f"{path}.area_kinds", tuple(kinds)),
        Change(f"{path}.areas", tuple(names)),
        Change(f"{path}.city", city),
    )
