"""What the commands that read tables share: what columns are said to hold, and what was not read."""

from __future__ import annotations

from collections.abc import Sequence

from minsheng.domain.acceptances import Acceptances
from minsheng.domain.intake import Intake
from minsheng.domain.progress import Progress
from minsheng.domain.upkeep import Works
from minsheng.errors import MinshengError
from minsheng.layout import one_line
from minsheng.reading.tables.headings import role_named
from minsheng.reading.tables.words import Role


def told(texts: Sequence[str]) -> dict[str, Role] | None:
    """``列=含义``, each as a column and what it holds; None where none are given.

    >>> told(["D=完成数"]), told([])
    ({'D': <Role.ACTUAL: 'actual'>}, None)
    """
    for text in texts:
        if "=" not in text:
            raise MinshengError(f"“{text}”应写成 列=含义，如 D=完成数")
    return {name: role_named(role) for name, _, role in (text.partition("=") for text in texts)} or None


def unread(progress: Progress) -> list[str]:
    """Each column, sheet and line of a register that was not read, and why."""
    return [*not_read(progress.intake), *(f"未计入：{one.source}：{one.why}" for one in progress.aside)]


def set_aside(acceptance: Acceptances | None, works: Works | None = None) -> tuple[list[str], list[str]]:
    """Each line that was not read, and why; and what else there is to say of the files."""
    aside = () if acceptance is None else acceptance.aside
    notes = [note for one in (acceptance, works) if one is not None for note in one.notes]
    return [f"未计入：{one.source}：{one.why}" for one in aside], [f"说明：{note}" for note in notes]


def not_read(intake: Intake) -> list[str]:
    """Each column with figures and each sheet that was not read, and why."""
    unread = (f"{one.sheet} {one.column}列“{one.header}”：{one.why}" for one in intake.unread)
    left_out = (f"{one.sheet}：{one.why}" for one in intake.left_out)
    return [f"没有读：{one_line(said)}" for said in (*unread, *left_out)]
