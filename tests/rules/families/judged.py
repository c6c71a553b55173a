"""What one standard rule says."""

from __future__ import annotations

import minsheng as ms


def judge(code: str, programme: ms.Programme) -> ms.rules.RuleResult:
    """What one standard rule says of a programme."""
    return ms.check(programme, rules=ms.select(ms.STANDARD_RULES, code))[code]
