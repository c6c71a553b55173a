"""How far it is: lights, projections, totals by groups; ``ms.standing`` and ``ms.standings`` begin it.

>>> import minsheng as ms
>>> ms.measuring.light_policy_names()
('nanjing-2016', 'ouhai', 'sanya-2022', 'tianjin-2022', 'xinhuang-2015', 'yinchuan-2025')
"""

from minsheng import _listed

__getattr__, __dir__ = _listed(__name__)
