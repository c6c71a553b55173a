"""Units as offices print them: 户, 万人次, 万亩, 元/月·人.

The only module that imports pint. Printed units are parsed here, strictly and with a closed
vocabulary, because pint reads 元/月·人 as 元·人/月 and drops what it does not know; pint then does
the algebra, in exact fractions, over ``data/units.txt``. A ``pint.Quantity`` leaves this module
only through :meth:`minsheng.Amount.to_pint`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

import attrs

from minsheng.asking import modelled
from minsheng.domain.numerals import SCALES, normalise
from minsheng.domain.own_units import OwnUnit, listed, own_units
from minsheng.errors import UnitError, nearest
from minsheng.wanted import quoted

if TYPE_CHECKING:
    import pint

#: signs, by their names in ``units.txt``
_SIGNS = {"%": "百分比", "‰": "千分比"}
#: abbreviations, in plain characters (㎡ is m2) and lower case
_SHORT = {
    "m": "米", "cm": "厘米", "mm": "毫米", "km": "公里", "m2": "平方米", "平米": "平方米", "m3": "立方米",
    "km2": "平方公里", "g": "克", "kg": "千克", "t": "吨", "kw": "千瓦", "mw": "兆瓦", "kwh": "千瓦时",
    "kva": "千伏安",
}  # fmt: skip
#: what may stand before a unit word: 千人, 百万元, 万亿元
_SCALES = {"十": 10, "百": 100, "千": 1000, **SCALES}
_SCALE = re.compile("[十百千]?[万亿]{0,2}")
_LONGEST = 40
#: how many units an error lists if none is similar
_SOME = 20
_DOTS = str.maketrans(dict.fromkeys("・•∙⋅*", "·"))
#: typing errors of the same sound, as input methods offer them
_SOUNDS_LIKE = {
    "人": "仁 任 认 入", "户": "护 互 沪 胡", "亩": "母 木 目 姆", "元": "员 园 圆 源 原",
    "个": "各 箇 個", "座": "坐 做 作", "家": "加 架 佳", "台": "太 抬 臺", "项": "像 向 相 象",
    "类": "累 雷 泪", "张": "章 长 涨", "所": "锁 索", "件": "建 见", "米": "迷", "名": "明 命",
    "处": "触 初", "套": "桃", "条": "调 跳", "口": "扣", "场": "厂 常", "村": "寸 存",
    "次": "词 此", "辆": "量", "栋": "冻", "棵": "颗", "吨": "顿",
    "公里": "公理 工里", "月": "越", "年": "念", "方": "放 房", "顷": "倾",
}  # fmt: skip


@modelled
@attrs.frozen(order=False)
class Unit:
    """A unit: its text as printed, its exact size, and its dimension.

    Units are equal if they have the same size and dimension, however printed: ``元/月·人`` equals
    ``元/月/人``; ``万人次`` and ``人次`` differ.

    Args:
        text: as printed, in plain characters.
        factor: its size in base units (``万亩`` is 20000000/3 平方米).
        dimension: base dimensions with their exponents, in a fixed order.

    >>> unit = Unit.parse("元/月·人")
    >>> unit.factor, unit.dimension
    (Fraction(1, 1), (('人', -1), ('时间', -1), ('货币', 1)))
    >>> unit == Unit.parse("元/月/人")
    True
    """

    text: str = attrs.field(eq=False)
    factor: Fraction
    dimension: tuple[tuple[str, int], ...]
    own: tuple[OwnUnit, ...] = attrs.field(default=(), eq=False, repr=False)

    @classmethod
    def parse(cls, text: str, *, units: Sequence[OwnUnit] | None = None) -> Unit:
        """Read a printed unit.

        Everything after a bar divides: 元/月·人 is 元 per month and person.

        Args:
            text: the unit.
            units: words of one's own, such as ``programme.units``.

        Raises:
            UnitError: the unit is unknown; the nearest one is named.

        >>> Unit.parse("万仁")
        Traceback (most recent call last):
        ...
        minsheng.errors.UnitError: 不认识的单位“万仁”；最接近的是“万人”
        """
        if not isinstance(text, str):
            raise TypeError(f"a unit is text, not {type(text).__name__}")
        plain = normalise(text).translate(_DOTS)
        if not plain:
            raise UnitError("缺少单位")
        if len(plain) > _LONGEST:
            raise UnitError(f"单位太长：“{plain[:12]}…”")
        if plain in SCALES:
            raise UnitError(f"“{plain}”只有数量级，没有单位；请写全，如“{plain}人”“{plain}元”")
        own = listed(units)
        fit(own)
        unit = read_unit(plain, own)
        if unit is None:
            near = _nearest(plain, own)
            some, many = " ".join(vocabulary(own)[:_SOME]), len(vocabulary(own))
            advice = f"最接近的是“{near}”" if near else f"认识的单位有：{some} 等 {many} 个"
            advice += "" if near else "；自己的单位可以在年度项目的 units 里写明"
            raise UnitError(f"不认识的单位“{plain}”；{advice}")
        if not unit.dimension:
            raise UnitError(f"单位“{plain}”上下相消，什么也没有量")
        return unit

    def measures_same_as(self, other: Unit | str) -> bool:
        """Whether amounts in the two units can be added and compared.

        >>> Unit.parse("元/年").measures_same_as("元/月"), Unit.parse("户").measures_same_as("个")
        (True, False)
        """
        return self.dimension == to_unit(other, self.own).dimension

    @property
    def counted(self) -> bool:
        """Whether it counts things (人, 户, 万人次) rather than measuring a size, money or a share."""
        return len(self.dimension) == 1 and self.dimension[0] in _counted_dimensions(self.own)

    def __str__(self) -> str:
        return self.text


def vocabulary(own: tuple[OwnUnit, ...] = ()) -> tuple[str, ...]:
    """Every known unit word, in the order of ``data/units.txt``, then one's own; without 万 and 亿.

    >>> "公顷" in vocabulary(), "%" in vocabulary()
    (True, True)
    """
    names = {name: sign for sign, name in _SIGNS.items()}
    return (*(names.get(name, name) for name in _words()), *(one.text for one in own))


# --- reading ---------------------------------------------------------------------------


def known_unit(text: str) -> Unit | None:
    """The unit, or None if the text is not one; for finding units in running text.

    >>> known_unit("万亩"), known_unit("千伏") is None
    (Unit(text='万亩', factor=Fraction(20000000, 3), dimension=(('长度', 2),)), True)
    """
    return read_unit(normalise(text).translate(_DOTS), own_units())


@lru_cache(maxsize=4096)
def read_unit(plain: str, own: tuple[OwnUnit, ...]) -> Unit | None:
    try:
        base = _quantity(plain, _registry(own), own).to_base_units()
    except KeyError:
        return None
    # pint types a power as any number; here they are integers
    powers = ((str(name).strip("[]"), int(str(power))) for name, power in base.dimensionality.items())
    return Unit(plain, Fraction(base.magnitude), tuple(sorted(powers)), own)


def _quantity(
    plain: str, units: pint.UnitRegistry[Fraction], own: tuple[OwnUnit, ...], value: Fraction = Fraction(1)
) -> pint.Quantity[Fraction]:
    """``value`` in a printed unit, as a pint quantity; KeyError if a word is unknown."""
    above, *below = ([_word(word, own) for word in part.split("·")] for part in plain.split("/"))
    quantity = units.Quantity(value)
    for factor, name in above:
        quantity = quantity * units.Quantity(Fraction(factor), name)
    for part in below:
        for factor, name in part:
            quantity = quantity / units.Quantity(Fraction(factor), name)
    return quantity


def _word(word: str, own: tuple[OwnUnit, ...]) -> tuple[Fraction, str]:
    """The size (千, 万, 百万, 亿) of a unit word and its name in the registry; KeyError if unknown."""
    factor, known = Fraction(1), (*_words(), *(one.text for one in own))
    scale = _SCALE.match(word) if word not in known else None
    for mark in scale[0] if scale else "":  # 千人, and not 千瓦
        factor, word = factor * _SCALES[mark], word[1:]
        if word in known:
            break
    for one in own:
        if one.text == word:
            times, name = _word(one.of, ()) if one.of else (Fraction(1), word)
            return factor * Fraction(one.times) * times, name
    word = _SIGNS.get(word) or _SHORT.get(word.lower(), word)
    if word not in _words():
        raise KeyError(word)
    return factor, word


def _nearest(text: str, own: tuple[OwnUnit, ...]) -> str | None:
    """The known unit a typist most likely meant."""
    for word, slips in _SOUNDS_LIKE.items():
        for slip in slips.split():
            if slip in text and read_unit(meant := text.replace(slip, word), own):
                return meant
    words = [p + w for w in vocabulary(own) for p in ("", "万", "亿")]
    return nearest(text, [*words, "元/月", "元/年", "元/月·人", "元/年·人"])


# --- the registry ----------------------------------------------------------------------


def _definitions() -> list[str]:
    text = (files("minsheng") / "data" / "units.txt").read_text("utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


@cache
def _words() -> tuple[str, ...]:
    return tuple(line.split("=")[0].strip() for line in _definitions())


@lru_cache(maxsize=64)
def _counted_dimensions(own: tuple[OwnUnit, ...]) -> frozenset[tuple[str, int]]:
    """人, 户, 个 …: the units that are defined as a dimension of the same name."""
    pairs = (map(str.strip, line.split("=")) for line in [*_definitions(), *_defined(own)])
    return frozenset((name, 1) for name, definition in pairs if definition == f"[{name}]")


def to_unit(unit: Unit | str, own: tuple[OwnUnit, ...] = ()) -> Unit:
    """A unit, given as one or as text; with the words of one's own that another unit knows."""
    return unit if isinstance(unit, Unit) else Unit.parse(unit, units=own or None)


