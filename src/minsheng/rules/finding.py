"""What a rule may say of one thing it looked at: found, held, or unknown."""

from __future__ import annotations

import attrs

from minsheng.asking import built
from minsheng.labels import Labelled


class Severity(Labelled):
    """How much a finding matters."""

    ERROR = "error", "错误"
    WARNING = "warning", "注意"
    NOTE = "note", "提示"


@built
@attrs.frozen
class Finding:
    """Something a rule found wrong.

    Args:
        where: what it is about, as staff call it.
        message: what was found, in Chinese.
        working: the sum or comparison written out.
        subject: what it is about, for programs: an indicator's id, an area's name.
        code: the rule's code; filled in by :func:`minsheng.check`.
        severity: the rule's severity, likewise.

    >>> Finding("城镇新增就业", "各地之和与总目标不符", working="50000 + 8000 = 58000 人 ≠ 5.9 万人").subject
    ''
    """

    where: str
    message: str
    working: str = ""
    subject: str = ""
    code: str = ""
    severity: Severity = Severity.ERROR


@built
@attrs.frozen
class Held:
    """Something a rule looked at and found in order, with the working that shows it."""

    where: str
    working: str
    subject: str = ""
    code: str = ""


@built
@attrs.frozen
class Unknown:
    """Something a rule could not judge, and why. It is neither found nor held."""

    where: str
    why: str
    subject: str = ""
    code: str = ""


#: what a rule may yield
Said = Finding | Held | Unknown
