"""Hypothesis strategies and assertions for testing code built on this library.

With the extra ``testing`` installed, ``st.from_type(minsheng.Amount)`` and the like work without
imports: Hypothesis finds :mod:`minsheng.testing.entry` through its entry point.

    >>> from hypothesis import find
    >>> find(amounts(units=("户",)), lambda amount: amount.value > 3)
    Amount('4 户')
"""

from minsheng.testing.acceptance import acceptances, decisions
from minsheng.testing.any_schemes import any_schemes
from minsheng.testing.checks import assert_finds, assert_passes, assert_valid_folder
from minsheng.testing.expressions import criteria, expressions
from minsheng.testing.laws import allocation_laws, assert_allocation_laws
from minsheng.testing.mutations import MUTATIONS, mutated, mutations
from minsheng.testing.near import records
from minsheng.testing.periods import days, deadlines, periods, schedules
from minsheng.testing.registers import figures, progresses
from minsheng.testing.schemes import schemes
from minsheng.testing.strategies import (
    allocations,
    amounts,
    areas,
    bounds,
    numbers,
    programmes,
    rows,
    standards,
    units,
)
from minsheng.testing.values import tables

__all__ = [
    "MUTATIONS",
    "acceptances",
    "allocation_laws",
    "allocations",
    "amounts",
    "any_schemes",
    "areas",
    "assert_allocation_laws",
    "assert_finds",
    "assert_passes",
    "assert_valid_folder",
    "bounds",
    "criteria",
    "days",
    "deadlines",
    "decisions",
    "expressions",
    "figures",
    "mutated",
    "mutations",
    "numbers",
    "periods",
    "programmes",
    "progresses",
    "records",
    "rows",
    "schedules",
    "schemes",
    "standards",
    "tables",
    "units",
]
