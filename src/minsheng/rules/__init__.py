"""The engine. ``ms.check``, ``ms.rule``, ``ms.column`` and ``ms.Criterion`` begin it; this is the rest.

    >>> import minsheng as ms
    >>> Line, OneOf = ms.rules.Line, ms.rules.OneOf
    >>> lines = (Line((OneOf(("优", "良")),), 10), Line((OneOf(("差",)),), 0))
    >>> ms.rules.DecisionTable("评级分值", ("grade",), lines).gaps()
    ['grade：其他值']

Here are decision tables, sets of criteria as data, and what rules about registers go by.
"""

from minsheng import _listed

__getattr__, __dir__ = _listed(__name__)
