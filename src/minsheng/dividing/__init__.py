"""Dividing a target over areas: exactly, fairly, and with the working. ``ms.allocate`` begins it.

>>> import minsheng as ms
>>> targets, areas = {"道路": 10, "水渠": 6}, {"甲县": 9, "乙县": 7}
>>> weights = {"道路": {"甲县": 3, "乙县": 2}, "水渠": {"甲县": 5, "乙县": 4}}
>>> print(ms.dividing.allocate_matrix(targets, areas, weights, unit="公里"))
事项  甲县  乙县  合计
──────────────────────
道路     6     4    10
水渠     3     3     6
合计     9     7    16
"""

from minsheng import _listed

__getattr__, __dir__ = _listed(__name__)
