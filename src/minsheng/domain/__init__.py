"""The values a programme is made of. What one begins with is at the top, ``ms.Programme`` and so on.

    >>> import minsheng as ms
    >>> ms.domain.find_mentions("城镇新增就业5.9万人")[0].text
    '5.9万人'

Here are the parts of programmes, sources and errata, periods and schedules, deadlines and working
days, duties of reporting, approved changes of targets, questions of drafts. Nothing here
reads a file or judges anything.
"""

from minsheng import _listed

__getattr__, __dir__ = _listed(__name__)
