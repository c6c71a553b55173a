"""Small SVG: shapes and words at exact places, by attributes alone: for a page, or alone."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from fractions import Fraction

from minsheng.domain.written import to_places
from minsheng.layout import SERIES, one_line, width

#: named, never shipped: each system has one of them
FONT = "Microsoft YaHei,PingFang SC,Noto Sans CJK SC,WenQuanYi Zen Hei,sans-serif"
#: readable on white and on black
BEHIND, FINE, FAINT = "#d64f4f", "#3b82c4", "#8a8a8a"

#: a length or a place, in pixels
Length = int | Fraction


def px(length: Length) -> str:
    """A length with at most one decimal place.

    >>> px(Fraction(2, 3)), px(12)
    ('0.7', '12')
    """
    return to_places(Fraction(length), 1).removesuffix(".0")


def plain(text: str) -> str:
    """A text for SVG: on one line, tags escaped, invisible characters written out.

    >>> plain("<b>\\n&")
    '&lt;b&gt; &amp;'
    """
    return html.escape(one_line(text))


def words(
    x: Length, y: Length, text: str, *, size: int = 12, anchor: str = "start", fill: str = "", room: int = 0
) -> str:
    """A line of text on the base line ``y``; what does not fit in ``room`` is cut and stands in a tooltip."""
    cut = fitted(text, room, size) if room else text
    tip = f"<title>{plain(text)}</title>" if cut != text else ""
    placed = "" if anchor == "start" else f' text-anchor="{anchor}"'
    colour = f' fill="{fill}"' if fill else ""
    return f'<text x="{px(x)}" y="{px(y)}" font-size="{size}"{placed}{colour}>{plain(cut)}{tip}</text>'


def fitted(text: str, room: int, size: int) -> str:
    """As much of a text as fits, with … where it was cut.

    >>> fitted("岳阳经开区", 60, 12), fitted("岳阳经开区", 48, 12)
    ('岳阳经开区', '岳阳经…')
    """
    most = room * 2 // size
    if width(one_line(text)) <= most:
        return text
    kept = one_line(text)
    while kept and width(kept) > most - 2:
        kept = kept[:-1]
    return f"{kept}…"


def box(
    x: Length, y: Length, wide: Length, high: Length, fill: str, *, opacity: int = 100, tip: str = ""
) -> str:
    """A filled rectangle, with a tooltip."""
    faint = "" if opacity == 100 else f' fill-opacity="{opacity}%"'
    inside = f"<title>{plain(tip)}</title>" if tip else ""
    place = f'x="{px(x)}" y="{px(y)}" width="{px(wide)}" height="{px(high)}"'
    return f'<rect {place} fill="{fill}"{faint}>{inside}</rect>'


def line(points: Iterable[tuple[Length, Length]], stroke: str, *, thick: str = "1", dash: str = "") -> str:
    """A line through points."""
    through = " ".join(f"{px(x)},{px(y)}" for x, y in points)
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<polyline points="{through}" fill="none" stroke="{stroke}" stroke-width="{thick}"{dashed}/>'


def dot(x: Length, y: Length, fill: str) -> str:
    """A small dot."""
    return f'<circle cx="{px(x)}" cy="{px(y)}" r="2.5" fill="{fill}"/>'


def key(names: Sequence[str], wide: int, more: str = "") -> tuple[str, int]:
    """What the colours mean, on as many lines as needed, and a remark; and how high that is."""
    drawn, x, y = list[str](), 8, 0
    listed = [*names, more] if more else [*names]
    for at, name in enumerate(listed):
        long = min(width(one_line(name)) * 11 // 2, 300) + 32
        if x > 8 and x + long > wide:
            x, y = 8, y + 18
        if at < len(names):
            drawn.append(box(x, y + 2, 12, 12, SERIES[at % len(SERIES)]))
        drawn.append(words(x + 16, y + 12, name, size=11, room=300))
        x += long
    return "".join(drawn), y + 26


def moved(x: Length, y: Length, drawing: str) -> str:
    """A drawing at another place."""
    return f'<g transform="translate({px(x)} {px(y)})">{drawing}</g>'


def svg(wide: int, high: int, drawing: str, title: str, *, alone: bool = False) -> str:
    """The whole picture, as wide as there is room for; alone, it is black on white."""
    colour = "#1f2328" if alone else "currentColor"
    ground = '<rect width="100%" height="100%" fill="#ffffff"/>' if alone else ""
    size = f'viewBox="0 0 {wide} {high}" width="{wide}" height="{high}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{plain(title)}"'
        f' fill="{colour}" font-family="{FONT}" style="max-width:100%;height:auto">{ground}{drawing}</svg>'
    )
