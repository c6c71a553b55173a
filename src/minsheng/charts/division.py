"""What each method of dividing gives each area, as bars."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from minsheng.asking import asked
from minsheng.charts.chart import Chart
from minsheng.charts.drawing import box, key, line, moved, words
from minsheng.dividing.compare import Comparison
from minsheng.domain.allocation import Row
from minsheng.domain.amount import plain_text
from minsheng.domain.written import cut
from minsheng.layout import SERIES

_NAMES, _BARS, _FIGURES, _HIGH = 130, 480, 110, 13
_WIDE = _NAMES + _BARS + _FIGURES


@asked
def allocation_bars(comparison: Comparison) -> Chart:
    """Draw each area's share by each method, and a line where exact proportion would put it.

    Args:
        comparison: from :func:`minsheng.dividing.compare_allocations`.

    >>> import minsheng as ms
    >>> weights = {"甲": 643, "乙": 197, "丙": 160}
    >>> allocation_bars(ms.dividing.compare_allocations("10 个", weights, methods=("hamilton", "dhondt")))
    <Chart 10 个 的几种分法>
    """
    rows, quotas = comparison.rows, comparison.quotas
    shares = [share for _, row in rows for share in row.shares.values() if share is not None]
    most = max(
        (*map(Fraction, shares), *(due for due in quotas.values() if due is not None)), default=Fraction(0)
    )
    legend, head = key([name for name, _ in rows], _WIDE, "竖线：应得")
    each = len(rows) * _HIGH + 12
    drawn = [
        moved(0, head + at * each, "".join(_area(area, rows, quotas[area], most or Fraction(1))))
        for at, area in enumerate(quotas)
    ]
    title = comparison.table().title
    high = head + len(drawn) * each
    return Chart(title, _WIDE, high, legend + "".join(drawn), comparison.table())


def _area(
    area: str, rows: tuple[tuple[str, Row], ...], due: Fraction | None, most: Fraction
) -> Iterator[str]:
    high = len(rows) * _HIGH
    yield words(8, high // 2 + 4, area, room=_NAMES - 16)
    for at, (name, row) in enumerate(rows):
        share, y = row.shares[area], at * _HIGH
        if share is None:
            yield words(_NAMES, y + 10, "/", size=10)
            continue
        said, wide = plain_text(share), Fraction(share) / most * _BARS
        yield box(_NAMES, y + 1, wide, _HIGH - 2, SERIES[at % len(SERIES)], tip=f"{area} {name} {said}")
        yield words(_NAMES + wide + 5, y + 10, said, size=10)
    if due is not None:
        x = _NAMES + due / most * _BARS
        yield line([(x, -2), (x, high + 1)], "currentColor", thick="1.5")
        yield words(8, high // 2 + 17, f"应得 {cut(due, 2)}", size=10) if len(rows) > 1 else ""
