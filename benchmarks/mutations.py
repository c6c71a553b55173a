"""How much damage to an allocation table the standard rules catch, by kind.

Run it: ``python benchmarks/mutations.py``. Every slip of every kind that can be made in one place of
the 42 rows of 2023 is made, about 24 000 of them, and the rules that need nothing but the programme
are run on each. Nothing is drawn by lot, so that the shares are exact and the same in every run. It
counts as caught where a rule finds something of a row or thing of which it found nothing before.
A few minutes; never run as a test.
"""

from __future__ import annotations

from collections import Counter

import minsheng as ms
from minsheng.domain.allocation import Additivity
from minsheng.testing.mutations import MUTATIONS, Mutation, mutations

RULES = tuple(rule for rule in ms.STANDARD_RULES if set(rule.needs) <= {"programme"})


def found(programme: ms.Programme) -> set[tuple[str, str]]:
    """What the rules find: code and subject."""
    return {
        (rule.code, said.subject)
        for rule in RULES
        for said in rule(programme=programme)
        if isinstance(said, ms.Finding)
    }


def why_not(mutation: Mutation) -> str:
    """Why it cannot be told from the document alone."""
    programme = mutation.programme
    rows = [programme.allocation[id] for id in mutation.rows]
    targets = [programme.indicator(row.indicator).target for row in rows]
    if any(row.additivity is Additivity.EACH for row in rows):
        return "no sum: each area must reach the target itself"
    if all(
        target is not None and row.total == target.amount for row, target in zip(rows, targets, strict=True)
    ):
        return "the sum is the target still"
    return "more than the target, where more is asked for"


def main() -> None:
    programme = ms.load("yueyang-2023")
    before = found(programme)
    all_ways = all_caught = 0
    print(f"{'':20} {'ways':>6} {'caught':>7} {'share':>8}   by rule; why not")
    for kind in MUTATIONS:
        ways, caught = 0, 0
        codes: Counter[str] = Counter()
        left: Counter[str] = Counter()
        for mutation in mutations(programme, kind):
            ways += 1
            new = found(mutation.programme) - before
            caught += bool(new)
            codes.update({code for code, _ in new})
            if not new:
                left[why_not(mutation)] += 1
        by = ", ".join(f"{code} {count}" for code, count in sorted(codes.items()))
        print(f"{kind.name:20} {ways:6} {caught:7} {caught * 10000 // ways / 100:7.2f}%   {by}")
        for why, count in left.most_common():
            print(f"{'':46}{count} not: {why}")
        all_ways, all_caught = all_ways + ways, all_caught + caught
    print(f"{'all':20} {all_ways:6} {all_caught:7}")


if __name__ == "__main__":
    main()
