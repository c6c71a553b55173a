"""Sentences, each made of words and of facts, so that no number in a text is without an origin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from minsheng.asking import built
from minsheng.plain.leaves import Quotients
from minsheng.table import Tabled, heads
from minsheng.visible import shown

#: what is to be filled in by hand
BLANK = "〔　　　〕"


@built
@attrs.frozen
class Fact:
    """A number, a name or a remark in a sentence, and what it was made from.

    Args:
        text: as it stands in the sentence.
        what: what it says: 完成率, 名次, 地区.
        item: the id of the indicator or the standard it is about.
        area: the area it is about; empty for the whole city or none.
        exact: the exact value, where the text is rounded.
        rule: the code of the rule that found it.
        sources: where the figures were read: file, sheet, row.

    >>> print(Fact("35.6%", "完成率", "jobs", exact="21/59"))
    35.6%
    """

    text: str
    what: str
    item: str = ""
    area: str = ""
    exact: str = attrs.field(default="", metadata={"shape": Quotients()})
    rule: str = ""
    sources: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.text


@built
@attrs.frozen
class Blank:
    """Something that the data does not say: left to be filled in by hand.

    >>> print(Blank("下一步工作"))
    〔　　　〕
    """

    what: str

    def __str__(self) -> str:
        return BLANK


@built
@attrs.frozen(repr=False)
class Sentence(Tabled):
    """One sentence of a bulletin: words, facts and blanks, in order.

    Words hold no digits: every number is a fact, which says where it comes from.

    Args:
        parts: what the sentence is made of.

    Raises:
        ValueError: a digit stands outside the facts.

    >>> said = Sentence(("城镇新增就业完成率", Fact("35.6%", "完成率", "jobs", exact="21/59"), "。"))
    >>> said.text, said.facts[0].exact
    ('城镇新增就业完成率35.6%。', '21/59')
    >>> Sentence(("完成35.6%。",))
    Traceback (most recent call last):
    ...
    ValueError: '完成35.6%。' has a digit: a number in a sentence is a Fact
    """

    parts: tuple[str | Fact | Blank, ...]

    def __attrs_post_init__(self) -> None:
        for part in self.parts:
            if isinstance(part, str) and any(map(str.isdigit, part)):
                raise ValueError(f"{part!r:.60} has a digit: a number in a sentence is a Fact")

    @property
    def text(self) -> str:
        """The sentence as it is printed, on one line."""
        return shown(" ".join("".join(map(str, self.parts)).split("\n")))

    @property
    def facts(self) -> tuple[Fact, ...]:
        """What it was made from."""
        return tuple(part for part in self.parts if isinstance(part, Fact))

    @property
    def blanks(self) -> tuple[Blank, ...]:
        """What is left to be filled in."""
        return tuple(part for part in self.parts if isinstance(part, Blank))

    @property
    def summary(self) -> str:
        """The sentence."""
        return self.text

    def __str__(self) -> str:
        return self.text

    _HEADS = heads(
        text="文字", what="说的是", item="指标", area="地区", exact="准确值", rule="规则", sources="出处"
    )

    def _lines(self) -> Iterator[dict[str, Any]]:
        for part in self.parts:
            if isinstance(part, Fact):
                yield attrs.asdict(part) | {"sources": "；".join(part.sources)}
            elif isinstance(part, Blank):
                yield dict.fromkeys(self._HEADS, "") | {"text": BLANK, "what": f"待填：{part.what}"}


#: a phrase: a part of a sentence, or several of them
Words = str | Fact | Blank | Iterable["Words"]


def sentence(*phrases: Words) -> Sentence:
    """A sentence of phrases, one after the other.

    >>> sentence("共", Fact("20", "项目数"), "个项目", ("，", "全部", "完成"), "。").text
    '共20个项目，全部完成。'
    """
    return Sentence(tuple(_parts(phrases)))


def joined(phrases: Iterable[Words], between: str = "、") -> Words:
    """Several phrases with a mark between each two.

    >>> sentence(joined([Fact("甲县", "地区"), (Fact("乙县", "地区"), "等")])).text
    '甲县、乙县等'
    """
    return [(between * (at > 0), one) for at, one in enumerate(phrases)]


def _parts(words: Words) -> Iterator[str | Fact | Blank]:
    if isinstance(words, (str, Fact, Blank)):
        yield words
    else:
        for phrase in words:
            yield from _parts(phrase)
