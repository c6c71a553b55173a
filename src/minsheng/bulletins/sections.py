"""What a bulletin is made of, from paragraphs to the whole."""

from __future__ import annotations

import attrs

from minsheng.asking import built
from minsheng.bulletins.facts import Sentence


@built
@attrs.frozen
class Paragraph:
    """Sentences that stand together, under a heading of their own or none.

    Args:
        sentences: the sentences.
        heading: the heading, without its number.
    """

    sentences: tuple[Sentence, ...]
    heading: Sentence | None = None

    @property
    def text(self) -> str:
        """All sentences in one line."""
        return "".join(one.text for one in self.sentences)


@built
@attrs.frozen
class BulletinSection:
    """Paragraphs under a heading, without its number."""

    heading: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence, headings of paragraphs among them."""
        return tuple(
            said
            for one in self.paragraphs
            for said in ((one.heading,) if one.heading else ()) + one.sentences
        )


_DIGITS = "〇一二三四五六七八九"


def in_chinese(number: int) -> str:
    """A number below a hundred in Chinese numerals.

    >>> [in_chinese(n) for n in (1, 10, 12, 20, 35)]
    ['一', '十', '十二', '二十', '三十五']
    """
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    return ("" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十") + (
        _DIGITS[ones] if ones else ""
    )
