"""The outcomes that a rule can yield: found, held, or unknown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import attrs

from minsheng.asking import built
from minsheng.labels import Labelled
from minsheng.table import Tabled, heads
from minsheng.visible import shown


class Severity(Labelled):
    """How much a finding matters."""

    ERROR = "error", "错误"
    WARNING = "warning", "注意"
    NOTE = "note", "提示"


class Status(Labelled):
    """The result of a rule, in the order used by reports."""

    FOUND = "found", "发现"
    UNKNOWN = "unknown", "未知"
    HELD = "held", "成立"
    SKIPPED = "skipped", "跳过"


class _Outcome(Tabled):
    """Base of the outcomes."""

    __slots__ = ()
    _status: ClassVar[Status]
    _HEADS = heads(code="规则", outcome="结果", where="事项", message="说明", working="算式")

    def _lines(self) -> Iterator[dict[str, Any]]:
        own: dict[str, str] = attrs.asdict(self)  # type: ignore[arg-type]  # each of them is of attrs
        line = {key: own.get(key, "") for key in ("code", "where", "subject", "message", "working")}
        yield line | {"outcome": self._status, "message": own.get("why") or line["message"]}

    @property
    def written(self) -> list[str]:
        """Lines of text: the message, then the working."""
        [line] = self._lines()
        said, more = line["message"] or line["working"], line["working"] if line["message"] else ""
        head = f"【{self._status.label}】{line['where']}：{said}"
        return [shown(head), *(f"     {shown(one)}" for one in more.splitlines())]

    @property
    def summary(self) -> str:
        """The subject and the message."""
        return self.written[0]


@built
@attrs.frozen(repr=False)
class Finding(_Outcome):
    """Something a rule found wrong.

    Args:
        where: what it is about, in words for staff.
        message: what was found, in Chinese.
        working: the sum or comparison written out.
        subject: what it is about, for programs: an indicator's id, an area's name.
        code, severity: the rule's; filled in by :func:`minsheng.check`.

    >>> Finding("城镇新增就业", "各地之和与总目标不符", working="50000 + 8000 = 58000 人 ≠ 5.9 万人").subject
    ''
    """

    _status = Status.FOUND

    where: str
    message: str
    working: str = ""
    subject: str = ""
    code: str = ""
    severity: Severity = Severity.ERROR


@built
@attrs.frozen(repr=False)
class Held(_Outcome):
    """Something that a rule checked and found correct, with the working that shows it."""

    _status = Status.HELD

    where: str
    working: str
    subject: str = ""
    code: str = ""


@built
@attrs.frozen(repr=False)
class Unknown(_Outcome):
    """Something that a rule could not judge, and why; neither found nor held."""

    _status = Status.UNKNOWN

    where: str
    why: str
    subject: str = ""
    code: str = ""


#: what a rule may yield
Said = Finding | Held | Unknown
