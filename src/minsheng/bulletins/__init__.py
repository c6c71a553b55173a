"""Bulletins: what a programme office sends, sentence by sentence with the facts behind it.

>>> import minsheng as ms
>>> p = ms.load("yueyang-2019")
>>> november = ms.bulletin(p, ms.read_progress("yueyang-2019", p), "2019年11月")
>>> november.kind is ms.bulletins.BulletinKind.MONTH, len(november.annexes)
(True, 3)
"""

from minsheng import _listed

__getattr__, __dir__ = _listed(__name__)