def to_pint(
    value: Fraction, unit: Unit, units: pint.UnitRegistry[Fraction] | None = None
) -> pint.Quantity[Fraction]:
    """A pint quantity of the registry ``units``, by default :func:`registry`."""
    if units is not None and not hasattr(units, "Quantity"):
        raise TypeError(f"registry is a pint.UnitRegistry that knows our words, or None, not {quoted(units)}")
    return _quantity(unit.text, _registry(unit.own) if units is None else units, unit.own, value)


def registry() -> pint.UnitRegistry[Fraction]:
    """This library's pint registry: exact fractions, only Chinese units; built once.

    >>> str(registry().Quantity(3, "公顷").to("亩").magnitude)
    '45'
    """
    return _registry(())


@lru_cache(maxsize=64)
def _registry(own: tuple[OwnUnit, ...]) -> pint.UnitRegistry[Fraction]:
    """A registry that also knows things that a programme counts."""
    import pint  # lazily: it takes longer to import than everything else here

    # pint's types know neither an empty registry nor exact numbers; its documentation has both
    units: pint.UnitRegistry[Fraction] = pint.UnitRegistry(None, non_int_type=Fraction)  # pyright: ignore[reportArgumentType]
    units.load_definitions([*_definitions(), *_defined(own)])
    return units


def _defined(own: tuple[OwnUnit, ...]) -> list[str]:
    return [f"{one.text} = [{one.text}]" for one in own if not one.of]


@lru_cache(maxsize=64)
def fit(own: tuple[OwnUnit, ...]) -> None:
    """Raises ValueError for words that are known already, or are said by what is not known."""
    if own and (wrong := next(unfit(own), None)):
        raise ValueError(f"units[{wrong[0]}] is no word of one's own: {wrong[1]}")


def unfit(own: Sequence[OwnUnit]) -> Iterator[tuple[int, str]]:
    """What is wrong with words of one's own among each other and with those that are known."""
    seen: set[str] = set()
    for at, one in enumerate(own):
        if one.text in seen or read_unit(normalise(one.text), ()) is not None:
            yield at, f"“{one.text}”已经是单位了"
        elif one.of and one.of not in vocabulary() and one.of not in _SHORT:
            yield at, f"“{one.of}”不是认识的一个单位词，不能用来说明“{one.text}”"
        seen.add(one.text)
