"""What a regulation of scoring is built of, and what it is fed with.

    >>> import minsheng as ms
    >>> roads = ms.scoring.Item("roads", "农村公路", ms.scoring.Proportional(), 60, indicators=["roads"])
    >>> visits = ms.scoring.Item("visits", "群众评价", ms.scoring.Given(out_of=100), 40)
    >>> own = ms.scoring.Scheme("own-2023", "某县考核办法", "某办〔2023〕9号", items=(roads, visits))
    >>> record = {"roads_target": 20, "roads_actual": 15, "visits_mark": "92"}
    >>> [score] = ms.score_records(own, {"甲县": record})
    >>> print(score)
    甲县：81.8 分，第 1 名
    内容      条款  满分  得分  算式
    ────────────────────────────────
    总分             100  81.8
    农村公路          60    45
    群众评价          40  36.8

``ms.score`` and its like apply a scheme; ``ms.load_scheme`` reads one.
"""

from minsheng import _listed

__getattr__, __dir__ = _listed(__name__)
