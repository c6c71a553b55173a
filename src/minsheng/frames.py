"""What looks over the rows of a frame, and schemes on frames; ``ms.judge`` and ``ms.compute`` begin it.

>>> import minsheng as ms
>>> frame = {"省": ["甲", "甲", "甲", "乙"], "分": [90, 95, 90, 60]}
>>> import polars as pl
>>> ms.frames.ranks(pl.DataFrame(frame), "分", within="省")["rank"].to_list()
[2, 1, 2, 1]
"""

from minsheng import _listed

__getattr__, __dir__ = _listed(__name__)
