"""The units that products and quotients of amounts are written in."""

from __future__ import annotations

from fractions import Fraction

from minsheng.domain.units import Unit, read_unit, vocabulary
from minsheng.errors import UnitError


def multiplied(first: Unit | None, second: Unit | None) -> Unit | None:
    """The unit to write a product in; None if everything cancels.

    Its size may differ from that of the product (万户 × 元/户 is written in 万元, but 公里 × 亩 in
    立方米): the caller converts.

    >>> str(multiplied(Unit.parse("元/月·人"), Unit.parse("人")))
    '元/月'
    """
    return _combined(first, second, 1)


def divided(first: Unit | None, second: Unit | None) -> Unit | None:
    """The unit to write a quotient in, likewise.

    >>> str(divided(Unit.parse("万元"), Unit.parse("户")))
    '万元/户'
    """
    return _combined(first, second, -1)


def _combined(first: Unit | None, second: Unit | None, sign: int) -> Unit | None:
    if second is None:
        return first
    factor = first.factor if first else Fraction(1)
    factor *= second.factor if sign > 0 else 1 / second.factor
    powers = dict(first.dimension if first else ())
    for name, power in second.dimension:
        powers[name] = powers.get(name, 0) + sign * power
    dimension = tuple(sorted((name, power) for name, power in powers.items() if power))
    if not dimension:
        return None
    base = _base_text(dimension)
    above, bar, below = base.partition("/")
    belows = dict.fromkeys((below, below.replace("月", "年")))
    own = (first.own if first else ()) or second.own
    words = [prefix + word for word in (above, *vocabulary(own)) for prefix in ("", "万", "亿")]
    written = (read_unit(word + bar + under, own) for under in belows for word in words)
    same = [unit for unit in written if unit and unit.dimension == dimension]
    if not same:
        raise UnitError(f"{first or 1} {'×' if sign > 0 else '÷'} {second} 没有可写的单位")
    return next((unit for unit in same if unit.factor == factor), same[0])


#: the units for dimensions that are not named after a unit
_BASE_WORDS = {
    "长度": "米", "货币": "元", "时间": "月", "比率": "%", "百分点": "个百分点", "质量": "克", "功率": "千瓦",
    "电量": "千瓦时", "视在功率": "千伏安", "天数": "天", "得分": "分",
}  # fmt: skip
_SQUARES = {("长度", 2): "平方米", ("长度", 3): "立方米"}


def _base_text(dimension: tuple[tuple[str, int], ...]) -> str:
    """The base unit of a dimension as text: 元/月·人."""
    above: list[str] = []
    below: list[str] = []
    for name, power in dimension:
        word = _SQUARES.get((name, abs(power)))
        words = [word] if word else [_BASE_WORDS.get(name, name)] * abs(power)
        (above if power > 0 else below).extend(words)
    below.sort(key=lambda word: word != "月")  # 元/月·人, as offices write it
    # without anything above the bar there is no word for it: 次 per ...
    return "·".join(above or ["次"]) + ("/" + "·".join(below) if below else "")
