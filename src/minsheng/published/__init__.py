"""Whether the rates, sums, ranks and grades of a published table follow from its own figures.

    >>> import minsheng as ms
    >>> lines = [{"地区": a, "名次": n} for a, n in (("甲县", "1"), ("乙县", "2"), ("丙区", "2"))]
    >>> ms.published.check_ranks(lines, ranked_by="nothing").ok
    True

``ms.read_published`` reads such a table, ``ms.check_published`` checks all of it.
"""

from minsheng import _listed

__getattr__, __dir__ = _listed(__name__)
