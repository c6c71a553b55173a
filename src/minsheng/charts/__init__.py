"""Charts for notebooks and documents: small SVG of our own, with Chinese and without scripts or fonts.

A chart shows itself in a notebook; ``print`` shows the figures it was drawn from.

>>> import minsheng as ms
>>> p = ms.load("yueyang-2019")
>>> chart = ms.charts.schedule_lines(p, ms.read_progress("yueyang-2019", p))
>>> chart
<Chart 岳阳市2019年重点民生实事：完成率与序时进度（截至2019-11-30）>
>>> chart.to_records()[0]["指标"]
'新增15万户直播卫星用户'
"""

from minsheng import _listed

__getattr__, __dir__ = _listed(__name__)
