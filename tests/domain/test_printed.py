"""One grammar of printed numbers: wherever a number is read, it is the same number."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

import minsheng as ms
from minsheng.domain.numerals import SCALES
from minsheng.domain.printed import WORDS_AFTER, WORDS_BEFORE, read_cell
from minsheng.published.figures import Figure, read_figure
from minsheng.reading.tables.figures import Beside, read_target
from minsheng.reading.tables.items import Item

WIDE = {ord(d): ord(d) - ord("0") + ord("０") for d in "0123456789"}
words = st.sampled_from(
    [(word, "", relation) for word, relation in WORDS_BEFORE]
    + [("", word, relation) for word, relation in WORDS_AFTER]
    + [("达到", "以上", ms.domain.Relation.AT_LEAST), ("控制在", "以内", ms.domain.Relation.AT_MOST)]
)
units = st.sampled_from(["人", "户", "%", "元", "元/月·人", "公里", "个百分点"])
numbers = st.decimals(0, 10**6, places=2).map(lambda n: n.normalize() if n else Decimal(0))


@given(words, numbers, st.sampled_from(["", *SCALES, "万亿"]), units, st.booleans())
def test_every_reader_reads_the_same(
    said: tuple[str, str, ms.domain.Relation], number: Decimal, scale: str, unit: str, wide: bool
) -> None:
    """A bound, a cell of a register, a target there, a published figure and a mention in a sentence."""
    scale = "" if unit in ("%", "个百分点") else scale
    before, after, relation = said
    printed = f"{number:,f}"
    text = f"{before}{printed.translate(WIDE) if wide else printed}{scale}{unit}{after}"
    size = Fraction(number)
    for mark in scale:
        size *= SCALES[mark]
    amount = ms.Amount(number, f"{scale}{unit}")

    bound = ms.Bound.parse(text)
    assert (bound.relation, bound.amount) == (relation, amount)
    cell = read_cell(text)
    assert (cell.relation, cell.value, cell.unit) == (relation, number, f"{scale}{unit}")
    figure = read_figure(text, None)
    assert isinstance(figure, Figure)
    assert (figure.relation, figure.value, figure.unit) == (relation, amount.exact, amount.unit)
    if scale != "万亿":  # a sentence that says 万亿 names no unit that is known
        [mention] = ms.domain.find_mentions(text)
        assert (mention.relation or relation, mention.is_of(amount)) == (relation, True)

    # on a line in the unit, a bare number and a bare 万 are of it
    line = ms.Unit.parse(unit)
    for bare in (f"{before}{printed}{scale}{after}", f"{before}{printed}{scale}{unit}{after}"):
        target = read_target(bare, Beside(unit), Item("x", line, ms.domain.Relation.EXACTLY))
        assert (target and target.relation, target and target.amount) == (relation, amount)
        figure = read_figure(bare, line)
        assert isinstance(figure, Figure)
        assert (figure.relation, figure.value) == (relation, size * line.factor)


@given(st.integers(1, 9999), st.integers(1000, 9999))
def test_hundred_millions_and_ten_thousands_together(high: int, low: int) -> None:
    """1亿2000万人 is one number, and its last printed place is the ten thousand."""
    text = f"{high}亿{low}万人"
    size = high * 10**8 + low * 10**4
    assert ms.Amount.parse(text) == ms.Amount(size, "人")
    assert read_cell(text).value == size
    figure = read_figure(text, None)
    assert isinstance(figure, Figure)
    assert (figure.value, figure.step) == (Fraction(size), Fraction(10**4))
